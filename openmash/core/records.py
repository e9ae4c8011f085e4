"""What every row of a hub has."""

import uuid

from django.db import models


class HubRow(models.Model):
    """A row that belongs to one hub and is seen from no other (row-level security on ``hub_id``).

    The id is random: it tells neither how many there are nor when this one came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hub = models.ForeignKey("hubs.Hub", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
