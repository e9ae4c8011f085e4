"""Requests to agencies for what they know, and how each was answered."""

from django.db import models

from openmash.checks import rules
from openmash.checks.states import CHECK, CheckState
from openmash.core.records import HubRow, for_one_agency_alone, only_listed_moves, written_once


class NilReturn(models.TextChoices):
    """Ways of saying that there is nothing to put in the room; each is signed and says what was searched."""

    NO_TRACE = rules.NO_TRACE, rules.NIL_WORDS[rules.NO_TRACE]
    NOTHING_RELEVANT = rules.NOTHING_RELEVANT, rules.NIL_WORDS[rules.NOTHING_RELEVANT]
    WITHHELD = rules.WITHHELD, rules.NIL_WORDS[rules.WITHHELD]
    NOT_SEARCHED = rules.NOT_SEARCHED, rules.NIL_WORDS[rules.NOT_SEARCHED]
    SYSTEM_DOWN = rules.SYSTEM_DOWN, rules.NIL_WORDS[rules.SYSTEM_DOWN]


class LateEffect(models.TextChoices):
    """What whoever answers after the decision says of it: a late answer is never filed silently."""

    NO = "no", rules.LATE_WORDS["no"]
    YES = "yes", rules.LATE_WORDS["yes"]
    UNSURE = "unsure", rules.LATE_WORDS["unsure"]


class Check(HubRow):
    """What one agency was asked about one enquiry, by when, and what it answered."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in CheckState])
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    due_words = models.TextField()
    chased_at = models.DateTimeField(null=True)
    chased_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    nil_return = models.CharField(max_length=20, choices=NilReturn.choices, blank=True)
    searched = models.TextField(blank=True)
    nil_explanation = models.TextField(blank=True)
    item_count = models.PositiveSmallIntegerField(default=0)
    late_effect = models.CharField(max_length=10, choices=LateEffect.choices, blank=True)
    late_effect_why = models.TextField(blank=True)
    looked_up_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(CHECK)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="checks_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(chased_at=None, chased_by=None)
                | models.Q(chased_at__isnull=False, chased_by__isnull=False),
                name="checks_chased_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["hub", "enquiry", "agency"],
                condition=models.Q(state=CheckState.ASKED),
                name="checks_one_open_check_an_agency",
            ),
        ]
        indexes = [
            models.Index(fields=["hub", "state", "due_at"], name="checks_due"),
            models.Index(fields=["hub", "enquiry"], name="checks_enquiry"),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        sensitive = ("question", "searched", "nil_explanation", "late_effect_why")
        operational = (
            *("enquiry", "agency", "state", "asked_at", "asked_by", "asked_by_name", "due_at", "due_words"),
            *("chased_at", "chased_by", "answered_at", "answered_by", "answered_by_name", "nil_return"),
            *("item_count", "late_effect", "looked_up_at", "version"),
        )
        retention = "as the enquiry"


class OwnRecord(HubRow):
    """An agency's own note on a request: which of its own records somebody asked about is, or that none of them is.

    PostgreSQL shows it to that agency's people alone: that an agency holds a record is itself sealed, until it puts
    something into the sealed room.
    """

    request = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    person_ref = models.UUIDField()
    reference = models.CharField(max_length=rules.LONGEST_REFERENCE, blank=True)
    evidence = models.JSONField(default=list)
    model_version = models.CharField(max_length=80, blank=True)
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    said_by_name = models.CharField(max_length=120)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.UUIDField(null=True)

    class Meta:
        triggers = [
            written_once("own_record_stays", "said_at", "said_by", "person_ref", "evidence", "model_version"),
            written_once("taken_back_once", "taken_back_at", "taken_back_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "request", "person_ref", "reference"],
                condition=models.Q(taken_back_at=None),
                name="checks_own_record_said_once",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None, taken_back_by=None)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="checks_own_record_taken_back_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "request"], name="checks_own_records")]

    class Data:
        doors = {"inside": "select insert update(taken_back_at,taken_back_by) delete"}
        policy = {"inside": for_one_agency_alone("agency_id")}
        identifying = ("person_ref", "reference")
        sensitive = ("evidence",)
        operational = (
            *("request", "agency", "model_version", "said_at", "said_by", "said_by_name"),
            *("taken_back_at", "taken_back_by"),
        )
        retention = "as the enquiry"


class Reminder(HubRow):
    """That a request was chased by a step of the operating model's ladder: whom, when, and how many it reached."""

    request = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    to = models.CharField(max_length=20)
    sent_at = models.DateTimeField()
    reached = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "request", "step", "to"], name="checks_each_step_once")]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("request", "step", "label", "to", "sent_at", "reached")
        retention = "as the enquiry"


class Invitation(HubRow):
    """A one-time link to a virtual partner. What it asks is encrypted under the link; the database cannot read it."""

    check_ref = models.UUIDField()
    code_hash = models.CharField(max_length=64)
    ciphertext = models.BinaryField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "code_hash"], name="checks_invitation_code"),
            # A new link cancels the old one: at most one can still be used.
            models.UniqueConstraint(
                fields=["hub", "check_ref"],
                condition=models.Q(used_at=None, cancelled_at=None),
                name="checks_one_open_link_a_check",
            ),
        ]
        triggers = [written_once("used_once", "used_at"), written_once("cancelled_once", "cancelled_at")]

    class Data:
        doors = {"inside": "select insert update delete", "outside": "select update(used_at)"}
        sensitive = ("ciphertext",)
        operational = ("check_ref", "code_hash", "sent_at", "expires_at", "used_at", "cancelled_at")
        retention = "1 year after it ended"


class Reply(HubRow):
    """What a virtual partner sent: encrypted to the hub on arrival, so that the outside door cannot read it back."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()
    sent_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    failed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "invitation"], name="checks_one_reply_a_link")]

    class Data:
        doors = {"inside": "select update delete", "outside": "insert"}
        sensitive = ("ciphertext",)
        operational = ("invitation", "sent_at", "taken_in_at", "failed_because")
        retention = "30 days after it was taken in"


class RefusedMail(HubRow):
    """That a mail came from whom was asked and could not be read in: by which rule, and nothing that it says."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=60)
    came_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "invitation", "rule"], name="checks_each_refusal_once")]

    class Data:
        doors = {"inside": "select delete", "outside": "insert"}
        operational = ("invitation", "rule", "came_at")
        retention = "1 year after its link ended"


class ReplyFile(HubRow):
    """A file attached to a reply that may still be written: checked in memory, then encrypted to the hub on arrival.

    The outside door can put it in and nothing else. Only the files that the reply names are taken in.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    ciphertext = models.BinaryField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            # The outside door cannot count what it put in, so the numbers are what keeps a link from filling the disk.
            models.UniqueConstraint(fields=["hub", "invitation", "number"], name="checks_reply_file_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=rules.MOST_FILES_SENT), name="checks_few_reply_files"
            ),
        ]

    class Data:
        doors = {"inside": "select delete", "outside": "insert"}
        sensitive = ("ciphertext",)
        operational = ("invitation", "number", "sent_at")
        retention = "until its reply was taken in, or 4 days"
