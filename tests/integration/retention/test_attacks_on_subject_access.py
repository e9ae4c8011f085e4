"""Attacks on subject access: a bundle holds words of the room, and its list is a second way to learn what is there."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from openmash.audit import services as audit_services
from openmash.audit.queries import Wanted
from openmash.core.errors import NotFound, RuleBroken
from openmash.exclusions import services as exclusion_services
from openmash.retention import queries, services
from openmash.sealed import queries as sealed_queries
from openmash.worklists import queries as worklist_queries
from tests.handed_on import decide
from tests.integration.retention.test_subject_access import (
    AT,
    bundle,
    everything_answered,
    gathered,
    looked_through,
    own,
)
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """NHS Devon put something in, and the police something that nobody else may know of; it is decided."""
    case = open_case(devon())
    with case.world.inside():
        case.put_in("health", "Bea Wren said she fell.", professional="Dr Finch")
        case.put_in("police", "An informant says so.", sensitivity="hidden")
        decide(case)
    return case


def submitted(case: Case) -> UUID:
    request_id = gathered(case)
    everything_answered(case, request_id)
    looked_through(case, request_id)
    services.submit(request_id=request_id, actor=case.world.actor("manager"), at=AT)
    return request_id


@pytest.mark.parametrize("person", [False, True])
def test_whoever_is_kept_out_of_the_case_neither_sees_the_request_nor_reads_its_bundle(
    case: Case, person: bool
) -> None:
    with case.world.inside():
        request_id = submitted(case)
        who = case.world.actor("second_manager")
        assert bundle(case, request_id, "second_manager")
        assert "Ada Wren" in {row.title for row in worklist_queries.needs_me(who, at=AT) if row.kind == "access_bundle"}
        exclusion_services.declare(
            user_id=who.id,
            enquiry_id=None if person else case.enquiry_id,
            person_id=case.people()[0] if person else None,
            ground="relative",
            actor=who,
            at=AT,
        )

        with pytest.raises(NotFound):
            bundle(case, request_id, "second_manager")
        with pytest.raises(NotFound):
            services.approve_bundle(request_id=request_id, actor=who, at=AT)
        with pytest.raises(NotFound):
            queries.request(request_id, actor=who)
        assert queries.requests(actor=who) == []
        assert queries.pieces(request_id, actor=who) == []
        assert [row for row in worklist_queries.needs_me(who, at=AT) if row.kind == "access_bundle"] == []
        services.approve_bundle(request_id=request_id, actor=case.world.actor("operations_manager"), at=AT)


def test_a_bundle_is_read_and_approved_by_those_alone_who_may_enter_the_room_today(case: Case) -> None:
    with case.world.inside():
        request_id = submitted(case)
        lapsed = replace(case.world.actor("second_manager"), vetted_until=date(2026, 1, 1))

        with pytest.raises(RuleBroken, match="your vetting ended"):
            services.open_bundle(request_id=request_id, actor=lapsed, at=AT)
        with pytest.raises(RuleBroken, match="your vetting ended"):
            services.approve_bundle(request_id=request_id, actor=lapsed, at=AT)
        assert bundle(case, request_id, "second_manager")


def test_gathering_again_does_not_show_that_something_hidden_came_in_meanwhile(case: Case) -> None:
    """What whoever prepares sees of the owners is the same with it and without it; its owner is asked all the same."""
    with case.world.inside():
        request_id = gathered(case)
        everything_answered(case, request_id)
        manager, child = case.world.actor("manager"), case.people()[0]
        before = queries.owners(request_id, actor=manager)
        assert queries.asked_of_own(actor=case.world.actor("police")) == []
        case.put_in("police", "A second informant says so.", sensitivity="hidden")

        added = services.gather(request_id=request_id, person_ids=[child], actor=manager, at=AT)

        assert added == 0
        assert queries.owners(request_id, actor=manager) == before
        (asked,) = queries.asked_of_own(actor=case.world.actor("police"))
        assert sorted(piece.answer for piece in asked.pieces) == ["", "withhold"]


def test_the_log_does_not_show_that_an_agency_answered_for_something_hidden(case: Case) -> None:
    with case.world.inside():
        request_id = gathered(case)
        hidden, shown = own(case, "police"), own(case, "health")
        everything_answered(case, request_id)
        governance = case.world.actor("governance")
        visible = Wanted(without_things=sealed_queries.others_hidden_items(actor=governance))

        log = audit_services.look_at_log(wanted=visible, month=visible, actor=governance, at=AT, most=500)
        seen = {line.about_id for line in log.lines}

        assert hidden.id not in seen
        assert shown.id in seen
