"""Somebody asks for what is kept about them: the request, each piece of the answer, each owner that is asked."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.retention.rules.access import ANSWER_WORDS, ASKED_AS_WORDS
from openmash.retention.states import ACCESS, AccessState


class PieceKind(models.TextChoices):
    """What a piece of a bundle is."""

    CONTACT = "contact", "What was told to the hub"
    ITEM = "item", "Information that an agency gave"
    DECISION = "decision", "A decision and its reasons"
    ANALYSIS = "analysis", "The hub's analysis"
    GROUP = "group", "Why somebody stands in a group"
    ALLEGATION = "allegation", "An allegation against somebody who works with children"


class AccessRequest(HubRow):
    """One request. ``person_refs`` are who in the hub's records it is, once a preparer has said so."""

    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in AccessState])
    about_name = models.CharField(max_length=160)
    about_born_on = models.DateField(null=True)
    asked_by_name = models.CharField(max_length=160)
    asked_as = models.CharField(max_length=20, choices=[(str(c), w) for c, w in ASKED_AS_WORDS.items()])
    send_to = models.TextField()
    received_on = models.DateField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=120)
    extended_at = models.DateTimeField(null=True)
    extended_by = models.UUIDField(null=True)
    extended_because = models.TextField(blank=True)
    identity_checked_at = models.DateTimeField(null=True)
    identity_checked_by = models.UUIDField(null=True)
    identity_checked_by_name = models.CharField(max_length=120, blank=True)
    identity_words = models.TextField(blank=True)
    person_refs = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.UUIDField(null=True)
    submitted_by_name = models.CharField(max_length=120, blank=True)
    sent_back_because = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)
    closed_because = models.TextField(blank=True)
    bundle_ciphertext = models.BinaryField(default=b"")
    bundle_wrapped_key = models.TextField(blank=True)
    bundle_sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(ACCESS)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "reference"], name="retention_access_reference_once"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{verb}_at": None, f"{verb}_by": None})
                    | models.Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                    name=f"retention_access_{verb}_at_and_by",
                )
                for verb in ("extended", "identity_checked", "submitted", "ended")
            ),
            models.CheckConstraint(
                condition=~models.Q(state=AccessState.ANSWERED) | ~models.Q(ended_by=models.F("submitted_by")),
                name="retention_access_approved_by_a_second_person",
            ),
        ]
        indexes = [models.Index(fields=["hub", "state", "due_on"], name="retention_access_due")]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        identifying = ("about_name", "about_born_on", "asked_by_name", "send_to", "person_refs")
        sensitive = (
            *("asked_as", "extended_because", "identity_words", "sent_back_because", "closed_because"),
            "bundle_ciphertext",
        )
        operational = (
            *("reference", "state", "received_on", "due_on", "recorded_at", "recorded_by", "recorded_by_name"),
            *("extended_at", "extended_by", "identity_checked_at", "identity_checked_by", "identity_checked_by_name"),
            *("submitted_at", "submitted_by", "submitted_by_name", "ended_at", "ended_by", "ended_by_name"),
            *("bundle_wrapped_key", "bundle_sha256", "version"),
        )
        retention = "2 years after it ended, then its words, names and bundle are erased; that there was one stays"


class AccessPiece(HubRow):
    """One piece that may go into the answer, and what was said about it.

    ``hidden``: only its owner's people may know of it, and of a group that names its readers those alone; it is in
    nobody else's list or count, ever, unless one of them gives it.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=PieceKind.choices)
    source_id = models.UUIDField()
    enquiry = models.ForeignKey("enquiries.Enquiry", null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    hidden = models.BooleanField(default=False)
    answer = models.CharField(max_length=20, choices=[(str(c), w) for c, w in ANSWER_WORDS.items()], blank=True)
    exemptions = models.JSONField(default=list)
    ciphertext = models.BinaryField(default=b"")
    wrapped_key = models.TextField(blank=True)
    said_by = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.UUIDField(null=True)
    looked_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "request", "kind", "source_id"], name="retention_piece_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="retention_piece_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(looked_at=None, looked_by=None)
                | models.Q(looked_at__isnull=False, looked_by__isnull=False),
                name="retention_piece_looked_at_and_by",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        sensitive = ("answer", "exemptions", "ciphertext", "said_by")
        operational = (
            *("request", "kind", "source_id", "enquiry", "agency", "hidden", "wrapped_key"),
            *("answered_at", "answered_by", "answered_by_name", "looked_at", "looked_by", "looked_by_name"),
        )
        retention = "2 years after the request ended, then its words are erased"


class AccessOwner(HubRow):
    """An agency that is asked about a request: every one in the hub, so that being asked tells nobody what it holds."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "request", "agency"], name="retention_owner_asked_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="retention_owner_answered_at_and_by",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        operational = ("request", "agency", "asked_at", "answered_at", "answered_by", "answered_by_name")
        retention = "kept as long as the hub; holds no personal data"
