"""What left the hub, and what the receiving team said about it."""

from django.db import models

from openmash.core.records import HubRow, written_once
from openmash.products.models.products import Product
from openmash.products.rules.reports import REPORT_WORDS

# Outside, PostgreSQL itself shows a person the copies of their own team and no others.
OWN_TEAM = (
    "hub_id = (SELECT nullif(current_setting('openmash.hub', true), '')::uuid) AND team_id IN ("
    "SELECT m.team_id FROM accounts_membership m WHERE m.left_at IS NULL "
    "AND m.user_id = (SELECT nullif(current_setting('openmash.user', true), '')::uuid))"
)


class ReleasedCopy(HubRow):
    """The frozen copy, all that the receiving team ever reads. Encrypted with the delivery key, which both doors hold.

    ``hub_told_at``: when the hub's own people were told that the team acknowledged it; the outside door cannot tell
    them, because it does not know their addresses.
    """

    product_ref = models.UUIDField()
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField()
    sha256 = models.CharField(max_length=64)
    pdf_ciphertext = models.BinaryField(default=b"")
    pdf_wrapped_key = models.TextField(blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField()
    released_by = models.UUIDField()
    released_by_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.UUIDField(null=True)
    opened_by_name = models.CharField(max_length=120, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_by_name = models.CharField(max_length=120, blank=True)
    hub_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "product_ref"], name="products_released_once"),
            models.CheckConstraint(
                condition=models.Q(opened_at=None, opened_by=None)
                | models.Q(opened_at__isnull=False, opened_by__isnull=False),
                name="products_opened_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at=None, acknowledged_by=None)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="products_acknowledged_at_and_by",
            ),
        ]
        # That a team had it is evidence: it is written once, by the door that is the less trusted of the two.
        triggers = [
            written_once("opened_once", "opened_at", "opened_by", "opened_by_name"),
            written_once("acknowledged_once", "acknowledged_at", "acknowledged_by", "acknowledged_by_name"),
        ]

    class Data:
        doors = {
            "inside": "select insert update(hub_told_at,wrapped_key,pdf_wrapped_key)",
            "outside": "select "
            "update(opened_at,opened_by,opened_by_name,acknowledged_at,acknowledged_by,acknowledged_by_name)",
        }
        policy = {"outside": OWN_TEAM}
        sensitive = ("ciphertext", "pdf_ciphertext")
        operational = (
            *("product_ref", "team", "reference", "wrapped_key", "sha256", "released_at", "released_by"),
            *("pdf_wrapped_key", "pdf_sha256"),
            *("released_by_name", "opened_at", "opened_by", "opened_by_name", "acknowledged_at", "acknowledged_by"),
            *("acknowledged_by_name", "hub_told_at"),
        )
        retention = "as the enquiry"


class TeamReport(HubRow):
    """What the receiving team reported: encrypted to the hub on arrival, as is everything that enters outside."""

    copy = models.ForeignKey(ReleasedCopy, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    sent_by_name = models.CharField(max_length=120)
    taken_in_at = models.DateTimeField(null=True)
    failed_because = models.CharField(max_length=200, blank=True)

    class Data:
        doors = {
            "inside": "select update delete",
            "outside": "insert select(id,hub_id,copy_id,sent_at,sent_by,sent_by_name)",
        }
        sensitive = ("ciphertext",)
        operational = ("copy", "sent_at", "sent_by", "sent_by_name", "taken_in_at", "failed_because")
        retention = "30 days after it was taken in"


class TeamOutcome(HubRow):
    """What came of it, as the receiving team reported it and as the hub took it in."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=list(REPORT_WORDS.items()))
    happened_on = models.DateField()
    words = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.UUIDField()
    reported_by_name = models.CharField(max_length=120)

    class Data:
        doors = {"inside": "select insert update(words)"}
        sensitive = ("kind", "happened_on", "words")
        operational = ("enquiry", "product", "reported_at", "reported_by", "reported_by_name")
        retention = "as the enquiry"
