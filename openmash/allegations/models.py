"""Allegations against people who work with children, what was done about each, and who is designated officer."""

from django.db import models

from openmash.allegations.rules import EMPLOYER_WORDS, OUTCOMES, STEPS
from openmash.allegations.states import ALLEGATION, AllegationState
from openmash.core.records import HubRow, only_keys_change, only_listed_moves, written_once

CONSIDERED, EMPLOYER, OUTCOME = "considered", "employer", "outcome"
ENTRY_WORDS = {
    CONSIDERED: "Considered against the harm threshold",
    EMPLOYER: "Whether the employer is told",
    OUTCOME: "Outcome",
    **STEPS,
}


class DesignatedOfficer(HubRow):
    """That a colleague is designated officer, from when to when."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=120)
    named_at = models.DateTimeField()
    named_by = models.UUIDField()
    named_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        triggers = [written_once("officer_ended_once", "ended_at", "ended_by")]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "user"], condition=models.Q(ended_at=None), name="allegations_officer_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="allegations_officer_ended_at_and_by",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update(ended_at,ended_by)"}
        identifying = ("user", "user_name")
        operational = ("named_at", "named_by", "named_by_name", "ended_at", "ended_by")
        retention = "kept as long as the hub: who answered for what was alleged"


class Allegation(HubRow):
    """One allegation, raised from a contact. Who it is about and what is alleged is encrypted with the hub's key."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in AllegationState])
    about_colleague = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    raised_by_name = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    due_words = models.TextField()
    met = models.JSONField(default=list)
    considered_at = models.DateTimeField(null=True)
    considered_by = models.UUIDField(null=True)
    employer = models.CharField(max_length=10, blank=True, choices=list(EMPLOYER_WORDS.items()))
    outcome = models.CharField(max_length=20, blank=True, choices=list(OUTCOMES.items()))
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    keep_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(ALLEGATION)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "reference"], name="allegations_reference_once"),
            models.CheckConstraint(
                condition=models.Q(considered_at=None, considered_by=None)
                | models.Q(considered_at__isnull=False, considered_by__isnull=False),
                name="allegations_considered_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, keep_until=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False, keep_until__isnull=False),
                name="allegations_ended_at_by_and_kept_until",
            ),
            models.CheckConstraint(
                condition=models.Q(state=str(AllegationState.CONCLUDED)) ^ models.Q(outcome=""),
                name="allegations_concluded_with_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["hub", "state", "due_at"], name="allegations_waiting")]

    class Data:
        doors = {"inside": "select insert update"}
        identifying = ("about_colleague",)
        sensitive = ("ciphertext", "met", "outcome")
        operational = (
            *("contact", "reference", "state", "wrapped_key", "raised_at", "raised_by", "raised_by_name", "due_at"),
            *("due_words", "considered_at", "considered_by", "employer", "ended_at", "ended_by", "keep_until"),
            "version",
        )
        retention = "10 years after it ended; where it was substantiated, 100"


class AllegationEntry(HubRow):
    """What was done about an allegation at one moment; what was said is encrypted with the hub's key."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=list(ENTRY_WORDS.items()))
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=120)

    class Meta:
        triggers = [only_keys_change("allegation_entry_never_changed", "wrapped_key")]
        indexes = [models.Index(fields=["hub", "allegation", "written_at"], name="allegations_entries")]

    class Data:
        doors = {"inside": "select insert update(wrapped_key)"}
        sensitive = ("ciphertext",)
        operational = ("allegation", "kind", "wrapped_key", "written_at", "written_by", "written_by_name")
        retention = "as the allegation"
