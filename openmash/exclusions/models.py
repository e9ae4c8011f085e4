"""Colleagues who are kept out of a case."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.exclusions.rules import GROUND_WORDS
from openmash.exclusions.states import EXCLUSION, ExclusionState

_GROUNDS = [(str(code), words) for code, words in GROUND_WORDS.items()]


class Exclusion(HubRow):
    """One colleague kept out of one enquiry, or of everything about one person.

    The enquiry is an id without a foreign key: this package lies below the one that holds enquiries, so that contacts
    can ask it too.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=120)
    enquiry_ref = models.UUIDField(null=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=_GROUNDS)
    words = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ExclusionState])
    until = models.DateField(null=True)
    declared_at = models.DateTimeField()
    declared_by = models.UUIDField()
    declared_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        triggers = [only_listed_moves(EXCLUSION)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(enquiry_ref=None, person__isnull=False)
                | models.Q(enquiry_ref__isnull=False, person=None),
                name="exclusions_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(state=str(ExclusionState.IN_FORCE), ended_at=None, ended_by=None)
                | models.Q(state=str(ExclusionState.ENDED), ended_at__isnull=False, ended_by__isnull=False),
                name="exclusions_ended_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["hub", "user", "enquiry_ref"],
                condition=models.Q(state=str(ExclusionState.IN_FORCE), person=None),
                name="exclusions_one_an_enquiry",
            ),
            models.UniqueConstraint(
                fields=["hub", "user", "person"],
                condition=models.Q(state=str(ExclusionState.IN_FORCE), enquiry_ref=None),
                name="exclusions_one_a_person",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update delete"}
        identifying = ("user", "user_name", "person")
        sensitive = ("ground", "words")
        operational = (
            *("enquiry_ref", "state", "until", "declared_at", "declared_by", "declared_by_name"),
            *("ended_at", "ended_by", "ended_by_name"),
        )
        retention = "6 years after it ends"
