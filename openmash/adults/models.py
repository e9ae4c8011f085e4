"""What the law asks about an adult at risk. Rows are only ever added; of each kind the newest holds."""

from collections.abc import Mapping

import pgtrigger
from django.db import models

from openmash.adults import rules
from openmash.core.records import HubRow

_NEVER_CHANGED = pgtrigger.Update | pgtrigger.Delete


def _choices(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(str(code), label) for code, label in words.items()]


class AdultRecord(HubRow):
    """What every record about an adult has: whom it is about, its number, its sealed words, who and when."""

    subject = models.ForeignKey("enquiries.Subject", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    words = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=120)

    class Meta:
        abstract = True


_RECORD = ("subject", "number", "words", "recorded_at", "recorded_by", "recorded_by_name")


class ThreePartTest(AdultRecord):
    """The three parts of section 42 of the Care Act 2014, and the categories of abuse."""

    needs = models.BooleanField()
    at_risk = models.BooleanField()
    cannot_protect = models.BooleanField()
    abuse = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "subject", "number"], name="adults_test_number_once")]
        triggers = [pgtrigger.Protect(name="adults_test_never_changed", operation=_NEVER_CHANGED)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        sensitive = ("needs", "at_risk", "cannot_protect", "abuse")
        operational = _RECORD
        retention = "as the enquiry"


class CapacityFinding(AdultRecord):
    """The adult's mental capacity for one decision at one time: assumed, or assessed in two stages."""

    finding = models.CharField(max_length=10, choices=_choices(rules.CAPACITY_WORDS))
    understand = models.BooleanField()
    retain = models.BooleanField()
    weigh = models.BooleanField()
    communicate = models.BooleanField()
    impaired = models.BooleanField()
    because = models.BooleanField()
    assessed_on = models.DateField(null=True)
    spoken_for = models.CharField(max_length=30, choices=_choices(rules.SPOKEN_FOR_WORDS))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "subject", "number"], name="adults_capacity_number_once"),
            models.CheckConstraint(
                condition=~models.Q(finding=rules.Capacity.LACKS.value)
                | (
                    models.Q(impaired=True, because=True)
                    & (
                        models.Q(understand=False)
                        | models.Q(retain=False)
                        | models.Q(weigh=False)
                        | models.Q(communicate=False)
                    )
                ),
                name="adults_lacks_capacity_in_both_stages",
            ),
        ]
        triggers = [pgtrigger.Protect(name="adults_capacity_never_changed", operation=_NEVER_CHANGED)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        sensitive = ("finding", "understand", "retain", "weigh", "communicate", "impaired", "because", "spoken_for")
        operational = (*_RECORD, "assessed_on")
        retention = "as the enquiry"


class Wishes(AdultRecord):
    """What the adult wants, and whether they agree that the concern is looked into."""

    asked = models.CharField(max_length=20, choices=_choices(rules.ASKED_WORDS))
    agrees = models.CharField(max_length=20, choices=_choices(rules.AGREES_WORDS))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "subject", "number"], name="adults_wishes_number_once")]
        triggers = [pgtrigger.Protect(name="adults_wishes_never_changed", operation=_NEVER_CHANGED)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        sensitive = ("asked", "agrees")
        operational = _RECORD
        retention = "as the enquiry"


class WishesResult(AdultRecord):
    """Whether what the adult wanted came about, and what became of the risk."""

    achieved = models.CharField(max_length=10, choices=_choices(rules.ACHIEVED_WORDS))
    risk = models.CharField(max_length=10, choices=_choices(rules.RISK_WORDS))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "subject", "number"], name="adults_result_number_once")]
        triggers = [pgtrigger.Protect(name="adults_result_never_changed", operation=_NEVER_CHANGED)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        sensitive = ("achieved", "risk")
        operational = _RECORD
        retention = "as the enquiry"
