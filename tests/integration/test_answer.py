"""A virtual partner's one-time link: sent inside, opened and answered as the outside door's own database role."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction

from openmash.access import Actor, Role
from openmash.audit import queries as audit_queries
from openmash.checks import queries, services
from openmash.checks.models import Invitation, Reply
from openmash.checks.rules import ItemInReply, LateTold, NilTold, ReplyTold, letter_of
from openmash.core import envelopes
from openmash.core.errors import RuleBroken
from openmash.core.keys import Unreadable
from openmash.hubs import services as hub_services
from openmash.notifications import services as notifications
from tests.integration.enquiries_case import ADA, BO, MOTHER, asked, decided, opened
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=3)
NIL = ReplyTold(
    name="Gwen Hartley",
    role="Headteacher",
    nil=NilTold("nothing_relevant", "Our pupil records"),
    searched="Our pupil records",
)
ITEM = ItemInReply("Ada has missed nine Mondays since September.", "fact", "ask", date(2026, 11, 16))
Outside = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def world() -> Iterator[World]:
    made = devon(people=("coordinator", "business_support", "manager", "police"))
    with made.inside():
        yield made


@pytest.fixture
def enquiry_id(world: World) -> UUID:
    return opened(world, ADA, BO, MOTHER)


def codes(world: World) -> list[str]:
    """The codes in the links that the outbox held, in the order in which they were sent."""
    mail.outbox.clear()
    notifications.deliver_waiting(hub_id=world.hub_id, at=NOW + timedelta(days=30))
    return [found[1] for m in mail.outbox if (found := re.search(r"/devon/answer/([0-9A-Z-]+)/", str(m.body)))]


def closed() -> "pytest.RaisesExc[RuleBroken]":
    return pytest.raises(
        RuleBroken, check=lambda error: error.rule == "checks.link_is_open" and "01632 960100" in error.sentence
    )


def test_the_mail_carries_a_link_and_a_reference_and_no_name(world: World, enquiry_id: UUID) -> None:
    asked(world, enquiry_id, "school")
    [code] = codes(world)
    [message] = mail.outbox
    assert message.to == ["office@school.example"]
    assert "Wren" not in message.subject + str(message.body)
    assert code in str(message.body)


def test_the_link_shows_what_is_asked_at_the_outside_door(world: World, enquiry_id: UUID, as_outside: Outside) -> None:
    asked(world, enquiry_id, "school")
    [code] = codes(world)
    with as_outside():
        seen = services.invitation(hub_id=world.hub_id, code=code.lower().replace("-", " "), at=LATER)
    assert seen.agency_name == "Brookfield Primary School"
    assert seen.question == "What do you know of this family?"
    assert seen.people[0] == "Ada Wren, born 3 March 2018, NHS number 999 000 0018"
    assert seen.due_words == "Thursday 19 November 2026 at 12:00"
    assert not seen.decided
    events = {e.name: e for e in audit_queries.of_enquiry(enquiry_id, actor=world.actor("manager"))}
    assert events["check.link_opened"].actor_role == Role.VIRTUAL_PARTNER


def test_the_database_holds_neither_the_code_nor_the_question_of_a_link(world: World, enquiry_id: UUID) -> None:
    asked(world, enquiry_id, "school")
    [code] = codes(world)
    row = Invitation.objects.get()
    assert code not in row.code_hash
    assert b"Wren" not in bytes(row.ciphertext)
    with pytest.raises(Unreadable):
        envelopes.open_with_code(
            bytes(row.ciphertext),
            code="0000-0000-0000-0000",
            context=f"checks_invitation|{world.hub_id}|{row.id}|letter",
        )


def test_an_answer_is_sent_once_and_the_inside_alone_can_read_it(
    world: World, enquiry_id: UUID, as_outside: Outside
) -> None:
    check_id = asked(world, enquiry_id, "school")
    [code] = codes(world)
    told = ReplyTold(name="Gwen Hartley", role="Headteacher", nil=None, searched="Registers", items=(ITEM,))
    with as_outside():
        services.reply(hub_id=world.hub_id, code=code, letter=letter_of(told), at=LATER)
        with closed():
            services.reply(hub_id=world.hub_id, code=code, letter=letter_of(told), at=LATER)
        with closed():
            services.invitation(hub_id=world.hub_id, code=code, at=LATER)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Reply.objects.count()
    [waiting] = queries.waiting_replies(world.hub_id)
    assert (waiting.check_id, waiting.agency_name, waiting.sent_at) == (check_id, "Brookfield Primary School", LATER)
    assert b"Mondays" not in waiting.ciphertext
    letter = envelopes.take_in(
        waiting.ciphertext, private_key=hub_services.intake_private_key(world.hub_id), context=waiting.context
    )
    assert letter["items"] == [
        {
            "text": "Ada has missed nine Mondays since September.",
            "source_kind": "fact",
            "sensitivity": "hub",
            "leave": "ask",
            "fact_on": "2026-11-16",
            "handling": "",
            "professional": "Gwen Hartley, Headteacher",
            "files": [],
        }
    ]


def test_the_outside_door_sees_no_request_and_may_change_nothing_of_a_link_but_that_it_was_used(
    world: World, enquiry_id: UUID, as_outside: Outside
) -> None:
    asked(world, enquiry_id, "school")
    forbidden = (
        "SELECT * FROM checks_check",
        "UPDATE checks_invitation SET expires_at = now()",
        "DELETE FROM checks_invitation",
        "SELECT * FROM enquiries_subject",
    )
    with as_outside():
        for statement in forbidden:
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


def test_a_link_that_is_too_old_unknown_or_of_another_hub_opens_nothing(
    world: World, enquiry_id: UUID, as_outside: Outside
) -> None:
    asked(world, enquiry_id, "school")
    [code] = codes(world)
    other = devon("cornwall", people=())
    with as_outside():
        with closed():
            services.invitation(hub_id=world.hub_id, code=code, at=NOW + timedelta(hours=72))
        with closed():
            services.invitation(hub_id=world.hub_id, code="7K3M-2QXA-9T0B-WH4C", at=NOW)
        with other.inside(), closed():
            services.invitation(hub_id=other.hub_id, code=code, at=NOW)
        services.invitation(hub_id=world.hub_id, code=code, at=NOW + timedelta(hours=71))


def test_chasing_sends_a_new_link_and_the_old_one_stops(world: World, enquiry_id: UUID, as_outside: Outside) -> None:
    check_id = asked(world, enquiry_id, "school")
    [old] = codes(world)
    services.chase(check_id=check_id, actor=world.actor("business_support"), at=LATER)
    [new] = codes(world)
    with as_outside():
        with closed():
            services.invitation(hub_id=world.hub_id, code=old, at=LATER)
        services.reply(hub_id=world.hub_id, code=new, letter=letter_of(NIL), at=LATER)


def test_withdrawing_the_request_closes_the_link(world: World, enquiry_id: UUID, as_outside: Outside) -> None:
    check_id = asked(world, enquiry_id, "school")
    [code] = codes(world)
    services.withdraw(check_id=check_id, actor=world.actor("coordinator"), at=LATER)
    with as_outside(), closed():
        services.invitation(hub_id=world.hub_id, code=code, at=LATER)


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (ReplyTold("", "Head", NIL.nil, "All"), "checks.reply_is_signed"),
        (ReplyTold("Gwen", " ", NIL.nil, "All"), "checks.reply_is_signed"),
        (ReplyTold("Gwen", "Head", None, "All"), "checks.reply_has_an_answer"),
        (ReplyTold("Gwen", "Head", None, "All", (ItemInReply(" ", "fact", "ask"),)), "checks.item_has_words"),
        (ReplyTold("Gwen", "Head", None, "", (ITEM,)), "checks.says_what_was_searched"),
        (ReplyTold("Gwen", "Head", None, "All", (ITEM,) * 9), "checks.reply_is_short"),
        (ReplyTold("Gwen", "Head", NilTold("withheld", "All", ""), ""), "checks.withheld_says_whom_to_speak_to"),
    ],
)
def test_a_reply_that_leaves_out_what_matters_is_refused_and_the_link_stays_open(
    world: World, enquiry_id: UUID, as_outside: Outside, told: ReplyTold, rule: str
) -> None:
    asked(world, enquiry_id, "school")
    [code] = codes(world)
    with as_outside():
        with pytest.raises(RuleBroken, check=lambda error: error.rule == rule):
            services.reply(hub_id=world.hub_id, code=code, letter=letter_of(told), at=LATER)
        services.reply(hub_id=world.hub_id, code=code, letter=letter_of(NIL), at=LATER)


def test_a_letter_of_another_shape_is_refused(world: World, enquiry_id: UUID, as_outside: Outside) -> None:
    asked(world, enquiry_id, "school")
    [code] = codes(world)
    with as_outside(), pytest.raises(RuleBroken, check=lambda error: error.rule == "checks.reply_can_be_read"):
        services.reply(hub_id=world.hub_id, code=code, letter={"items": "none"}, at=LATER)


def test_a_partner_asked_after_the_decision_says_what_their_answer_does_to_it(
    world: World, enquiry_id: UUID, as_outside: Outside
) -> None:
    decided(world, enquiry_id)
    asked(world, enquiry_id, "school", LATER)
    [code] = codes(world)
    with as_outside():
        assert services.invitation(hub_id=world.hub_id, code=code, at=LATER).decided
        with pytest.raises(RuleBroken, check=lambda error: error.rule == "checks.late_answer_says_its_effect"):
            services.reply(hub_id=world.hub_id, code=code, letter=letter_of(NIL), at=LATER)
        said = ReplyTold(NIL.name, NIL.role, NIL.nil, NIL.searched, late=LateTold("no"))
        services.reply(hub_id=world.hub_id, code=code, letter=letter_of(said), at=LATER)


def test_a_partner_who_could_not_know_of_the_decision_is_taken_to_be_unsure(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "school")
    decided(world, enquiry_id)
    partner = Actor(
        id=check_id,
        name="Gwen Hartley",
        hub_id=world.hub_id,
        role=Role.VIRTUAL_PARTNER,
        agency_id=world.agencies["school"],
        agency_name="Brookfield Primary School",
    )
    services.answer_nothing(check_id=check_id, nil=NilTold("no_trace", "Registers"), late=None, actor=partner, at=LATER)
    assert queries.check(check_id, actor=world.actor("manager")).late_effect == "unsure"


def test_a_reply_that_cannot_be_read_is_kept_and_somebody_is_told_to_ring(
    world: World, enquiry_id: UUID, as_outside: Outside
) -> None:
    check_id = asked(world, enquiry_id, "school")
    [code] = codes(world)
    not_read = partial(queries.answers_not_read, actor=world.actor("manager"))
    with as_outside():
        services.reply(hub_id=world.hub_id, code=code, letter=letter_of(NIL), at=LATER)
    [waiting] = queries.waiting_replies(world.hub_id)
    services.reply_failed(reply_id=waiting.id, because="It was changed on the way.", at=LATER)
    assert queries.waiting_replies(world.hub_id) == []
    assert {key: [each.because for each in came] for key, came in not_read().items()} == {
        check_id: ["An answer from them could not be taken in. It was changed on the way."]
    }
    services.reply_taken_in(reply_id=waiting.id, at=LATER)
    assert not_read() == {}
