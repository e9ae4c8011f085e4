"""What is due is erased once a second person says so; what a hold keeps is not; nothing of it can be read again."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection

from openmash.audit.models import Event
from openmash.contacts import queries as contact_queries
from openmash.core.errors import OpenMashError, Refused, RuleBroken
from openmash.core.keys import Erased
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.people import queries as people_queries
from openmash.retention import queries, services
from openmash.retention.errors import LedgerUnreadable, NoSuchBatch
from openmash.retention.queries import AGENCIES, CONTACT, HUB
from openmash.sealed import vault
from openmash.sealed.models import ItemVersion
from tests.kept import AFTER_SEVEN_YEARS, MUCH_LATER, approved, due, ended, erased, prepared
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon()


@pytest.fixture
def case(world: World) -> Case:
    """Closed without passing anybody on; NHS Devon and the education service each put something in."""
    case = open_case(world)
    with world.inside():
        case.put_in("health", "She was seen at the emergency department in May.", about=case.people()[:1])
        case.put_in("education", "Her attendance is 71 per cent.")
        ended(case)
    return case


def hold(case: Case, on: str, about_id: UUID, who: str = "governance") -> UUID:
    return services.place_hold(
        on=on, about_id=about_id, ground="court", reason="Family court", actor=case.world.actor(who), at=MUCH_LATER
    )


def words_in_the_room(case: Case) -> list[str]:
    versions = ItemVersion.objects.filter(item__enquiry_id=case.enquiry_id).select_related("item")
    return [opened(version) for version in versions]


def opened(version: ItemVersion) -> str:
    place = vault.item_text(version.hub_id, version.item.agency_id, version.id)
    return vault.open_(vault.Envelope(bytes(version.ciphertext), version.wrapped_key), place=place).decode()


def test_what_came_to_nothing_is_due_six_months_after_it_closed_and_not_a_day_before(case: Case) -> None:
    with case.world.inside():
        found = due(case.world)
        (hub,) = [line for line in found.lines if line.part == HUB]
        day_before = due(case.world, at=MUCH_LATER.replace(year=2027, month=5, day=17))
    assert {line.part for line in found.lines} == {HUB, AGENCIES}
    assert f"{hub.due_on}" == "2027-05-18"
    assert "6 months from the day" in hub.why
    assert day_before.lines == ()


def test_the_list_says_how_much_but_names_nobody(case: Case) -> None:
    with case.world.inside():
        lines = due(case.world).lines
    said = " ".join(f"{line.counted} {line.why} {line.reference}" for line in lines)
    assert "2 items: Devon Education Service 1, NHS Devon 1" in said
    assert "Wren" not in said
    assert "Ada" not in said


def test_nothing_is_erased_before_a_second_person_approves(case: Case) -> None:
    with case.world.inside():
        batch_id = prepared(case.world)
        assert len(words_in_the_room(case)) == 2
        with pytest.raises(RuleBroken, match="You prepared this"):
            approved(case.world, batch_id, who="governance")
        assert len(words_in_the_room(case)) == 2
        assert approved(case.world, batch_id) == 2
        with pytest.raises(Erased):
            words_in_the_room(case)


@pytest.mark.parametrize("who", ["manager", "social_worker", "health", "administrator"])
def test_only_who_manages_records_or_reviews_exceptions_may_approve(case: Case, who: str) -> None:
    with case.world.inside():
        batch_id = prepared(case.world)
        with pytest.raises(Refused):
            approved(case.world, batch_id, who=who)
        assert approved(case.world, batch_id) == 2


def test_names_dates_and_words_go_and_who_did_what_stays(case: Case) -> None:
    world = case.world
    with world.inside():
        before = enquiry_queries.enquiry(case.enquiry_id, actor=world.actor("manager"))
        child = before.subjects[0]
        assert child.person.display_name == "Ada Wren"
        erased(world)
        after = enquiry_queries.enquiry(case.enquiry_id, actor=world.actor("manager"))
        person = people_queries.person(child.person.id, actor=world.actor("manager"))
        contact = contact_queries.contact(after.contacts[0], actor=world.actor("coordinator"))
    assert after.reference == before.reference
    assert after.opened_by_name == before.opened_by_name
    assert "Ada" not in str(person)
    assert person.born_on is None
    assert contact.concern == "Erased"
    assert contact.referrer_name == ""
    assert "Wren" not in str(contact)


def test_no_row_of_any_table_holds_a_name_or_a_word_of_it_any_more(case: Case) -> None:
    words = ("Wren", "bruises", "Sparrow", "Brookfield Primary School, ", "nobody has met", "01632 960300")
    with case.world.inside():
        assert set(_found(words)) >= {"Wren", "bruises", "Sparrow"}
        erased(case.world)
        assert _found(words) == []


def _found(words: tuple[str, ...]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.table_privileges WHERE privilege_type = 'SELECT' "
            "AND grantee = 'openmash_inside' AND table_schema = 'public'"
        )
        rows: list[str] = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    everything = "\n".join(rows)
    return [word for word in words if word in everything]


def test_somebody_who_is_in_a_case_that_is_kept_keeps_their_name(world: World) -> None:
    first = open_case(world)
    with world.inside():
        ended(first)
        child = first.people()[0]
    second = open_case(world, at=NOW + timedelta(days=250))
    with world.inside():
        same = second.people()[0]
        assert same != child, "two people with one name until somebody says otherwise"
        erased(world)
        assert people_queries.names([child], actor=world.actor("manager"))[child] == "Erased"
        assert people_queries.names([same], actor=world.actor("manager"))[same] == "Ada Wren"


def test_a_hold_on_the_enquiry_a_person_an_agency_or_the_hub_stops_it(case: Case) -> None:
    world = case.world
    with world.inside():
        for on, about_id in (
            ("enquiry", case.enquiry_id),
            ("person", case.people()[0]),
            ("hub", world.hub_id),
        ):
            hold_id = hold(case, on, about_id)
            assert due(world).lines == ()
            assert {held for line in due(world).held for held in line.held_by} == {
                "Proceedings in court are running or expected"
            }
            services.lift_hold(hold_id=hold_id, because="It is over", actor=world.actor("governance"), at=MUCH_LATER)
            assert len(due(world).lines) == 2


def test_a_hold_on_an_agency_keeps_its_part_and_no_other(case: Case) -> None:
    world = case.world
    with world.inside():
        hold(case, "agency", world.agencies["health"])
        erased(world)
        (kept,) = due(world).held
        assert kept.agency_ids == (world.agencies["health"],)
        versions = ItemVersion.objects.filter(item__agency_id=world.agencies["health"]).select_related("item")
        assert [opened(version) for version in versions] == ["She was seen at the emergency department in May."]


def test_a_hold_placed_after_the_list_was_prepared_stops_the_whole_list(case: Case) -> None:
    world = case.world
    with world.inside():
        batch_id = prepared(world)
        hold_id = hold(case, "person", case.people()[0], who="manager")
        with pytest.raises(RuleBroken, match="something changed about"):
            approved(world, batch_id)
        services.lift_hold(hold_id=hold_id, because="A mistake", actor=world.actor("manager"), at=MUCH_LATER)
        assert approved(world, batch_id) == 2


def test_a_hold_says_why_and_who_and_is_on_the_log(case: Case) -> None:
    with case.world.inside():
        with pytest.raises(RuleBroken, match="Enter the reason"):
            services.place_hold(
                on="enquiry",
                about_id=case.enquiry_id,
                ground="inquiry",
                reason=" ",
                actor=case.world.actor("governance"),
                at=MUCH_LATER,
            )
        with pytest.raises(Refused):
            hold(case, "enquiry", case.enquiry_id, who="social_worker")
        hold(case, "enquiry", case.enquiry_id)
        (shown,) = queries.holds(actor=case.world.actor("governance"))
        assert Event.objects.filter(name="hold.placed", enquiry_id=case.enquiry_id).count() == 1
    assert shown.reason == "Family court"
    assert shown.placed_by_name == "Morgan Quill"


def test_the_police_look_at_theirs_before_it_is_due(world: World) -> None:
    case = open_case(world)
    with world.inside():
        case.put_in("police", "Called to the address in June.")
        ended(case)
        police, governance = world.actor("police"), world.actor("governance")
        at = AFTER_SEVEN_YEARS
        held = {agency for line in due(world, at=at).lines for agency in line.agency_ids}
        assert world.agencies["police"] not in held
        assert [each.enquiry_id for each in queries.to_review(actor=police, at=at)] == [case.enquiry_id]
        assert queries.to_review(actor=world.actor("health"), at=at) == []
        assert queries.to_review(actor=governance, at=at) == []
        services.review(
            enquiry_id=case.enquiry_id, no_longer_needed=True, keep_until=None, reason="No risk", actor=police, at=at
        )
        now_due = {agency for line in due(world, at=at).lines for agency in line.agency_ids}
        assert world.agencies["police"] in now_due
        with pytest.raises(RuleBroken, match="not asked about this"):
            services.review(
                enquiry_id=case.enquiry_id, no_longer_needed=True, keep_until=None, reason="x", actor=police, at=at
            )


def test_a_line_of_the_hub_s_own_takes_the_place_of_the_shipped_one_from_its_day_on(case: Case) -> None:
    world, at = case.world, MUCH_LATER
    with world.inside():
        told = {"record_class": "not_progressed", "months": 24, "starts": "closed", "then": "erase", "own_choice": True}
        with pytest.raises(RuleBroken, match="days that have passed"):
            services.adopt_line(**told, source="Board", from_on=NOW.date(), actor=world.actor("governance"), at=at)
        services.adopt_line(**told, source="Board", from_on=at.date(), actor=world.actor("governance"), at=at)
        assert due(world).lines == ()
        later = due(world, at=at + timedelta(days=600))
        assert len(later.lines) == 2
        assert "2 years" in later.lines[0].why


def test_advice_that_became_no_enquiry_is_blanked_after_six_years(world: World) -> None:
    case = open_case(world)
    with world.inside():
        contact_id = _advised(world)
        at = AFTER_SEVEN_YEARS
        assert [line.about_id for line in due(world, at=at).lines] == [contact_id]
        assert {line.part for line in due(world, at=at).lines} == {CONTACT}
        erased(world, at=at)
        contact = contact_queries.contact(contact_id, actor=world.actor("coordinator"))
        assert contact.concern == "Erased"
        assert "Tarn" not in str(contact)
        assert enquiry_queries.enquiry(case.enquiry_id, actor=world.actor("manager")).subjects[0].person.family_name


def _advised(world: World) -> UUID:
    from openmash.contacts import services as contact_services
    from tests.rooms import _call

    actor = world.actor("social_worker")
    contact_id = contact_services.record(told=_call("Tarn", NOW), actor=actor, at=NOW)
    contact_services.close_with_advice(contact_id=contact_id, advice="Talk to the parents first.", actor=actor, at=NOW)
    return contact_id


def test_the_ledger_outside_has_ids_and_nothing_else(case: Case, erasures: Path) -> None:
    with case.world.inside():
        erased(case.world)
        in_database = {entry.id for entry in queries.entries(case.world.hub_id)}
    lines = [json.loads(line) for line in erasures.read_text().splitlines()]
    assert {UUID(line["id"]) for line in lines} == in_database
    assert {line["part"] for line in lines} == {HUB, AGENCIES}
    assert {line["by"] for line in lines} == {str(case.world.people["operations_manager"])}
    assert oct(erasures.stat().st_mode & 0o777) == "0o600"
    assert "Wren" not in erasures.read_text()


def test_nothing_is_erased_when_the_ledger_cannot_be_written(case: Case, erasures: Path) -> None:
    erasures.mkdir()  # a folder where the file should be
    with case.world.inside():
        batch_id = prepared(case.world)
        with pytest.raises(LedgerUnreadable, match="Nothing was erased"):
            approved(case.world, batch_id)
        assert len(words_in_the_room(case)) == 2
        erasures.rmdir()
        approved(case.world, batch_id)
        with pytest.raises(Erased):
            words_in_the_room(case)


def test_every_line_is_on_the_log(case: Case) -> None:
    with case.world.inside():
        erased(case.world)
        names = list(Event.objects.values_list("name", flat=True))
    assert names.count("record.erased") == 2
    assert names.count("erasure.carried_out") == 1


def test_declining_takes_a_reason_and_erases_nothing(case: Case) -> None:
    world = case.world
    with world.inside():
        batch_id = prepared(world)
        with pytest.raises(RuleBroken, match="Enter the reason"):
            services.decline(batch_id=batch_id, because="", actor=world.actor("operations_manager"), at=MUCH_LATER)
        services.decline(batch_id=batch_id, because="Ask first", actor=world.actor("operations_manager"), at=MUCH_LATER)
        assert len(words_in_the_room(case)) == 2
        with pytest.raises(OpenMashError, match="cannot erase this list"):
            approved(world, batch_id)
        assert prepared(world) != batch_id


def test_whoever_prepared_a_list_takes_it_back_and_cannot_erase_it(case: Case) -> None:
    world = case.world
    with world.inside():
        batch_id = prepared(world)
        with pytest.raises(RuleBroken) as broken:
            approved(world, batch_id, who="governance")
        assert broken.value.rule == "erasure.second_person"
        services.decline(batch_id=batch_id, because="Wrong month", actor=world.actor("governance"), at=MUCH_LATER)
        assert len(words_in_the_room(case)) == 2
        assert prepared(world) != batch_id


def test_another_hub_neither_sees_nor_erases_it(case: Case) -> None:
    other = devon("kent")
    with case.world.inside():
        batch_id = prepared(case.world)
    with other.inside():
        assert due(other).lines == ()
        with pytest.raises(NoSuchBatch):
            approved(other, batch_id)
        with pytest.raises(NoSuchBatch):
            queries.batch(uuid4(), actor=other.actor("governance"))
    with case.world.inside():
        assert approved(case.world, batch_id) == 2


def test_what_was_erased_is_not_opened_again(case: Case) -> None:
    with case.world.inside():
        manager = case.world.actor("manager")
        enquiry_services.reopen(enquiry_id=case.enquiry_id, actor=manager, at=case.later())
        enquiry_services.close(enquiry_id=case.enquiry_id, actor=manager, at=case.later())
        erased(case.world)
        with pytest.raises(RuleBroken, match="was erased when its time was over"):
            enquiry_services.reopen(enquiry_id=case.enquiry_id, actor=manager, at=MUCH_LATER)
