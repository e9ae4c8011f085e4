"""The hub's episode with one family: who is in it, and how urgent it is for each of them."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.enquiries.states import CLOCK, ENQUIRY, SUBJECT, ClockState, EnquiryState, SubjectState


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


class Clock(HubRow):
    """A clock that runs beside the ratings': statutory or local, of the enquiry or of one child or adult in it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    statutory = models.BooleanField()
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ClockState])
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    started_because = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    due_words = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_because = models.CharField(max_length=40, blank=True)

    class Meta:
        triggers = [only_listed_moves(CLOCK)]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "enquiry", "subject", "code"],
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
                name="enquiries_a_clock_runs_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_because="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_because="")),
                name="enquiries_clock_ended_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "ended_at", "due_at"], name="enquiries_clocks_due")]

    class Data:
        doors = {"inside": "select insert update"}
        operational = (
            *("enquiry", "subject", "code", "label", "statutory", "kind", "state", "started_at", "started_by"),
            *("started_because", "due_at", "due_words", "ended_at", "ended_by", "ended_because"),
        )
        retention = "as the enquiry"


class Pause(HubRow):
    """That a clock stood still, why and on whose word: a row of ``Clock``, or else the decision's of ``subject``."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey(Clock, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    words = models.TextField()
    paused_at = models.DateTimeField()
    paused_by = models.UUIDField()
    paused_by_name = models.CharField(max_length=120)
    runs_on_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "subject", "clock"],
                condition=models.Q(resumed_at=None),
                nulls_distinct=False,
                name="enquiries_one_pause_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(subject__isnull=False) | models.Q(clock__isnull=False),
                name="enquiries_pauses_a_clock",
            ),
            models.CheckConstraint(
                condition=models.Q(resumed_at=None, resumed_by=None)
                | models.Q(resumed_at__isnull=False, resumed_by__isnull=False),
                name="enquiries_resumed_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "resumed_at", "runs_on_at"], name="enquiries_pauses_over")]

    class Data:
        doors = {"inside": "select insert update(words,resumed_at,resumed_by)"}
        sensitive = ("words",)
        operational = (
            *("enquiry", "subject", "clock", "reason", "label", "paused_at", "paused_by", "paused_by_name"),
            *("runs_on_at", "resumed_at", "resumed_by"),
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
