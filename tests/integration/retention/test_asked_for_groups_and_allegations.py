"""Somebody asks for their records: why they stand in a group and what was alleged are gathered, for those who may."""

from datetime import timedelta
from uuid import UUID

import pytest

from openmash.allegations import services as allegation_services
from openmash.allegations.rules import AllegationTold
from openmash.audit.models import Event
from openmash.contacts.models import Contact
from openmash.core.errors import NotFound
from openmash.groups import services as group_services
from openmash.groups.rules import GroupTold, LinkTold
from openmash.retention import queries, services
from openmash.retention.queries import PieceView
from tests.kept import records_asked_for
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
AT = NOW + timedelta(days=1)
ALLEGED, LINKED = "He pulled Ada Wren and Bea Wren over a bench.", "Ada Wren and Bea Wren name the same car."
RAISED = AllegationTold("Perry Chartham", "Teaching assistant", "Stour Primary", ALLEGED)


@pytest.fixture
def world() -> World:
    return devon()


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world)


def alleged(case: Case, told: AllegationTold = RAISED) -> UUID:
    """Something is alleged from the case's contact, in a hub that has named its designated officer."""
    officer, names = case.world.people["social_worker"], case.world.actor("operations_manager")
    allegation_services.name_officer(user_id=officer, actor=names, at=case.later())
    contact_id = Contact.objects.get().id
    coordinator = case.world.actor("coordinator")
    return allegation_services.raise_(contact_id=contact_id, told=told, actor=coordinator, at=case.later()).id


def in_a_group(case: Case, *, readers: tuple[str, ...] = ()) -> UUID:
    """The child and the mother are victims in a group, which names its readers where any are given."""
    worker, people = case.world.actor("social_worker"), case.world.people
    few = ("named", frozenset(people[each] for each in readers)) if readers else ("room", frozenset())
    told = GroupTold("Quay Street", "A car.", "children_act_1989_s47", NOW.date() + timedelta(days=90), *few)
    group_id = group_services.begin(enquiry_id=case.enquiry_id, told=told, actor=worker, at=case.later())
    for person_id in case.people():
        link = LinkTold("victim", LINKED, person_id=person_id)
        group_services.link(group_id=group_id, enquiry_id=case.enquiry_id, told=link, actor=worker, at=case.later())
    return group_id


def gathered(case: Case, *, by: str = "manager") -> UUID:
    """A request for the child's records, gathered."""
    request_id = records_asked_for(case.world, at=AT)
    services.gather(request_id=request_id, person_ids=case.people()[:1], actor=case.world.actor(by), at=AT)
    return request_id


def of_kind(case: Case, request_id: UUID, kind: str, who: str = "manager") -> list[PieceView]:
    return [each for each in queries.pieces(request_id, actor=case.world.actor(who)) if each.kind == kind]


def test_what_was_alleged_is_gathered_and_other_people_in_it_are_pointed_out(case: Case) -> None:
    with case.world.inside():
        made = alleged(case)
        [piece] = of_kind(case, gathered(case), "allegation")
        words = queries.piece_words(piece.id, actor=case.world.actor("manager"), at=AT)
        assert ALLEGED in words.text
        pointed = {each.name for each in words.stretches}
        assert {"Perry Chartham", "Bea Wren"} <= pointed
        assert "Ada Wren" not in pointed
        opened = Event.objects.filter(name="allegation.opened", about_id=made)
        assert list(opened.values_list("actor_id", flat=True)) == [case.world.people["manager"]]


def test_why_somebody_stands_in_a_group_is_gathered_and_not_what_it_is_called(case: Case) -> None:
    with case.world.inside():
        in_a_group(case)
        [piece] = of_kind(case, gathered(case), "group")  # her own place in it, not her mother's
        words = queries.piece_words(piece.id, actor=case.world.actor("manager"), at=AT)
        assert LINKED in words.text
        assert "Quay Street" not in words.heading + words.text
        pointed = {each.name for each in words.stretches}
        assert "Bea Wren" in pointed
        assert "Ada Wren" not in pointed


def test_what_others_are_kept_out_of_is_given_with_their_names_taken_out(case: Case) -> None:
    with case.world.inside():
        alleged(case)
        manager = case.world.actor("manager")
        [piece] = of_kind(case, gathered(case), "allegation")
        services.answer_piece(
            piece_id=piece.id,
            answer="redact",
            words="He pulled Ada Wren and […] over a bench.",
            exemptions=["third_party"],
            why="Others are named.",
            actor=manager,
            at=AT,
        )
        given = queries.piece_words(piece.id, actor=manager, at=AT).given
        assert given == "He pulled Ada Wren and […] over a bench."


def test_whoever_only_manages_requests_learns_of_neither(case: Case) -> None:
    with case.world.inside():
        alleged(case)
        in_a_group(case)
        request_id = gathered(case)
        for kind in ("allegation", "group"):
            assert of_kind(case, request_id, kind, "governance") == []
            [piece] = of_kind(case, request_id, kind)
            with pytest.raises(NotFound):
                queries.piece(piece.id, actor=case.world.actor("governance"))
        assert of_kind(case, request_id, "contact", "governance")


def test_of_a_group_that_names_its_readers_those_alone_learn_until_one_of_them_gives_it(case: Case) -> None:
    with case.world.inside():
        in_a_group(case, readers=("second_manager",))
        request_id = gathered(case)
        assert of_kind(case, request_id, "group") == []
        [piece] = of_kind(case, request_id, "group", "second_manager")
        with pytest.raises(NotFound):
            queries.piece(piece.id, actor=case.world.actor("manager"))
        services.answer_piece(piece_id=piece.id, answer="disclose", actor=case.world.actor("second_manager"), at=AT)
        assert of_kind(case, request_id, "group")


def test_a_manager_of_whom_something_is_alleged_does_not_know_of_the_request(case: Case) -> None:
    with case.world.inside():
        before = gathered(case)
        manager = case.world.actor("manager")
        assert queries.request(before, actor=manager)
        alleged(case, AllegationTold("A manager", "Manager", "The hub", ALLEGED, case.world.people["manager"]))
        with pytest.raises(NotFound):
            queries.request(before, actor=manager)
        after = gathered(case, by="second_manager")
        assert [each.id for each in queries.requests(actor=manager)] == []
        assert of_kind(case, after, "allegation", "second_manager")
