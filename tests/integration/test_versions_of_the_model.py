"""A hub's operating model in versions: who may change it, from when it holds, and what keeps the one it began with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction

from config import model_command
from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.agencies import services as agency_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import PersonInvolved
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from openmash.hubs import queries, services
from openmash.hubs.models import ModelVersion
from openmash.hubs.rules import ModelInvalid, NoModelInForce
from openmash.hubs.services import Wording
from tests.integration.contacts_told import told
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

TOMORROW = NOW.date() + timedelta(days=1)
LATER = NOW + timedelta(days=1)
FAR = date(2030, 1, 1)


@pytest.fixture
def world() -> World:
    return devon(people=("administrator", "operations_manager", "coordinator", "manager"))


@contextmanager
def breaks(rule: str, *, field: str | None = None) -> Iterator[None]:
    """What happens inside is refused by this rule, beside this field."""
    with pytest.raises(RuleBroken) as broken:
        yield
    assert (broken.value.rule, broken.value.field) == (rule, field)


def who(world: World, handle: str) -> Actor:
    return world.actor(handle)


def draft_of(world: World, *, change: tuple[str, str] | None = None, at: datetime = NOW) -> UUID:
    """A copy of the shipped model, with one passage of it changed."""
    admin = who(world, "administrator")
    version_id = services.copy_shipped(name="devon", actor=admin, at=at)
    if change:
        text = queries.version(version_id, actor=admin, at=at).text
        assert change[0] in text
        services.edit(version_id=version_id, wording=Wording(text.replace(*change, 1)), actor=admin, at=at)
    return version_id


def put_into_force(world: World, version_id: UUID, *, on: date = TOMORROW, at: datetime = NOW) -> None:
    admin, operations = who(world, "administrator"), who(world, "operations_manager")
    services.propose(version_id=version_id, effective_from=on, why="Ambers are quicker.", actor=admin, at=at)
    services.approve(version_id=version_id, actor=operations, at=at)


def test_a_hub_keeps_the_text_it_opened_with(world: World) -> None:
    with world.inside():
        [version] = queries.versions(who(world, "administrator"), at=NOW)
    assert (version.name, version.version, version.state, version.in_force) == ("devon", 1, "approved", True)
    assert version.effective_from is None


def test_a_version_holds_from_its_day_and_not_before(world: World) -> None:
    with world.inside():
        put_into_force(world, draft_of(world, change=('title = "Devon"', 'title = "Devon, changed"')))
        assert queries.model_of(world.hub_id, NOW).title == "Devon"
        assert queries.model_of(world.hub_id, LATER).title == "Devon, changed"
        assert queries.model_of(world.hub_id, LATER).version == 2


def test_the_day_begins_at_midnight_in_the_united_kingdom(world: World) -> None:
    with world.inside():
        summer = date(2027, 6, 2)
        put_into_force(world, draft_of(world), on=summer)
        first = datetime(2027, 6, 1, 23, 0, tzinfo=UTC)  # midnight in summer time
        last = first - timedelta(seconds=1)
        assert queries.model_of(world.hub_id, last).version == 1
        assert queries.model_of(world.hub_id, first).version == 2


def test_an_enquiry_keeps_the_version_it_began_with(world: World) -> None:
    with world.inside():
        before = _open(world, NOW, "Harlow")
        put_into_force(world, draft_of(world, change=('title = "Devon"', 'title = "Devon, changed"')))
        after = _open(world, LATER, "Wren")
        manager = who(world, "manager")
        assert enquiry_queries.model_for(before, actor=manager).version == 1
        assert enquiry_queries.model_for(after, actor=manager).version == 2
        assert {each.version for each in enquiry_queries.models_for([before, after], actor=manager).values()} == {1, 2}


def test_a_re_rating_counts_by_the_version_the_enquiry_began_with(world: World) -> None:
    with world.inside():
        enquiry_id = _open(world, NOW, "Harlow")
        text = queries.versions(who(world, "administrator"), at=NOW)[0].text
        shorter = _red_clock_of(text, hours=1)
        version_id = draft_of(world)
        services.edit(version_id=version_id, wording=Wording(shorter), actor=who(world, "administrator"), at=NOW)
        put_into_force(world, version_id)
        manager = who(world, "manager")
        [subject] = enquiry_queries.enquiry(enquiry_id, actor=manager).subjects
        enquiry_services.rate(subject_id=subject.id, rating="red", reason="Worse.", actor=manager, at=LATER)
        [subject] = enquiry_queries.enquiry(enquiry_id, actor=manager).subjects
        assert "within 4 hours" in subject.ratings[-1].due_words
        assert queries.model_of(world.hub_id, LATER).rating("red").clock.amount == 1


def _red_clock_of(text: str, *, hours: int) -> str:
    start = text.index("[ratings.clock]", text.index('code = "red"'))
    return text[:start] + text[start:].replace("amount = 4", f"amount = {hours}", 1).replace(
        "amount = 2", f"amount = {hours}", 1
    )


def _open(world: World, at: datetime, family: str) -> UUID:
    coordinator = who(world, "coordinator")
    contact = told(received_at=at, people=(PersonInvolved("child", "Jack", family),))
    contact_id = contact_services.record(told=contact, actor=coordinator, at=at)
    [child] = contact_queries.contact(contact_id, actor=coordinator).people
    first = (FirstRating(child.id, "amber", "A bruise."),)
    return enquiry_services.open_(contact_id=contact_id, ratings=first, actor=coordinator, at=at)


def test_nobody_approves_what_they_prepared_and_somebody_else_may(world: World) -> None:
    with world.inside():
        version_id = draft_of(world)
        admin, operations = who(world, "administrator"), who(world, "operations_manager")
        services.propose(version_id=version_id, effective_from=TOMORROW, why="Why.", actor=admin, at=NOW)
        with pytest.raises(Refused, match="Somebody else approves"):
            services.approve(version_id=version_id, actor=admin, at=NOW)
        services.approve(version_id=version_id, actor=operations, at=NOW)
        assert queries.version(version_id, actor=admin, at=LATER).in_force


def test_whoever_only_edited_it_does_not_approve_it_in_another_role_either(world: World) -> None:
    with world.inside():
        version_id = services.copy_shipped(name="devon", actor=who(world, "administrator"), at=NOW)
        operations = who(world, "operations_manager")
        editor = replace(who(world, "administrator"), id=world.people["manager"], name="Was an administrator")
        text = queries.version(version_id, actor=editor, at=NOW).text
        services.edit(version_id=version_id, wording=Wording(text), actor=editor, at=NOW)
        admin = who(world, "administrator")
        services.propose(version_id=version_id, effective_from=TOMORROW, why="Why.", actor=admin, at=NOW)
        with pytest.raises(Refused, match="Somebody else approves"):
            services.approve(version_id=version_id, actor=replace(operations, id=editor.id), at=NOW)
        services.approve(version_id=version_id, actor=operations, at=NOW)


def test_a_version_that_calls_itself_by_another_number_is_not_kept(world: World) -> None:
    """Records name the version they began with: one that answers to another name would stop every page of theirs."""
    with world.inside():
        version_id, admin = draft_of(world), who(world, "administrator")
        text = queries.version(version_id, actor=admin, at=NOW).text
        wording = Wording(text.replace("version = ", "version = 1_00", 1))
        with pytest.raises(ModelInvalid, match="calls itself version"):
            services.edit(version_id=version_id, wording=wording, actor=admin, at=NOW)
        services.edit(version_id=version_id, wording=Wording(text), actor=admin, at=NOW)


@pytest.mark.parametrize("handle", ["coordinator", "manager", "operations_manager"])
def test_only_an_administrator_prepares_a_version(world: World, handle: str) -> None:
    with world.inside():
        with pytest.raises(Refused):
            services.copy_shipped(name="devon", actor=who(world, handle), at=NOW)
        assert services.copy_shipped(name="devon", actor=who(world, "administrator"), at=NOW)


@pytest.mark.parametrize("handle", ["coordinator", "manager"])
def test_only_who_prepares_or_approves_sees_the_versions(world: World, handle: str) -> None:
    with world.inside():
        with pytest.raises(Refused):
            queries.versions(who(world, handle), at=NOW)
        assert queries.versions(who(world, "operations_manager"), at=NOW)


def test_a_version_takes_effect_from_a_day_that_has_not_begun(world: World) -> None:
    with world.inside():
        version_id, admin = draft_of(world), who(world, "administrator")
        with breaks("operating_model.from_a_later_day", field="effective_from"):
            services.propose(version_id=version_id, effective_from=NOW.date(), why="Why.", actor=admin, at=NOW)
        services.propose(version_id=version_id, effective_from=TOMORROW, why="Why.", actor=admin, at=NOW)
        with breaks("operating_model.from_a_later_day", field="effective_from"):
            services.approve(version_id=version_id, actor=who(world, "operations_manager"), at=LATER)
        services.approve(version_id=version_id, actor=who(world, "operations_manager"), at=NOW)


def test_a_proposal_and_a_refusal_say_why(world: World) -> None:
    with world.inside():
        version_id, admin = draft_of(world), who(world, "administrator")
        with breaks("operating_model.says_why", field="why"):
            services.propose(version_id=version_id, effective_from=TOMORROW, why=" ", actor=admin, at=NOW)
        services.propose(version_id=version_id, effective_from=TOMORROW, why="Why.", actor=admin, at=NOW)
        with breaks("operating_model.says_why", field="why"):
            services.send_back(version_id=version_id, why="", actor=who(world, "operations_manager"), at=NOW)
        services.send_back(
            version_id=version_id, why="Noon is too early.", actor=who(world, "operations_manager"), at=NOW
        )
        back = queries.version(version_id, actor=admin, at=NOW)
        assert (back.state, back.sent_back_because) == ("draft", "Noon is too early.")


def test_a_text_that_is_no_operating_model_is_refused_with_its_lines_and_nothing_is_kept(world: World) -> None:
    with world.inside():
        version_id, admin = draft_of(world), who(world, "administrator")
        before = queries.version(version_id, actor=admin, at=NOW).text
        with pytest.raises(ModelInvalid, match=r"version 2, line \d+"):
            services.edit(
                version_id=version_id,
                wording=Wording(before.replace("amount = 4", "amount = 0", 1)),
                actor=admin,
                at=NOW,
            )
        assert queries.version(version_id, actor=admin, at=NOW).text == before


def test_what_was_proposed_is_not_edited_until_it_is_sent_back(world: World) -> None:
    with world.inside():
        version_id, admin = draft_of(world), who(world, "administrator")
        text = queries.version(version_id, actor=admin, at=NOW).text
        services.propose(version_id=version_id, effective_from=TOMORROW, why="Why.", actor=admin, at=NOW)
        with breaks("operating_model.is_a_draft"):
            services.edit(version_id=version_id, wording=Wording(text), actor=admin, at=NOW)
        services.send_back(version_id=version_id, why="No.", actor=who(world, "operations_manager"), at=NOW)
        services.edit(version_id=version_id, wording=Wording(text), actor=admin, at=NOW)


def test_a_version_is_withdrawn_before_its_day_and_not_after(world: World) -> None:
    with world.inside():
        admin = who(world, "administrator")
        one, two = draft_of(world), draft_of(world)
        put_into_force(world, one)
        put_into_force(world, two)
        with breaks("operating_model.not_begun"):
            services.withdraw(version_id=one, actor=admin, at=LATER)
        services.withdraw(version_id=two, actor=admin, at=NOW)
        assert queries.model_of(world.hub_id, LATER).version == 2


def test_two_people_who_edit_at_once_do_not_write_over_each_other(world: World) -> None:
    with world.inside():
        version_id, admin = draft_of(world), who(world, "administrator")
        seen = queries.version(version_id, actor=admin, at=NOW)
        wording = Wording(seen.text, "First.")
        services.edit(version_id=version_id, wording=wording, actor=admin, at=NOW, revision=seen.revision)
        with pytest.raises(Stale):
            services.edit(version_id=version_id, wording=wording, actor=admin, at=NOW, revision=seen.revision)


def test_postgresql_itself_keeps_an_approved_text_as_it_was(world: World) -> None:
    with world.inside():
        version_id = draft_of(world)
        put_into_force(world, version_id)
        for change in (
            {"text": "format = 1"},
            {"effective_from": NOW.date()},
            {"approved_by": world.people["manager"]},
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                ModelVersion.objects.filter(id=version_id).update(**change)


def test_another_hub_s_version_is_not_found() -> None:
    here, there = devon(people=("administrator",)), devon("kent", people=("administrator", "operations_manager"))
    with there.inside():
        version_id = draft_of(there)
    with here.inside(), pytest.raises(NotFound):
        queries.version(version_id, actor=who(here, "administrator"), at=NOW)
    with there.inside():
        assert queries.version(version_id, actor=who(there, "administrator"), at=NOW).version == 2


def test_one_hub_s_change_changes_nothing_in_another() -> None:
    here, there = devon(people=()), devon("kent", people=("administrator", "operations_manager"))
    with there.inside():
        put_into_force(there, draft_of(there, change=('title = "Devon"', 'title = "Kent, changed"')))
        assert queries.model_of(there.hub_id, LATER).title == "Kent, changed"
    with here.inside():
        assert queries.model_of(here.hub_id, LATER).title == "Devon"


def test_an_unknown_version_is_said_and_never_guessed(world: World) -> None:
    with world.inside():
        with pytest.raises(NoModelInForce):
            queries.model(world.hub_id, "devon", "7")
        assert queries.model(world.hub_id, "devon", "1").version == 1
    with pytest.raises(NoModelInForce):
        queries.model_of(world.hub_id, NOW)  # outside of any hub nothing is seen, so nothing is assumed


def test_a_copy_of_a_version_starts_from_its_text_under_a_number_of_its_own(world: World) -> None:
    with world.inside():
        admin = who(world, "administrator")
        first = draft_of(world, change=('title = "Devon"', 'title = "Devon, changed"'))
        again = services.copy_version(version_id=first, actor=admin, at=NOW)
        copied = queries.version(again, actor=admin, at=NOW)
        assert (copied.version, copied.model.version, copied.model.title) == (3, 3, "Devon, changed")


def test_a_rule_broken_says_which(world: World) -> None:
    with world.inside():
        version_id, admin = draft_of(world), who(world, "administrator")
        with pytest.raises(RuleBroken) as broken:
            services.approve(version_id=version_id, actor=who(world, "operations_manager"), at=NOW)
        assert broken.value.rule == "operating_model.from_a_later_day"
        assert queries.version(version_id, actor=admin, at=NOW).is_draft


def test_the_command_shows_the_version_that_a_hub_works_by(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with world.inside():
        put_into_force(world, draft_of(world, change=('title = "Devon"', 'title = "Devon, changed"')))
    assert model_command.main(["show", "--hub", "devon", "--on", NOW.date().isoformat()]) == 0
    assert capsys.readouterr().out.startswith("Devon (version 1)")
    assert model_command.main(["show", "--hub", "devon", "--on", TOMORROW.isoformat()]) == 0
    assert capsys.readouterr().out.startswith("Devon, changed (version 2)")
    assert model_command.main(["show", "--hub", "nowhere"]) == 1
    assert "There is no such hub here" in capsys.readouterr().err


def test_a_hub_goes_live_once_everybody_has_signed(world: World) -> None:
    title = "London MASH governance framework"
    with world.inside():
        operations, coordinator = who(world, "operations_manager"), who(world, "coordinator")
        put_into_force(world, _london(world))
        with breaks("hubs.is_live"):
            contact_services.record(told=told(received_at=LATER), actor=coordinator, at=LATER)
        contact_services.record(told=told(received_at=NOW), actor=coordinator, at=LATER)  # under the version before
        with breaks("hubs.framework_is_signed", field="live_from"):
            services.go_live(live_from=LATER.date(), actor=operations, at=LATER)
        for agency in agency_queries.agencies(world.hub_id):
            agency_services.sign_agreement(
                hub_id=world.hub_id,
                agency_id=agency.id,
                title=title,
                signed_on=NOW.date(),
                holds_until=date(2030, 1, 1),
            )
        with pytest.raises(Refused):
            services.go_live(live_from=LATER.date(), actor=coordinator, at=LATER)
        services.go_live(live_from=LATER.date(), actor=operations, at=LATER)
        contact_services.record(told=told(received_at=LATER), actor=coordinator, at=LATER)
        with breaks("hubs.goes_live_once", field="live_from"):
            services.go_live(live_from=LATER.date(), actor=operations, at=LATER)


def _london(world: World) -> UUID:
    """A framework signed by kinds that the hub of the tests has."""
    framework = (
        '[framework]\ntitle = "London MASH governance framework"\nsigned_by = ["police", "health"]\n'
        'source = "Local choice"\neffective_from = 2012-02-01\n\n[office]\n'
    )
    return draft_of(world, change=("[office]\n", framework))
