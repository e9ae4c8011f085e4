"""What went to a team, called back or corrected; and the danger to staff that travels with it. All is invented."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.core.keys import Erased
from openmash.notifications.models import Message
from openmash.people import queries as people_queries
from openmash.people import services as people_services
from openmash.people.rules import WarningTold
from openmash.products import queries
from openmash.products import rules as product_rules
from openmash.products import services as product_services
from openmash.products.errors import CopyCalledBack
from openmash.products.models import CopyRecall, ReleasedCopy
from openmash.products.states import ProductState
from tests.handed_on import GUIDANCE, composed, decide, for_approval, released
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db
Door = Callable[[], AbstractContextManager[None]]

WHY = "It went to the wrong team. Destroy what you noted."


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    case = open_case(world)
    with world.inside():
        decide(case)
        yield case


def sent(case: Case, **guidance: object) -> tuple[UUID, UUID]:
    """A released product: its id and its copy's."""
    product_id = composed(case, guidance=replace(GUIDANCE, **guidance))  # type: ignore[arg-type]
    return product_id, released(case, product_id)


def recall(case: Case, product_id: UUID, *, who: str = "manager", reason: str = WHY) -> None:
    product_services.recall(product_id=product_id, reason=reason, actor=case.world.actor(who), at=case.later())


@dataclass
class Team:
    """The receiving team at its own door."""

    case: Case
    door: Door

    def read(self, copy_id: UUID, who: str = "assessor") -> queries.CopyView:
        with self.door():
            return product_services.open_copy(copy_id=copy_id, actor=self.case.world.actor(who), at=self.case.later())

    def take_file(self, copy_id: UUID) -> queries.CopyFile:
        actor = self.case.world.actor("assessor")
        with self.door():
            return product_services.open_file(copy_id=copy_id, actor=actor, at=self.case.later())

    def acknowledge(self, copy_id: UUID, who: str = "assessor") -> datetime:
        at = self.case.later()
        with self.door():
            product_services.acknowledge_recall(copy_id=copy_id, actor=self.case.world.actor(who), at=at)
        return at


@pytest.fixture
def team(case: Case, as_outside: Door) -> Team:
    return Team(case, as_outside)


def state_of(case: Case, product_id: UUID) -> str:
    return queries.product(product_id, actor=case.world.actor("manager")).state


# --- Calling back ---------------------------------------------------------------------------------------------------


def test_once_it_is_called_back_the_team_reads_why_in_place_of_the_words(case: Case, team: Team) -> None:
    product_id, copy_id = sent(case, summary="Zebedee was there.")
    before = team.read(copy_id)
    assert before.copy is not None
    assert before.copy.summary == "Zebedee was there."

    recall(case, product_id)

    after = team.read(copy_id)
    assert after.copy is None
    assert after.recall is not None
    assert (after.recall.reason, after.recall.recalled_by_name) == (WHY, "Pat Holloway")
    assert state_of(case, product_id) == ProductState.RECALLED
    [row] = queries.inbox(case.world.actor("assessor"))
    assert (row.recall, row.needs_us) == ("The hub has called this back", True)


def test_its_words_cannot_be_opened_any_more_with_any_key_of_the_outside_door(case: Case, team: Team) -> None:
    product_id, copy_id = sent(case)
    recall(case, product_id)

    row = ReleasedCopy.objects.get(id=copy_id)

    assert (row.wrapped_key, row.pdf_wrapped_key) == ("", "")
    with pytest.raises(Erased):
        queries.opened(row)
    with pytest.raises(CopyCalledBack):
        team.take_file(copy_id)


def test_inside_what_had_been_sent_is_kept_and_can_be_read(case: Case) -> None:
    product_id, _ = sent(case, summary="Zebedee was there.")
    before = queries.frozen(product_id, actor=case.world.actor("manager"), at=case.later())
    recall(case, product_id)

    assert queries.frozen(product_id, actor=case.world.actor("manager"), at=case.later()) == before
    with pytest.raises(Refused):
        queries.kept_copy(product_id, actor=case.world.actor("business_support"), at=case.later())


def test_the_team_s_doorbell_rings_with_nothing_but_the_reference(case: Case, team: Team) -> None:
    product_id, copy_id = sent(case)
    reference = queries.product(product_id, actor=case.world.actor("manager")).reference
    recall(case, product_id)

    rung = Message.objects.filter(kind="product_recalled", about_id=copy_id)

    assert {each.to_address for each in rung} >= {"assessment@team.example", "assessor@devon.example"}
    assert reference


def test_the_list_inside_says_who_had_opened_it_when_and_who_acknowledged_the_recall(case: Case, team: Team) -> None:
    product_id, copy_id = sent(case)
    team.read(copy_id)
    team.take_file(copy_id)
    recall(case, product_id)
    assert [each.copy_id for each in queries.unacknowledged_recalls(case.world.actor("manager"))] == [copy_id]

    team.acknowledge(copy_id)

    seen = queries.aftermath(product_id, actor=case.world.actor("manager"), at=case.later())
    assert [(each.name, each.words) for each in seen.openings] == [
        ("Frankie Dunn", "Opened it"),
        ("Frankie Dunn", "Took it as a PDF file"),
        ("Frankie Dunn", "Acknowledged that it no longer holds"),
    ]
    assert seen.recall is not None
    assert (seen.reason, seen.recall.acknowledged_by_name) == (WHY, "Frankie Dunn")
    assert queries.unacknowledged_recalls(case.world.actor("manager")) == []


def test_acknowledging_twice_keeps_the_first_and_the_hub_is_told_once(case: Case, team: Team) -> None:
    product_id, copy_id = sent(case)
    recall(case, product_id)
    first = team.acknowledge(copy_id)
    team.acknowledge(copy_id)

    told = [product_services.tell_of_acknowledgements(hub_id=case.world.hub_id, at=case.later()) for _ in range(2)]

    assert CopyRecall.objects.get(copy_id=copy_id).acknowledged_at == first
    assert told == [1, 0]
    assert Message.objects.filter(kind="recall_acknowledged").exists()


def test_only_a_manager_calls_it_back_with_a_reason_and_once(case: Case) -> None:
    product_id, _ = sent(case)

    with pytest.raises(Refused):
        recall(case, product_id, who="social_worker")
    with pytest.raises(RuleBroken, match="why"):
        recall(case, product_id, reason="  ")
    recall(case, product_id)
    with pytest.raises(RuleBroken):
        recall(case, product_id)


def test_what_has_not_left_cannot_be_called_back(case: Case) -> None:
    product_id = composed(case)

    with pytest.raises(RuleBroken):
        recall(case, product_id)
    with pytest.raises(RuleBroken, match="went to a team"):
        product_services.start_correction(
            product_id=product_id, reason=WHY, actor=case.world.actor("manager"), at=case.later()
        )


def test_another_team_neither_finds_it_nor_acknowledges_it(case: Case, team: Team) -> None:
    product_id, copy_id = sent(case)
    recall(case, product_id)

    with pytest.raises(NotFound):
        team.read(copy_id, "early_helper")
    with pytest.raises(NotFound):
        team.acknowledge(copy_id, "early_helper")
    assert team.read(copy_id).recall


def test_what_was_not_called_back_cannot_be_acknowledged_as_called_back(case: Case, team: Team) -> None:
    _, copy_id = sent(case)

    with pytest.raises(NotFound):
        team.acknowledge(copy_id)


# --- Correcting -----------------------------------------------------------------------------------------------------


def corrected(case: Case, product_id: UUID, **guidance: object) -> tuple[UUID, UUID]:
    """A corrected product in its place: its id and its copy's."""
    new_id = product_services.start_correction(
        product_id=product_id, reason=WHY, actor=case.world.actor("manager"), at=case.later()
    )
    told = replace(GUIDANCE, **guidance)  # type: ignore[arg-type]
    product_services.write_guidance(product_id=new_id, told=told, actor=case.world.actor("manager"), at=case.later())
    return new_id, released(case, new_id)


def test_a_corrected_product_takes_the_place_of_the_old_one_and_both_say_so(case: Case, team: Team) -> None:
    old_id, old_copy = sent(case, summary="Her arm.")

    new_id, new_copy = corrected(case, old_id, summary="Her leg.")

    before, now = team.read(old_copy), team.read(new_copy)
    assert before.copy is None
    assert before.recall is not None
    assert (before.recall.words, before.recall.replaced_by) == ("The hub has corrected this", new_copy)
    assert now.copy is not None
    assert now.copy.summary == "Her leg."
    assert (state_of(case, old_id), state_of(case, new_id)) == (ProductState.CORRECTED, ProductState.RELEASED)
    manager = case.world.actor("manager")
    [by] = queries.aftermath(old_id, actor=manager, at=case.later()).corrected_by
    corrects = queries.aftermath(new_id, actor=manager, at=case.later()).corrects
    assert corrects is not None
    assert (by.product_id, corrects.product_id) == (new_id, old_id)


def test_a_correction_begins_with_what_had_gone_and_is_approved_like_any_other(case: Case) -> None:
    item_id = case.put_in("health", "She was seen twice in October with a burn.", leave="whole")
    old_id = composed(case, [item_id])
    released(case, old_id)

    new_id = product_services.start_correction(
        product_id=old_id, reason=WHY, actor=case.world.actor("manager"), at=case.later()
    )

    view = queries.product(new_id, actor=case.world.actor("manager"))
    assert [each.item_id for each in view.items] == [item_id]
    assert queries.guidance(new_id, actor=case.world.actor("manager"), at=case.later()) == GUIDANCE
    for_approval(case, new_id)
    with pytest.raises(RuleBroken):
        product_services.approve(product_id=new_id, actor=case.world.actor("manager"), at=case.later())


def test_until_the_corrected_one_is_released_the_old_one_holds(case: Case, team: Team) -> None:
    old_id, old_copy = sent(case)
    product_services.start_correction(product_id=old_id, reason=WHY, actor=case.world.actor("manager"), at=case.later())

    assert team.read(old_copy).copy is not None
    assert state_of(case, old_id) == ProductState.RELEASED


def test_what_was_called_back_can_be_corrected_afterwards(case: Case, team: Team) -> None:
    old_id, old_copy = sent(case)
    recall(case, old_id)

    _, new_copy = corrected(case, old_id, summary="Her leg.")

    seen = team.read(old_copy).recall
    assert seen is not None
    assert (seen.words, seen.replaced_by) == ("The hub has called this back", new_copy)
    assert state_of(case, old_id) == ProductState.CORRECTED


def test_one_correction_at_a_time(case: Case) -> None:
    old_id, _ = sent(case)
    product_services.start_correction(product_id=old_id, reason=WHY, actor=case.world.actor("manager"), at=case.later())

    with pytest.raises(RuleBroken, match="Another product"):
        product_services.start_correction(
            product_id=old_id, reason=WHY, actor=case.world.actor("manager"), at=case.later()
        )


# --- The outside door -----------------------------------------------------------------------------------------------


def test_the_outside_role_sees_why_and_never_what_had_been_said(case: Case, team: Team, as_outside: Door) -> None:
    product_id, copy_id = sent(case)
    recall(case, product_id)

    view = team.read(copy_id)
    with as_outside():
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            _run("SELECT kept_id FROM products_copyrecall")
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            _run("UPDATE products_copyrecall SET kind = 'corrected'")
    team.acknowledge(copy_id)

    assert view.recall is not None
    assert view.recall.reason == WHY


def test_an_acknowledgement_is_written_once_whoever_writes(case: Case, team: Team, as_outside: Door) -> None:
    product_id, copy_id = sent(case)
    recall(case, product_id)
    team.acknowledge(copy_id)

    with as_outside(), pytest.raises(Error), queries.as_oneself(case.world.actor("assessor")):
        _run("UPDATE products_copyrecall SET acknowledged_at = now()")


def test_the_outside_role_takes_the_file_that_was_approved(case: Case, team: Team, as_outside: Door) -> None:
    product_id, copy_id = sent(case)
    frozen = queries.frozen(product_id, actor=case.world.actor("manager"), at=case.later())

    file = team.take_file(copy_id)

    assert file.content == product_rules.to_pdf(frozen)
    assert file.content.startswith(b"%PDF-")
    assert file.name == f"{frozen.reference}.pdf"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# --- Dangers to staff -----------------------------------------------------------------------------------------------

TOLD = WarningTold(words="Keeps a dog that bites.", since=date(2026, 1, 2), review_on=date(2027, 1, 2))


def warn(case: Case, person_id: UUID, told: WarningTold = TOLD, who: str = "social_worker") -> UUID:
    actor = case.world.actor(who)
    return people_services.record_warning(person_id=person_id, told=told, actor=actor, at=case.later())


def test_a_danger_to_staff_goes_with_every_product_about_the_family_whatever_its_author_does(
    case: Case, team: Team
) -> None:
    warn(case, case.people()[1])

    product_id, copy_id = sent(case, staff_safety="")

    copy = team.read(copy_id).copy
    assert copy is not None
    [warning] = copy.warnings
    assert (warning.person, warning.words, warning.recorded_by) == ("Bea Wren", TOLD.words, "Kit Marlow")
    assert copy == queries.frozen(product_id, actor=case.world.actor("manager"), at=case.later())


def test_a_danger_recorded_after_it_was_sent_for_approval_makes_the_approval_void(case: Case) -> None:
    product_id = composed(case)
    for_approval(case, product_id)

    warn(case, case.people()[1])

    with pytest.raises(RuleBroken) as broken:
        released(case, product_id)
    assert broken.value.rule == "products.still_as_frozen"


def test_a_danger_that_is_over_goes_no_further(case: Case, team: Team) -> None:
    warning_id = warn(case, case.people()[1])
    manager = case.world.actor("manager")
    with pytest.raises(Refused):
        people_services.end_warning(
            warning_id=warning_id, reason="It died.", actor=case.world.actor("social_worker"), at=case.later()
        )
    with pytest.raises(RuleBroken, match="why"):
        people_services.end_warning(warning_id=warning_id, reason=" ", actor=manager, at=case.later())

    people_services.end_warning(warning_id=warning_id, reason="It died.", actor=manager, at=case.later())

    _, copy_id = sent(case)
    copy = team.read(copy_id).copy
    assert copy is not None
    assert copy.warnings == ()
    assert people_queries.warnings(case.people(), actor=manager) == []
    with pytest.raises(RuleBroken, match="already"):
        people_services.end_warning(warning_id=warning_id, reason="Again.", actor=manager, at=case.later())


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (replace(TOLD, words=" "), "words"),
        (replace(TOLD, words="x" * 501), "words"),
        (replace(TOLD, since=date(2026, 11, 19)), "since"),
        (replace(TOLD, review_on=date(2026, 11, 18)), "review_on"),
        (replace(TOLD, review_on=date(2026, 11, 18) + timedelta(days=400)), "review_on"),
    ],
)
def test_a_warning_says_what_since_when_and_until_when(case: Case, told: WarningTold, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        warn(case, case.people()[1], told)
    assert broken.value.field == field
    with pytest.raises(Refused):
        warn(case, case.people()[1], who="governance")
