"""Who may read what is held back: those its owner named, and who opened it by a special grant."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.sealed.models.items import Item
from openmash.sealed.models.texts import SealedText
from openmash.sealed.rules import GROUND_WORDS
from openmash.sealed.states import GRANT, GrantState

_FINDINGS = [("justified", "justified"), ("not_justified", "not_justified")]


class ItemReader(HubRow):
    """Somebody whom the owner named to read one version of a restricted or hidden item."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "item", "number", "user"], name="sealed_reader_once")]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("item", "number", "user")
        retention = "as the item"


class SpecialGrant(HubRow):
    """One reader's opening of one restricted item for some hours, and what was found when it was reviewed."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in GrantState])
    ground = models.CharField(max_length=40, choices=list(GROUND_WORDS.items()))
    why = models.ForeignKey(SealedText, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_by_name = models.CharField(max_length=120, blank=True)
    finding = models.CharField(max_length=20, blank=True, choices=_FINDINGS)
    finding_words = models.ForeignKey(SealedText, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [only_listed_moves(GRANT)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_at=None, reviewed_by=None)
                | (
                    models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                    & ~models.Q(reviewed_by=models.F("holder_id"))
                ),
                name="sealed_grant_reviewed_by_somebody_else",
            ),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("given_at")), name="sealed_grant_ends"),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        operational = (
            *("item", "holder", "holder_name", "state", "ground", "why", "given_at", "until", "review_due_at"),
            *("reviewed_at", "reviewed_by", "reviewed_by_name", "finding", "finding_words"),
        )
        retention = "as the item"
