"""The front door: every notification becomes a contact, and nothing is dropped."""

from django.db import models

from openmash.contacts.states import CONTACT, ContactState
from openmash.core.records import HubRow, only_listed_moves


class Channel(models.TextChoices):
    """How it came in."""

    PUBLIC_FORM = "public_form", "Public form"
    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "Secure email"
    LETTER = "letter", "Letter"
    POLICE_REPORT = "police_report", "Police report (121a)"


class Kind(models.TextChoices):
    """What it is (mission, "the way of a case", 1)."""

    REFERRAL = "referral", "Referral"
    ADVICE = "advice", "Request for advice"
    POLICE_NOTIFICATION = "police_notification", "Police notification"
    INFORMATION_REQUEST = "information_request", "Request for information"
    OUT_OF_HOURS = "out_of_hours", "Out-of-hours report"
    TRANSFER_IN = "transfer_in", "Transfer in"


class Consent(models.TextChoices):
    """The family's consent to the referral. Never to be mixed up with an agency's consent to release an item."""

    GIVEN = "given", "The family knows and consents"
    TOLD = "told", "The family knows and does not consent"
    NOT_SOUGHT = "not_sought", "The family has not been asked"


class Contact(HubRow):
    """One worry, request or notification, as it was told to the hub."""

    reference = models.CharField(max_length=20)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    state = models.CharField(max_length=30, choices=[(s.value, s.value) for s in ContactState])
    received_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    decide_by_words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=120)
    referrer_name = models.CharField(max_length=120, blank=True)
    referrer_role = models.CharField(max_length=120, blank=True)
    referrer_organisation = models.CharField(max_length=120, blank=True)
    referrer_telephone = models.CharField(max_length=40, blank=True)
    referrer_email = models.EmailField(blank=True)
    source = models.CharField(max_length=3)
    concern = models.TextField()
    child_said = models.TextField(blank=True)
    area = models.CharField(max_length=40, blank=True)
    referral_type = models.CharField(max_length=40, blank=True)
    immediate_danger = models.BooleanField()
    consent = models.CharField(max_length=20, choices=Consent.choices)
    consent_reason = models.TextField(blank=True)
    receipt_hash = models.CharField(max_length=64, blank=True)
    joined_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    closing_reason = models.TextField(blank=True)
    filter_code = models.CharField(max_length=40, blank=True)
    route_code = models.CharField(max_length=40, blank=True)
    triaged_at = models.DateTimeField(null=True)
    triaged_by = models.UUIDField(null=True)
    triaged_by_name = models.CharField(max_length=120, blank=True)
    feedback_given_at = models.DateTimeField(null=True)
    feedback_given_by = models.UUIDField(null=True)
    feedback_said = models.TextField(blank=True)
    passed_to = models.ForeignKey("agencies.Team", null=True, on_delete=models.PROTECT, related_name="+")
    awaits_review = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)
    erased_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(CONTACT)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "reference"], name="contacts_reference_once"),
            models.CheckConstraint(
                condition=models.Q(triaged_at=None, triaged_by=None)
                | models.Q(triaged_at__isnull=False, triaged_by__isnull=False),
                name="contacts_triaged_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(feedback_given_at=None, feedback_given_by=None)
                | models.Q(feedback_given_at__isnull=False, feedback_given_by__isnull=False),
                name="contacts_feedback_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None, erased_by=None)
                | models.Q(erased_at__isnull=False, erased_by__isnull=False),
                name="contacts_erased_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(consent=Consent.GIVEN) | ~models.Q(consent_reason=""),
                name="contacts_consent_or_the_reason_why_not",
            ),
        ]
        indexes = [models.Index(fields=["hub", "state", "decide_by"], name="contacts_state")]

    class Data:
        doors = {"inside": "select insert update"}
        identifying = (
            *("referrer_name", "referrer_role", "referrer_organisation", "referrer_telephone", "referrer_email"),
        )
        sensitive = ("concern", "child_said", "consent_reason", "closing_reason", "feedback_said")
        operational = (
            *("reference", "channel", "kind", "state", "received_at", "decide_by", "decide_by_words"),
            *("recorded_at", "recorded_by", "recorded_by_name", "source", "immediate_danger", "consent"),
            *("receipt_hash", "joined_to", "area", "referral_type", "filter_code", "route_code"),
            *("passed_to", "awaits_review"),
            *("triaged_at", "triaged_by", "triaged_by_name", "feedback_given_at", "feedback_given_by", "version"),
            *("erased_at", "erased_by"),
        )
        retention = "by the hub's schedule; as the enquiry, if there is one"


class Involvement(models.TextChoices):
    """What part somebody has in a contact."""

    CHILD = "child", "Child"
    UNBORN = "unborn", "Unborn child"
    ADULT_AT_RISK = "adult_at_risk", "Adult at risk"
    HOUSEHOLD = "household", "In the household"
    ALLEGED = "alleged", "Said to have caused harm"
    OTHER = "other", "Other person"


class ContactPerson(HubRow):
    """Somebody named in a contact, as they were named; ``person`` once the hub has said who that is."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    involvement = models.CharField(max_length=20, choices=Involvement.choices)
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, default="U")
    nhs_number = models.CharField(max_length=10, blank=True)
    relationship = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    school = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "contact", "position"], name="contacts_person_position"),
            models.CheckConstraint(
                condition=models.Q(born_on=None) | models.Q(expected_on=None), name="contacts_born_or_expected"
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        identifying = (
            *("person", "given_name", "family_name", "born_on", "expected_on", "sex", "nhs_number"),
            *("relationship", "address", "postcode", "school"),
        )
        operational = ("contact", "position", "involvement")
        retention = "as the contact"


class Issue(HubRow):
    """One issue that a contact raises: about somebody named in it, or about nobody in particular."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(ContactPerson, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    raised_by_name = models.CharField(max_length=120)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.UUIDField(null=True)
    taken_back_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "contact", "about", "code"],
                condition=models.Q(taken_back_at=None),
                nulls_distinct=False,
                name="contacts_issue_once",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None, taken_back_by=None)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="contacts_issue_taken_back_at_and_by",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update(taken_back_at,taken_back_by,taken_back_why)"}
        sensitive = ("code", "taken_back_why")
        operational = (
            *("contact", "about", "raised_at", "raised_by", "raised_by_name", "taken_back_at", "taken_back_by"),
        )
        retention = "as the contact"


class Advice(HubRow):
    """Advice that a social worker gave to whoever asked."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=120)

    class Data:
        doors = {"inside": "select insert update(text)"}
        sensitive = ("text",)
        operational = ("contact", "given_at", "given_by", "given_by_name")
        retention = "as the contact"


class SavedForm(HubRow):
    """A public form put aside half way; only the code that its writer holds opens it."""

    code_hash = models.CharField(max_length=64)
    ciphertext = models.BinaryField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "code_hash"], name="contacts_saved_form_code")]

    class Data:
        doors = {"inside": "select(id,hub_id,expires_at) delete", "outside": "select insert update delete"}
        sensitive = ("ciphertext",)
        operational = ("code_hash", "saved_at", "expires_at")
        retention = "14 days after it was last saved, or until it is sent"


class Submission(HubRow):
    """A public form as it was sent: encrypted to the hub on arrival, so that the outside door cannot read it back."""

    ciphertext = models.BinaryField()
    sent_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    failed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["hub", "sent_at"], condition=models.Q(taken_in_at=None), name="contacts_waiting")
        ]

    class Data:
        doors = {"inside": "select update delete", "outside": "insert"}
        sensitive = ("ciphertext",)
        operational = ("sent_at", "taken_in_at", "failed_because")
        retention = "30 days after it was taken in"


class Receipt(HubRow):
    """What may be said to whoever holds the receipt code; the only thing that the outside door reads of a contact."""

    code_hash = models.CharField(max_length=64)
    reference = models.CharField(max_length=20, blank=True)
    sent_at = models.DateTimeField()
    said = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "code_hash"], name="contacts_receipt_code")]

    class Data:
        doors = {"inside": "select insert update delete", "outside": "select insert"}
        operational = ("code_hash", "reference", "sent_at", "said", "said_at")
        retention = "1 year after the outcome was given"


class SurveyLink(HubRow):
    """A link to a survey, until it is answered or its time is over. Nothing says to whom it was given."""

    survey = models.CharField(max_length=40)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "code_hash"], name="contacts_survey_link_code")]

    class Data:
        doors = {"inside": "select insert delete", "outside": "select delete"}
        operational = ("survey", "code_hash", "expires_at")
        retention = "28 days, or until it is answered"


class SurveyAnswer(HubRow):
    """What somebody who used the service chose; of when they did, only the month. Nothing says who they are."""

    survey = models.CharField(max_length=40)
    month = models.DateField()
    answers = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["hub", "month"], name="contacts_survey_month")]

    class Data:
        doors = {"inside": "select", "outside": "insert"}
        operational = ("survey", "month", "answers")
        retention = "kept as long as the hub; holds no personal data"


class DirectReferral(HubRow):
    """That a file of a contact was made for another agency's system, which file, why, and that it was taken in there.

    The file itself is kept only while it waits to be fetched: it holds what the contact holds, and its SHA-256 says
    whether one that turns up is it.

    Args:
        agency: whose system is to fetch it; None where somebody carries it over.
        file: what waits to be fetched; empty once it was taken in or is carried over, or where it never waited.
        due_at: by when it is to be taken in; None where the hub sets no time.
        fetched_at: when their system first fetched it.
        rung_at: when the clockwork rang about its being late.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    portal = models.CharField(max_length=40)
    why = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=120)
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    file = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    carried_at = models.DateTimeField(null=True)
    carried_by = models.UUIDField(null=True)
    rung_at = models.DateTimeField(null=True)
    their_reference = models.CharField(max_length=60, blank=True)
    taken_in_at = models.DateTimeField(null=True)
    taken_in_by = models.UUIDField(null=True)
    taken_in_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file="") | models.Q(agency__isnull=False, taken_in_at=None, carried_at=None),
                name="contacts_file_waits_for_an_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(carried_at=None, carried_by=None)
                | models.Q(carried_at__isnull=False, carried_by__isnull=False),
                name="contacts_carried_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_in_at=None, taken_in_by=None, their_reference="")
                | (models.Q(taken_in_at__isnull=False, taken_in_by__isnull=False) & ~models.Q(their_reference="")),
                name="contacts_taken_in_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["hub", "contact", "made_at"], name="contacts_direct"),
            models.Index(
                fields=["hub", "due_at"], condition=models.Q(taken_in_at=None), name="contacts_direct_not_taken_in"
            ),
        ]

    class Data:
        doors = {
            "inside": "select insert update(why,file,fetched_at,carried_at,carried_by,rung_at,their_reference,"
            "taken_in_at,taken_in_by,taken_in_by_name)"
        }
        sensitive = ("why", "file")
        operational = (
            *("contact", "portal", "sha256", "made_at", "made_by", "made_by_name", "agency", "due_at", "fetched_at"),
            *("carried_at", "carried_by", "rung_at", "their_reference", "taken_in_at", "taken_in_by"),
            "taken_in_by_name",
        )
        retention = "as the contact"
