"""Endings without further action, and the second manager's review that cumulative harm forces."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.oversight.states import ENDING, REQUIRED_REVIEW, EndingState, RequiredReviewState


class Ending(HubRow):
    """One ending without further action: a contact at the front door, or a decision about one child or adult.

    ``reached`` are the hub's counters that it reached: for each its code, its label and how many contacts were
    counted with which ids. It holds no score.
    """

    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey("decisions.Decision", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in EndingState])
    ended_at = models.DateTimeField()
    ended_by = models.UUIDField()
    ended_by_name = models.CharField(max_length=120)
    looked_at = models.DateTimeField()
    reached = models.JSONField(default=list)
    review_due_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_by_name = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        triggers = [only_listed_moves(ENDING)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "contact", "ended_at"], name="oversight_ending_of_contact_once"),
            models.UniqueConstraint(fields=["hub", "decision"], name="oversight_ending_of_decision_once"),
            models.CheckConstraint(
                condition=models.Q(contact=None) ^ models.Q(decision=None), name="oversight_ending_of_one_thing"
            ),
            models.CheckConstraint(
                condition=models.Q(state=EndingState.LOOKED_AT, review_due_at=None)
                | (~models.Q(state=EndingState.LOOKED_AT) & models.Q(review_due_at__isnull=False)),
                name="oversight_review_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_at=None, reviewed_by=None)
                | models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="oversight_reviewed_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("ended_by")),
                name="oversight_reviewed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["hub", "state", "review_due_at"], name="oversight_waiting")]

    class Data:
        doors = {"inside": "select insert update(state,reviewed_at,reviewed_by,reviewed_by_name,words)"}
        sensitive = ("words",)
        operational = (
            *("contact", "decision", "state", "ended_at", "ended_by", "ended_by_name", "looked_at", "reached"),
            *("review_due_at", "reviewed_at", "reviewed_by", "reviewed_by_name"),
        )
        retention = "as the contact or the enquiry; that it was reviewed, when and by whom stays"


class RequiredReview(HubRow):
    """A review that the hub's operating model requires: of a decision, of a near miss, or of a case drawn by lot.

    ``what`` is the near miss in words, empty of a decision; ``found`` is what whoever reviewed it found. Of a
    case that was drawn, ``month`` is the first day of the month in which it closed, ``grade`` the auditor's, and
    ``action`` what is to be done.
    """

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey("decisions.Decision", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in RequiredReviewState])
    due_at = models.DateTimeField()
    of_whom = models.UUIDField()
    of_whom_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    what = models.TextField(blank=True)
    found = models.TextField(blank=True)
    month = models.DateField(null=True)
    grade = models.CharField(max_length=40, blank=True)
    action = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    done_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        triggers = [only_listed_moves(REQUIRED_REVIEW)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "decision", "code"], name="oversight_required_review_once"),
            models.UniqueConstraint(fields=["hub", "enquiry", "code", "month"], name="oversight_drawn_once"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="oversight_required_review_done_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["hub", "state", "due_at"], name="oversight_required_due")]

    class Data:
        doors = {"inside": "select insert update(state,what,found,grade,action,done_at,done_by,done_by_name)"}
        sensitive = ("what", "found", "action")
        operational = (
            *("enquiry", "decision", "code", "state", "due_at", "of_whom", "of_whom_name", "asked_at", "month"),
            *("grade", "done_at", "done_by", "done_by_name"),
        )
        retention = "as the enquiry; that it was reviewed, when and by whom stays"
