"""Meetings: who was invited and came, what each agency said, what it came to, and who does what by when."""

import pgtrigger
from django.db import models

from openmash.core.records import HubRow, only_listed_moves, written_once
from openmash.hubs.rules import MeetingKind
from openmash.meetings import rules
from openmash.meetings.states import MEETING, MeetingState

_NEVER = pgtrigger.Update | pgtrigger.Delete


class Meeting(HubRow):
    """One meeting: about one enquiry, or, without one, over the cases on its agenda. Its label stays as it was."""

    enquiry = models.ForeignKey("enquiries.Enquiry", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in MeetingKind])
    label = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in MeetingState])
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=rules.LONGEST_PLACE, blank=True)
    chair_id = models.UUIDField()
    chair_name = models.CharField(max_length=120)
    convened_at = models.DateTimeField()
    convened_by = models.UUIDField()
    convened_by_name = models.CharField(max_length=120)
    held_at = models.DateTimeField(null=True)
    held_by = models.UUIDField(null=True)
    held_by_name = models.CharField(max_length=120, blank=True)
    without_quorum = models.CharField(max_length=20, choices=list(rules.WITHOUT_QUORUM_WORDS.items()), blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)
    cancelled_because = models.CharField(max_length=20, choices=list(rules.CANCELLED_WORDS.items()), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(MEETING)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=str(MeetingState.HELD), held_at__isnull=False, held_by__isnull=False)
                | (~models.Q(state=str(MeetingState.HELD)) & models.Q(held_at=None, held_by=None)),
                name="meetings_held_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=str(MeetingState.CANCELLED), cancelled_at__isnull=False, cancelled_by__isnull=False
                )
                | (~models.Q(state=str(MeetingState.CANCELLED)) & models.Q(cancelled_at=None, cancelled_by=None)),
                name="meetings_cancelled_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["hub", "enquiry", "code"],
                condition=models.Q(state=str(MeetingState.PLANNED), enquiry__isnull=False),
                name="meetings_one_planned_of_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["hub", "state", "starts_at"], name="meetings_coming")]

    class Data:
        doors = {"inside": "select insert update"}
        sensitive = ("place",)
        operational = (
            *("enquiry", "code", "kind", "label", "state", "starts_at", "minutes_long", "chair_id", "chair_name"),
            *("convened_at", "convened_by", "convened_by_name", "held_at", "held_by", "held_by_name"),
            *("without_quorum", "cancelled_at", "cancelled_by", "cancelled_because", "version"),
        )
        retention = "as the enquiry"


class MeetingCase(HubRow):
    """A case that a meeting speaks of: the only one, or a line of its agenda; with its rating and clock as it came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    rating = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    due_words = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "meeting", "enquiry"], name="meetings_case_once")]
        triggers = [pgtrigger.Protect(name="case_never_changed", operation=_NEVER)]
        indexes = [models.Index(fields=["hub", "enquiry"], name="meetings_case_enquiry")]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("meeting", "enquiry", "rating", "due_at", "due_words", "added_at", "added_by")
        retention = "as the enquiry"


class Attendance(HubRow):
    """That an agency was invited, whether it met a criterion for coming, and how it took part."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    invited_by = models.UUIDField()
    how = models.CharField(max_length=20, choices=list(rules.HOW_WORDS.items()), blank=True)
    who_came = models.CharField(max_length=rules.LONGEST_NAMES, blank=True)
    criterion = models.CharField(max_length=40, blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "meeting", "agency"], name="meetings_invited_once"),
            models.CheckConstraint(
                condition=models.Q(noted_at=None, noted_by=None)
                | models.Q(noted_at__isnull=False, noted_by__isnull=False),
                name="meetings_noted_at_and_by",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update(how,who_came,criterion,noted_at,noted_by)"}
        sensitive = ("who_came",)
        operational = ("meeting", "agency", "invited_at", "invited_by", "how", "criterion", "noted_at", "noted_by")
        retention = "as the enquiry"


class AgencyStatement(HubRow):
    """What one agency said about one case; each saying is a new row, the newest holds."""

    case = models.ForeignKey(MeetingCase, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    taken_down = models.BooleanField()
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=120)

    class Meta:
        triggers = [pgtrigger.Protect(name="statement_never_changed", operation=_NEVER)]
        indexes = [models.Index(fields=["hub", "case", "given_at"], name="meetings_statements")]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("case", "agency", "words", "taken_down", "given_at", "given_by", "given_by_name")
        retention = "as the enquiry"


class CaseRecord(HubRow):
    """What was said about one case and what it came to; putting it right is a new row, the newest holds."""

    case = models.ForeignKey(MeetingCase, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    result = models.CharField(max_length=40)
    words = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "case", "number"], name="meetings_record_number_once")]
        triggers = [pgtrigger.Protect(name="record_never_changed", operation=_NEVER)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        sensitive = ("result",)
        operational = ("case", "number", "words", "written_at", "written_by", "written_by_name")
        retention = "as the enquiry"


class SecondRating(HubRow):
    """The rating that a meeting gave one child or adult at its end, confirmed or changed, and why."""

    case = models.ForeignKey(MeetingCase, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("enquiries.Subject", on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=20)
    rating = models.CharField(max_length=20)
    reason = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()
    rated_by = models.UUIDField()
    rated_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "case", "subject"], name="meetings_rated_again_once")]
        triggers = [pgtrigger.Protect(name="rating_never_changed", operation=_NEVER)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("case", "subject", "before", "rating", "reason", "rated_at", "rated_by", "rated_by_name")
        retention = "as the enquiry"


class Action(HubRow):
    """Something a meeting asked somebody to do about a case, by when, and that it was done."""

    case = models.ForeignKey(MeetingCase, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    owner_id = models.UUIDField(null=True)
    owner_name = models.CharField(max_length=120, blank=True)
    due_at = models.DateTimeField()
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=120)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    done_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="meetings_done_at_and_by",
            )
        ]
        triggers = [written_once("done_once", "done_at", "done_by", "done_by_name")]
        indexes = [models.Index(fields=["hub", "done_at", "due_at"], name="meetings_actions_due")]

    class Data:
        doors = {"inside": "select insert update(done_at,done_by,done_by_name)"}
        sealed = True
        operational = (
            *("case", "words", "agency", "owner_id", "owner_name", "due_at", "given_at", "given_by", "given_by_name"),
            *("done_at", "done_by", "done_by_name"),
        )
        retention = "as the enquiry"
