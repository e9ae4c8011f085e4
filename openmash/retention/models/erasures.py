"""What is proposed for erasure, and what was erased."""

import pgtrigger
from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.retention.states import BATCH, BatchState


class Batch(HubRow):
    """A list of what is to be erased, prepared by one person and approved by another; declined by either."""

    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in BatchState])
    due_by = models.DateField()
    prepared_at = models.DateTimeField()
    prepared_by = models.UUIDField()
    prepared_by_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    declined_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(BATCH)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "reference"], name="retention_batch_reference_once"),
            models.UniqueConstraint(
                fields=["hub"], condition=models.Q(state=BatchState.PREPARED), name="retention_one_list_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="retention_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=BatchState.ERASED) | ~models.Q(decided_by=models.F("prepared_by")),
                name="retention_erased_by_a_second_person",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        operational = (
            *("reference", "state", "due_by", "prepared_at", "prepared_by", "prepared_by_name"),
            *("decided_at", "decided_by", "decided_by_name", "declined_because", "version"),
        )
        retention = "kept as long as the hub; holds no personal data"


class BatchLine(HubRow):
    """One part of one enquiry, or one contact, that is on a list: whose it is, since when it is due, and why."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    about_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    part = models.CharField(max_length=10)
    agency_ids = models.JSONField(default=list)
    under = models.CharField(max_length=80)
    why = models.TextField()
    due_on = models.DateField()
    counted = models.CharField(max_length=200)

    class Meta:
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["hub", "batch"], name="retention_batch_lines")]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("batch", "about_id", "reference", "part", "agency_ids", "under", "why", "due_on", "counted")
        retention = "kept as long as the hub; holds no personal data"


class Erasure(HubRow):
    """The ledger: what was erased, under which line of which schedule, by whom. Ids only; also kept in a file outside.

    No foreign keys: an entry must be able to stand in a database that was restored from before what it speaks of.
    """

    batch_ref = models.UUIDField()
    about_ref = models.UUIDField()
    part = models.CharField(max_length=10)
    agency_refs = models.JSONField(default=list)
    under = models.CharField(max_length=80)
    erased_at = models.DateTimeField()
    erased_by = models.UUIDField()
    prepared_by = models.UUIDField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["hub", "about_ref"], name="retention_erased")]

    class Data:
        # A door that serves asks whether the database is behind the ledger's file; the ids are all it needs for that.
        doors = {"inside": "select insert", "outside": "select(id,hub_id)"}
        operational = (
            *("batch_ref", "about_ref", "part", "agency_refs", "under", "erased_at", "erased_by", "prepared_by"),
        )
        retention = "kept as long as the hub; holds no personal data"
