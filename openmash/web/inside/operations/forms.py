"""To whom an enquiry is given."""

from django import forms

from openmash.web.shared.forms import GovForm


class GiveForm(GovForm):
    """One button for each colleague; each sends their id."""

    holder = forms.UUIDField(
        label="Colleague",
        error_messages={
            "required": "Press the button beside the colleague who is to hold it",
            "invalid": "Press the button beside the colleague who is to hold it",
        },
    )
