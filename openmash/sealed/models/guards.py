"""Who must not learn what."""

from django.db import models

from openmash.core.records import HubRow, only_keys_change, written_once
from openmash.sealed.models.texts import SealedText
from openmash.sealed.rules.guards import GUARD_WORDS

_KINDS = [(str(code), words) for code, words in GUARD_WORDS.items()]


class Protection(HubRow):
    """That somebody must not learn something. What it is is sealed under the hub's key; it never changes, it ends.

    Whoever wants other words records another protection and ends this one, so that what held on any day can be seen.
    """

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=_KINDS)
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)
    ended_reason = models.ForeignKey(SealedText, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["hub", "person"], name="sealed_protected")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_reason=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False, ended_reason__isnull=False),
                name="sealed_protection_ended_at_by_and_why",
            ),
        ]
        triggers = [
            only_keys_change(
                "never_overwritten", "wrapped_key", "ended_at", "ended_by", "ended_by_name", "ended_reason"
            ),
            written_once("ended_once", "ended_at", "ended_by", "ended_by_name", "ended_reason"),
        ]

    class Data:
        doors = {"inside": "select insert update(wrapped_key,ended_at,ended_by,ended_by_name,ended_reason_id)"}
        sealed = True
        identifying = ("person",)
        sensitive = ("kind", "ciphertext")
        operational = (
            *("enquiry", "wrapped_key", "recorded_at", "recorded_by", "recorded_by_name"),
            *("ended_at", "ended_by", "ended_by_name", "ended_reason"),
        )
        retention = "as the enquiry; ended protections too, for as long"


class ProtectionAgainst(HubRow):
    """A person, or a receiving team, that must not learn it."""

    protection = models.ForeignKey(Protection, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None, team__isnull=False) | models.Q(person__isnull=False, team=None),
                name="sealed_against_a_person_or_a_team",
            ),
            models.UniqueConstraint(
                fields=["hub", "protection", "person", "team"], nulls_distinct=False, name="sealed_against_once"
            ),
        ]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        identifying = ("person",)
        operational = ("protection", "team")
        retention = "as the protection"
