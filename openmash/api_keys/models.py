"""Keys with which an agency's own computer system keeps that agency's person index current."""

from django.db import models

from openmash.api_keys.rules import INDEX, LONGEST_NAME, PURPOSES
from openmash.core.records import HubRow, written_once


class ApiKey(HubRow):
    """One key, shown once when it was issued: what is kept is its hash and its first characters.

    Args:
        name: the system that holds it.
        purpose: what it opens, and nothing beside: a code of ``rules.PURPOSES``.
        begins: its first characters, by which people tell it from others.
        window_at, calls: since when calls are counted, and how many came: what keeps one system from taking all.
    """

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    purpose = models.CharField(max_length=20, choices=[(each, each) for each in sorted(PURPOSES)], default=INDEX)
    begins = models.CharField(max_length=12)
    key_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    issued_by_name = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    window_at = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoked_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        triggers = [
            written_once("revoked_once", "revoked_at", "revoked_by", "revoked_by_name"),
            # A key never becomes another's, nor lasts longer than was said when it was issued.
            written_once("issued_once", "issued_at", "issued_by", "agency", "purpose", "key_hash", "expires_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["hub", "key_hash"], name="api_keys_hash"),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_keys_revoked_at_and_by",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        operational = (
            *("agency", "name", "purpose", "begins", "key_hash", "issued_at", "issued_by", "issued_by_name"),
            *("expires_at", "last_used_at", "window_at", "calls", "revoked_at", "revoked_by", "revoked_by_name"),
        )
        retention = "kept as long as the hub: names who did what"
