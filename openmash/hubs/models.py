"""Hubs: the wall that row-level security keeps runs between these rows."""

import uuid

from django.db import models

from openmash.core.records import HubRow, only_keys_change, only_listed_moves, written_once
from openmash.hubs.states import VERSION, VersionState


class Hub(models.Model):
    """One hub: its name, the operating model it works by, and the public key that its outside door posts to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    reference_prefix = models.CharField(max_length=6)
    operating_model = models.CharField(max_length=60)
    telephone = models.CharField(max_length=30)
    out_of_hours_telephone = models.CharField(max_length=30)
    intake_public_key = models.CharField(max_length=60)
    opened_at = models.DateTimeField()

    class Data:
        doors = {"inside": "select insert", "outside": "select"}
        policy = {"inside": "true", "outside": "true"}
        operational = (
            *("id", "slug", "name", "reference_prefix", "operating_model", "telephone"),
            *("out_of_hours_telephone", "intake_public_key", "opened_at"),
        )
        retention = "kept as long as the hub"


class IntakeKey(HubRow):
    """The private half of a hub's intake key, wrapped by a key that is held outside the database."""

    wrapped_private_key = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub"], name="hubs_one_intake_key_a_hub")]
        triggers = [only_keys_change("stays_as_it_is", "wrapped_private_key")]

    class Data:
        doors = {"inside": "select insert update(wrapped_private_key)"}
        sealed = True
        operational = ("wrapped_private_key",)
        retention = "kept as long as the hub"


class ModelVersion(HubRow):
    """One version of a hub's operating model: its text, and from which day it holds.

    The one that a hub opens with holds from the beginning: it has no ``effective_from``. What was approved never
    changes again; what is to change is a new version.
    """

    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in VersionState])
    text = models.TextField()
    why = models.TextField(blank=True)
    effective_from = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=120)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    sent_back_because = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [
            only_listed_moves(VERSION),
            written_once("approved_stays", "approved_at", "approved_by", "name", "version", "text", "effective_from"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["hub", "version"], name="hubs_version_once"),
            models.CheckConstraint(
                condition=models.Q(proposed_at=None, proposed_by=None)
                | models.Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="hubs_version_proposed_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at=None, approved_by=None)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="hubs_version_approved_at_and_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=VersionState.APPROVED) | models.Q(approved_at__isnull=False),
                name="hubs_version_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_by=None)
                | models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("proposed_by")),
                name="hubs_version_a_second_person_approves",
            ),
        ]

    class Data:
        doors = {
            "inside": "select insert update",
            "outside": "select(id,hub_id,name,version,state,effective_from,text)",
        }
        operational = (
            *("name", "version", "state", "text", "why", "effective_from", "made_at", "made_by", "made_by_name"),
            *("revision", "proposed_at", "proposed_by", "proposed_by_name", "sent_back_because"),
            *("approved_at", "approved_by", "approved_by_name"),
        )
        retention = "kept as long as the hub: by which rules a case was worked must stay answerable"


class GoneLive(HubRow):
    """The day from which a hub takes contacts, where a framework is signed first."""

    live_from = models.DateField()
    framework = models.CharField(max_length=200)
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    said_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub"], name="hubs_live_once")]

    class Data:
        doors = {"inside": "select insert", "outside": "select(id,hub_id,live_from)"}
        operational = ("live_from", "framework", "said_at", "said_by", "said_by_name")
        retention = "kept as long as the hub: since when it took contacts, and under which framework"
