"""What a contact must say, and when it may be joined."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from openmash.contacts import rules
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.core.errors import RuleBroken

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
JACK = PersonInvolved("child", "Jack", "Harlow", born_on=date(2018, 5, 1))
TOLD = ContactTold(
    channel="telephone",
    kind="referral",
    received_at=NOW,
    referrer_name="Alex Tremain",
    referrer_role="Head teacher",
    referrer_organisation="Brookfield Primary School",
    referrer_telephone="01632 960001",
    referrer_email="head@brookfield.example",
    source="2A",
    concern="Jack came to school with a bruise on his arm.",
    immediate_danger=False,
    consent="given",
    consent_reason="",
    people=(JACK,),
)


def broken(told: ContactTold) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as caught:
        rules.require_contact_told(told, at=NOW)
    return caught.value.rule, caught.value.field


def test_a_contact_that_says_what_is_needed_is_kept() -> None:
    rules.require_contact_told(TOLD, at=NOW)


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"concern": "  "}, "contacts.concern_is_said", "concern"),
        ({"received_at": NOW + timedelta(minutes=1)}, "contacts.received_before_now", "received_at"),
        ({"channel": "pigeon"}, "contacts.known_codes", "channel"),
        ({"source": "99"}, "contacts.known_codes", "source"),
        ({"consent": "not_sought"}, "contacts.consent_or_the_reason_why_not", "consent_reason"),
        ({"consent": "told"}, "contacts.consent_or_the_reason_why_not", "consent_reason"),
        ({"people": ()}, "contacts.somebody_it_is_about", "people"),
        ({"referrer_email": "a" * 250 + "@b.uk"}, "contacts.not_too_long", "referrer_email"),
        ({"people": (replace(JACK, school="a" * 121),)}, "contacts.not_too_long", "school"),
        ({"people": (replace(JACK, involvement="household"),)}, "contacts.somebody_it_is_about", "people"),
        (
            {"referrer_name": "", "referrer_organisation": ""},
            "contacts.professional_is_named",
            "referrer_name",
        ),
    ],
)
def test_what_is_missing_is_refused_by_name_beside_its_field(change: dict[str, Any], rule: str, field: str) -> None:
    assert broken(replace(TOLD, **change)) == (rule, field)


@pytest.mark.parametrize(
    "change",
    [
        {"consent": "not_sought", "consent_reason": "Asking would put Jack at greater risk."},
        {"kind": "advice", "people": ()},
        {"source": "1D", "referrer_name": "", "referrer_organisation": ""},
        {"received_at": NOW - timedelta(days=2)},
        {"referrer_name": "a" * 120},
    ],
)
def test_what_may_be_left_out_may_be_left_out(change: dict[str, Any]) -> None:
    rules.require_contact_told(replace(TOLD, **change), at=NOW)


@pytest.mark.parametrize(
    ("person", "rule"),
    [
        (PersonInvolved("child"), "contacts.described_by_something"),
        (PersonInvolved("unborn", family_name="Harlow"), "contacts.unborn_has_an_expected_date"),
        (PersonInvolved("unborn", born_on=date(2026, 1, 1)), "contacts.unborn_has_no_birth_date"),
        (replace(JACK, born_on=None, expected_on=date(2027, 1, 1)), "contacts.only_unborn_are_expected"),
        (replace(JACK, born_on=date(2026, 11, 19)), "contacts.born_in_the_past"),
        (replace(JACK, born_on=date(2008, 11, 18)), "contacts.child_is_under_18"),
        (replace(JACK, nhs_number="9990000019"), "contacts.nhs_number_is_real"),
        (replace(JACK, sex="X"), "contacts.sex_is_f_m_or_u"),
    ],
)
def test_a_person_who_cannot_be_so_is_refused_by_name(person: PersonInvolved, rule: str) -> None:
    assert broken(replace(TOLD, people=(JACK, person)))[0] == rule


@pytest.mark.parametrize(
    "person",
    [
        PersonInvolved("unborn", expected_on=date(2027, 2, 1)),
        PersonInvolved("other", relationship="Father"),
        PersonInvolved("child", school="Brookfield Primary School"),
        replace(JACK, born_on=date(2008, 11, 19)),
        replace(JACK, born_on=date(2026, 11, 18)),
    ],
)
def test_people_of_whom_little_is_known_may_be_named(person: PersonInvolved) -> None:
    rules.require_contact_told(replace(TOLD, people=(JACK, person)), at=NOW)


def test_a_baby_born_after_midnight_in_summer_was_not_born_in_the_future() -> None:
    just_born = replace(JACK, born_on=date(2026, 7, 2))
    half_past_midnight_in_london = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    told = replace(TOLD, people=(just_born,), received_at=half_past_midnight_in_london)
    rules.require_contact_told(told, at=half_past_midnight_in_london)


def join_is_refused(contact: Any, target: Any, joined_to: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        rules.require_may_join(contact, target_id=target, target_joined_to=joined_to)
    return caught.value.rule


def test_a_contact_joins_another_that_stands_by_itself_and_no_other() -> None:
    one, two, three = uuid4(), uuid4(), uuid4()
    rules.require_may_join(one, target_id=two, target_joined_to=None)
    assert join_is_refused(one, one, None) == "contacts.not_joined_to_itself"
    assert join_is_refused(one, two, three) == "contacts.not_joined_to_a_joined_one"
    assert join_is_refused(one, two, one) == "contacts.not_joined_in_a_circle"


def test_an_identity_is_settled_once_an_enquiry_is_open() -> None:
    rules.require_not_settled("received", uuid4())
    rules.require_not_settled("became_an_enquiry", None)
    with pytest.raises(RuleBroken) as caught:
        rules.require_not_settled("became_an_enquiry", uuid4())
    assert caught.value.rule == "contacts.identity_is_the_enquirys"


def test_two_notices_of_one_event_name_the_same_people_close_in_time() -> None:
    hour = timedelta(hours=3)
    assert rules.same_event([JACK], [replace(JACK, given_name="jack")], apart=hour) == (
        "names the same people: Jack Harlow",
        "came in 3 hours apart",
    )
    assert rules.same_event([JACK], [JACK], apart=timedelta(days=8)) == ()
    assert rules.same_event([JACK], [replace(JACK, given_name="Lily")], apart=hour) == ()


def test_a_letter_says_the_contact_again_after_a_journey_as_json() -> None:
    unborn = PersonInvolved("unborn", family_name="Harlow", expected_on=date(2027, 1, 3))
    told = replace(TOLD, people=(JACK, unborn), child_said="It hurts.")
    assert rules.told_in(json.loads(json.dumps(rules.letter_of(told)))) == told


def test_a_form_too_long_to_have_been_typed_is_refused() -> None:
    rules.require_letter_size(100_000)
    with pytest.raises(RuleBroken):
        rules.require_letter_size(200_001)
