"""What an agency's own index knows of whom it is asked about: for its own people alone, and said by one of them."""

from datetime import date
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from openmash.audit.models import Event
from openmash.checks import queries, services
from openmash.checks.errors import NoSuchCheck
from openmash.checks.models import Check, OwnRecord
from openmash.core.errors import Refused
from openmash.person_index import queries as index_queries
from openmash.worklists import queries as worklist_queries
from tests.indexes import know, looked_up, person, seen_by
from tests.refusals import refused
from tests.rooms import Case, open_case
from tests.world import World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return open_case(devon())


@pytest.fixture
def world(case: Case) -> World:
    return case.world


@pytest.fixture
def check_id(case: Case) -> UUID:
    """The police know the child, under another spelling and as herself; they and the health service are asked."""
    with case.world.inside():
        know(
            case.world,
            "police",
            person("P-1"),
            person("P-2", "Ida", "Wrenn", date(2018, 4, 3)),
            person("P-9", "Zed", "Stone", date(1960, 1, 2), sex="M", places=()),
        )
        police, _ = case.ask("police", "health")
        assert looked_up(case.world, case.later()) == 2
    return police


def hits(world: World, who: str, check_id: UUID) -> list[str]:
    with seen_by(world, who):
        found = index_queries.hits_of_checks([check_id], actor=world.actor(who))
        return [each.reference for each in found.get(check_id, ())]


def work_words(world: World, who: str) -> list[str]:
    with seen_by(world, who):
        rows = worklist_queries.needs_me(world.actor(who), at=Check.objects.latest("asked_at").asked_at)
        return [row.words for row in rows]


def test_only_the_agency_s_own_people_learn_whom_its_index_may_know(world: World, check_id: UUID) -> None:
    assert hits(world, "police", check_id)[0] == "P-1"
    assert hits(world, "evaluator", check_id)[0] == "P-1"
    assert "P-9" not in hits(world, "police", check_id)
    for who in ("health", "coordinator", "manager", "operations_manager", "governance", "administrator"):
        assert hits(world, who, check_id) == []


def test_the_worklist_of_the_agency_says_so_and_no_other(world: World, check_id: UUID) -> None:
    assert "Your index may know one of these people" in work_words(world, "police")
    for who in ("health", "coordinator", "manager", "social_worker", "business_support"):
        assert not [words for words in work_words(world, who) if "index" in words]


def test_each_request_is_looked_up_once(case: Case, check_id: UUID) -> None:
    with case.world.inside():
        assert looked_up(case.world, case.later()) == 0
        assert not Check.objects.filter(looked_up_at=None).exists()


def test_asking_writes_nothing_that_depends_on_what_an_index_knows(case: Case) -> None:
    """Whoever asks waits for no look-up: not a statement more where the index knows the family."""
    with case.world.inside():
        know(case.world, "police", person("P-1"))
        case.ask("police")
        assert Check.objects.get().looked_up_at is None


def test_somebody_of_the_agency_says_which_record_it_is(case: Case, world: World, check_id: UUID) -> None:
    child = case_child(case)
    with seen_by(world, "police"):
        services.say_own_record(
            check_id=check_id, person_id=child, reference="P-1", actor=world.actor("police"), at=case.later()
        )
        [said] = queries.own_records(check_id, actor=world.actor("evaluator"))
        assert (said.person_id, said.reference, said.said_by_name) == (child, "P-1", "Sam Trevail")
        row = OwnRecord.objects.get()
        assert row.model_version == index_queries.model().version
        assert {step["about"] for step in row.evidence} >= {"forename", "surname", "born"}


def test_what_the_agency_said_is_shown_to_nobody_else(case: Case, world: World, check_id: UUID) -> None:
    with world.inside():
        say(case, check_id)
    for who in ("health", "coordinator", "manager", "operations_manager", "governance"):
        with seen_by(world, who):
            assert queries.own_records(check_id, actor=world.actor(who)) == ()
            assert not OwnRecord.objects.exists()  # PostgreSQL says so, whatever a query forgets
    with seen_by(world, "police"):
        assert OwnRecord.objects.exists()


def test_said_twice_the_first_stands(case: Case, world: World, check_id: UUID) -> None:
    with world.inside():
        assert say(case, check_id) == say(case, check_id)


def test_nobody_is_found_and_not_found_at_once(case: Case, world: World, check_id: UUID) -> None:
    child = case_child(case)
    with world.inside():
        police, said = world.actor("police"), say(case, check_id)
        none = {"check_id": check_id, "person_id": child, "actor": police, "at": case.later()}
        assert refused(services.say_none_of_these, **none) == ("checks.found_or_not_found", None)
        services.take_back_own_record(own_record_id=said, actor=police, at=case.later())
        services.say_none_of_these(**none)
        assert refused(services.say_own_record, **none, reference="P-1") == ("checks.found_or_not_found", None)


def test_what_was_taken_back_is_kept_and_is_not_taken_back_twice(case: Case, world: World, check_id: UUID) -> None:
    with seen_by(world, "police"):
        police, said = world.actor("police"), say(case, check_id)
        services.take_back_own_record(own_record_id=said, actor=police, at=case.later())
        assert queries.own_records(check_id, actor=police) == ()
        assert OwnRecord.objects.get().taken_back_by == police.id
        with pytest.raises(NoSuchCheck):
            services.take_back_own_record(own_record_id=said, actor=police, at=case.later())


def test_another_agency_says_nothing_and_takes_nothing_back(case: Case, world: World, check_id: UUID) -> None:
    with world.inside():
        said = say(case, check_id)
        with pytest.raises(Refused):
            say(case, check_id, who="health")
        for who in ("health", "manager"):
            with pytest.raises(NoSuchCheck):
                services.take_back_own_record(own_record_id=said, actor=world.actor(who), at=case.later())


def test_only_of_somebody_who_is_asked_about(case: Case, world: World, check_id: UUID) -> None:
    with world.inside(), pytest.raises(NoSuchCheck):
        say(case, check_id, person_id=UUID(int=7))


def test_an_own_reference_is_there_and_short(case: Case, world: World, check_id: UUID) -> None:
    with world.inside():
        police = world.actor("police")
        told = {"check_id": check_id, "person_id": case.people()[0], "actor": police, "at": case.later()}
        for reference, rule in (
            ("  ", "checks.own_record_has_a_reference"),
            ("x" * 101, "checks.own_reference_is_short"),
            ("a\x00b", "checks.own_reference_is_short"),
        ):
            assert refused(services.say_own_record, **told, reference=reference) == (rule, "reference")
        assert services.say_own_record(**told, reference="x" * 100)


def test_what_was_said_cannot_be_written_over(case: Case, world: World, check_id: UUID) -> None:
    with seen_by(world, "police"):
        say(case, check_id)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE checks_ownrecord SET reference = 'P-2'")


def test_the_log_does_not_tell_found_from_not_found(case: Case, world: World, check_id: UUID) -> None:
    with world.inside():
        first = services.take_back_own_record(
            own_record_id=say(case, check_id), actor=world.actor("police"), at=case.at
        )
        assert first == check_id
        services.say_none_of_these(
            check_id=check_id, person_id=case_child(case), actor=world.actor("police"), at=case.later()
        )
        told = Event.objects.filter(name="check.own_record_told").values("detail", "owner_id", "about_kind")
        assert len(told) == 2
        assert len({str(each) for each in told}) == 1


def test_it_is_gone_when_the_agency_s_answers_are_erased(case: Case, world: World, check_id: UUID) -> None:
    with world.inside():
        say(case, check_id)
        services.erase_answers(
            enquiry_id=case.enquiry_id,
            agency_ids=[world.agencies["police"]],
            actor=world.actor("governance"),
            at=case.later(),
        )
    with seen_by(world, "police"):
        assert not OwnRecord.objects.exists()


def case_child(case: Case) -> UUID:
    with case.world.inside():
        return case.people()[0]


def say(case: Case, check_id: UUID, *, who: str = "police", person_id: UUID | None = None) -> UUID:
    return services.say_own_record(
        check_id=check_id,
        person_id=person_id or case.people()[0],
        reference="P-1",
        actor=case.world.actor(who),
        at=case.later(),
    )
