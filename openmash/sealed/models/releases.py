"""What was asked of an owner about letting an item out, what was said, and the ledger of every such decision."""

from django.db import models

from openmash.core.records import HubRow, only_keys_change, only_listed_moves
from openmash.sealed.models.items import Item, ItemVersion
from openmash.sealed.models.texts import SealedText
from openmash.sealed.rules.ledger import DECISION_WORDS, FAMILY_WORDS, LEFT_OUT_WORDS, PURPOSE_WORDS
from openmash.sealed.states import RELEASE, ReleaseState


class ReleaseRequest(HubRow):
    """May this version of this item go to this team? Answered by its owner, or by a lawful basis."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ReleaseState])
    purpose = models.CharField(max_length=40, choices=list(PURPOSE_WORDS.items()), blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=120)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    edited_ciphertext = models.BinaryField(null=True)
    edited_wrapped_key = models.TextField(blank=True)
    gateway = models.CharField(max_length=60, blank=True)
    reason = models.ForeignKey(SealedText, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(RELEASE)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "item_version", "team"], name="sealed_one_request_a_team"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="sealed_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReleaseState.LAWFUL_BASIS)
                | (~models.Q(gateway="") & ~models.Q(answered_by=models.F("asked_by"))),
                name="sealed_lawful_basis_by_a_second_person",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        sensitive = ("edited_ciphertext",)
        operational = (
            *("item", "item_version", "team", "state", "asked_at", "asked_by", "asked_by_name", "answered_at"),
            *("purpose", "answered_by", "answered_by_name", "edited_wrapped_key", "gateway", "reason", "version"),
        )
        retention = "as the item"


class LedgerLine(HubRow):
    """One decision about one item and one recipient: to share it, or not to. Written once and never changed.

    ``team`` is who was to have it; ``gateway`` the law that it rests on where its owner did not agree (or, urgently,
    the ground); ``family`` and ``family_reason`` what the family has said, which is another fact than what its owner
    said; ``reason`` the words, sealed.
    """

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    item_version = models.PositiveIntegerField()
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(ReleaseRequest, null=True, on_delete=models.PROTECT, related_name="+")
    product_ref = models.UUIDField(null=True)
    decision = models.CharField(max_length=20, choices=list(DECISION_WORDS.items()))
    why = models.CharField(max_length=40, choices=list(LEFT_OUT_WORDS.items()), blank=True)
    purpose = models.CharField(max_length=40, choices=list(PURPOSE_WORDS.items()), blank=True)
    gateway = models.CharField(max_length=60, blank=True)
    family = models.CharField(max_length=20, choices=list(FAMILY_WORDS.items()), blank=True)
    family_reason = models.CharField(max_length=40, blank=True)
    reason = models.ForeignKey(SealedText, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField()
    decided_by_name = models.CharField(max_length=120)
    decided_by_role = models.CharField(max_length=40)

    class Meta:
        triggers = [only_keys_change("never_overwritten")]
        indexes = [models.Index(fields=["hub", "enquiry", "decided_at"], name="sealed_ledger")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision="left_out") | ~models.Q(why=""), name="sealed_left_out_says_why"
            ),
            models.CheckConstraint(
                condition=~models.Q(decision__in=["lawful_basis", "urgent"])
                | (~models.Q(gateway="") & models.Q(reason__isnull=False)),
                name="sealed_without_agreement_says_why",
            ),
        ]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        sensitive = ("family", "family_reason")
        operational = (
            *("enquiry", "item", "item_version", "team", "request", "product_ref", "decision", "why", "purpose"),
            *("gateway", "reason", "decided_at", "decided_by", "decided_by_name", "decided_by_role"),
        )
        retention = "as the enquiry"
