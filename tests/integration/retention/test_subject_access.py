"""Somebody asks for their records: each owner says what is given, others are kept out, a second person approves."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from openmash.checks import services as check_services
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.retention import queries, services
from openmash.retention.queries import PieceView
from openmash.retention.rules.access import Bundle, due_on
from tests.handed_on import decide
from tests.indexes import seen_by
from tests.kept import MUCH_LATER, due, ended, records_asked_for
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

AT = NOW + timedelta(days=1)
HEALTH = "She was seen in May. Bea Wren said she fell. Dr Finch examined her."
POLICE = "An informant says that money is kept at the house."
CO_LOCATED = ("council", "police", "health", "education")


@pytest.fixture
def world() -> World:
    return devon()


@pytest.fixture
def case(world: World) -> Case:
    """Decided; NHS Devon put something in, and the police something that nobody else may know of."""
    case = open_case(world)
    with world.inside():
        case.put_in("health", HEALTH, professional="Dr Finch")
        case.put_in("police", POLICE, sensitivity="hidden")
        decide(case)
    return case


def asked(world: World) -> UUID:
    """Information governance records a request for Ada's records and makes sure who asks."""
    return records_asked_for(world, at=AT)


def gathered(case: Case) -> UUID:
    request_id = asked(case.world)
    child = case.people()[0]
    services.gather(request_id=request_id, person_ids=[child], actor=case.world.actor("manager"), at=AT)
    return request_id


def of_kind(case: Case, request_id: UUID, kind: str, who: str = "manager") -> PieceView:
    (found,) = [p for p in queries.pieces(request_id, actor=case.world.actor(who)) if p.kind == kind]
    return found


def own(case: Case, who: str) -> PieceView:
    ((piece,),) = [each.pieces for each in queries.asked_of_own(actor=case.world.actor(who))]
    return piece


def everything_answered(case: Case, request_id: UUID) -> None:
    """The hub gives the contact and the decision, NHS Devon its item, the police keep theirs back."""
    world, manager = case.world, case.world.actor("manager")
    for kind in ("contact", "decision"):
        piece = of_kind(case, request_id, kind)
        services.answer_piece(piece_id=piece.id, answer="disclose", actor=manager, at=AT)
    services.answer_piece(piece_id=own(case, "health").id, answer="disclose", actor=world.actor("health"), at=AT)
    services.answer_piece(
        piece_id=own(case, "police").id,
        answer="withhold",
        exemptions=["neither"],
        why="A covert source",
        actor=world.actor("police"),
        at=AT,
    )
    for agency in CO_LOCATED:
        who = {"council": "social_worker"}.get(agency, agency)
        services.answer_for_agency(
            request_id=request_id, agency_id=world.agencies[agency], actor=world.actor(who), at=AT
        )
    for agency in ("housing", "school"):
        services.answer_for_agency(request_id=request_id, agency_id=world.agencies[agency], actor=manager, at=AT)


def looked_through(case: Case, request_id: UUID) -> None:
    manager = case.world.actor("manager")
    for piece in queries.pieces(request_id, actor=manager):
        if piece.answer in ("disclose", "redact"):
            words = queries.piece_words(piece.id, actor=manager, at=AT).given
            services.look_through(piece_id=piece.id, words=words, actor=manager, at=AT)


def bundle(case: Case, request_id: UUID, who: str = "second_manager") -> Bundle:
    return services.open_bundle(request_id=request_id, actor=case.world.actor(who), at=AT)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 19), date(2026, 12, 19)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_it_is_due_on_the_same_day_of_the_next_month(received: date, due: date) -> None:
    assert due_on(received) == due


def test_its_time_may_be_extended_once_within_the_first_month_with_a_reason(world: World) -> None:
    with world.inside():
        request_id, governance = asked(world), world.actor("governance")
        with pytest.raises(RuleBroken, match="Enter why"):
            services.extend(request_id=request_id, reason="", actor=governance, at=AT)
        with pytest.raises(RuleBroken, match="first month is over"):
            services.extend(request_id=request_id, reason="Many pages", actor=governance, at=AT + timedelta(days=40))
        services.extend(request_id=request_id, reason="Many pages", actor=governance, at=AT)
        assert queries.request(request_id, actor=governance).due_on == date(2027, 2, 19)
        with pytest.raises(RuleBroken, match="extended already"):
            services.extend(request_id=request_id, reason="More", actor=governance, at=AT)


def test_information_governance_manages_it_and_reads_no_piece(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        governance = case.world.actor("governance")
        seen = queries.pieces(request_id, actor=governance)
        assert [piece.kind for piece in seen] == ["contact", "decision", "item"]
        for piece in seen:
            with pytest.raises((NotFound, Refused)):
                queries.piece_words(piece.id, actor=governance, at=AT)
        with pytest.raises(Refused):
            services.gather(request_id=request_id, person_ids=case.people()[:1], actor=governance, at=AT)
        assert "fell" in queries.piece_words(seen[2].id, actor=case.world.actor("manager"), at=AT).text


def test_nobody_but_its_owner_learns_of_what_is_hidden(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        hidden = own(case, "police")
        for who in ("manager", "governance", "operations_manager"):
            assert hidden.id not in {p.id for p in queries.pieces(request_id, actor=case.world.actor(who))}
            with pytest.raises(NotFound):
                queries.piece(hidden.id, actor=case.world.actor(who))
        with pytest.raises(NotFound):
            queries.piece(hidden.id, actor=case.world.actor("health"))
        assert "informant" in queries.piece_words(hidden.id, actor=case.world.actor("police"), at=AT).text
        asked_of = {each.agency_name for each in queries.owners(request_id, actor=case.world.actor("governance"))}
        assert len(asked_of) == 6, "every agency is asked, so that being asked tells nobody what it holds"


def test_only_its_owner_answers_for_a_piece(case: Case) -> None:
    with case.world.inside():
        gathered(case)
        piece = own(case, "health")
        for who in ("manager", "education", "police", "governance"):
            with pytest.raises((Refused, NotFound)):
                services.answer_piece(piece_id=piece.id, answer="disclose", actor=case.world.actor(who), at=AT)
        services.answer_piece(piece_id=piece.id, answer="disclose", actor=case.world.actor("health"), at=AT)
        assert own(case, "health").answer == "disclose"


def test_whatever_is_kept_back_names_its_ground_and_why(case: Case) -> None:
    with case.world.inside():
        gathered(case)
        health = case.world.actor("health")
        told = {"piece_id": own(case, "health").id, "answer": "withhold", "actor": health, "at": AT}
        with pytest.raises(RuleBroken, match="Choose the ground"):
            services.answer_piece(**told, why="x")
        with pytest.raises(RuleBroken, match="Choose the ground"):
            services.answer_piece(**told, why="x", exemptions=["made_up"])
        with pytest.raises(RuleBroken, match="Enter why this ground"):
            services.answer_piece(**told, exemptions=["health"])
        services.answer_piece(**told, exemptions=["health"], why="The consultant says it would cause serious harm")
        assert own(case, "health").exemptions == ("health",)


def test_other_people_and_professionals_are_pointed_out_and_nothing_is_taken_out_by_itself(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        piece = of_kind(case, request_id, "item")
        words = queries.piece_words(piece.id, actor=case.world.actor("manager"), at=AT)
    named = [(each.text, each.name) for each in words.stretches if each.name]
    assert named == [("Bea Wren", "Bea Wren"), ("Finch", "Dr Finch")] or named == [
        ("Bea Wren", "Bea Wren"),
        ("Dr Finch", "Dr Finch"),
    ]
    assert "".join(each.text for each in words.stretches) == HEALTH


def test_whoever_prepares_may_take_more_out_and_put_nothing_in(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        everything_answered(case, request_id)
        piece, manager = of_kind(case, request_id, "item"), case.world.actor("manager")
        told = {"piece_id": piece.id, "exemptions": ["third_party"], "why": "Her mother", "actor": manager, "at": AT}
        with pytest.raises(RuleBroken, match="not in the original"):
            services.look_through(**told, words="She was seen in May. Her mother said she fell. […]")
        with pytest.raises(RuleBroken, match="Choose the ground"):
            services.look_through(**(told | {"exemptions": []}), words="She was seen in May. […]")
        services.look_through(**told, words="She was seen in May. […] said she fell. Dr Finch examined her.")
        again = of_kind(case, request_id, "item")
    assert again.answer == "redact"
    assert again.looked


def test_what_is_given_is_what_was_chosen_and_nothing_else(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        everything_answered(case, request_id)
        looked_through(case, request_id)
        services.submit(request_id=request_id, actor=case.world.actor("manager"), at=AT)
        given = bundle(case, request_id)
        services.approve_bundle(request_id=request_id, actor=case.world.actor("second_manager"), at=AT)
        assert queries.request(request_id, actor=case.world.actor("governance")).state == "answered"
    assert [each.heading.split(",")[0] for each in given.given] == [
        "What the hub was told",
        "Decision",
        "Information from NHS Devon",
    ]
    assert HEALTH in given.given[2].words
    assert "informant" not in str(given)
    assert given.grounds == (), "not even that something was kept back is said where that would tell"


def test_a_ground_that_may_be_told_is_told_without_what_it_covers(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        everything_answered(case, request_id)
        piece = of_kind(case, request_id, "decision")
        services.answer_piece(
            piece_id=piece.id,
            answer="withhold",
            exemptions=["serious_harm"],
            why="She would be at risk",
            actor=case.world.actor("manager"),
            at=AT,
        )
        looked_through(case, request_id)
        services.submit(request_id=request_id, actor=case.world.actor("manager"), at=AT)
        given = bundle(case, request_id)
    assert [each.split(":")[0] for each in given.grounds] == ["Social work data"]
    assert "at risk" not in str(given)
    assert "Unexplained bruises" not in str(given)


def test_it_waits_for_every_agency_every_answer_and_a_look_through(case: Case) -> None:
    with case.world.inside():
        request_id, manager = gathered(case), case.world.actor("manager")
        with pytest.raises(RuleBroken, match=r"Not everybody has answered: .*NHS Devon"):
            services.submit(request_id=request_id, actor=manager, at=AT)
        with pytest.raises(RuleBroken, match="Answer everything of your agency first"):
            services.answer_for_agency(
                request_id=request_id,
                agency_id=case.world.agencies["police"],
                actor=case.world.actor("police"),
                at=AT,
            )
        everything_answered(case, request_id)
        with pytest.raises(RuleBroken, match="other people's names first"):
            services.submit(request_id=request_id, actor=manager, at=AT)
        looked_through(case, request_id)
        services.submit(request_id=request_id, actor=manager, at=AT)


def test_a_second_person_approves_or_sends_it_back(case: Case) -> None:
    with case.world.inside():
        request_id, manager = gathered(case), case.world.actor("manager")
        everything_answered(case, request_id)
        looked_through(case, request_id)
        services.submit(request_id=request_id, actor=manager, at=AT)
        with pytest.raises(RuleBroken, match="You prepared this bundle"):
            services.approve_bundle(request_id=request_id, actor=manager, at=AT)
        second = case.world.actor("second_manager")
        services.send_back(request_id=request_id, because="Say less", actor=second, at=AT)
        services.submit(request_id=request_id, actor=manager, at=AT)
        services.approve_bundle(request_id=request_id, actor=second, at=AT)
        with pytest.raises(RuleBroken):
            services.submit(request_id=request_id, actor=manager, at=AT)


def test_a_hidden_item_that_its_owner_gives_becomes_known_to_who_prepares(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        hidden = own(case, "police")
        services.answer_piece(
            piece_id=hidden.id,
            answer="redact",
            words="The police were told something.",
            exemptions=["crime"],
            why="Source",
            actor=case.world.actor("police"),
            at=AT,
        )
        assert hidden.id in {p.id for p in queries.pieces(request_id, actor=case.world.actor("manager"))}


def test_while_it_runs_nothing_about_the_person_is_erased(case: Case) -> None:
    with case.world.inside():
        ended(case)
        request_id = gathered(case)
        at = MUCH_LATER + timedelta(days=20 * 366)
        assert due(case.world, at=at).lines == ()
        assert {h for line in due(case.world, at=at).held for h in line.held_by} == {
            "Somebody has asked for their records"
        }
        services.close_request(request_id=request_id, because="Withdrawn", actor=case.world.actor("governance"), at=AT)
        assert due(case.world, at=at).lines != ()


def test_two_years_after_it_ended_its_words_are_gone(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        everything_answered(case, request_id)
        governance = case.world.actor("governance")
        services.close_request(request_id=request_id, because="Withdrawn", actor=governance, at=AT)
        assert services.forget_requests(hub_id=case.world.hub_id, at=AT + timedelta(days=700)) == 0
        assert services.forget_requests(hub_id=case.world.hub_id, at=AT + timedelta(days=731)) == 1
        kept = queries.request(request_id, actor=governance)
    assert kept.about_name == ""
    assert kept.reference


def test_an_agency_without_accounts_is_asked_on_the_telephone(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        manager, school = case.world.actor("manager"), case.world.agencies["school"]
        services.answer_for_agency(request_id=request_id, agency_id=school, actor=manager, at=AT)
        with pytest.raises(Refused, match="Only NHS Devon"):
            services.answer_for_agency(
                request_id=request_id, agency_id=case.world.agencies["health"], actor=manager, at=AT
            )


def test_an_agency_sees_which_of_its_own_records_it_said_the_person_is_and_nobody_else_does(case: Case) -> None:
    world = case.world
    with world.inside():
        [child, *_], [check_id] = case.people(), case.ask("police")
    for reference in ("P-1", "P-2"):
        with seen_by(world, "police"):
            said = check_services.say_own_record(
                check_id=check_id, person_id=child, reference=reference, actor=world.actor("police"), at=AT
            )
    with seen_by(world, "police"):  # the second was a mistake
        check_services.take_back_own_record(own_record_id=said, actor=world.actor("police"), at=AT)
    with world.inside():
        request_id = gathered(case)

    seen = {}
    for who in ("police", "health"):
        with seen_by(world, who):
            [seen[who]] = queries.asked_of_own(actor=world.actor(who))
    assert [each.reference for each in seen["police"].own_records] == ["P-1"]
    assert seen["health"].own_records == ()
    with world.inside():
        everything_answered(case, request_id)
        looked_through(case, request_id)
        services.submit(request_id=request_id, actor=world.actor("manager"), at=AT)
        assert "P-1" not in str(bundle(case, request_id))
