"""The form every screen starts from."""

from typing import Any, ClassVar

from django import forms

from openmash.web.shared.sentences import speak_plainly


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
