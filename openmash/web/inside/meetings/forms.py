"""What is typed when a meeting is called, written down and closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from openmash.agencies.queries import AgencyView
from openmash.core.errors import RuleBroken
from openmash.hubs.rules import Criterion, MeetingResult, MeetingRule, Way
from openmash.meetings import rules
from openmash.web.shared.fields import GovDateTimeField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Checkboxes, Radios

ACTION_ROWS = 3
_WAYS = [*(str(way) for way in Way), rules.APOLOGIES, rules.ABSENT]


class CallForm(GovForm):
    """When, where, who chairs and who is invited; for a meeting about one case, also which meeting it is."""

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str]] = (),
        hints: Mapping[str, str] | None = None,
        chairs: Sequence[tuple[str, str]],
        agencies: Sequence[AgencyView],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if kinds:
            self.fields["code"] = forms.ChoiceField(
                label="Which meeting",
                choices=list(kinds),
                widget=Radios(hints=hints, small=True),
                error_messages={"required": "Select a meeting"},
            )
        self._add_when_and_where()
        self.fields["chair"] = forms.ChoiceField(
            label="Chair", choices=list(chairs), error_messages={"required": "Select who chairs"}
        )
        self.fields["agencies"] = forms.MultipleChoiceField(
            label="Invited",
            choices=[(str(each.id), each.name) for each in agencies],
            widget=Checkboxes(
                hints={str(each.id): "Not in the room: ring them" for each in agencies if not each.co_located},
                small=True,
            ),
            error_messages={"required": "Select at least one agency to invite"},
        )

    def _add_when_and_where(self) -> None:
        self.fields["starts_on"] = GovDateTimeField(
            label="When it begins", error_messages={"required": "Enter when the meeting begins"}
        )
        self.fields["minutes_long"] = forms.IntegerField(
            label="Minutes", error_messages={"required": "Enter how long it lasts, in minutes"}
        )
        self.fields["place"] = forms.CharField(
            label="Where, or how to join",
            help_text="The room, or the number or link to join by. Nothing of the case: it goes into calendars.",
            max_length=rules.LONGEST_PLACE,
            error_messages={"required": "Enter the room, or the number or link by which people join"},
        )

    def told(self) -> rules.Calling:
        """What was typed, as the service takes it."""
        return rules.Calling(
            starts_at=self.cleaned_data["starts_on"],
            minutes_long=self.cleaned_data["minutes_long"],
            place=self.cleaned_data["place"],
            chair_id=UUID(self.cleaned_data["chair"]),
            agency_ids=tuple(UUID(each) for each in self.cleaned_data["agencies"]),
        )


class InviteForm(GovForm):
    """One more agency."""

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = forms.ChoiceField(
            label="Invite another agency",
            choices=[("", "Select an agency"), *agencies],
            error_messages={"required": "Select an agency"},
        )


class CancelForm(GovForm):
    """Why a meeting is called off."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.ChoiceField(
        label="Why is it called off?",
        choices=list(rules.CANCELLED_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose why it is called off"},
    )


class ViewForm(GovForm):
    """One agency's view of one case."""

    words = forms.CharField(
        label="What your agency says",
        help_text="Sealed: those who may enter the room read it, and it does not leave the hub.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=rules.LONGEST_WORDS,
        error_messages={"required": "Enter what the agency says"},
    )


@dataclass(frozen=True)
class Invitee:
    """An invited agency on a form, and the criteria by which its kind attends."""

    agency_id: UUID
    name: str
    criteria: tuple[Criterion, ...] = ()


class AttendanceForm(GovForm):
    """How each invited agency took part; one row an agency."""

    mark_optional = False

    def __init__(self, *args: Any, rule: MeetingRule, invitees: Sequence[Invitee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitees = tuple(invitees)
        ways = [(how, rules.HOW_WORDS[how]) for how in _WAYS if how not in set(Way) - set(rule.ways)]
        for number, each in enumerate(self.invitees):
            self._add_row(f"attendance-{number}", each, ways)

    def _add_row(self, prefix: str, each: Invitee, ways: Sequence[tuple[str, str]]) -> None:
        self.fields[f"{prefix}-how"] = forms.ChoiceField(
            label=f"{each.name}: took part", choices=[("", "Not noted yet"), *ways], required=False
        )
        self.fields[f"{prefix}-who_came"] = forms.CharField(
            label=f"{each.name}: who came", max_length=rules.LONGEST_NAMES, required=False
        )
        if each.criteria:
            codes = [(one.code, one.label) for one in each.criteria]
            self.fields[f"{prefix}-criterion"] = forms.ChoiceField(
                label=f"{each.name}: why they attend",
                choices=[("", "Not looked at yet"), *codes, (rules.NO_CRITERION, rules.NO_CRITERION_WORDS)],
                required=False,
            )

    def blame(self, broken: RuleBroken) -> None:
        """What is not noted yet of who came stands beside each agency of which it is not."""
        if broken.field != "attendance":
            super().blame(broken)
            return
        for number, each in enumerate(self.invitees):
            if not self.cleaned_data.get(f"attendance-{number}-how"):
                self.add_error(f"attendance-{number}-how", f"Say whether {each.name} took part")
        if not self.errors:
            super().blame(broken)

    def attendance(self) -> list[rules.AttendanceTold]:
        """What was typed of every invited agency, in the order of the rows."""
        got = self.cleaned_data
        return [
            rules.AttendanceTold(
                each.agency_id,
                got[f"attendance-{number}-how"],
                got[f"attendance-{number}-who_came"],
                got.get(f"attendance-{number}-criterion", ""),
            )
            for number, each in enumerate(self.invitees)
        ]


def _without() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="If the quorum was not there: why the meeting went on",
        choices=[("", "The quorum was there"), *rules.WITHOUT_QUORUM_WORDS.items()],
        required=False,
    )


class CloseForm(GovForm):
    """That a meeting took place, and why it went on without its quorum if it had none."""

    mark_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    without = _without()


@dataclass(frozen=True)
class ToRate:
    """A child or adult who is to be rated a second time, and the rating they have."""

    subject_id: UUID
    name: str
    rating_label: str


class CaseForm(AttendanceForm):
    """All that a chair writes about one case on one page: who came, what each said, what it came to, who does what."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        speakers: Sequence[Invitee],
        subjects: Sequence[ToRate],
        ratings: Sequence[tuple[str, str]],
        results: Sequence[MeetingResult],
        owners: Sequence[tuple[str, str]],
        due_at: datetime,
        action_rows: int = ACTION_ROWS,
        closes: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.action_rows = action_rows
        if closes:
            self.fields["without"] = _without()
        self.speakers, self.subjects = tuple(speakers), tuple(subjects)
        for each in self.speakers:
            self.fields[f"view-{each.agency_id}"] = _words(f"{each.name} says", rows=2)
        self.fields["minutes"] = _words("What was said", rows=5)
        self.fields["result"] = forms.ChoiceField(
            label="What it came to",
            choices=[(each.code, each.label) for each in results],
            widget=Radios(small=True),
            required=False,
        )
        self.fields["decision"] = _words("What was decided, and why", rows=4)
        for subject in self.subjects:
            self._add_rating(subject, ratings)
        for row in range(action_rows):
            self._add_action(row, owners, due_at)

    def _add_rating(self, subject: ToRate, ratings: Sequence[tuple[str, str]]) -> None:
        prefix = f"rating-{subject.subject_id}"
        self.fields[f"{prefix}-rating"] = forms.ChoiceField(
            label=f"{subject.name}: second rating",
            choices=[("", "Not rated again yet"), *ratings],
            required=False,
        )
        self.fields[f"{prefix}-reason"] = _words(f"{subject.name}: why", rows=2)

    def _add_action(self, row: int, owners: Sequence[tuple[str, str]], due_at: datetime) -> None:
        name = f"Action {row + 1}"
        self.fields[f"action-{row}-words"] = _words(f"{name}: what", rows=2)
        self.fields[f"action-{row}-owner"] = forms.ChoiceField(
            label=f"{name}: who", choices=[("", "Select an agency or a colleague"), *owners], required=False
        )
        self.fields[f"action-{row}-due_on"] = GovDateTimeField(label=f"{name}: by when", required=False, initial=due_at)

    def clean(self) -> dict[str, Any]:
        """A row of an action that was begun says who and by when."""
        got = super().clean() or self.cleaned_data
        for row in self._begun():
            if not got.get(f"action-{row}-owner"):
                self.add_error(f"action-{row}-owner", f"Action {row + 1}: select who does it")
            if f"action-{row}-due_on" in got and not got[f"action-{row}-due_on"]:
                self.add_error(f"action-{row}-due_on", f"Action {row + 1}: enter by when")
        return got

    def case(self) -> rules.CaseTold:
        """What was typed about the case; what stands as it was shown is left out."""
        got, changed = self.cleaned_data, set(self.changed_data)
        views = {each.agency_id: got[name] for each in self.speakers if (name := f"view-{each.agency_id}") in changed}
        written = {"minutes", "result", "decision"} & changed
        told = rules.RecordTold(got["minutes"], got["result"], got["decision"]) if written else None
        ratings = tuple(
            rules.RatingTold(each.subject_id, chosen, got[f"rating-{each.subject_id}-reason"])
            for each in self.subjects
            if (chosen := got[f"rating-{each.subject_id}-rating"])
        )
        return rules.CaseTold(record=told, views=views, ratings=ratings, actions=self._actions())

    def blame(self, broken: RuleBroken) -> None:
        """Put a rule's sentence beside its field; the service counts only the actions that were begun."""
        field = broken.field or ""
        if field.startswith("action-"):
            _, place, part = field.split("-", 2)
            row = self._begun()[int(place)]
            broken = RuleBroken(broken.rule, broken.sentence, field=f"action-{row}-{part}")
        super().blame(broken)

    def _begun(self) -> list[int]:
        return [row for row in range(self.action_rows) if self.cleaned_data.get(f"action-{row}-words", "").strip()]

    def _actions(self) -> tuple[rules.ActionTold, ...]:
        got = self.cleaned_data
        found = []
        for row in self._begun():
            agency, _, person = got[f"action-{row}-owner"].partition("/")
            found.append(
                rules.ActionTold(
                    words=got[f"action-{row}-words"],
                    agency_id=UUID(agency),
                    due_at=got[f"action-{row}-due_on"],
                    owner_id=UUID(person) if person else None,
                )
            )
        return tuple(found)


def _words(label: str, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=rules.LONGEST_WORDS,
        required=False,
    )
