"""Hubs: the wall that row-level security keeps runs between these rows."""

import uuid

from django.db import models

from openmash.core.records import HubRow, only_keys_change


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
