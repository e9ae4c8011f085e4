"""Nothing leaves the sealed room without its owner's agreement, or a lawful basis that a second person recorded."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from openmash.accounts.queries import addresses
from openmash.audit.models import Event
from openmash.core.errors import Refused, RuleBroken, Stale
from openmash.notifications.models import Message
from openmash.sealed import queries, services
from openmash.sealed.models import ReleaseRequest
from openmash.sealed.queries import Releasable
from openmash.sealed.rules import Balance, Sharing
from tests.handed_on import SHARING
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

SECRET = "Mr Finch was arrested in March for hurting a partner."
WHY = "The assessment team needs it to keep her safe today, and nothing else of it goes."


@pytest.fixture
def case() -> Iterator[Case]:
    """One family's enquiry, inside the hub."""
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


def test_the_owner_is_asked_and_told_without_a_word_of_the_case(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))

    asked = queries.requests_for_owner(case.world.actor("police"))
    assert [(r.id, r.team_name, r.asked_by_name, r.state) for r in asked] == [
        (request_id, "Exeter assessment team", "Kit Marlow", "asked")
    ]
    assert queries.requests_for_owner(case.world.actor("health")) == []
    told = set(Message.objects.filter(kind="release_asked").values_list("to_address", flat=True))
    assert told == set(addresses(case.world.hub_id, agency_id=case.world.agencies["police"]))


def test_nothing_may_leave_before_the_owner_answers(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))

    with pytest.raises(RuleBroken) as refused:
        _releasable(case, request_id)

    assert refused.value.rule == "sealed.owner_agreed_or_lawful_basis"


def test_what_the_owner_agrees_to_may_leave_as_it_stands(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET, handling="Not to Mr Finch"))
    _agree(case, request_id)

    leaving = _releasable(case, request_id)

    assert (leaving.text, leaving.handling) == (SECRET, "Not to Mr Finch")
    assert leaving.basis_words == "Shared with the agreement of the agency that owns it"
    assert queries.requests_for_owner(case.world.actor("police")) == []
    assert Event.objects.filter(name="item.read_for_release").count() == 1


def test_only_the_owners_edited_words_leave_when_it_gave_some(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    _agree(case, request_id, edited="There is a history of violence.")

    leaving = _releasable(case, request_id)

    assert leaving.text == "There is a history of violence."
    assert SECRET not in repr(leaving)
    row = queries.request(request_id, actor=case.world.actor("manager"))
    assert case.seen_by("manager")[row.item_id].text == SECRET


def test_what_the_owner_does_not_agree_to_stays_and_its_reason_is_kept_sealed(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    police = case.world.actor("police")
    with pytest.raises(RuleBroken, match="Enter why") as unexplained:
        services.refuse(request_id=request_id, reason=" ", actor=police, at=case.later())
    assert (unexplained.value.rule, unexplained.value.field) == ("sealed.refusal_gives_its_reason", "reason")

    services.refuse(request_id=request_id, reason="It names an informant", actor=police, at=case.later())

    with pytest.raises(RuleBroken):
        _releasable(case, request_id)
    row = queries.request(request_id, actor=case.world.actor("manager"))
    assert row.state == "refused"
    assert row.reason_id is not None
    reason = queries.sealed_text(row.reason_id, actor=case.world.actor("manager"), at=case.later())
    assert reason == "It names an informant"


def test_an_owner_may_think_again_both_ways(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    police = case.world.actor("police")
    _agree(case, request_id, edited="Some of it.")

    services.refuse(request_id=request_id, reason="The source is at risk", actor=police, at=case.later())
    with pytest.raises(RuleBroken):
        _releasable(case, request_id)
    _agree(case, request_id)

    assert _releasable(case, request_id).text == SECRET


@pytest.mark.parametrize("who", ["health", "manager", "operations_manager", "social_worker", "governance"])
def test_nobody_answers_in_the_owners_place(case: Case, who: str) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    actor = case.world.actor(who)

    with pytest.raises(Refused):
        services.consent(request_id=request_id, edited_text=None, actor=actor, at=case.later())
    with pytest.raises(Refused):
        services.refuse(request_id=request_id, reason="No", actor=actor, at=case.later())

    _agree(case, request_id, who="evaluator")
    assert _releasable(case, request_id).text == SECRET


def test_what_its_owner_let_go_beforehand_is_agreed_at_once_in_the_owners_name(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET, leave="whole"))

    row = queries.request(request_id, actor=case.world.actor("manager"))

    assert (row.state, row.answered_by_name, row.may_leave) == ("consented", "Sam Trevail", True)
    assert _releasable(case, request_id).text == SECRET
    assert not Message.objects.filter(kind="release_asked").exists()


def test_asking_twice_is_asking_once(case: Case) -> None:
    item_id = case.put_in("police", SECRET)

    first, second = case.ask_release(item_id), case.ask_release(item_id)
    another_team = case.ask_release(item_id, team="early_response")

    assert first == second
    assert another_team != first
    assert ReleaseRequest.objects.count() == 2


def test_a_correction_ends_what_was_agreed_about_the_words_before(case: Case) -> None:
    item_id = case.put_in("police", SECRET)
    before = case.ask_release(item_id)
    waiting = case.ask_release(item_id, team="early_response")
    _agree(case, before)
    assert _releasable(case, before).text == SECRET

    _correct(case, item_id)

    for request_id in (before, waiting):
        assert not queries.request(request_id, actor=case.world.actor("manager")).may_leave
        with pytest.raises(RuleBroken) as voided:
            _releasable(case, request_id)
        assert voided.value.rule == "sealed.request_is_for_the_words_as_they_stand"
    with pytest.raises(RuleBroken, match="Ask again"):
        _agree(case, waiting)
    assert queries.requests_for_owner(case.world.actor("police")) == []
    again = case.ask_release(item_id)
    assert again != before
    _agree(case, again)
    assert _releasable(case, again).text == "It was May."


def test_a_lawful_basis_ends_with_a_correction_too(case: Case) -> None:
    item_id = case.put_in("police", SECRET)
    request_id = case.ask_release(item_id)
    _record_basis(case, request_id)
    assert _releasable(case, request_id).text == SECRET

    _correct(case, item_id)

    with pytest.raises(RuleBroken, match="Ask again"):
        _releasable(case, request_id)


def test_what_was_withdrawn_may_not_leave_whatever_was_agreed(case: Case) -> None:
    item_id = case.put_in("police", SECRET)
    request_id = case.ask_release(item_id)
    _agree(case, request_id)
    services.withdraw(item_id=item_id, actor=case.world.actor("police"), at=case.later())

    with pytest.raises(RuleBroken) as refused:
        _releasable(case, request_id)

    assert refused.value.rule == "sealed.item_not_withdrawn"


def test_a_second_person_may_record_a_lawful_basis_and_the_owner_is_told(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))

    _record_basis(case, request_id)

    leaving = _releasable(case, request_id)
    assert leaving.text == SECRET
    assert leaving.basis_words == "Shared under: Children Act 1989, section 47"
    told = set(Message.objects.filter(kind="lawful_basis_recorded").values_list("to_address", flat=True))
    assert told == set(addresses(case.world.hub_id, agency_id=case.world.agencies["police"]))
    [event] = Event.objects.filter(name="release.lawful_basis_recorded")
    assert event.detail["gateway"] == "children_act_1989_s47"


def test_whoever_asked_never_records_the_lawful_basis_too(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET), who="manager")

    with pytest.raises(RuleBroken) as refused:
        _record_basis(case, request_id, who="manager")
    assert refused.value.rule == "sealed.lawful_basis_by_a_second_person"
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        ReleaseRequest.objects.filter(id=request_id).update(
            state="lawful_basis",
            gateway="children_act_1989_s47",
            answered_by=case.world.people["manager"],
            answered_at=case.at,
        )

    _record_basis(case, request_id, who="second_manager")
    assert _releasable(case, request_id).text == SECRET


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"gateway": "because"}, "sealed.gateway_is_listed", "gateway"),
        ({"necessary": "  "}, "sealed.going_without_agreement_is_weighed", "necessary"),
        ({"sharing": Sharing("section_17")}, "sealed.ledger_says_what_the_family_knows", "family"),
        ({"sharing": Sharing("", "given")}, "sealed.ledger_says_the_purpose", "purpose"),
        ({"sharing": Sharing("section_17", "not_sought")}, "sealed.ledger_says_what_the_family_knows", "family_reason"),
    ],
)
def test_a_lawful_basis_is_from_the_list_and_explained(
    case: Case, change: dict[str, Any], rule: str, field: str
) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))

    with pytest.raises(RuleBroken) as refused:
        _record_basis(case, request_id, **change)

    assert (refused.value.rule, refused.value.field) == (rule, field)
    _record_basis(case, request_id)


@pytest.mark.parametrize("who", ["social_worker", "police", "governance", "coordinator"])
def test_only_managers_record_a_lawful_basis(case: Case, who: str) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))

    with pytest.raises(Refused, match="may not record a lawful basis"):
        _record_basis(case, request_id, who=who)

    _record_basis(case, request_id)


def test_whoever_does_not_compose_products_neither_asks_nor_takes_words_out(case: Case) -> None:
    item_id = case.put_in("police", SECRET)
    request_id = case.ask_release(item_id)
    _agree(case, request_id)

    for who in ("health", "coordinator"):
        with pytest.raises(Refused, match="may not compose a product"):
            case.ask_release(item_id, who=who, team="early_response")
        with pytest.raises(Refused):
            queries.releasable(request_id, actor=case.world.actor(who), at=case.later())

    assert _releasable(case, request_id).text == SECRET


def test_an_answer_to_a_request_that_changed_meanwhile_is_stale(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    seen = queries.request(request_id, actor=case.world.actor("police")).version
    _agree(case, request_id)

    with pytest.raises(Stale):
        services.refuse(
            request_id=request_id, reason="No", actor=case.world.actor("police"), at=case.later(), version=seen
        )

    assert _releasable(case, request_id).text == SECRET


def test_who_answers_the_same_twice_is_told_so_without_the_word_of_the_familys_consent(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    _agree(case, request_id)

    with pytest.raises(RuleBroken, match=r"answered already\. The owning agency agrees") as twice:
        _agree(case, request_id)

    assert twice.value.rule == "release request.consent"
    assert "consent" not in twice.value.sentence


def test_whoever_asked_is_told_that_the_owner_answered(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    _agree(case, request_id)

    [message] = Message.objects.filter(kind="release_answered")
    assert [message.to_address] == addresses(case.world.hub_id, user_id=case.world.people["social_worker"])


def test_the_owner_reads_its_own_words_to_answer_even_when_vetting_has_lapsed(case: Case) -> None:
    case.ask_release(case.put_in("health", "She missed two appointments."))
    lapsed = case.world.actor("lapsed")

    [to_answer] = queries.requests_to_answer(lapsed, at=case.later())

    assert to_answer.text == "She missed two appointments."
    assert Event.objects.filter(name="item.read", actor_id=lapsed.id).count() == 1


def test_the_list_of_requests_takes_as_many_statements_however_long_it_is(case: Case) -> None:
    police, manager = case.world.actor("police"), case.world.actor("manager")
    counts = []
    for reader in (police, manager):  # what is read once for as long as a page lasts
        queries.requests_of(case.enquiry_id, actor=reader)
    for _ in range(2):
        for n in range(4):
            case.ask_release(case.put_in("police", f"Fact {n}"))
        with CaptureQueriesContext(connection) as captured:
            queries.requests_to_answer(police, at=case.at)
            queries.requests_of(case.enquiry_id, actor=manager)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def _agree(case: Case, request_id: UUID, *, who: str = "police", edited: str | None = None) -> None:
    services.consent(request_id=request_id, edited_text=edited, actor=case.world.actor(who), at=case.later())


def _record_basis(
    case: Case,
    request_id: UUID,
    *,
    who: str = "manager",
    gateway: str = "children_act_1989_s47",
    necessary: str = WHY,
    sharing: Sharing = SHARING,
) -> None:
    services.record_lawful_basis(
        request_id=request_id,
        gateway=gateway,
        balance=Balance(necessary, "One sentence.", "It is about the same home."),
        sharing=sharing,
        actor=case.world.actor(who),
        at=case.later(),
    )


def _releasable(case: Case, request_id: UUID) -> Releasable:
    return queries.releasable(request_id, actor=case.world.actor("manager"), at=case.later())


def _correct(case: Case, item_id: UUID) -> None:
    police = case.world.actor("police")
    services.correct(item_id=item_id, text="It was May.", handling="", actor=police, at=case.later())
