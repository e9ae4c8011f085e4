"""A product while it is being put together, inside."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.products.states import OPEN, PRODUCT, ProductState
from openmash.sealed.rules.ledger import FAMILY_WORDS, PURPOSE_WORDS


class Product(HubRow):
    """A product as it is being composed. Its words are sealed until it is released.

    ``family``: whether the family consents to its going to this team; ``family_reason``: why they were not asked.
    """

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ProductState])
    guidance = models.ForeignKey("sealed.SealedText", null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40, choices=list(PURPOSE_WORDS.items()), blank=True)
    family = models.CharField(max_length=20, choices=list(FAMILY_WORDS.items()), blank=True)
    family_reason = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    started_by_name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(PRODUCT)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "reference"], name="products_reference_once"),
            models.UniqueConstraint(
                fields=["hub", "enquiry", "team"],
                condition=models.Q(state__in=[str(state) for state in OPEN]),
                name="products_one_open_a_team",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        sensitive = ("family", "family_reason")
        operational = (
            *("enquiry", "team", "reference", "state", "guidance", "purpose", "started_at", "started_by"),
            *("started_by_name", "version"),
        )
        retention = "as the enquiry"


class ProductSubject(HubRow):
    """A child or adult the product is about, with the decision that it hands on."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "product", "decision"], name="products_decision_once_a_product")
        ]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("product", "decision")
        retention = "as the enquiry"


class ProductItem(HubRow):
    """An item that the author wants in the product; it goes only if its release request says that it may."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("sealed.ReleaseRequest", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "product", "request"], name="products_item_once")]

    class Data:
        doors = {"inside": "select insert delete"}
        sealed = True
        operational = ("product", "request", "position")
        retention = "as the enquiry"
