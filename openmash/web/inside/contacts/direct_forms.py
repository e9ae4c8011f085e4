"""What is typed when a referral is handed directly to another agency's system."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from openmash.contacts.queries import DirectView
from openmash.contacts.rules.direct import LONGEST_REFERENCE
from openmash.hubs.rules import PortalRule
from openmash.web.shared.forms import GovForm
from openmash.web.shared.templatetags import case_work
from openmash.web.shared.widgets import CharacterCount, Radios


class FileForm(GovForm):
    """For which system, and why."""

    portal = forms.ChoiceField(
        label="For which system?", widget=Radios(small=True), error_messages={"required": "Select the system"}
    )
    why = forms.CharField(
        label="Why does it go there?",
        max_length=2000,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Write why it goes there"},
    )

    def __init__(self, *args: Any, portals: Iterable[PortalRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["portal"])
        field.choices = [(rule.code, rule.label) for rule in portals]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]


class ReferenceForm(GovForm):
    """Which file was taken in there, and by which reference."""

    direct = forms.ChoiceField(
        label="Which file?", widget=Radios(small=True), error_messages={"required": "Select the file"}
    )
    reference = forms.CharField(
        label="The reference it was given there",
        max_length=LONGEST_REFERENCE,
        error_messages={"required": "Enter the reference it was given"},
    )

    def __init__(self, *args: Any, waiting: Iterable[DirectView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["direct"])
        field.choices = [
            (str(each.id), f"{each.portal_label}, made {case_work.date_time(each.made_at)}") for each in waiting
        ]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]
