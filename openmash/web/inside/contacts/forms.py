"""What is typed when a call, e-mail, letter or police report is written down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from openmash.contacts import rules
from openmash.contacts.rules import ContactTold, Coverage, PersonInvolved
from openmash.core.errors import RuleBroken
from openmash.web.shared.fields import (
    GovDateField,
    GovDateTimeField,
    NHSNumberField,
    PostcodeField,
    TelephoneField,
)
from openmash.web.shared.forms import GovForm, whole_number
from openmash.web.shared.widgets import Radios

CHANNELS = (
    ("telephone", "Telephone call"),
    ("email", "Secure email"),
    ("letter", "Letter"),
    ("police_report", "Police report (121a)"),
)
KINDS = (
    ("referral", "Referral"),
    ("advice", "Request for advice"),
    ("police_notification", "Police notification"),
    ("information_request", "Request for information from a court or another authority"),
    ("out_of_hours", "Out-of-hours report"),
    ("transfer_in", "Transfer in from another area"),
)
INVOLVEMENTS = (
    ("child", "Child"),
    ("unborn", "Unborn child"),
    ("adult_at_risk", "Adult at risk"),
    ("household", "In the household"),
    ("alleged", "Said to have caused harm"),
    ("other", "Other person"),
)
CONSENTS = (
    ("given", "Yes, and they consent"),
    ("told", "Yes, but they do not consent"),
    ("not_sought", "No, they have not been asked"),
)
SEXES = (("U", "Not known"), ("F", "Female"), ("M", "Male"))
MOST_PEOPLE = 30


class ContactForm(GovForm):
    """What came in, who told us, what worries them and what the family knows; people have rows of their own."""

    channel = forms.ChoiceField(
        label="How did it come in?", choices=CHANNELS, widget=Radios(inline=True, small=True), initial="telephone"
    )
    received_at = GovDateTimeField(label="When was it received?", past=True)
    kind = forms.ChoiceField(label="What is it?", choices=KINDS, initial="referral")
    immediate_danger = forms.BooleanField(
        label="Somebody is in immediate danger now (make sure 999 has been called)", required=False
    )
    source = forms.ChoiceField(label="Who is it from?", choices=(("", ""), *rules.SOURCES.items()))
    referrer_name = forms.CharField(label="Their name", max_length=120, required=False)
    referrer_role = forms.CharField(label="Their role", max_length=120, required=False)
    referrer_organisation = forms.CharField(label="Organisation", max_length=120, required=False)
    referrer_telephone = TelephoneField(label="Telephone number", max_length=40, required=False)
    referrer_email = forms.EmailField(label="Email address", max_length=254, required=False)
    concern = forms.CharField(
        label="What is the worry?",
        help_text="What happened, when, and who saw it. Say what is fact and what is opinion.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    child_said = forms.CharField(
        label="What the child or adult said, in their own words",
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    consent = forms.ChoiceField(label="Does the family know?", choices=CONSENTS, widget=Radios(small=True))
    consent_reason = forms.CharField(
        label="If they do not consent or were not asked: why?",
        help_text="For example: asking would put the child at greater risk; the parent cannot be reached in time.",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, coverage: Coverage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What there is only one of is not asked.
        for name, label, choices in (
            ("area", "Which area?", coverage.areas),
            ("referral_type", "Which type of referral?", coverage.referral_types),
        ):
            if len(choices) > 1:
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=coverage.choices(choices, first="Not known yet"), required=False
                )

    def clean(self) -> dict[str, Any]:
        """Hold what was typed against the rules, beside their fields."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if "consent" in typed:
            self.hold(rules.require_consent_or_reason, typed["consent"], typed.get("consent_reason", ""))
        return typed

    def hold(self, rule: Any, *given: Any) -> None:
        """Put a broken rule's sentence beside its field."""
        try:
            rule(*given)
        except RuleBroken as broken:
            self.blame(broken)


class PersonForm(GovForm):
    """One person of the contact; a row in which nothing is typed is nobody."""

    mark_optional: ClassVar[bool] = False
    involvement = forms.ChoiceField(label="Who is this?", choices=INVOLVEMENTS, initial="child")
    given_name = forms.CharField(label="First name", max_length=80, required=False)
    family_name = forms.CharField(label="Surname", max_length=80, required=False)
    born = GovDateField(label="Birth date (or expected date)", required=False)
    sex = forms.ChoiceField(label="Sex", choices=SEXES, required=False)
    relationship = forms.CharField(label="Relationship to the child", max_length=60, required=False)
    address = forms.CharField(label="House and street", max_length=200, required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    school = forms.CharField(label="School, nursery or work", max_length=120, required=False)
    nhs_number = NHSNumberField(label="NHS number", required=False)
    same_address = forms.BooleanField(label="Lives with person 1", required=False)

    @property
    def is_blank(self) -> bool:
        """Whether nothing but the part and the sex, which have a first answer, is filled in."""
        names = [n for n in self.fields if n not in ("involvement", "sex", "same_address")]
        return not any(self.fields[name].has_changed(None, self._typed(name)) for name in names)

    def clean(self) -> dict[str, Any]:
        """Hold the person against the rules, beside the fields."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or self.is_blank:
            return typed
        try:
            rules.require_person(self.involved(), on=timezone.localdate())
        except RuleBroken as broken:
            field = {"born_on": "born", "expected_on": "born"}.get(broken.field or "", broken.field)
            self.add_error(field, broken.sentence)
        return typed

    def involved(self) -> PersonInvolved:
        """The person as told."""
        typed = dict(self.cleaned_data)
        born = typed.pop("born", None)
        typed.pop("same_address", None)
        unborn = typed["involvement"] == "unborn"
        typed["sex"] = typed["sex"] or "U"
        return PersonInvolved(**typed, born_on=None if unborn else born, expected_on=born if unborn else None)

    def _typed(self, name: str) -> Any:
        widget = self.fields[name].widget
        return widget.value_from_datadict(self.data, self.files, self.add_prefix(name))


class PeopleForms:
    """The rows of people, as many as the page has; works without JavaScript because the page says how many."""

    def __init__(self, data: Mapping[str, Any] | None, *, rows: int = 2, extra: int = 0) -> None:
        count = _whole(data.get("people"), rows) if data is not None else rows
        self.count = min(count + extra, MOST_PEOPLE)
        self.forms = [
            PersonForm(data if data is not None and number <= count else None, prefix=f"person-{number}")
            for number in range(1, self.count + 1)
        ]
        self.is_bound = data is not None

    def is_valid(self) -> bool:
        """Whether every row that says something is as it should be."""
        return not any(form.errors and not form.is_blank for form in self.forms if form.is_bound)

    def told(self) -> tuple[PersonInvolved, ...]:
        """The people; those who live with the first one have that address."""
        filled = [form for form in self.forms if form.is_bound and not form.is_blank]
        people = [form.involved() for form in filled]
        return tuple(
            _at_the_address_of(people[0], person)
            if form.cleaned_data["same_address"] and not person.address and not person.postcode
            else person
            for form, person in zip(filled, people, strict=True)
        )


def told(form: ContactForm, people: PeopleForms) -> ContactTold:
    """The contact as the page told it."""
    return ContactTold(**form.cleaned_data, people=people.told())


def first_shown(at: datetime) -> dict[str, Any]:
    """What stands in the form before anybody types: received now, by telephone."""
    return {"received_at": timezone.localtime(at)}


def _at_the_address_of(first: PersonInvolved, person: PersonInvolved) -> PersonInvolved:
    return PersonInvolved(**{**person.__dict__, "address": first.address, "postcode": first.postcode})


def _whole(typed: Any, otherwise: int) -> int:
    number = whole_number(str(typed or ""))
    return otherwise if number is None else min(max(number, 1), MOST_PEOPLE)
