"""Two at once, on two connections: what may happen once happens once."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection

from openmash.access import Role
from openmash.accounts import services as account_services
from openmash.audit.models import Event
from openmash.checks import services as check_services
from openmash.checks.models import Reply
from openmash.checks.rules import NilTold, ReplyTold, letter_of
from openmash.contacts import rules as contact_rules
from openmash.contacts import services as contact_services
from openmash.contacts.models import Receipt, Submission
from openmash.core import hub_context
from openmash.core.errors import RuleBroken
from openmash.cover import services as cover_services
from openmash.cover.models import Placement, Turn
from openmash.cover.rules import PlacementTold, TurnTold
from openmash.notifications import services as notifications
from openmash.notifications.models import Message
from openmash.products import services as product_services
from openmash.products.models import ReleasedCopy
from tests.databases import role
from tests.handed_on import composed, decide, for_approval
from tests.integration.contacts_told import told
from tests.rooms import open_case
from tests.world import NOW, World, devon, email_of

TOGETHER = 6


def at_once(world: World, door: str, do: Callable[[], object]) -> list[BaseException | None]:
    """Do the same from several connections at one moment; what each came to."""
    start, ended = threading.Barrier(TOGETHER), list[BaseException | None]()

    def one() -> None:
        try:
            with role(door):
                start.wait(timeout=120)
                with hub_context.enter(hub_id=world.hub_id):
                    do()
            ended.append(None)
        except Exception as error:  # noqa: BLE001  # looked at by the test
            ended.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    assert len(ended) == TOGETHER
    return ended


def test_a_one_time_link_takes_one_answer(transactional_db: None) -> None:
    case = open_case(devon())
    with case.world.inside():
        case.ask("school")
        notifications.deliver_waiting(hub_id=case.world.hub_id, at=NOW + timedelta(hours=1))
    [code] = [found[1] for m in mail.outbox if (found := re.search(r"/devon/answer/([0-9A-Z-]+)/", str(m.body)))]
    nil = NilTold("nothing_relevant", "Our pupil records")
    letter = letter_of(ReplyTold(name="Gwen Hartley", role="Head", nil=nil, searched="Our pupil records"))
    ended = at_once(
        case.world,
        "openmash_outside",
        lambda: check_services.reply(hub_id=case.world.hub_id, code=code, letter=letter, at=NOW + timedelta(hours=2)),
    )
    assert ended.count(None) == 1
    assert all(isinstance(each, RuleBroken) for each in ended if each is not None), ended
    with case.world.inside():
        assert Reply.objects.count() == 1


def test_a_form_sent_from_several_windows_arrives_once(transactional_db: None) -> None:
    world = devon(people=("coordinator",))
    letter = contact_rules.letter_of(told())
    with role("openmash_outside"), hub_context.enter(hub_id=world.hub_id):
        code = contact_services.save_form(hub_id=world.hub_id, code=None, letter=letter, at=NOW)
    ended = at_once(
        world,
        "openmash_outside",
        lambda: contact_services.submit(hub_id=world.hub_id, letter=letter, code=code, at=NOW),
    )
    assert ended == [None] * TOGETHER
    with world.inside():
        assert Submission.objects.values("id").count() == 1
        assert Receipt.objects.count() == 1


def test_a_product_released_from_several_windows_goes_once(transactional_db: None) -> None:
    case = open_case(devon())
    with case.world.inside():
        decide(case)
        product_id = composed(case)
        for_approval(case, product_id)
        second, at = case.world.actor("second_manager"), case.later()
    ended = at_once(
        case.world,
        "openmash_inside",
        lambda: product_services.approve_and_release(product_id=product_id, actor=second, at=at),
    )
    assert ended == [None] * TOGETHER
    with case.world.inside():
        assert ReleasedCopy.objects.count() == 1
        assert Event.objects.filter(name="product.released").count() == 1
        rung = Message.objects.filter(kind="product_released").values_list("to_address", flat=True)
        assert len(rung) == len(set(rung)) > 0, "somebody was told twice"


def only_one(ended: list[BaseException | None], rule: str) -> bool:
    """Whether one of all that came at once got through, and each of the others was told why not."""
    told = [each.rule for each in ended if isinstance(each, RuleBroken)]
    return ended.count(None) == 1 and told == [rule] * (TOGETHER - 1)


def test_times_that_overlap_are_written_down_once_though_no_two_begin_alike(transactional_db: None) -> None:
    world = devon(people=("manager", "social_worker"))
    with world.inside():
        manager = world.actor("manager")
    worker, today = world.people["social_worker"], NOW.date()
    days = iter(range(TOGETHER))

    def place() -> UUID:
        told = PlacementTold(worker, "North", today + timedelta(days=next(days)), today + timedelta(days=60), "")
        return cover_services.take_in(told=told, actor=manager, at=NOW)

    assert only_one(at_once(world, "openmash_inside", place), "cover.one_placement_at_a_time")
    hours = iter(range(TOGETHER))

    def name() -> UUID:
        begins = NOW + timedelta(hours=8 + next(hours))
        turn = TurnTold(worker, "07700 900100", begins, NOW + timedelta(hours=22))
        return cover_services.name_owner(told=turn, actor=manager, at=NOW)

    assert only_one(at_once(world, "openmash_inside", name), "cover.one_owner_at_a_time")
    with world.inside():
        assert (Placement.objects.count(), Turn.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_somebody_of_one_door_is_given_no_role_of_the_other() -> None:
    world = devon(people=("manager",))
    other = devon("kent", people=("assessor",))

    def bring(handle: str, slug: str) -> None:
        account_services.add_person(
            hub_id=other.hub_id,
            name="The same person",
            email=email_of(handle, slug),
            role=Role.RECEIVING_TEAM,
            agency_id=other.agencies["council"],
            team_id=other.teams["assessment"],
            door="outside",
            at=NOW,
        )

    with other.inside():
        bring("new_assessor", world.slug)
        with pytest.raises(RuleBroken, check=lambda error: error.rule == "accounts.door_fits_role"):
            bring("manager", world.slug)
