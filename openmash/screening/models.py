"""Screening together, risk checklists, return interviews, and panels beside the hub."""

import pgtrigger
from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.screening.states import INTERVIEW, PANEL, InterviewState, PanelState

_NEVER_CHANGED = pgtrigger.Update | pgtrigger.Delete


class ChecklistText(HubRow):
    """A checklist that the hub loaded, as it is licensed to. Loading it again adds a version; the newest is used."""

    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    licence = models.CharField(max_length=400)
    text = models.TextField()
    loaded_at = models.DateTimeField()
    loaded_by = models.UUIDField()
    loaded_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "code", "number"], name="screening_text_number_once")]
        triggers = [pgtrigger.Protect(name="screening_text_never_changed", operation=_NEVER_CHANGED)]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("code", "number", "title", "licence", "text", "loaded_at", "loaded_by", "loaded_by_name")
        retention = "kept as long as the hub; holds no personal data"


class Checklist(HubRow):
    """A completed checklist about one person of a case: answers and reasons sealed, judgement and score beside them."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    text = models.ForeignKey(ChecklistText, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    judgement = models.CharField(max_length=40)
    with_them = models.BooleanField()
    words = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    completed_by = models.UUIDField()
    completed_by_name = models.CharField(max_length=120)

    class Meta:
        triggers = [pgtrigger.Protect(name="screening_checklist_never_changed", operation=_NEVER_CHANGED)]
        indexes = [models.Index(fields=["hub", "enquiry", "completed_at"], name="screening_checklists")]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        identifying = ("person",)
        sensitive = ("score", "judgement")
        operational = (
            *("enquiry", "code", "text", "most", "with_them", "words"),
            *("completed_at", "completed_by", "completed_by_name"),
        )
        retention = "as the enquiry"


class JointScreening(HubRow):
    """What agencies came to when they screened a contact together."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40)
    reasons = models.TextField()
    screened_at = models.DateTimeField()
    screened_by = models.UUIDField()
    screened_by_name = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["hub", "contact", "screened_at"], name="screening_joint")]

    class Data:
        doors = {"inside": "select insert update(reasons)"}
        sensitive = ("outcome", "reasons")
        operational = ("contact", "code", "screened_at", "screened_by", "screened_by_name")
        retention = "as the contact"


class ScreeningVoice(HubRow):
    """What one agency thought a screening should come to, and who said so."""

    screening = models.ForeignKey(JointScreening, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=120)
    outcome = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "screening", "agency"], name="screening_one_view_an_agency")
        ]

    class Data:
        doors = {"inside": "select insert update(said_by)"}
        identifying = ("said_by",)
        sensitive = ("outcome",)
        operational = ("screening", "agency")
        retention = "as the contact"


class ReturnInterview(HubRow):
    """That a child was missing and found, and the interview that is due, or was held, or why not."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in InterviewState])
    missing_from = models.DateTimeField(null=True)
    found_on = models.DateTimeField()
    due_by = models.DateTimeField()
    due_words = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField()
    noted_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)
    independent = models.BooleanField(default=False)
    themes = models.JSONField(default=list)
    words = models.ForeignKey("sealed.SealedText", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [only_listed_moves(INTERVIEW)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=InterviewState.DUE.value, ended_at=None, ended_by=None, words=None)
                | (
                    ~models.Q(state=InterviewState.DUE.value)
                    & models.Q(ended_at__isnull=False, ended_by__isnull=False, words__isnull=False)
                ),
                name="screening_interview_ended_at_and_by",
            )
        ]
        indexes = [models.Index(fields=["hub", "state", "due_by"], name="screening_interviews_due")]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        identifying = ("person",)
        sensitive = ("themes",)
        operational = (
            *("enquiry", "state", "missing_from", "found_on", "due_by", "due_words", "noted_at", "noted_by"),
            *("noted_by_name", "ended_at", "ended_by", "ended_by_name", "independent", "words"),
        )
        retention = "as the enquiry"


class PanelReferral(HubRow):
    """Somebody of a case who was brought to a panel beside the hub."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    panel = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in PanelState])
    grounds = models.JSONField(default=list)
    agrees = models.BooleanField()
    words = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    safe_contact = models.ForeignKey("sealed.SealedText", null=True, on_delete=models.PROTECT, related_name="+")
    meets_on = models.DateField(null=True)
    referred_at = models.DateTimeField()
    referred_by = models.UUIDField()
    referred_by_name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(PANEL)]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "enquiry", "person", "panel"],
                condition=models.Q(state__in=[PanelState.REFERRED.value, PanelState.LISTED.value]),
                name="screening_one_live_referral_a_panel",
            )
        ]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        identifying = ("person",)
        sensitive = ("grounds",)
        operational = (
            *("enquiry", "panel", "state", "agrees", "words", "safe_contact", "meets_on"),
            *("referred_at", "referred_by", "referred_by_name", "version"),
        )
        retention = "as the enquiry"


class PanelPerson(HubRow):
    """Somebody else in the case who is in danger with whoever was brought to a panel."""

    referral = models.ForeignKey(PanelReferral, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "referral", "person"], name="screening_panel_person_once")
        ]

    class Data:
        doors = {"inside": "select insert"}
        identifying = ("person",)
        operational = ("referral",)
        retention = "as the enquiry"


class PanelWord(HubRow):
    """What went between the hub and a panel: told to it, heard from it, its plan, or why it was turned away."""

    referral = models.ForeignKey(PanelReferral, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    words = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    safe = models.BooleanField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=120)

    class Meta:
        triggers = [pgtrigger.Protect(name="screening_panel_word_never_changed", operation=_NEVER_CHANGED)]
        indexes = [models.Index(fields=["hub", "referral", "written_at"], name="screening_panel_words")]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("referral", "kind", "words", "safe", "written_at", "written_by", "written_by_name")
        retention = "as the enquiry"
