"""Threshold decisions, what was known when they were made, and who was told."""

import pgtrigger
from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.decisions.states import LETTER, LetterState


class Analysis(HubRow):
    """The shared risk analysis of one enquiry; each saving is a new row, the newest holds."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    words = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "enquiry", "number"], name="decisions_analysis_number_once")
        ]
        triggers = [pgtrigger.Protect(name="analysis_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("enquiry", "number", "words", "written_at", "written_by", "written_by_name")
        retention = "as the enquiry"


class Decision(HubRow):
    """One decision about one child or adult. Never changed: revisiting it makes another, which names the one before."""

    subject = models.ForeignKey("enquiries.Subject", on_delete=models.PROTECT, related_name="+")
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20)
    outcome = models.CharField(max_length=40)
    team = models.ForeignKey("agencies.Team", null=True, on_delete=models.PROTECT, related_name="+")
    reasons = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    rating = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField()
    decided_by_name = models.CharField(max_length=120)
    registration = models.CharField(max_length=20, blank=True)
    knew = models.JSONField()
    knew_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "supersedes"], name="decisions_superseded_once"),
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["hub", "subject", "decided_at"], name="decisions_subject")]

    class Data:
        doors = {"inside": "select insert"}
        identifying = ("registration",)
        sensitive = ("level", "outcome")
        operational = (
            *("subject", "supersedes", "team", "reasons", "rating", "due_at", "decided_at", "decided_by"),
            *("decided_by_name", "knew", "knew_sha256"),
        )
        retention = "as the enquiry"


class Section47(HubRow):
    """The reasonable cause of section 47 enquiries, and the family's consent to them or why it is dispensed with."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    cause = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    consent = models.CharField(max_length=10)
    because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "decision"], name="decisions_section_47_once"),
            models.CheckConstraint(
                condition=models.Q(consent="given", because="")
                | (models.Q(consent="dispensed") & ~models.Q(because="")),
                name="decisions_section_47_consent_or_why_not",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("decision", "cause", "consent", "because")
        retention = "as the enquiry"


class Revisit(HubRow):
    """Why a decision is to be made again. The decision itself stays as it was made."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    why = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    revisited_at = models.DateTimeField()
    revisited_by = models.UUIDField()
    revisited_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "decision"], name="decisions_revisited_once")]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("decision", "why", "revisited_at", "revisited_by", "revisited_by_name")
        retention = "as the enquiry"


class Feedback(HubRow):
    """Who was told what came of it, and when."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    said = models.TextField()
    told_at = models.DateTimeField()
    told_by = models.UUIDField()
    told_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False, contact=None) | models.Q(agency=None, contact__isnull=False),
                name="decisions_feedback_to_referrer_or_agency",
            )
        ]

    class Data:
        doors = {"inside": "select insert update(said)"}
        sensitive = ("said",)
        operational = ("enquiry", "agency", "contact", "told_at", "told_by", "told_by_name")
        retention = "as the enquiry"


class Letter(HubRow):
    """To whoever raised a contact: what it says of the outcome, who wrote it and who saw it before it went."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in LetterState])
    said = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=120)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)
    seen_by_name = models.CharField(max_length=120, blank=True)
    why_returned = models.TextField(blank=True)

    class Meta:
        triggers = [only_listed_moves(LETTER)]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "contact"],
                condition=models.Q(state=LetterState.WRITTEN.value),
                name="decisions_one_letter_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(state=LetterState.WRITTEN.value, seen_at=None, seen_by=None)
                | (~models.Q(state=LetterState.WRITTEN.value) & models.Q(seen_at__isnull=False, seen_by__isnull=False)),
                name="decisions_letter_seen_at_and_by",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update(state,said,seen_at,seen_by,seen_by_name,why_returned)"}
        sensitive = ("said", "why_returned")
        operational = (
            *("enquiry", "contact", "state", "written_at", "written_by", "written_by_name"),
            *("seen_at", "seen_by", "seen_by_name"),
        )
        retention = "as the enquiry"
