"""The form every screen starts from."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict

from openmash.core.errors import RuleBroken
from openmash.web.shared.sentences import speak_plainly

_MOST_DIGITS = 9


class GovForm(forms.Form):
    """A plain Django form that speaks in GOV.UK sentences and keeps what was typed.

    ``mark_optional``: put "(optional)" after the label of a field that may be left empty.
    """

    mark_optional: ClassVar[bool] = True
    # The browser's own pop-ups stop a form before it can say which fields are wrong, all at once.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            speak_plainly(field, name)
            # What is typed here is about other people; the browser of a shared desk must not offer it again.
            field.widget.attrs.setdefault("autocomplete", "off")

    def accepts(self, write: Callable[[], object]) -> bool:
        """Whether what was sent is whole and the rules allowed ``write``; if not, each fault stands beside its field.

        ``write``: the service call that this form is for, made only once what it reads from the form was checked.
        """
        if not self.is_valid():
            return False
        try:
            write()
        except RuleBroken as broken:
            self.blame(broken)
            return False
        return True

    def offer(self, name: str, choices: Iterable[tuple[object, str]], *, alone: bool = False) -> forms.ChoiceField:
        """Let a question be answered by one of these, each with its words: they are known only when a page is made.

        ``alone``: where there is but one, it is chosen already.
        """
        field = cast(forms.ChoiceField, self.fields[name])
        offered = [(str(value), words) for value, words in choices]
        field.choices = offered
        if alone and len(offered) == 1:
            field.initial = offered[0][0]
        return field

    def blame(self, broken: RuleBroken) -> None:
        """Put a rule's sentence beside the field it is about, or above the form where it is about none of these."""
        self.add_error(broken.field if broken.field in self.fields else None, broken.sentence)

    def find_no_fault_yet(self) -> None:
        """Show what was typed so far without finding fault with it before its writer has finished."""
        self._errors = ErrorDict()  # Django documents no other way to show what was typed without checking it
        self.cleaned_data = {}


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, where something was: the first argument of a form on a page that shows and takes it."""
    return request.POST if request.method == "POST" else None


def version_in(request: HttpRequest) -> int | None:
    """The version of what its reader had before them; None where the page sent none."""
    return whole_number(request.POST.get("version"))


def whole_number(typed: str | None) -> int | None:
    """A number that our own pages sent; None for anything else, which whoever sent it made up."""
    text = typed or ""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
