"""A colleague who is kept out of a family's case looks for it wherever something of it may stand."""

from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.enquiries import queries as enquiry_queries
from openmash.exclusions import services as exclusion_services
from tests.rooms import Case, open_case
from tests.world import devon, sign_in

SECRET = "bruises on both arms"  # of the call about Ada Wren, ``tests.rooms``


@pytest.fixture
def case(db: None) -> Case:
    return open_case(devon())


def keep_out(case: Case, who: str, *, person: bool = False) -> None:
    """They say that they know the family: this case alone, or everything about the child."""
    with case.world.inside():
        actor = case.world.actor(who)
        exclusion_services.declare(
            user_id=actor.id,
            enquiry_id=None if person else case.enquiry_id,
            person_id=case.people()[0] if person else None,
            ground="relative",
            actor=actor,
            at=case.later(),
        )


def contact_of(case: Case) -> UUID:
    """The call with which the case began."""
    with case.world.inside():
        return enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).contacts[0]


def call_about_ada(case: Case, *, family: str = "Wren") -> UUID:
    """Somebody else rings about a child of the same name and birth date; nobody has said yet who that is."""
    told = ContactTold(
        channel="telephone",
        kind="referral",
        received_at=case.at,
        referrer_name="Dr Finch",
        referrer_role="GP",
        referrer_organisation="Brook Surgery",
        referrer_telephone="01632 960301",
        referrer_email="",
        source="3A",
        concern="A second call, of another bruise.",
        immediate_danger=False,
        consent="given",
        consent_reason="",
        people=(PersonInvolved("child", "ADA", family, date(2018, 3, 4), sex="F"),),
    )
    with case.world.inside():
        return contact_services.record(told=told, actor=case.world.actor("coordinator"), at=case.later())


@pytest.mark.parametrize("person", [False, True])
def test_the_first_call_is_shut_to_whoever_is_kept_out_of_the_case(client: Client, case: Case, person: bool) -> None:
    address = f"/contacts/{contact_of(case)}/"
    before = sign_in(client, case.world, "social_worker").get(address)
    assert SECRET in before.content.decode()
    keep_out(case, "social_worker", person=person)

    after = client.get(address)

    assert after.status_code == 403
    assert SECRET not in after.content.decode()
    assert "Wren" not in client.get("/contacts/").content.decode()
    sign_in(client, case.world, "coordinator")
    assert SECRET in client.get(address).content.decode()


def test_a_new_call_about_somebody_one_is_kept_away_from_is_shut_before_anybody_said_who_it_is(
    client: Client, case: Case
) -> None:
    keep_out(case, "social_worker", person=True)
    contact_id, other = call_about_ada(case), call_about_ada(case, family="Dove")
    sign_in(client, case.world, "social_worker")

    assert client.get(f"/contacts/{contact_id}/").status_code == 403
    assert client.get(f"/contacts/{other}/").status_code == 200
    for page in ("/contacts/", "/"):
        shown = client.get(page, follow=True).content.decode()
        assert "ADA Wren" not in shown
        assert "ADA Dove" in shown


@pytest.mark.parametrize("what", ["signpost", "join", "reopen", "tell-referrer", "receipt", "triage", "advice"])
def test_nor_is_anything_done_to_such_a_contact(client: Client, case: Case, what: str) -> None:
    contact_id = contact_of(case)
    keep_out(case, "social_worker")

    answer = sign_in(client, case.world, "social_worker").post(f"/contacts/{contact_id}/{what}/", {})

    assert answer.status_code in (403, 404)
    assert SECRET not in answer.content.decode()


def test_a_family_recorded_twice_does_not_let_them_in(client: Client, case: Case) -> None:
    """The second record is of the same name and birth date; nobody has joined the two."""
    keep_out(case, "social_worker", person=True)
    twice = open_case(case.world)
    assert twice.enquiry_id != case.enquiry_id
    sign_in(client, case.world, "social_worker")

    assert client.get(f"/enquiries/{twice.enquiry_id}/").status_code == 403
    assert "Wren" not in client.get("/enquiries/").content.decode()
    sign_in(client, case.world, "manager")
    assert client.get(f"/enquiries/{twice.enquiry_id}/").status_code == 200
