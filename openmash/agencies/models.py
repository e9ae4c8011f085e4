"""Partner agencies, the agreements they signed, and the teams that receive what the hub hands on."""

from django.db import models

from openmash.core.records import HubRow


class AgencyKind(models.TextChoices):
    """What sort of agency; operating models say which kinds are asked for which rating."""

    SOCIAL_CARE = "social_care", "Children's social care"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    HOUSING = "housing", "Housing"
    PROBATION = "probation", "Probation"
    YOUTH_OFFENDING = "youth_offending", "Youth offending"
    EARLY_HELP = "early_help", "Early help"
    ADULT_SOCIAL_CARE = "adult_social_care", "Adult social care"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse service"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    SCHOOL = "school", "School"
    GP_SURGERY = "gp_surgery", "GP surgery"


class CheckpointsEvery(models.TextChoices):
    """How often an agency is sent what the hub signed of its log."""

    HOUR = "hourly", "Once an hour"
    DAY = "daily", "Once a day"


class Agency(HubRow):
    """One agency of one hub. Whoever works in the room is still employed by their agency.

    ``co_located`` agencies answer inside; the others are virtual partners, asked through a one-time link. Signed
    checkpoints of the log go to ``checkpoints_to``, an address of its own out of the hub's reach, if it wants them.
    """

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=30, choices=AgencyKind.choices)
    co_located = models.BooleanField()
    email = models.EmailField(blank=True)
    manager_email = models.EmailField(blank=True)
    checkpoints_to = models.EmailField(blank=True)
    checkpoints_every = models.CharField(max_length=10, blank=True, choices=CheckpointsEvery.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "name"], name="agencies_name_once_a_hub"),
            models.CheckConstraint(
                condition=models.Q(checkpoints_to="", checkpoints_every="")
                | (~models.Q(checkpoints_to="") & ~models.Q(checkpoints_every="")),
                name="agencies_checkpoints_where_and_how_often",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update", "outside": "select(id,hub_id,name)"}
        operational = (
            *(
                "name",
                "short_name",
                "kind",
                "co_located",
                "email",
                "manager_email",
                "checkpoints_to",
                "checkpoints_every",
            ),
        )
        retention = "kept as long as the hub"


class Agreement(HubRow):
    """An information-sharing agreement that an agency signed, and until when it holds."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    signed_on = models.DateField()
    holds_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(holds_until__gte=models.F("signed_on")), name="agencies_agreement_ends_after_start"
            )
        ]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("agency", "title", "signed_on", "holds_until")
        retention = "kept as long as the hub: on what ground an agency shared"


class Absence(HubRow):
    """That an agency's people are away, first and last day included, and who covers for them. Why is not asked."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    covered_by = models.CharField(max_length=120, blank=True)
    covered_email = models.EmailField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="agencies_absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(covered_email="") | ~models.Q(covered_by=""),
                name="agencies_absence_cover_has_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="agencies_absence_ended_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "until_on"], name="agencies_absences")]

    class Data:
        doors = {"inside": "select insert update(ended_at,ended_by)"}
        identifying = ("covered_by", "covered_email")
        operational = (
            *(
                "agency",
                "from_on",
                "until_on",
                "recorded_at",
                "recorded_by",
                "recorded_by_name",
                "ended_at",
                "ended_by",
            ),
        )
        retention = "kept as long as the hub: why an answer was late"


class VisitingDays(HubRow):
    """On which weekdays an agency's representative is in the hub, for an agency that is not there every day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    weekdays = models.JSONField()
    set_at = models.DateTimeField()
    set_by = models.UUIDField()
    set_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "agency"], condition=models.Q(ended_at=None), name="agencies_visiting_days_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="agencies_visiting_days_ended_at_and_by",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update(ended_at,ended_by)"}
        operational = ("agency", "weekdays", "set_at", "set_by", "set_by_name", "ended_at", "ended_by")
        retention = "kept as long as the hub: when an agency could be reached"


class TeamKind(models.TextChoices):
    """What sort of team takes cases on; operating models route outcomes to kinds."""

    ASSESSMENT = "assessment", "Assessment team"
    EARLY_HELP = "early_help", "Early response team"
    ADULTS = "adults", "Adult safeguarding team"
    POLICE = "police", "Police child abuse investigation"
    SERVICE = "service", "Another service, outside the hub"


class Team(HubRow):
    """A team that receives products on the outside door."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=30, choices=TeamKind.choices)
    email = models.EmailField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "name"], name="agencies_team_name_once_a_hub")]

    class Data:
        doors = {"inside": "select insert update", "outside": "select"}
        operational = ("agency", "name", "kind", "email")
        retention = "kept as long as the hub"
