"""Who is the same person as whom, and who must never be led to whom."""

from django.db import models
from django.db.models import F, Q

from openmash.core.records import HubRow, only_listed_moves, written_once
from openmash.people.models.known import Person
from openmash.people.states import MERGE, MergeState

_ANSWERED = [str(MergeState.MERGED), str(MergeState.REFUSED), str(MergeState.UNDONE)]


class Merge(HubRow):
    """That ``person`` is ``into`` recorded once more: proposed by one, agreed to by another, and they count as one.

    Nothing of either row moves, so there is nothing to put back when it is undone.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in MergeState])
    reason = models.TextField()
    evidence = models.JSONField(default=list)
    model_version = models.CharField(max_length=120, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=120)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    answer = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_by_name = models.CharField(max_length=120, blank=True)
    undone_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("into")), name="people_merge_of_two"),
            models.CheckConstraint(
                condition=~Q(state__in=_ANSWERED) | (Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by"))),
                name="people_merge_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="people_merge_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(state=str(MergeState.UNDONE), undone_at__isnull=False, undone_by__isnull=False)
                | (~Q(state=str(MergeState.UNDONE)) & Q(undone_at=None, undone_by=None)),
                name="people_merge_undone_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["hub", "person"],
                condition=Q(state=str(MergeState.MERGED)),
                name="people_points_to_one",
            ),
            models.UniqueConstraint(
                fields=["hub", "person", "into"],
                condition=Q(state=str(MergeState.PROPOSED)),
                name="people_proposed_once",
            ),
        ]
        indexes = [models.Index(fields=["hub", "state"], name="people_merge_state")]
        triggers = [
            only_listed_moves(MERGE),
            written_once("merge_answered_once", "answered_at", "answered_by", "answered_by_name", "answer"),
        ]

    class Data:
        doors = {
            "inside": "select insert update(state,answered_at,answered_by,answered_by_name,answer,"
            "undone_at,undone_by,undone_by_name,undone_because) delete"
        }
        identifying = ("person", "into")
        sensitive = ("reason", "evidence", "answer", "undone_because")
        operational = (
            *("state", "model_version", "proposed_at", "proposed_by", "proposed_by_name"),
            *("answered_at", "answered_by", "answered_by_name", "undone_at", "undone_by", "undone_by_name"),
        )
        retention = "as the person"


class KeptApart(HubRow):
    """An old identity that must not lead to the new one: after an adoption, or where somebody was given a new name.

    That there is such a row is told to nobody but those who keep them.
    """

    old = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(old=F("new")), name="people_kept_apart_are_two"),
            models.UniqueConstraint(
                fields=["hub", "old", "new"], condition=Q(ended_at=None), name="people_kept_apart_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="people_kept_apart_ended_at_and_by",
            ),
        ]
        triggers = [
            written_once("kept_apart_ended_once", "ended_at", "ended_by", "ended_by_name", "ended_because"),
        ]

    class Data:
        doors = {"inside": "select insert update(ended_at,ended_by,ended_by_name,ended_because) delete"}
        identifying = ("old", "new")
        sensitive = ("reason", "ended_because")
        operational = (*("recorded_at", "recorded_by", "recorded_by_name", "ended_at", "ended_by", "ended_by_name"),)
        retention = "as the person"
