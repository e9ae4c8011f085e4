"""The questions of the public form, one page a step."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from openmash.contacts import rules
from openmash.contacts.rules import PersonInvolved
from openmash.core.errors import RuleBroken
from openmash.hubs.rules import ConsentRules, OperatingModel
from openmash.web.shared.fields import GovDateField, NHSNumberField, PostcodeField, TelephoneField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios

YES_NO = (("yes", "Yes"), ("no", "No"))
WHO = (
    ("professional", "I work with children, families or adults"),
    ("family", "I am a parent, relative or carer"),
    ("neighbour", "I am a friend, neighbour or child minder"),
    ("self", "I am the child, or the adult, who needs help"),
    ("other", "Somebody else"),
)
_PUBLIC_SOURCES = {"family": "1A", "neighbour": "1B", "self": "1C", "other": "1D"}
NEED = (
    ("referral", "Tell the hub about a child or adult I am worried about"),
    ("advice", "Ask a social worker for advice first"),
)
_PROFESSIONAL = tuple((code, label) for code, label in rules.SOURCES.items() if code[0] in "2345678")
SEXES = (("F", "Female"), ("M", "Male"), ("U", "I do not know, or not born yet"))


class Step(GovForm):
    """One page of questions.

    ``title`` is the page's heading, ``intro`` what stands above the questions.
    """

    title: ClassVar[str] = ""
    intro: ClassVar[str] = ""

    @property
    def first_is_title(self) -> bool:
        """Whether the first question is the page's heading, so that nobody reads it twice."""
        return next(iter(self)).label == self.title


class DangerForm(Step):
    """Asked before anything else."""

    title = "Is anyone in immediate danger now?"
    danger = forms.ChoiceField(
        label="Is anyone in immediate danger now?",
        help_text="For example: somebody is being hurt, is about to be, or needs a doctor at once.",
        choices=YES_NO,
        widget=Radios(),
    )


class YouForm(Step):
    """Who is telling the hub, and what for."""

    title = "About you"
    who = forms.ChoiceField(label="Who are you?", choices=WHO, widget=Radios())
    need = forms.ChoiceField(label="What do you want to do?", choices=NEED, widget=Radios())

    def __init__(self, data: Mapping[str, Any] | None = None, *, model: OperatingModel) -> None:
        super().__init__(data)
        self.model, self.today = model, timezone.localdate()
        covered = rules.coverage(model, self.today)
        if len(covered.areas) > 1:  # what there is only one of is not asked
            self.fields["area"] = forms.ChoiceField(
                label="Where does the child or adult live?",
                choices=covered.choices(covered.areas, first="I do not know"),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """An area that the hub does not take yet is said at once, not when everything is written."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("area"):
            try:
                rules.require_area(typed["area"], self.model, self.today)
            except RuleBroken as broken:
                self.add_error("area", broken.sentence)
        return typed


class ProfessionalForm(Step):
    """How to reach a professional, who may not stay anonymous."""

    title = "How we can reach you"
    referrer_name = forms.CharField(label="Your name", max_length=120)
    referrer_role = forms.CharField(label="Your job title", max_length=120)
    referrer_organisation = forms.CharField(label="Your organisation", max_length=120)
    source = forms.ChoiceField(label="What sort of organisation is it?", choices=(("", ""), *_PROFESSIONAL))
    referrer_telephone = TelephoneField(label="Your telephone number", max_length=40)
    referrer_email = forms.EmailField(
        label="Your work email address",
        help_text="We write only that we have received your referral and when there is news; never what it is about.",
        max_length=254,
    )


class PublicForm(Step):
    """How to reach a member of the public, who need not say who they are."""

    title = "How we can reach you"
    intro = "You do not have to say who you are. If you do, a social worker can ring you when something is not clear."
    referrer_name = forms.CharField(label="Your name", max_length=120, required=False)
    referrer_telephone = TelephoneField(
        label="Your telephone number",
        help_text="Leave this empty if it is not safe for us to ring you.",
        max_length=40,
        required=False,
    )
    referrer_email = forms.EmailField(
        label="Your email address",
        help_text="We write only that we received your form. Leave this empty if somebody else reads your emails.",
        max_length=254,
        required=False,
    )


class _Person(Step):
    given_name = forms.CharField(label="First name", max_length=80, required=False)
    family_name = forms.CharField(label="Surname", max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        """Hold the person against the rules, beside the fields."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        try:
            rules.require_person(self.involved(), on=timezone.localdate())
        except RuleBroken as broken:
            field = {"born_on": "born", "expected_on": "born"}.get(broken.field or "", broken.field)
            self.add_error(field if field in self.fields else None, broken.sentence)
        return typed

    def involved(self) -> PersonInvolved:
        """The person as told."""
        typed = dict(self.cleaned_data)
        born, unborn = typed.pop("born", None), typed["involvement"] == "unborn"
        return PersonInvolved(**typed, born_on=None if unborn else born, expected_on=born if unborn else None)


class AboutForm(_Person):
    """A child, an unborn child or an adult at risk."""

    title = "Who are you worried about?"
    involvement = forms.ChoiceField(
        label="Who is this?",
        choices=(
            ("child", "A child"),
            ("unborn", "A child who is not born yet"),
            ("adult_at_risk", "An adult at risk"),
        ),
        widget=Radios(
            hints={"adult_at_risk": "Somebody of 18 or older who needs care and cannot keep themselves safe."}
        ),
    )
    born = GovDateField(
        label="Date of birth",
        help_text="For a child who is not born yet: when the birth is expected, roughly if you do not know.",
        required=False,
    )
    sex = forms.ChoiceField(label="Sex", choices=SEXES, widget=Radios(), initial="U")
    address = forms.CharField(label="House and street", max_length=200, required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    school = forms.CharField(label="School, nursery or work", max_length=120, required=False)
    nhs_number = NHSNumberField(label="NHS number", required=False)
    field_order = (
        "involvement",
        "given_name",
        "family_name",
        "born",
        "sex",
        "address",
        "postcode",
    )


class HouseholdForm(_Person):
    """Somebody else who lives there or matters."""

    title = "Who else is in the home, or matters?"
    involvement = forms.ChoiceField(
        label="Where do they live?",
        choices=(("household", "In the same home"), ("other", "Somewhere else")),
        widget=Radios(),
    )
    relationship = forms.CharField(
        label="Who are they to the child or adult?", help_text="For example: mother, stepfather, aunt.", max_length=60
    )
    born = GovDateField(label="Date of birth", past=True, required=False)
    field_order = ("relationship", "given_name", "family_name", "born", "involvement")


class WorryForm(Step):
    """What happened."""

    title = "What are you worried about?"
    concern = forms.CharField(
        label="What has happened, or what do you want to ask?",
        help_text="When was it, and who saw it? Say what you saw yourself, what you were told, and what you think.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    child_said = forms.CharField(
        label="What did the child or adult say, in their own words?",
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FamilyForm(Step):
    """What the family knows, or why they were not asked.

    Args:
        consent: the hub's rule, with the reasons it accepts.
    """

    title = "Does the family know that you are telling us?"
    mark_optional: ClassVar[bool] = False
    consent = forms.ChoiceField(
        label="Does the family know that you are telling us?",
        help_text="Ask them if it is safe. You do not need their consent when somebody is at risk of serious harm.",
        choices=(
            ("given", "Yes, and they consent"),
            ("told", "Yes, but they do not consent"),
            ("not_sought", "No, I have not asked them"),
        ),
        widget=Radios(),
    )
    why = forms.ChoiceField(
        label="If they do not consent, or you have not asked: why do you tell us all the same?",
        required=False,
        widget=Radios(),
    )
    consent_reason = forms.CharField(
        label="Anything more about that", max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, consent: ConsentRules) -> None:
        super().__init__(data)
        why = self.fields["why"]
        reasons = [(reason.code, reason.label) for reason in consent.reasons_not_sought]
        why.choices = [*reasons, ("other", "Another reason, which I write below")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The family consents, or there is a reason."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if "consent" in typed and "why" in typed:
            try:
                rules.require_consent_or_reason(typed["consent"], self.reason())
            except RuleBroken as broken:
                self.add_error("consent_reason" if typed["why"] else "why", broken.sentence)
        return typed

    def reason(self) -> str:
        """The reason in words; empty where the family consents."""
        typed = self.cleaned_data
        if typed["consent"] == "given":
            return ""
        chosen = typed.get("why", "")
        labels = dict(self.fields["why"].choices)  # type: ignore[attr-defined]
        words = ("" if chosen in ("", "other") else labels[chosen], typed.get("consent_reason", "").strip())
        return ". ".join(part.rstrip(".") for part in words if part)


def source_of(who: str, details: Mapping[str, Any]) -> str:
    """The census code of who refers: an organisation's, a member of the public's, or anonymous."""
    if who == "professional":
        return str(details["source"])
    if not any(details.get(name) for name in ("referrer_name", "referrer_telephone", "referrer_email")):
        return "9"
    return _PUBLIC_SOURCES[who]


STEPS: dict[str, type[Step]] = {
    "danger": DangerForm,
    "you": YouForm,
    "details": PublicForm,
    "worry": WorryForm,
    "family": FamilyForm,
}
PARTS: dict[str, type[_Person]] = {"about": AboutForm, "household": HouseholdForm}
# The order of the pages; "about" and "household" are lists of people.
ORDER = ("danger", "you", "details", "about", "household", "worry", "family", "check")
