"""Differences about a rating or a decision, the steps by which they are settled, and what keeps the child safe then."""

import pgtrigger
from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.differences.states import DIFFERENCE, DifferenceState


class About(models.TextChoices):
    """What somebody does not agree with."""

    RATING = "rating", "Rating"
    DECISION = "decision", "Decision"


class Finding(models.TextChoices):
    """What a step came to."""

    STANDS = "stands", "It stands"
    CHANGED = "changed", "It is changed"


class Ended(models.TextChoices):
    """How a step ended."""

    SETTLED = "settled", "Settled"
    RAN_OUT = "ran_out", "Its time ran out"
    WITHDRAWN = "withdrawn", "Taken back"


class Difference(HubRow):
    """That somebody does not agree with one rating or decision about one child or adult, and where that stands.

    ``why`` is read by everybody who sees the enquiry; what may not be read by all of them is ``in_the_room``, sealed.
    ``contact`` where it was raised for whoever referred.
    """

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("enquiries.Subject", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About.choices)
    decision = models.ForeignKey("decisions.Decision", null=True, on_delete=models.PROTECT, related_name="+")
    disputed = models.CharField(max_length=40)
    disputed_by = models.UUIDField()
    disputed_by_name = models.CharField(max_length=120)
    wanted = models.CharField(max_length=40, blank=True)
    ladder = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in DifferenceState])
    step = models.PositiveIntegerField()
    at_the_top = models.BooleanField()
    due_at = models.DateTimeField()
    why = models.TextField()
    in_the_room = models.ForeignKey("sealed.SealedText", null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    raised_by_name = models.CharField(max_length=120)
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(DIFFERENCE)]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "subject", "about"],
                condition=models.Q(state=DifferenceState.OPEN),
                name="differences_one_open_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(agency=None) ^ models.Q(contact=None), name="differences_by_agency_or_referrer"
            ),
            models.CheckConstraint(
                condition=models.Q(about=About.RATING, decision=None)
                | models.Q(about=About.DECISION, decision__isnull=False),
                name="differences_about_a_rating_or_a_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["hub", "enquiry"], name="differences_enquiry"),
            models.Index(fields=["hub", "state", "due_at"], name="differences_due"),
        ]

    class Data:
        doors = {"inside": "select insert update(state,step,at_the_top,due_at,why,version)"}
        sensitive = ("disputed", "wanted", "why")
        operational = (
            *("enquiry", "subject", "about", "decision", "disputed_by", "disputed_by_name", "ladder", "state", "step"),
            *("at_the_top", "due_at", "in_the_room", "raised_at", "raised_by", "raised_by_name", "agency", "contact"),
            "version",
        )
        retention = "as the enquiry"


class Step(HubRow):
    """One step of the ladder as it was gone through: who was to settle it, by when, and what came of it.

    ``told`` is what whoever raised it was told, word for word; ``reasons`` are sealed.
    """

    difference = models.ForeignKey(Difference, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_words = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)
    ended = models.CharField(max_length=20, blank=True, choices=Ended.choices)
    finding = models.CharField(max_length=20, blank=True, choices=Finding.choices)
    reasons = models.ForeignKey("sealed.SealedText", null=True, on_delete=models.PROTECT, related_name="+")
    told = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "difference", "number"], name="differences_step_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended="")),
                name="differences_step_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(ended="settled", reasons__isnull=False) & ~models.Q(finding="")
                | (~models.Q(ended="settled") & models.Q(reasons=None, finding="")),
                name="differences_settled_has_a_finding",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update(ended_at,ended_by,ended_by_name,ended,finding,reasons_id,told)"}
        sensitive = ("finding", "told")
        operational = (
            *("difference", "number", "label", "began_at", "due_at", "due_words", "ended_at", "ended_by"),
            *("ended_by_name", "ended", "reasons"),
        )
        retention = "as the enquiry"


class SafetyAction(HubRow):
    """What keeps the child or adult safe while people do not agree; everybody who sees the enquiry reads it."""

    difference = models.ForeignKey(Difference, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField()
    taken_by_name = models.CharField(max_length=120)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="action_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["words"]),
            )
        ]

    class Data:
        doors = {"inside": "select insert update(words)"}
        sensitive = ("words",)
        operational = ("difference", "taken_at", "taken_by", "taken_by_name")
        retention = "as the enquiry"


class Challenge(HubRow):
    """That whoever referred does not agree with what their receipt says, until somebody of the hub has dealt with it.

    ``receipt_hash`` and ``said_at`` are what they read: each thing said is challenged once, however often it is sent.
    Encrypted on arrival, so that the outside door cannot read it back; ``why`` is filled as it is taken in.
    """

    receipt_hash = models.CharField(max_length=64)
    said_at = models.DateTimeField()
    ciphertext = models.BinaryField()
    sent_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    failed_because = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    dealt_with_at = models.DateTimeField(null=True)
    dealt_with_by = models.UUIDField(null=True)
    dealt_with_by_name = models.CharField(max_length=120, blank=True)
    difference = models.ForeignKey(Difference, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "receipt_hash", "said_at"], name="differences_challenged_once"),
            models.CheckConstraint(
                condition=models.Q(dealt_with_at=None, dealt_with_by=None)
                | models.Q(dealt_with_at__isnull=False, dealt_with_by__isnull=False, contact__isnull=False),
                name="differences_challenge_dealt_with_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["hub", "sent_at"], condition=models.Q(dealt_with_at=None), name="differences_challenged"
            )
        ]

    class Data:
        doors = {
            "inside": "select update delete",
            "outside": "select(id,hub_id,receipt_hash,said_at,sent_at) insert",
        }
        sensitive = ("ciphertext", "why")
        operational = (
            *("receipt_hash", "said_at", "sent_at", "taken_in_at", "failed_because", "contact", "dealt_with_at"),
            *("dealt_with_by", "dealt_with_by_name", "difference"),
        )
        retention = "as the contact"
