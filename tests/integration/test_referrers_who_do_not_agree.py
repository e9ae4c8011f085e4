"""A referrer who does not agree: said at the outside door, taken in by the clockwork, dealt with by a person."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from openmash.audit.models import Event
from openmash.contacts import services as contact_services
from openmash.contacts.errors import CodeNotFound
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.differences import queries, services
from openmash.differences.models import Challenge
from openmash.enquiries import queries as enquiry_queries
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.worklists import queries as worklist_queries
from tests import databases
from tests.challenged import SAID, WHY, challenged, disagrees, told
from tests.handed_on import decide, subject
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[Case]:
    case = open_case(devon())
    with case.world.inside():
        yield case


def take_in(case: Case) -> int:
    return services.take_in_challenges(hub_id=case.world.hub_id, at=case.later())


def on_the_worklist(case: Case, who: str) -> list[str]:
    rows = worklist_queries.needs_me(case.world.actor(who), at=case.at)
    return [row.words for row in rows if row.kind == "challenge"]


def test_it_waits_for_whoever_tells_referrers_until_somebody_has_dealt_with_it(case: Case) -> None:
    decide(case)
    challenge_id = challenged(case)
    assert on_the_worklist(case, "manager") == ["They do not agree with what they were told"]
    assert on_the_worklist(case, "business_support")
    assert not on_the_worklist(case, "coordinator")
    found = queries.challenge(challenge_id, actor=case.world.actor("business_support"))
    assert (found.said, found.why) == (SAID, WHY)
    assert [name for _, name in found.disputable] == ["Ada Wren"]
    services.answer_challenge(
        challenge_id=challenge_id, said="We looked again.", actor=case.world.actor("manager"), at=case.later()
    )
    assert not on_the_worklist(case, "manager")


def test_it_is_raised_on_the_hubs_ladder_for_whoever_referred(case: Case) -> None:
    decide(case)
    challenge_id = challenged(case)
    support = case.world.actor("business_support")
    raised = services.take_up(challenge_id=challenge_id, subject_id=subject(case), actor=support, at=case.later())
    found = queries.difference(raised, actor=support)
    assert (found.about, found.why, found.for_referrer, found.is_open) == ("decision", WHY, True, True)
    seen = queries.challenge(challenge_id, actor=support)
    assert (seen.difference_id, seen.dealt_with_by_name) == (raised, support.name)
    with pytest.raises(RuleBroken) as again:
        services.answer_challenge(challenge_id=challenge_id, said="No.", actor=support, at=case.later())
    assert again.value.rule == "differences.challenge_dealt_with_once"


def test_where_nothing_is_decided_they_are_answered_and_nothing_is_raised(case: Case) -> None:
    challenge_id = challenged(case)
    manager = case.world.actor("manager")
    assert queries.challenge(challenge_id, actor=manager).disputable == ()
    with pytest.raises(RuleBroken) as not_yet:
        services.take_up(challenge_id=challenge_id, subject_id=subject(case), actor=manager, at=case.later())
    assert not_yet.value.rule == "differences.decision_holds"
    with pytest.raises(RuleBroken) as silent:
        services.answer_challenge(challenge_id=challenge_id, said=" ", actor=manager, at=case.later())
    assert (silent.value.rule, silent.value.field) == ("differences.challenger_is_told", "said")


def test_an_answer_stands_on_the_receipt_and_can_be_disagreed_with_again(case: Case) -> None:
    code = told(case)
    disagrees(case, code)
    take_in(case)
    manager = case.world.actor("manager")
    [waiting] = queries.waiting_challenges(manager)
    services.answer_challenge(challenge_id=waiting.id, said="We looked again.", actor=manager, at=case.later())
    with databases.role("openmash_outside"):
        assert contact_services.receipt(hub_id=case.world.hub_id, code=code).said == "We looked again."
    disagrees(case, code, "Nobody rang me.")
    assert take_in(case) == 1
    [again] = queries.waiting_challenges(manager)
    assert queries.challenge(again.id, actor=manager).why == "Nobody rang me."


def test_what_is_sealed_is_not_told_in_an_answer(case: Case) -> None:
    case.put_in("police", "The informant Umberlight saw him at the gate in March.")
    challenge_id, manager = challenged(case), case.world.actor("manager")
    with pytest.raises(RuleBroken) as broken:
        services.answer_challenge(
            challenge_id=challenge_id,
            said="The informant Umberlight saw him at the gate in March.",
            actor=manager,
            at=case.later(),
        )
    assert (broken.value.rule.partition(".")[0], broken.value.field) == ("sealed", "said")


def test_sent_twice_it_arrives_once(case: Case) -> None:
    code = told(case)
    disagrees(case, code)
    disagrees(case, code, "Pressed twice.")
    assert take_in(case) == 1
    assert take_in(case) == 0
    [waiting] = queries.waiting_challenges(case.world.actor("manager"))
    assert queries.challenge(waiting.id, actor=case.world.actor("manager")).why == WHY
    names = list(Event.objects.filter(name__startswith="challenge.").values_list("name", flat=True))
    assert sorted(names) == ["challenge.sent", "challenge.taken_in"]


def test_what_cannot_be_sent_is_refused_at_the_door_with_a_sentence(case: Case) -> None:
    [contact_id] = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).contacts
    manager = case.world.actor("manager")
    code = contact_services.give_receipt(contact_id=contact_id, actor=manager, at=case.later())
    with pytest.raises(RuleBroken) as too_soon:
        disagrees(case, code)
    assert too_soon.value.rule == "differences.challenged_once_told"
    contact_services.say_to_referrer(contact_id=contact_id, said=SAID, actor=manager, at=case.later())
    for why in (" ", "x" * 4001):
        with pytest.raises(RuleBroken) as broken:
            disagrees(case, code, why)
        assert broken.value.field == "why"
    with pytest.raises(CodeNotFound):
        disagrees(case, "0000-0000-0000-0000")
    disagrees(case, code, "x" * 4000)
    assert take_in(case) == 1


def test_a_hub_whose_ladder_is_not_for_referrers_asks_them_to_telephone() -> None:
    case = open_case(devon("nottinghamshire", operating_model="nottinghamshire"))
    with case.world.inside():
        code = told(case)
        with pytest.raises(RuleBroken) as broken:
            disagrees(case, code)
    assert broken.value.rule == "differences.challenged_by_telephone"


def test_the_outside_door_cannot_read_what_was_sent(case: Case) -> None:
    disagrees(case, told(case))
    with databases.role("openmash_outside"):
        assert Challenge.objects.values_list("sent_at", flat=True).get() == case.at
        for column in ("ciphertext", "why"):
            with pytest.raises(DatabaseError), transaction.atomic():
                Challenge.objects.values_list(column, flat=True).get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT ciphertext FROM differences_challenge")
        assert WHY.encode() not in bytes(cursor.fetchone()[0])


def test_what_cannot_be_read_stays_and_somebody_is_told(case: Case) -> None:
    disagrees(case, told(case))
    Challenge.objects.update(ciphertext=b"nonsense")
    assert take_in(case) == 0
    rows = worklist_queries.needs_me(case.world.actor("coordinator"), at=case.later())
    assert [row.title for row in rows if row.kind == "not_taken_in"] == ["What a referrer says could not be taken in"]
    assert not on_the_worklist(case, "manager")


def test_others_may_not_deal_with_it_nor_whoever_is_kept_out_of_the_case(case: Case) -> None:
    challenge_id = challenged(case)
    for who in ("coordinator", "police"):
        with pytest.raises(Refused):
            queries.challenge(challenge_id, actor=case.world.actor(who))
    exclusion_services.declare(
        user_id=case.world.people["manager"],
        enquiry_id=case.enquiry_id,
        ground="relative",
        actor=case.world.actor("second_manager"),
        at=case.later(),
    )
    with pytest.raises(KeptOut):
        queries.challenge(challenge_id, actor=case.world.actor("manager"))
    assert queries.waiting_challenges(case.world.actor("manager")) == []
    assert queries.challenge(challenge_id, actor=case.world.actor("second_manager")).why == WHY


def test_one_of_another_hub_is_not_found(case: Case) -> None:
    challenge_id, other = challenged(case), devon("cornwall")
    with other.inside(), pytest.raises(NotFound):
        queries.challenge(challenge_id, actor=other.actor("manager"))


def test_its_words_go_when_the_contacts_time_is_over(case: Case) -> None:
    challenge_id = challenged(case)
    [contact_id] = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).contacts
    at = case.later() + timedelta(days=400)
    with pytest.raises(Refused):
        services.erase_challenges(contact_ids=[contact_id], actor=case.world.actor("manager"), at=at)
    assert services.erase_challenges(contact_ids=[contact_id], actor=case.world.actor("governance"), at=at) == 1
    assert queries.challenge(challenge_id, actor=case.world.actor("manager")).why == "Erased"
