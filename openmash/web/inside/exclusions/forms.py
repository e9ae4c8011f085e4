"""What is typed when somebody is to be kept out of a case."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from openmash.exclusions.rules import GROUND_WORDS, LONGEST_WORDS, Ground
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

CASE = "case"


class ExclusionForm(GovForm):
    """Who is kept out, of what, and why. The usual answers are chosen already: two clicks from the case."""

    mark_optional: ClassVar[bool] = False
    user = forms.TypedChoiceField(label="Who is kept out?", coerce=UUID, widget=Radios(small=True))
    ground = forms.ChoiceField(
        label="Why?", choices=list(GROUND_WORDS.items()), widget=Radios(small=True), initial=Ground.CONFLICT
    )
    words = forms.CharField(
        label="The reason, if it is another one",
        max_length=LONGEST_WORDS,
        required=False,
        widget=CharacterCount(rows=2),
    )
    of = forms.ChoiceField(label="Of what?", widget=Radios(small=True), initial=CASE)
    until = GovDateField(
        label="Until when?", help_text="The last day. Leave empty to keep it until somebody ends it", required=False
    )

    def __init__(
        self,
        *args: Any,
        people: Iterable[tuple[UUID, str]],
        colleagues: Iterable[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [(str(person_id), f"Everything about {name}, now and later") for person_id, name in people]
        self.offer("of", [(CASE, "This case"), *everything])
        offered = list(colleagues)
        if offered:
            self.offer("user", offered)
        else:
            del self.fields["user"]

    @property
    def person_id(self) -> UUID | None:
        """The person, where it is not the case alone."""
        of = self.cleaned_data["of"]
        return None if of == CASE else UUID(of)
