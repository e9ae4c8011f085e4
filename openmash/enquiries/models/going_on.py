"""What is on record before a hub goes on, the stages of a case, and who went straight on to a worker."""

from django.db import models

from openmash.core.records import HubRow
from openmash.enquiries.models.episode import Enquiry, Subject


class How(models.TextChoices):
    """How an agency's view was given."""

    IN_THE_HUB = "in_the_hub", "In the hub"
    TELEPHONE = "telephone", "By telephone"
    VIDEO = "video", "By video"
    EMAIL = "email", "By secure email"


class GateView(HubRow):
    """One view of a gate of the operating model: whether what the hub waits for is found. The newest of each counts."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    gate = models.CharField(max_length=40)
    met = models.BooleanField()
    reason = models.TextField()
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=20, choices=How.choices)
    said_by_name = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["hub", "enquiry", "given_at"], name="enquiries_gate_views")]

    class Data:
        doors = {"inside": "select insert update(reason)"}
        sensitive = ("reason",)
        operational = (
            *("enquiry", "gate", "met", "agency", "how", "said_by_name", "given_at", "given_by", "given_by_name"),
        )
        retention = "as the enquiry"


class Because(models.TextChoices):
    """What brought an enquiry into a stage."""

    OPENED = "opened", "Every enquiry begins here"
    RATING = "rating", "Its rating leads straight here"
    GATE = "gate", "What the hub waits for was found"


class StageEntry(HubRow):
    """That an enquiry entered a stage of the operating model, and by when it should be through it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=40)
    because = models.CharField(max_length=20, choices=Because.choices)
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()
    entered_by_name = models.CharField(max_length=120)
    due_at = models.DateTimeField(null=True)
    due_words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "enquiry", "stage"], name="enquiries_stage_once")]

    class Data:
        doors = {"inside": "select insert"}
        operational = (
            *("enquiry", "stage", "because", "entered_at", "entered_by", "entered_by_name", "due_at", "due_words"),
        )
        retention = "as the enquiry"


class StraightOn(HubRow):
    """That one child or adult went straight on to a worker, before the decision; who of the team was told, and how."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    rating = models.CharField(max_length=20)
    spoke = models.TextField()
    gone_at = models.DateTimeField()
    gone_by = models.UUIDField()
    gone_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "subject", "team"], name="enquiries_straight_on_once")]

    class Data:
        doors = {"inside": "select insert update(spoke)"}
        sensitive = ("spoke",)
        operational = ("subject", "team", "rating", "gone_at", "gone_by", "gone_by_name")
        retention = "as the enquiry"
