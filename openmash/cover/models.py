"""Who owns what runs on while a hub is closed, and what the day handed over to them."""

import pgtrigger
from django.db import models

from openmash.core.records import HubRow, written_once


class Turn(HubRow):
    """A turn of duty out of hours: one person, by name, from when to when."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=120)
    telephone = models.CharField(max_length=30)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    named_at = models.DateTimeField()
    named_by = models.UUIDField()
    named_by_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        triggers = [written_once("withdrawn_once", "withdrawn_at", "withdrawn_by")]
        constraints = [
            # Two managers who name somebody for the same night in the same moment: one of them is told of the other.
            models.UniqueConstraint(
                fields=["hub", "begins_at"], condition=models.Q(withdrawn_at=None), name="cover_one_owner_a_beginning"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="cover_turn_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="cover_withdrawn_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "ends_at"], name="cover_turns_by_end")]

    class Data:
        doors = {"inside": "select insert update(withdrawn_at,withdrawn_by)"}
        identifying = ("user", "user_name", "telephone")
        operational = ("begins_at", "ends_at", "named_at", "named_by", "named_by_name", "withdrawn_at", "withdrawn_by")
        retention = "kept as long as the hub: names who answered for what"


class Handover(HubRow):
    """What the day handed over to the owner out of hours, and whether they have taken it over."""

    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    handed_at = models.DateTimeField()
    handed_by = models.UUIDField()
    handed_by_name = models.CharField(max_length=120)
    taken_over_at = models.DateTimeField(null=True)
    taken_over_by = models.UUIDField(null=True)

    class Meta:
        triggers = [written_once("taken_over_once", "taken_over_at", "taken_over_by")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_over_at=None, taken_over_by=None)
                | models.Q(taken_over_at__isnull=False, taken_over_by__isnull=False),
                name="cover_taken_over_at_and_by",
            )
        ]
        indexes = [models.Index(fields=["hub", "until", "handed_at"], name="cover_handovers")]

    class Data:
        doors = {"inside": "select insert update(taken_over_at,taken_over_by)"}
        operational = ("turn", "until", "handed_at", "handed_by", "handed_by_name", "taken_over_at", "taken_over_by")
        retention = "kept as long as the hub: names who answered for what"


class HandoverLine(HubRow):
    """One case of a handover: by when its next thing is due, and where it stands, in words."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "handover", "enquiry"], name="cover_a_case_once")]

    class Data:
        doors = {"inside": "select insert update(words)"}
        sensitive = ("words",)
        operational = ("handover", "enquiry", "due_at")
        retention = "as the enquiry"


class DutyPlace(HubRow):
    """From a day on somebody is in a team of the duty rota, or in none; the newest that has begun holds."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=120)
    team = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField()
    placed_by_name = models.CharField(max_length=120)

    class Meta:
        triggers = [pgtrigger.Protect(name="place_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["hub", "user", "from_on"], name="cover_duty_places")]

    class Data:
        doors = {"inside": "select insert"}
        identifying = ("user", "user_name")
        operational = ("team", "from_on", "placed_at", "placed_by", "placed_by_name")
        retention = "kept as long as the hub: names who answered for what"


class DutyWeek(HubRow):
    """A week in which another team is on duty than the rota says; the newest about a week holds."""

    week_on = models.DateField()
    team = models.CharField(max_length=40)
    why = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_by_name = models.CharField(max_length=120)

    class Meta:
        triggers = [pgtrigger.Protect(name="week_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["hub", "week_on", "changed_at"], name="cover_duty_weeks")]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("week_on", "team", "why", "changed_at", "changed_by", "changed_by_name")
        retention = "kept as long as the hub: names who answered for what"


class Placement(HubRow):
    """Somebody's time in the hub: from which home team, from when to when, and who comes next.

    Its end ends nobody's access; see ``openmash.cover.rules``, "Staff rotation".
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=120)
    home_team = models.CharField(max_length=80)
    from_on = models.DateField()
    until_on = models.DateField()
    next_name = models.CharField(max_length=120, blank=True)
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField()
    placed_by_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        triggers = [written_once("placement_withdrawn_once", "withdrawn_at", "withdrawn_by")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="cover_placement_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="cover_placement_withdrawn_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "user", "until_on"], name="cover_placements")]

    class Data:
        doors = {"inside": "select insert update(withdrawn_at,withdrawn_by)"}
        identifying = ("user", "user_name", "next_name")
        operational = (
            *("home_team", "from_on", "until_on", "placed_at", "placed_by", "placed_by_name"),
            *("withdrawn_at", "withdrawn_by"),
        )
        retention = "kept as long as the hub: names who answered for what"
