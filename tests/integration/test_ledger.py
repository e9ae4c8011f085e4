"""The release ledger: one line for each decision about one item and one recipient, to share it or not to."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.sealed import queries, services
from openmash.sealed.models import LedgerLine
from openmash.sealed.queries import LedgerRow
from tests.handed_on import BALANCE, SHARING, composed, decide, released
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

SECRET = "His brother is a registered informant called Heron."


@pytest.fixture
def case() -> Iterator[Case]:
    case = open_case(devon())
    with case.world.inside():
        yield case


def ledger(case: Case, who: str = "manager") -> list[LedgerRow]:
    """The ledger as somebody sees it, the oldest first."""
    return queries.ledger_of(case.enquiry_id, actor=case.world.actor(who), at=case.later())[::-1]


def asked(case: Case, product_id: UUID) -> UUID:
    [item] = product_queries.product(product_id, actor=case.world.actor("manager")).items
    return item.request_id


def product(case: Case, *items: UUID) -> UUID:
    decide(case)
    return composed(case, items)


def test_every_answer_of_an_owner_is_a_line(case: Case) -> None:
    product_id = product(case, case.put_in("police", SECRET))
    request_id, police = asked(case, product_id), case.world.actor("police")
    services.refuse(request_id=request_id, reason="It points to him", actor=police, at=case.later())
    services.consent(request_id=request_id, edited_text="A relative.", actor=police, at=case.later())

    first, second = ledger(case)

    assert (first.decision, first.shares, first.agency_name) == ("not_agreed", False, "Devon and Cornwall Police")
    assert (second.decision, second.shares, second.team_name) == ("agreed_edited", True, "Exeter assessment team")
    assert second.purpose_words.startswith("To assess whether a child is in need")


def test_what_leaves_is_a_line_with_the_purpose_and_what_the_family_said(case: Case) -> None:
    released(case, product(case, case.put_in("health", "A burn.", leave="whole")))

    agreed, gone = ledger(case)

    assert (agreed.decision, gone.decision) == ("agreed_beforehand", "released")
    assert gone.family_words == "The family consents"
    assert gone.decided_by_name == "Lee Summers"
    assert gone.law == ""


def test_going_without_the_owners_agreement_names_the_law_and_weighs_it(case: Case) -> None:
    product_id = product(case, case.put_in("police", SECRET))
    services.record_lawful_basis(
        request_id=asked(case, product_id),
        gateway="children_act_1989_s47",
        balance=BALANCE,
        sharing=SHARING,
        actor=case.world.actor("second_manager"),
        at=case.later(),
    )

    [line] = ledger(case)

    assert (line.decision, line.law) == ("lawful_basis", "Children Act 1989, section 47")
    row, words = queries.ledger_reason(line.id, actor=case.world.actor("manager"), at=case.later())
    assert row.id == line.id
    for part in (BALANCE.necessary, BALANCE.proportionate, BALANCE.relevant):
        assert part in words


def test_leaving_something_out_is_a_line_with_its_reason(case: Case) -> None:
    item_id, other = case.put_in("police", SECRET), case.put_in("health", "A burn.", leave="whole")
    product_id, manager = product(case, item_id, other), case.world.actor("manager")

    product_services.leave_out(
        product_id=product_id,
        item_id=item_id,
        why="would_endanger",
        words="It names him",
        actor=manager,
        at=case.later(),
    )

    line = ledger(case)[-1]
    assert (line.decision, line.shares) == ("left_out", False)
    assert line.why_words == "It could put somebody in danger or point to who told us"
    assert queries.ledger_reason(line.id, actor=manager, at=case.later())[1] == "It names him"
    assert [each.item_id for each in product_queries.product(product_id, actor=manager).items] == [other]


def test_leaving_out_needs_a_reason_from_the_list(case: Case) -> None:
    item_id = case.put_in("police", SECRET)
    product_id, manager = product(case), case.world.actor("manager")

    with pytest.raises(RuleBroken) as broken:
        product_services.leave_out(
            product_id=product_id, item_id=item_id, why="", words="x", actor=manager, at=case.later()
        )

    assert broken.value.field == "why"
    assert ledger(case) == []


def test_what_was_chosen_and_then_dropped_is_a_decision_not_to_share(case: Case) -> None:
    product_id = product(case, case.put_in("health", "A burn.", leave="whole"))

    product_services.choose_items(
        product_id=product_id, item_ids=[], actor=case.world.actor("manager"), at=case.later()
    )

    assert [line.decision for line in ledger(case)] == ["agreed_beforehand", "left_out"]


def test_what_went_urgently_is_a_line_with_its_ground(case: Case) -> None:
    product_id = product(case, case.put_in("police", SECRET))
    product_services.release_urgently(
        product_id=product_id,
        ground="legal_requirement",
        reason="A court order",
        actor=case.world.actor("manager"),
        at=case.later(),
    )

    urgent, gone = sorted(ledger(case), key=lambda line: line.decision == "released")  # written at one moment

    assert (urgent.decision, urgent.law) == ("urgent", "The law requires it")
    assert (gone.decision, gone.law) == ("released", "The law requires it")


def test_a_line_is_never_changed_nor_taken_out(case: Case) -> None:
    released(case, product(case, case.put_in("health", "A burn.", leave="whole")))

    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerLine.objects.update(decision="not_agreed")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM sealed_ledgerline")

    assert len(ledger(case)) == 2


@pytest.mark.parametrize("who", ["coordinator", "business_support", "administrator", "governance", "assessor"])
def test_whoever_is_not_in_the_room_does_not_read_the_ledger_of_an_enquiry(case: Case, who: str) -> None:
    released(case, product(case, case.put_in("health", "A burn.", leave="whole")))

    with pytest.raises((Refused, NotFound)):
        ledger(case, who)

    assert len(ledger(case, "police")) == 2


def test_information_governance_sees_the_hubs_ledger_without_a_word(case: Case) -> None:
    product_id = product(case, case.put_in("police", SECRET))
    services.refuse(
        request_id=asked(case, product_id), reason="It points to him", actor=case.world.actor("police"), at=case.later()
    )
    governance = case.world.actor("governance")

    [line] = queries.ledger_without_words(actor=governance, at=case.later())

    assert line.decision == "not_agreed"
    assert "Heron" not in str(line)
    with pytest.raises(Refused):
        queries.ledger_reason(line.id, actor=governance, at=case.later())
    with pytest.raises(Refused):
        queries.ledger_without_words(actor=case.world.actor("police"), at=case.later())


def test_the_ledger_takes_as_many_statements_however_long_it_is(case: Case) -> None:
    counts = []
    for _ in range(3):
        for n in range(3):
            item_id = case.put_in("police", f"Fact {n}")
            request_id = case.ask_release(item_id)
            police = case.world.actor("police")
            services.consent(request_id=request_id, edited_text=None, actor=police, at=case.later())
        with CaptureQueriesContext(connection) as captured:
            ledger(case)
        counts.append(len(captured))

    assert counts[1] == counts[2]


def test_another_hub_has_a_ledger_of_its_own(case: Case) -> None:
    released(case, product(case, case.put_in("health", "A burn.", leave="whole")))
    other = devon("kent")

    with other.inside():
        assert queries.ledger_without_words(actor=other.actor("governance"), at=case.later()) == []
        with pytest.raises(NotFound):
            queries.ledger_of(case.enquiry_id, actor=other.actor("manager"), at=case.later())
