"""What a second person saw and approved, and what was let go without one."""

from django.db import models

from openmash.core.records import HubRow, only_keys_change, written_once
from openmash.products.models.products import Product
from openmash.products.rules.approvals import VERDICT_WORDS
from openmash.products.rules.urgent import FINDING_WORDS
from openmash.sealed.rules.ledger import GROUND_WORDS


class ProductAuthor(HubRow):
    """Somebody who worked on a product; they never approve it."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    user_id = models.UUIDField()
    name = models.CharField(max_length=120)
    first_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "product", "user_id"], name="products_author_once")]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("product", "user_id", "name", "first_at")
        retention = "as the enquiry"


class Rendition(HubRow):
    """A product exactly as it would leave, frozen and sealed inside. Nothing of it ever changes.

    ``digest`` binds the bytes to the recipient, the source versions and the decisions; ``sources`` is the same without
    the bytes, so that a change is seen without opening a word; ``sha256`` is of the copy alone, as the team has it.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    copy = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    sources = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    sent_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "product", "number"], name="products_rendition_once")]
        triggers = [only_keys_change("never_overwritten")]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = (
            *("product", "number", "copy", "pdf", "sha256", "sources", "digest", "sent_at", "sent_by", "sent_by_name"),
        )
        retention = "as the enquiry"


class RenditionVerdict(HubRow):
    """What was said about a rendition: approved, returned with a reason, taken back, or void because of a change."""

    rendition = models.ForeignKey(Rendition, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=list(VERDICT_WORDS.items()))
    reason = models.ForeignKey("sealed.SealedText", null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=120)

    class Meta:
        triggers = [only_keys_change("never_overwritten")]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "rendition"], condition=models.Q(verdict="approved"), name="products_approved_once"
            )
        ]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("rendition", "verdict", "reason", "given_at", "given_by", "given_by_name")
        retention = "as the enquiry"


class UrgentRelease(HubRow):
    """A product that one manager let go alone, and what somebody else found the next working day."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=40, choices=list(GROUND_WORDS.items()))
    reason = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    released_by = models.UUIDField()
    released_by_name = models.CharField(max_length=120)
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_by_name = models.CharField(max_length=120, blank=True)
    finding = models.CharField(max_length=20, choices=list(FINDING_WORDS.items()), blank=True)
    review = models.ForeignKey("sealed.SealedText", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "product"], name="products_urgent_once"),
            models.CheckConstraint(
                condition=models.Q(reviewed_at=None, reviewed_by=None)
                | models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="products_reviewed_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("released_by")),
                name="products_urgent_reviewed_by_a_second_person",
            ),
        ]
        triggers = [
            written_once("reviewed_once", "reviewed_at", "reviewed_by", "reviewed_by_name", "finding", "review")
        ]

    class Data:
        doors = {"inside": "select insert update(reviewed_at,reviewed_by,reviewed_by_name,finding,review_id)"}
        sealed = True
        operational = (
            *("product", "ground", "reason", "released_at", "released_by", "released_by_name", "review_due_at"),
            *("reviewed_at", "reviewed_by", "reviewed_by_name", "finding", "review"),
        )
        retention = "as the enquiry"
