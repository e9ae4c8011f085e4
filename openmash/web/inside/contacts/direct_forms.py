"""What is typed when a referral is handed directly to another agency's system."""

from collections.abc import Iterable
from typing import Any

from django import forms

from openmash.agencies.queries import AgencyView
from openmash.contacts.queries import DirectView
from openmash.contacts.rules.direct import LONGEST_REFERENCE
from openmash.hubs.rules import PortalRule
from openmash.web.shared.forms import GovForm
from openmash.web.shared.templatetags import case_work
from openmash.web.shared.widgets import CharacterCount, Radios

CARRIED = "carried"


class FileForm(GovForm):
    """For which system, why, and how it gets there."""

    portal = forms.ChoiceField(
        label="For which system?", widget=Radios(small=True), error_messages={"required": "Select the system"}
    )
    why = forms.CharField(
        label="Why does it go there?",
        max_length=2000,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Write why it goes there"},
    )

    way = forms.ChoiceField(
        label="How does it get there?",
        widget=Radios(small=True, hints={CARRIED: "The file is handed to you now; put it into their portal yourself"}),
        error_messages={"required": "Select how it gets there"},
    )

    def __init__(
        self, *args: Any, portals: Iterable[PortalRule], fetching: Iterable[AgencyView], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("portal", [(rule.code, rule.label) for rule in portals], alone=True)
        ways: list[tuple[object, str]] = [(each.id, f"{each.name}’s own system fetches it") for each in fetching]
        self.offer("way", [*ways, (CARRIED, "I carry the file over")], alone=True)


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
        files = [(each.id, f"{each.portal_label}, made {case_work.date_time(each.made_at)}") for each in waiting]
        self.offer("direct", files, alone=True)
