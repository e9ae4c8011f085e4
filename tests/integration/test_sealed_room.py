"""Putting things into the sealed room and reading them there, as the inside door's database role."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from openmash.audit.models import Event
from openmash.audit.services import NotWritten
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.core.keys import Erased, Unreadable
from openmash.notifications.models import Message
from openmash.sealed import queries, services, vault
from openmash.sealed.models import ItemVersion, SealedText
from openmash.sealed.rules import ItemTold
from tests.rooms import Case, open_case
from tests.world import NOW, devon

pytestmark = pytest.mark.django_db

SECRET = "Mr Finch was arrested in March for hurting a partner."


@pytest.fixture
def case() -> Iterator[Case]:
    """One family's enquiry, inside the hub."""
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


def test_what_an_agency_puts_in_is_read_by_vetted_members_of_the_hub(case: Case) -> None:
    item_id = case.put_in(
        "police",
        SECRET,
        fact_on=date(2026, 3, 2),
        handling="Do not say that we know",
        professional="PC Trevail",
        about=(case.people()[0],),
    )

    seen = case.seen_by("social_worker")[item_id]

    assert (seen.text, seen.handling, seen.fact_on) == (SECRET, "Do not say that we know", date(2026, 3, 2))
    assert (seen.agency_name, seen.professional, seen.version) == ("Devon and Cornwall Police", "PC Trevail", 1)
    assert seen.readable
    assert not seen.own
    assert [name.split()[0] for name in seen.about] == ["Ada"]
    assert case.seen_by("police")[item_id].own


@pytest.mark.parametrize("who", ["governance", "administrator", "coordinator", "business_support"])
def test_whoever_does_not_work_in_the_room_cannot_open_it(case: Case, who: str) -> None:
    item_id = case.put_in("police", SECRET)
    actor = case.world.actor(who)
    attempts: list[Callable[[], object]] = [
        lambda: queries.room(case.enquiry_id, actor=actor, at=case.later()),
        lambda: queries.item(item_id, actor=actor, at=case.later()),
        lambda: queries.sealed_text(uuid4(), actor=actor, at=case.later()),
    ]

    for attempt in attempts:
        with pytest.raises(Refused, match="may not enter the sealed room"):
            attempt()

    assert case.seen_by("manager")[item_id].text == SECRET


def test_whoever_is_not_vetted_any_more_cannot_open_it_and_is_told_who_can_help(case: Case) -> None:
    case.put_in("police", SECRET)

    for who in ("lapsed", "unvetted"):
        with pytest.raises(RuleBroken, match="Ask the hub's administrator") as refused:
            case.seen_by(who)
        assert refused.value.rule == "sealed.vetting_is_current"

    assert case.seen_by("health")


def test_the_day_vetting_ends_is_the_last_day_it_holds_in_uk_time(case: Case) -> None:
    case.put_in("police", SECRET)
    lapsed = case.world.actor("lapsed")  # until 1 October 2026, when clocks are an hour ahead of UTC
    last_minute = datetime(2026, 10, 1, 22, 59, tzinfo=UTC)

    assert queries.room(case.enquiry_id, actor=lapsed, at=last_minute).items
    with pytest.raises(RuleBroken, match="ended on 1 October 2026"):
        queries.room(case.enquiry_id, actor=lapsed, at=last_minute + timedelta(minutes=1))


def test_nobody_of_an_agency_whose_agreement_has_ended_reads_the_room(case: Case) -> None:
    case.put_in("police", SECRET)
    after_the_agreement = datetime(2028, 1, 2, 9, 0, tzinfo=UTC)
    health = case.world.actor("health")
    renewed_vetting = replace(health, vetted_until=date(2029, 1, 1))

    with pytest.raises(RuleBroken, match="NHS Devon ended on 1 January 2028") as refused:
        queries.room(case.enquiry_id, actor=renewed_vetting, at=after_the_agreement)

    assert refused.value.rule == "sealed.agreement_is_current"
    assert queries.room(case.enquiry_id, actor=renewed_vetting, at=after_the_agreement - timedelta(days=1)).items


def test_a_restricted_item_is_for_its_agency_and_the_decision_makers(case: Case) -> None:
    item_id = case.put_in(
        "police",
        SECRET,
        sensitivity="restricted",
        professional="DS Trevail",
        handling="Source at risk",
        fact_on=date(2026, 3, 2),
        about=tuple(case.people()),
    )

    for entitled in ("police", "manager"):
        assert case.seen_by(entitled)[item_id].text == SECRET
    seen = case.seen_by("health")[item_id]

    assert seen.why_not == "Confidential information is held by Devon and Cornwall Police: speak to DS Trevail."
    assert not seen.readable
    assert (seen.text, seen.handling, seen.fact_on, seen.about, seen.source_kind) == ("", "", None, (), "")
    assert SECRET not in repr(seen)
    with pytest.raises(Refused, match="speak to DS Trevail"):
        case.ask_release(item_id)


def test_the_opening_and_each_reading_are_on_the_log(case: Case) -> None:
    shown = case.put_in("police", SECRET)
    held_back = case.put_in("police", "An informant said so.", sensitivity="restricted")
    before = set(Event.objects.values_list("id", flat=True))

    case.seen_by("health")

    events = Event.objects.exclude(id__in=before)
    assert sorted((e.name, e.about_id) for e in events) == [("item.read", shown), ("room.opened", case.enquiry_id)]
    assert {e.actor_id for e in events} == {case.world.people["health"]}
    assert {e.enquiry_id for e in events} == {case.enquiry_id}
    assert held_back not in {e.about_id for e in events}


def test_the_log_is_written_before_anything_is_opened(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    item_id = case.put_in("police", SECRET)
    really_open, on_the_log = vault.open_each, []

    def watched(closed: Sequence[tuple[vault.Envelope, vault.Place]]) -> list[bytes | Erased]:
        on_the_log.append(Event.objects.filter(name="item.read", about_id=item_id).count())
        return really_open(closed)

    monkeypatch.setattr(vault, "open_each", watched)

    assert case.seen_by("health")[item_id].text == SECRET
    assert on_the_log
    assert set(on_the_log) == {1}


def test_nothing_is_opened_when_the_log_cannot_be_written(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    item_id = case.put_in("police", SECRET)
    text_id = _words(case)
    request_id = case.ask_release(case.put_in("police", "May go.", leave="whole"))
    opened: list[str] = []
    monkeypatch.setattr(vault, "open_", lambda *_args, **_kwargs: opened.append("opened"))
    health, police = case.world.actor("health"), case.world.actor("police")
    worker = case.world.actor("social_worker")
    reads = {
        "room": lambda: queries.room(case.enquiry_id, actor=health, at=case.at),
        "item": lambda: queries.item(item_id, actor=health, at=case.at),
        "own item": lambda: queries.item(item_id, actor=police, at=case.at),
        "hub's words": lambda: queries.sealed_text(text_id, actor=health, at=case.at),
        "releasable": lambda: queries.releasable(request_id, actor=worker, at=case.at),
    }

    for name, read in reads.items():
        with pytest.raises(NotWritten):
            _with_a_log_that_takes_nothing(read)
        assert opened == [], name


def test_words_in_another_row_under_another_owner_or_changed_are_never_shown(case: Case) -> None:
    mine, other = case.put_in("police", SECRET), case.put_in("health", "She missed two appointments.")
    police, health = ItemVersion.objects.get(item_id=mine), ItemVersion.objects.get(item_id=other)
    row = vault.Envelope(bytes(police.ciphertext), police.wrapped_key)
    agencies = case.world.agencies

    assert vault.open_(row, place=vault.item_text(police.hub_id, agencies["police"], police.id)) == SECRET.encode()
    for wrong in (
        vault.item_text(police.hub_id, agencies["police"], health.id),
        vault.item_text(police.hub_id, agencies["health"], police.id),
        vault.item_handling(police.hub_id, agencies["police"], police.id),
        vault.hub_words(police.hub_id, police.id),
    ):
        with pytest.raises(Unreadable):
            vault.open_(row, place=wrong)


def test_only_somebody_who_answers_for_an_agency_puts_something_in(case: Case) -> None:
    for who in ("manager", "business_support", "coordinator"):
        with pytest.raises(Refused, match="Only somebody who answers for an agency"):
            case.put_in(who, SECRET)

    assert case.put_in("social_worker", SECRET)


def test_an_item_is_about_people_of_its_own_enquiry(case: Case) -> None:
    another_family = open_case(case.world, family="Marsh")

    with pytest.raises(RuleBroken) as refused:
        case.put_in("police", SECRET, about=(another_family.people()[0],))

    assert (refused.value.rule, refused.value.field) == ("sealed.about_people_of_the_enquiry", "about")
    assert case.put_in("police", SECRET, about=tuple(case.people()))


def test_items_answer_a_request_and_belong_to_the_agency_that_gave_them(case: Case) -> None:
    [check_id] = case.ask("police")
    items = (ItemTold("Arrested in March"), ItemTold("Called out twice", source_kind="reported"))

    ids = services.answer_with_items(
        check_id=check_id,
        items=items,
        searched="Niche and PND",
        late=None,
        actor=case.world.actor("police"),
        at=case.later(),
    )

    seen = case.seen_by("manager")
    assert [seen[i].text for i in ids] == ["Arrested in March", "Called out twice"]
    assert {seen[i].check_id for i in ids} == {check_id}
    assert {seen[i].professional for i in ids} == {"Sam Trevail"}
    counts = queries.outline(case.enquiry_id, actor=case.world.actor("coordinator"))
    assert [(c.agency_name, c.items) for c in counts] == [("Devon and Cornwall Police", 2)]


def test_another_agency_cannot_answer_in_its_place(case: Case) -> None:
    [check_id] = case.ask("police")

    with pytest.raises(Refused, match="Only the agency that was asked"):
        services.answer_with_items(
            check_id=check_id,
            items=(ItemTold(SECRET),),
            searched="SystmOne",
            late=None,
            actor=case.world.actor("health"),
            at=case.later(),
        )

    assert case.seen_by("manager") == {}


def test_a_bad_item_is_named_by_its_place_in_the_form_and_nothing_is_kept(case: Case) -> None:
    [check_id] = case.ask("police")

    with pytest.raises(RuleBroken) as refused:
        services.answer_with_items(
            check_id=check_id,
            items=(ItemTold(SECRET), ItemTold("  ")),
            searched="Niche",
            late=None,
            actor=case.world.actor("police"),
            at=case.later(),
        )

    assert (refused.value.rule, refused.value.field) == ("sealed.item_has_words", "items-1-text")
    assert case.seen_by("manager") == {}


def test_a_correction_is_a_new_version_and_the_words_before_are_kept(case: Case) -> None:
    item_id = case.put_in("police", "Arrested in May", handling="Ask first")
    police = case.world.actor("police")

    services.correct(item_id=item_id, text=SECRET, handling="", actor=police, at=case.later(), version=1)

    seen = case.seen_by("manager")[item_id]
    assert (seen.text, seen.handling, seen.version) == (SECRET, "", 2)
    assert ItemVersion.objects.filter(item_id=item_id).count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        ItemVersion.objects.filter(item_id=item_id).update(number=9)


def test_a_correction_of_what_somebody_else_corrected_meanwhile_is_refused(case: Case) -> None:
    item_id = case.put_in("police", "Arrested in May")
    police = case.world.actor("police")
    services.correct(item_id=item_id, text="April", handling="", actor=police, at=case.later(), version=1)

    with pytest.raises(Stale):
        services.correct(item_id=item_id, text="June", handling="", actor=police, at=case.later(), version=1)

    assert case.seen_by("manager")[item_id].text == "April"


@pytest.mark.parametrize("who", ["health", "manager", "operations_manager"])
def test_nobody_but_its_owner_corrects_or_withdraws_an_item(case: Case, who: str) -> None:
    item_id = case.put_in("police", SECRET)
    actor = case.world.actor(who)

    with pytest.raises(Refused):
        services.correct(item_id=item_id, text="Nothing", handling="", actor=actor, at=case.later())
    with pytest.raises(Refused):
        services.withdraw(item_id=item_id, actor=actor, at=case.later())

    services.withdraw(item_id=item_id, actor=case.world.actor("evaluator"), at=case.later())
    assert case.seen_by("manager") == {}


def test_what_was_withdrawn_is_neither_shown_nor_counted_nor_corrected(case: Case) -> None:
    item_id = case.put_in("police", SECRET)
    police = case.world.actor("police")
    services.withdraw(item_id=item_id, actor=police, at=case.later())

    assert case.seen_by("police") == {}
    assert queries.outline(case.enquiry_id, actor=police) == []
    assert queries.known_now(case.enquiry_id, actor=police) == ()
    with pytest.raises(NotFound):
        queries.item(item_id, actor=police, at=case.later())
    with pytest.raises(RuleBroken, match="took it out of the room"):
        services.correct(item_id=item_id, text="x", handling="", actor=police, at=case.later())


def test_what_is_known_now_changes_with_every_correction(case: Case) -> None:
    manager, police = case.world.actor("manager"), case.world.actor("police")
    item_id = case.put_in("police", SECRET)
    first = queries.known_now(case.enquiry_id, actor=manager)

    services.correct(item_id=item_id, text=SECRET, handling="", actor=police, at=case.later())

    second = queries.known_now(case.enquiry_id, actor=manager)
    assert len(first) == len(second) == 1
    assert first != second
    assert queries.known_now(case.enquiry_id, actor=manager) == second


def test_the_hubs_own_words_are_read_in_the_room_only(case: Case) -> None:
    text_id = _words(case)

    assert queries.sealed_text(text_id, actor=case.world.actor("health"), at=case.later()) == "We fear for her."
    assert Event.objects.filter(name="text.read", about_id=text_id).count() == 1
    assert b"fear" not in bytes(SealedText.objects.get(id=text_id).ciphertext)
    with pytest.raises(RuleBroken):
        queries.sealed_text(text_id, actor=case.world.actor("lapsed"), at=case.later())


def test_another_hub_sees_neither_room_nor_item(case: Case) -> None:
    item_id = case.put_in("police", SECRET)
    elsewhere = devon("bury")

    with elsewhere.inside():
        stranger = elsewhere.actor("manager")
        attempts: tuple[Callable[[], object], ...] = (
            lambda: queries.room(case.enquiry_id, actor=stranger, at=case.at),
            lambda: queries.item(item_id, actor=stranger, at=case.at),
        )
        for attempt in attempts:
            with pytest.raises(NotFound):
                attempt()
        assert queries.known_now(case.enquiry_id, actor=stranger) == ()

    assert case.seen_by("manager")[item_id].text == SECRET


def test_the_room_is_read_with_as_many_statements_however_full_it_is(case: Case) -> None:
    people = tuple(case.people())
    case.put_in("police", SECRET, about=people)
    few = _statements(case)

    for n in range(12):
        case.put_in(("police", "health")[n % 2], f"Fact {n}", about=people)

    assert _statements(case) == few
    assert few <= 16


def test_who_decides_is_told_of_nothing_while_nothing_is_decided(case: Case) -> None:
    case.put_in("police", SECRET)

    assert not Message.objects.filter(kind="added_after_decision").exists()


@transaction.atomic
def _with_a_log_that_takes_nothing(read: Callable[[], object]) -> None:
    connection.cursor().execute("SET TRANSACTION READ ONLY")  # the log is all that a read writes
    read()


def _statements(case: Case) -> int:
    manager = case.world.actor("manager")
    with case.world.inside(), CaptureQueriesContext(connection) as captured:  # as a request of its own
        queries.room(case.enquiry_id, actor=manager, at=NOW + timedelta(hours=1))
    return len(captured)


def _words(case: Case) -> UUID:
    return services.seal_text(
        enquiry_id=case.enquiry_id,
        purpose="analysis",
        text="We fear for her.",
        actor=case.world.actor("manager"),
        at=case.later(),
    )
