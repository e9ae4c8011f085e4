"""The hub's episode with one family: who is in it, how urgent it is for each of them, and who holds it."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.enquiries.states import ENQUIRY, SUBJECT, EnquiryState, SubjectState


class Enquiry(HubRow):
    """One family episode. Ratings and decisions belong to each child or adult in it, not to the episode."""

    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in EnquiryState])
    received_at = models.DateTimeField()
    operating_model = models.CharField(max_length=60)
    model_version = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    opened_by_name = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(ENQUIRY)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "reference"], name="enquiries_reference_once"),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="enquiries_closed_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "state", "opened_at"], name="enquiries_state")]

    class Data:
        doors = {"inside": "select insert update"}
        operational = (
            *(
                "reference",
                "state",
                "received_at",
                "operating_model",
                "model_version",
                "opened_at",
                "opened_by",
            ),
            *("opened_by_name", "closed_at", "closed_by", "version"),
        )
        retention = "by the schedule of its owner and what came of it; who and when stays, without names"


class EnquiryContact(HubRow):
    """A contact that this enquiry is about."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "contact"], name="enquiries_contact_in_one_enquiry")]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("enquiry", "contact", "added_at")
        retention = "as the enquiry"


class SubjectKind(models.TextChoices):
    """Whom a decision is made about."""

    CHILD = "child", "Child"
    UNBORN = "unborn", "Unborn child"
    ADULT = "adult", "Adult at risk"


class Subject(HubRow):
    """One child or adult the enquiry is about, with the rating and deadline that hold now."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in SubjectState])
    rating = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    # While the decision's clock stands still, ``due_at`` is where it stopped: nobody is late by it.
    paused_at = models.DateTimeField(null=True)
    awaits_review = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    # Follows the enquiry's state, so that PostgreSQL itself keeps the rule of one open enquiry a child.
    running = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(SUBJECT)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "enquiry", "person"], name="enquiries_subject_once"),
            models.UniqueConstraint(
                fields=["hub", "person"],
                condition=models.Q(running=True),
                name="enquiries_one_open_enquiry_a_child",
            ),
            models.CheckConstraint(
                condition=models.Q(rating="", due_at=None) | (~models.Q(rating="") & models.Q(due_at__isnull=False)),
                name="enquiries_rated_has_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(paused_at=None) | models.Q(state=SubjectState.GATHERING, due_at__isnull=False),
                name="enquiries_paused_before_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="enquiries_decided_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["hub", "state", "due_at"], name="enquiries_subject_due"),
            models.Index(fields=["hub", "person"], name="enquiries_subject_person"),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        identifying = ("person",)
        operational = (
            *(
                "enquiry",
                "kind",
                "state",
                "rating",
                "due_at",
                "paused_at",
                "awaits_review",
                "decided_at",
                "decided_by",
                "running",
                "version",
            ),
        )
        retention = "as the enquiry"


class Member(HubRow):
    """Somebody else in the picture: household, parent, other; no decision is made about them."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "enquiry", "person"], name="enquiries_member_once")]
        indexes = [models.Index(fields=["hub", "person"], name="enquiries_member_person")]

    class Data:
        doors = {"inside": "select insert"}
        identifying = ("person",)
        operational = ("enquiry", "part")
        retention = "as the enquiry"


class Rating(HubRow):
    """One rating of one child or adult: who, when, why, and the arithmetic of the deadline it set."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    rating = models.CharField(max_length=20)
    reason = models.TextField()
    rated_at = models.DateTimeField()
    rated_by = models.UUIDField()
    rated_by_name = models.CharField(max_length=120)
    clock_started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["hub", "subject", "rated_at"], name="enquiries_ratings")]

    class Data:
        doors = {"inside": "select insert update(reason)"}
        sensitive = ("reason",)
        operational = (
            *(
                "subject",
                "rating",
                "rated_at",
                "rated_by",
                "rated_by_name",
                "clock_started_at",
                "due_at",
                "due_words",
            ),
        )
        retention = "as the enquiry"


class Allocation(HubRow):
    """Who holds an enquiry from a moment on; the latest row holds, and none is ever changed."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    holder_id = models.UUIDField()
    holder_name = models.CharField(max_length=120)
    allocated_at = models.DateTimeField()
    allocated_by = models.UUIDField()
    allocated_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "enquiry", "number"], name="enquiries_allocation_number"),
        ]
        indexes = [models.Index(fields=["hub", "holder_id"], name="enquiries_holder")]

    class Data:
        doors = {"inside": "select insert"}
        operational = (
            *("enquiry", "number", "holder_id", "holder_name", "allocated_at", "allocated_by", "allocated_by_name"),
        )
        retention = "as the enquiry"


class EnquiryErasure(HubRow):
    """That a part of an enquiry was erased: the hub's own words, or what agencies put in; and under which schedule."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    under = models.CharField(max_length=80)
    erased_at = models.DateTimeField()
    erased_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "enquiry", "agency"], nulls_distinct=False, name="enquiries_part_erased_once"
            )
        ]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("enquiry", "agency", "under", "erased_at", "erased_by")
        retention = "kept as long as the hub; holds no personal data"
