"""Groups of victims, people who pose risk and places, as the hub keeps them across cases."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves, written_once
from openmash.groups.rules import PART_WORDS, SEES_WORDS
from openmash.groups.states import GROUP, GroupState


class Group(HubRow):
    """One group: what it is called, why and on what ground it is kept, who sees it, and until when unlooked at.

    ``enquiry`` is the case from which it was begun; ``why`` is sealed with that case.
    """

    name = models.CharField(max_length=80)
    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    why = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=60)
    sees = models.CharField(max_length=10, choices=list(SEES_WORDS.items()))
    review_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in GroupState])
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()
    begun_by_name = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        triggers = [only_listed_moves(GROUP)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=str(GroupState.KEPT), closed_at=None, closed_by=None)
                | models.Q(state=str(GroupState.CLOSED), closed_at__isnull=False, closed_by__isnull=False),
                name="groups_closed_at_and_by",
            )
        ]
        indexes = [models.Index(fields=["hub", "state", "review_on"], name="groups_by_review")]

    class Data:
        doors = {"inside": "select insert update(name,sees,review_on,state,closed_at,closed_by)"}
        sensitive = ("name",)
        operational = (
            *("enquiry", "why", "ground", "sees", "review_on", "state", "begun_at", "begun_by", "begun_by_name"),
            *("closed_at", "closed_by"),
        )
        retention = "as the last of the enquiries that it stands on"


class GroupReader(HubRow):
    """A colleague who may see a group that names its readers; who could before is on the log."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "group", "user"], name="groups_reader_once")]

    class Data:
        doors = {"inside": "select insert delete"}
        identifying = ("user",)
        operational = ("group",)
        retention = "as the last of the enquiries that the group stands on"


class GroupLink(HubRow):
    """Somebody or some place in a group, on the ground of one case; its reason is sealed with that case."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=list(PART_WORDS.items()))
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    why = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    linked_by = models.UUIDField()
    linked_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)
    ended_why = models.ForeignKey("sealed.SealedText", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [written_once("taken_out_once", "ended_at", "ended_by", "ended_why")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(part="place", person=None) & ~models.Q(place="")
                | (~models.Q(part="place") & models.Q(person__isnull=False, place="", postcode="")),
                name="groups_a_person_or_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_why=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False, ended_why__isnull=False),
                name="groups_taken_out_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["hub", "enquiry"], name="groups_links_of_enquiry"),
            models.Index(fields=["hub", "person"], name="groups_links_of_person"),
        ]

    class Data:
        doors = {"inside": "select insert update(ended_at,ended_by,ended_by_name,ended_why_id) delete"}
        identifying = ("person",)
        sensitive = ("part", "place", "postcode")
        operational = (
            *("group", "enquiry", "why", "linked_at", "linked_by", "linked_by_name"),
            *("ended_at", "ended_by", "ended_by_name", "ended_why"),
        )
        retention = "as the enquiry"


class GroupReview(HubRow):
    """That somebody looked at a group again, what they found, and until when it is kept; none where it was closed."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    found = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    next_on = models.DateField(null=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.UUIDField()
    reviewed_by_name = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["hub", "group", "reviewed_at"], name="groups_reviews")]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("group", "enquiry", "found", "next_on", "reviewed_at", "reviewed_by", "reviewed_by_name")
        retention = "as the enquiry"
