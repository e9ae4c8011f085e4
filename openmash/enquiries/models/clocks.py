"""The clocks that run in a case beside the ratings', and when one stood still."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.enquiries.models.episode import Enquiry, Subject
from openmash.enquiries.states import CLOCK, ClockState


class Clock(HubRow):
    """A clock that runs beside the ratings': statutory or local, of the enquiry or of one child or adult in it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    statutory = models.BooleanField()
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ClockState])
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    started_because = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    due_words = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_because = models.CharField(max_length=40, blank=True)

    class Meta:
        triggers = [only_listed_moves(CLOCK)]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "enquiry", "subject", "code"],
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
                name="enquiries_a_clock_runs_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_because="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_because="")),
                name="enquiries_clock_ended_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "ended_at", "due_at"], name="enquiries_clocks_due")]

    class Data:
        doors = {"inside": "select insert update"}
        operational = (
            *("enquiry", "subject", "code", "label", "statutory", "kind", "state", "started_at", "started_by"),
            *("started_because", "due_at", "due_words", "ended_at", "ended_by", "ended_because"),
        )
        retention = "as the enquiry"


class Pause(HubRow):
    """That a clock stood still, why and on whose word: a row of ``Clock``, or else the decision's of ``subject``."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey(Clock, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    words = models.TextField()
    paused_at = models.DateTimeField()
    paused_by = models.UUIDField()
    paused_by_name = models.CharField(max_length=120)
    runs_on_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "subject", "clock"],
                condition=models.Q(resumed_at=None),
                nulls_distinct=False,
                name="enquiries_one_pause_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(subject__isnull=False) | models.Q(clock__isnull=False),
                name="enquiries_pauses_a_clock",
            ),
            models.CheckConstraint(
                condition=models.Q(resumed_at=None, resumed_by=None)
                | models.Q(resumed_at__isnull=False, resumed_by__isnull=False),
                name="enquiries_resumed_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "resumed_at", "runs_on_at"], name="enquiries_pauses_over")]

    class Data:
        doors = {"inside": "select insert update(words,resumed_at,resumed_by)"}
        sensitive = ("words",)
        operational = (
            *("enquiry", "subject", "clock", "reason", "label", "paused_at", "paused_by", "paused_by_name"),
            *("runs_on_at", "resumed_at", "resumed_by"),
        )
        retention = "as the enquiry"
