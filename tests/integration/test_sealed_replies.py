"""What virtual partners sent through the outside door becomes their answer; a broken letter stops nobody else's."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest

from openmash.audit.models import Event
from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.checks.models import Reply
from openmash.core import envelopes
from openmash.core.keys import KeyMissing
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.hubs import queries as hub_queries
from openmash.notifications import queries as notification_queries
from openmash.sealed import services
from openmash.worklists.queries import needs_me
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db
Door = Callable[[], AbstractContextManager[None]]

SECRET = "He collects her smelling of drink."
WITH_AN_ITEM: dict[str, Any] = {
    "name": "Mrs Sparrow",
    "role": "Headteacher",
    "nil_return": "",
    "searched": "Our register and the safeguarding file",
    "explanation": "",
    "items": [
        {
            "text": SECRET,
            "source_kind": "fact",
            "sensitivity": "hub",
            "leave": "whole",
            "fact_on": "2026-11-02",
            "handling": "",
            "professional": "Mrs Sparrow, 01632 960300",
        }
    ],
    "late_effect": "",
    "late_effect_why": "",
}
NOTHING = {**WITH_AN_ITEM, "items": [], "nil_return": "no_trace"}


@pytest.fixture
def case() -> Iterator[Case]:
    """One family's enquiry; the school and the housing office were asked by a one-time link."""
    world = devon()
    case = open_case(world)
    with world.inside():
        case.ask("school", "housing")
        yield case


def test_a_reply_with_information_is_in_the_room_in_the_partners_name(case: Case, outside_door: Door) -> None:
    _post(case, "school", WITH_AN_ITEM, outside_door)

    assert services.take_in_replies(hub_id=case.world.hub_id, at=case.later()) == 1

    [item] = case.seen_by("manager").values()
    assert (item.text, item.agency_name, item.professional) == (
        SECRET,
        "Brookfield Primary School",
        "Mrs Sparrow, Headteacher",
    )
    assert item.sealed_by_name == "Mrs Sparrow, Headteacher"
    check = _check(case, "school")
    assert (check.state, check.item_count, check.answered_by_name) == ("answered", 1, "Mrs Sparrow, Headteacher")
    assert check.searched == "Our register and the safeguarding file"


def test_a_nil_return_is_signed_in_the_partners_name(case: Case, outside_door: Door) -> None:
    _post(case, "housing", NOTHING, outside_door)

    assert services.take_in_replies(hub_id=case.world.hub_id, at=case.later()) == 1

    check = _check(case, "housing")
    assert (check.state, check.nil_return, check.answered_by_name) == (
        "answered",
        "no_trace",
        "Mrs Sparrow, Headteacher",
    )
    assert case.seen_by("manager") == {}


@pytest.mark.parametrize(
    "broken",
    [
        "not a reply",
        {},
        {**WITH_AN_ITEM, "name": 7},
        {**WITH_AN_ITEM, "items": "all"},
        {**WITH_AN_ITEM, "items": [{"text": "x\x00y"}]},
        {**WITH_AN_ITEM, "items": [{"text": " "}]},
        {**WITH_AN_ITEM, "items": [{"text": "x", "fact_on": "2 Nov"}]},
        {**WITH_AN_ITEM, "items": [{"text": "x", "leave": "at once"}]},
        {**WITH_AN_ITEM, "items": [], "nil_return": "perhaps"},
    ],
)
def test_a_letter_that_cannot_be_read_is_kept_with_the_reason_and_the_others_go_on(
    case: Case, outside_door: Door, broken: object
) -> None:
    _post(case, "school", WITH_AN_ITEM, outside_door)
    _swap(case, "school", broken)
    _post(case, "housing", NOTHING, outside_door)

    assert services.take_in_replies(hub_id=case.world.hub_id, at=case.later()) == 1

    assert _check(case, "school").state == "asked"
    assert _check(case, "housing").state == "answered"
    [kept] = Reply.objects.filter(taken_in_at=None)
    assert kept.failed_because
    assert SECRET not in kept.failed_because
    assert case.seen_by("manager") == {}
    [ring] = [row for row in needs_me(case.world.actor("manager"), at=case.later()) if row.kind == "ring"]
    assert (ring.action, ring.opens) == ("Ring Brookfield Primary School", ("check", kept.invitation.check_ref))
    assert ring.words == f"An answer from them could not be taken in. {kept.failed_because}"


def test_a_letter_changed_in_the_database_is_refused_and_kept(case: Case, outside_door: Door) -> None:
    _post(case, "school", WITH_AN_ITEM, outside_door)
    _swap(case, "school", WITH_AN_ITEM, context="checks_reply|somewhere else")

    assert services.take_in_replies(hub_id=case.world.hub_id, at=case.later()) == 0

    assert "was changed" in Reply.objects.get().failed_because


def test_nothing_is_taken_in_twice(case: Case, outside_door: Door) -> None:
    _post(case, "school", WITH_AN_ITEM, outside_door)

    taken = [services.take_in_replies(hub_id=case.world.hub_id, at=case.later()) for _ in range(3)]

    assert taken == [1, 0, 0]
    assert len(case.seen_by("manager")) == 1
    assert Event.objects.filter(name="item.sealed").count() == 1


def test_without_the_hubs_key_nothing_is_marked_as_broken(
    case: Case, outside_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    _post(case, "school", WITH_AN_ITEM, outside_door)

    def no_key(_hub_id: UUID) -> bytes:
        raise KeyMissing("The key is not held here.")

    with monkeypatch.context() as patch:
        patch.setattr("openmash.hubs.services.intake_private_key", no_key)
        with pytest.raises(KeyMissing):
            services.take_in_replies(hub_id=case.world.hub_id, at=case.later())

    assert Reply.objects.get().failed_because == ""
    assert services.take_in_replies(hub_id=case.world.hub_id, at=case.later()) == 1


def test_a_partner_who_could_not_know_of_a_decision_still_answers_and_somebody_must_look(
    case: Case, outside_door: Door
) -> None:
    _post(case, "school", WITH_AN_ITEM, outside_door)
    _decide(case)

    assert services.take_in_replies(hub_id=case.world.hub_id, at=case.later()) == 1

    assert _check(case, "school").late_effect == "unsure"
    assert [item.text for item in case.seen_by("manager").values()] == [SECRET]
    letters = notification_queries.outbox(case.world.hub_id)
    assert "late_answer_matters" in {letter.kind for letter in letters}


def test_who_decides_is_told_when_something_comes_in_unasked_after_the_decision(case: Case) -> None:
    _decide(case)

    item_id = case.put_in("police", SECRET)
    services.correct(item_id=item_id, text="x", handling="", actor=case.world.actor("police"), at=case.later())

    letters = [m for m in notification_queries.outbox(case.world.hub_id) if m.kind == "added_after_decision"]
    assert {m.to for m in letters} >= {"manager@devon.example", "operations_manager@devon.example"}
    assert all(SECRET not in m.body for m in letters)
    assert len(letters) == 2 * len({m.to for m in letters})


def _check(case: Case, agency: str) -> check_queries.CheckView:
    found = check_queries.checks_of(case.enquiry_id, actor=case.world.actor("manager"))
    return next(c for c in found if c.agency_id == case.world.agencies[agency])


def _post(case: Case, agency: str, letter: dict[str, Any], outside_door: Door) -> None:
    """The agency opens the link it was sent, at the outside door, and answers."""
    to = {"school": "office@school.example", "housing": "office@housing.example"}[agency]
    [letter_sent] = [m for m in notification_queries.outbox(case.world.hub_id) if m.to == to]
    found = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", letter_sent.body)
    assert found
    with outside_door():
        check_services.reply(hub_id=case.world.hub_id, code=found[0], letter=letter, at=case.later())


def _swap(case: Case, agency: str, letter: object, *, context: str = "") -> None:
    """Put another letter in place of the one that waits: what a broken or hostile sender could have posted."""
    waiting = check_queries.waiting_replies(case.world.hub_id)
    reply = next(r for r in waiting if r.agency_id == case.world.agencies[agency])
    key = hub_queries.hub(case.world.hub_id).intake_public_key
    body: Any = letter
    Reply.objects.filter(id=reply.id).update(
        ciphertext=envelopes.post(body, public_key=key, context=context or reply.context)
    )


def _decide(case: Case) -> None:
    manager = case.world.actor("manager")
    for subject in enquiry_queries.enquiry(case.enquiry_id, actor=manager).subjects:
        enquiry_services.mark_decided(subject_id=subject.id, actor=manager, at=case.later())
