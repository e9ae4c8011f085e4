"""How long each owner keeps what, as the hub adopted it, and what must not be erased for now."""

from django.db import models

from openmash.core.records import HubRow, written_once
from openmash.retention.rules.holds import GROUND_WORDS, HOLD_ON_WORDS
from openmash.retention.rules.schedules import CLASS_WORDS, STARTS_WORDS, THEN_WORDS


def _choices(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(code), said) for code, said in words.items()]


class ScheduleLine(HubRow):
    """How long one owner keeps one kind of record, from a day on. Never changed: a later line takes its place."""

    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=30, choices=_choices(CLASS_WORDS))
    months = models.PositiveIntegerField()
    starts = models.CharField(max_length=30, choices=_choices(STARTS_WORDS))
    then = models.CharField(max_length=10, choices=_choices(THEN_WORDS))
    source = models.TextField()
    own_choice = models.BooleanField()
    from_on = models.DateField()
    adopted_at = models.DateTimeField()
    adopted_by = models.UUIDField()
    adopted_by_name = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["hub", "record_class", "from_on"], name="retention_schedule")]

    class Data:
        doors = {"inside": "select insert"}
        operational = (
            *("agency", "record_class", "months", "starts", "then", "source", "own_choice", "from_on"),
            *("adopted_at", "adopted_by", "adopted_by_name"),
        )
        retention = "kept as long as the hub: erasures name the line they were made under"


class Hold(HubRow):
    """Something that must not be erased for now, whatever its schedule says; ``about_id`` is what it is on."""

    on = models.CharField(max_length=10, choices=_choices(HOLD_ON_WORDS))
    about_id = models.UUIDField()
    ground = models.CharField(max_length=30, choices=_choices(GROUND_WORDS))
    reason = models.TextField()
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField()
    placed_by_name = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_by_name = models.CharField(max_length=120, blank=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lifted_at=None, lifted_by=None)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="retention_lifted_at_and_by",
            )
        ]
        triggers = [
            written_once("placed_once", "placed_at", "on", "about_id", "ground", "reason", "placed_by"),
            written_once("lifted_once", "lifted_at", "lifted_by", "lifted_by_name", "lifted_because"),
        ]
        indexes = [models.Index(fields=["hub", "about_id"], name="retention_hold_about")]

    class Data:
        doors = {"inside": "select insert update(lifted_at,lifted_by,lifted_by_name,lifted_because)"}
        sensitive = ("reason", "lifted_because")
        operational = (
            *("on", "about_id", "ground", "placed_at", "placed_by", "placed_by_name"),
            *("lifted_at", "lifted_by", "lifted_by_name"),
        )
        retention = "kept as long as the hub: why something was not erased must stay answerable"


class OwnerReview(HubRow):
    """What an owner said when the period of its own information was over and its schedule asks it to look first."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    no_longer_needed = models.BooleanField()
    keep_until = models.DateField(null=True)
    reason = models.TextField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.UUIDField()
    reviewed_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(no_longer_needed=True, keep_until=None)
                | models.Q(no_longer_needed=False, keep_until__isnull=False),
                name="retention_keep_until_or_not_needed",
            )
        ]
        indexes = [models.Index(fields=["hub", "enquiry", "agency"], name="retention_review")]

    class Data:
        doors = {"inside": "select insert"}
        sensitive = ("reason",)
        operational = (
            *("enquiry", "agency", "no_longer_needed", "keep_until"),
            *("reviewed_at", "reviewed_by", "reviewed_by_name"),
        )
        retention = "kept as long as the hub: why something was or was not erased must stay answerable"
