"""People of a hub, and the walls around their rows."""

from datetime import timedelta

import pytest
from django.db import connection

from openmash.access import Role
from openmash.accounts import queries, services
from openmash.core import hub_context
from openmash.core.errors import NotFound, RuleBroken
from tests.world import NOW, devon

pytestmark = pytest.mark.django_db


def test_a_person_acts_in_their_hub_with_their_role_agency_and_vetting() -> None:
    world = devon(people=("manager",))
    with world.inside():
        actor = world.actor("manager")
    assert (actor.name, actor.role, actor.agency_name) == (
        "Pat Holloway",
        Role.PRACTICE_MANAGER,
        "Devon Children's Services",
    )
    assert actor.is_registered_social_worker
    assert actor.agreement_until is not None


def test_a_person_of_one_hub_is_nobody_in_another() -> None:
    here, there = devon(people=("manager",)), devon("cornwall", people=())
    with there.inside(), pytest.raises(NotFound):
        queries.actor_for(here.people["manager"], there.hub_id)


def test_rows_of_another_hub_are_not_seen_even_when_asked_for() -> None:
    here, there = devon(people=("manager",)), devon("cornwall", people=())
    with here.inside():
        assert len(queries.people_of(here.hub_id)) == 1
    with there.inside():
        assert queries.people_of(here.hub_id) == []
    with hub_context.enter(hub_id=None):
        assert queries.people_of(here.hub_id) == []


def test_the_earlier_hub_comes_back_after_work_for_another() -> None:
    here, there = devon(people=("manager",)), devon("cornwall", people=())
    with here.inside():
        with there.inside():
            assert queries.people_of(here.hub_id) == []
        assert len(queries.people_of(here.hub_id)) == 1


def test_reading_only_refuses_to_write_and_writing_is_possible_again_afterwards() -> None:
    world = devon(people=())
    with pytest.raises(Exception, match="read-only"), hub_context.enter(hub_id=world.hub_id, reads_only=True):
        services.add_person(
            hub_id=world.hub_id,
            name="Nobody",
            email="nobody@devon.example",
            role=Role.COORDINATOR,
            agency_id=world.agencies["council"],
            door="inside",
            at=NOW,
        )
    with world.inside(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("off",)


def test_a_receiving_team_member_signs_in_outside_and_belongs_to_a_team() -> None:
    world = devon(people=())
    with world.inside():
        with pytest.raises(RuleBroken, match="outside door"):
            services.add_person(
                hub_id=world.hub_id,
                name="A",
                email="a@devon.example",
                role=Role.RECEIVING_TEAM,
                agency_id=world.agencies["council"],
                team_id=world.teams["assessment"],
                door="inside",
                at=NOW,
            )
        with pytest.raises(RuleBroken, match="which receiving team"):
            services.add_person(
                hub_id=world.hub_id,
                name="A",
                email="a@devon.example",
                role=Role.RECEIVING_TEAM,
                agency_id=world.agencies["council"],
                door="outside",
                at=NOW,
            )


def test_a_draft_is_kept_for_its_writer_alone_and_is_unreadable_in_the_table() -> None:
    world = devon(people=("manager", "coordinator"))
    with world.inside():
        writer, other = world.actor("manager"), world.actor("coordinator")
        services.save_draft(actor=writer, form="contact:new", values={"concern": ["a bruise"]}, at=NOW)
        assert queries.draft(actor=writer, form="contact:new") == {"concern": ["a bruise"]}
        assert queries.draft(actor=other, form="contact:new") is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT ciphertext FROM accounts_draft")
            assert b"bruise" not in bytes(cursor.fetchone()[0])
        services.discard_draft(actor=writer, form="contact:new")
        assert queries.draft(actor=writer, form="contact:new") is None


def test_what_was_typed_and_never_sent_is_forgotten_after_a_fortnight_and_not_before() -> None:
    world = devon(people=("manager",))
    with world.inside():
        writer = world.actor("manager")
        services.save_draft(actor=writer, form="contact:new", values={"concern": ["a bruise"]}, at=NOW)
        assert services.forget_old_drafts(hub_id=world.hub_id, at=NOW + timedelta(days=14)) == 0
        assert queries.draft(actor=writer, form="contact:new") is not None
        assert services.forget_old_drafts(hub_id=world.hub_id, at=NOW + timedelta(days=14, minutes=1)) == 1
        assert queries.draft(actor=writer, form="contact:new") is None
