"""What is recorded beside people: dangers to staff, and to whom their case is open."""

from django.db import models

from openmash.core.records import HubRow, written_once
from openmash.people.models.known import Person


class StaffWarning(HubRow):
    """A danger to staff who meet a person. It travels with every product about the family until it is ended."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    since = models.DateField()
    review_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_reason="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_reason="")),
                name="people_warning_ended_at_by_and_why",
            )
        ]
        triggers = [written_once("warning_ended_once", "ended_at", "ended_by", "ended_by_name", "ended_reason")]

    class Data:
        doors = {"inside": "select insert update(ended_at,ended_by,ended_by_name,ended_reason) delete"}
        identifying = ("person",)
        sensitive = ("words", "since", "ended_reason")
        operational = (
            *("review_on", "recorded_at", "recorded_by", "recorded_by_name"),
            *("ended_at", "ended_by", "ended_by_name"),
        )
        retention = "as the person"


class OpenCase(HubRow):
    """That somebody's case is open already to a worker of a team: what is new about them goes to that worker first."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    worker = models.CharField(max_length=120)
    since = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=120)
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "person", "team"], condition=models.Q(ended_at=None), name="people_open_once_a_team"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, until=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False, until__isnull=False),
                name="people_open_case_ended_at_by_and_until",
            ),
        ]
        triggers = [written_once("open_case_ended_once", "ended_at", "ended_by", "ended_by_name", "until")]

    class Data:
        doors = {"inside": "select insert update(ended_at,ended_by,ended_by_name,until) delete"}
        identifying = ("person",)
        sensitive = ("team", "worker", "since", "until")
        operational = (*("recorded_at", "recorded_by", "recorded_by_name", "ended_at", "ended_by", "ended_by_name"),)
        retention = "as the person"
