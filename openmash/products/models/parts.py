"""What each agency writes for the receiving team."""

import pgtrigger
from django.db import models

from openmash.core.records import HubRow
from openmash.products.models.products import Product


class AgencyPart(HubRow):
    """One agency's summary report and analysis for a product, or why it goes without; the newest of each holds."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    without = models.BooleanField()
    words = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "product", "agency", "number"], name="products_part_number_once")
        ]
        triggers = [pgtrigger.Protect(name="part_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = (
            *("product", "agency", "number", "without", "words", "written_at", "written_by", "written_by_name"),
        )
        retention = "as the enquiry"
