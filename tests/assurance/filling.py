"""Puts a marker into every slot of the sealed room, through the services that people use."""

from collections.abc import Callable
from uuid import UUID

from openmash.decisions import services as decision_services
from openmash.decisions.rules import AnalysisTold
from openmash.products import services as product_services
from openmash.products.rules import GuidanceTold
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Balance
from tests.assurance.house import House
from tests.assurance.markers import Markers
from tests.handed_on import SHARING, composed, decide, decisions, released, subject

# Who puts in for which agency.
FOR = {"police": "police", "health": "health", "education": "education", "council": "social_worker"}
ROUNDS = 6
Said = Callable[[str], str]


def fill(house: House, markers: Markers) -> None:
    """Every slot of a hub's room; call it inside ``house.world.inside()``."""
    slug = house.world.slug

    def said(slot: str) -> str:
        return markers.new(f"{slug}/{slot}")

    for agency, who in FOR.items():
        for _ in range(ROUNDS):
            _put_in(house, agency, who, said)
        _corrected(house, agency, who, said)
    _answers(house, said)
    _hub_words(house, said)
    _left(house, said)


def _put_in(house: House, agency: str, who: str, said: Said) -> None:
    case = house.case
    case.put_in(
        who,
        said(f"{agency}/text"),
        handling=said(f"{agency}/handling"),
        professional=said(f"{agency}/professional"),
    )
    case.put_in(
        who,
        said(f"{agency}/restricted"),
        handling=said(f"{agency}/restricted handling"),
        professional=said(f"{agency}/professional"),
        sensitivity="restricted",
    )


def _corrected(house: House, agency: str, who: str, said: Said) -> None:
    case, actor = house.case, house.world.actor(who)
    gone = case.put_in(who, said(f"{agency}/withdrawn"), handling=said(f"{agency}/withdrawn"))
    sealed_services.withdraw(item_id=gone, actor=actor, at=case.later())
    wrong = case.put_in(who, said(f"{agency}/before correction"), handling=said(f"{agency}/before correction"))
    sealed_services.correct(
        item_id=wrong,
        text=said(f"{agency}/corrected"),
        handling=said(f"{agency}/corrected"),
        actor=actor,
        at=case.later(),
    )


def _answers(house: House, said: Said) -> None:
    """What owners and managers said of letting something go."""
    case, world = house.case, house.world
    for agency, kind, tier in (("police", "text", "hub"), ("health", "restricted", "restricted")):
        item_id = case.put_in(FOR[agency], said(f"{agency}/{kind}"), sensitivity=tier)
        sealed_services.refuse(
            request_id=case.ask_release(item_id, who="manager"),
            reason=said(f"{agency}/{'refusal' if tier == 'hub' else 'refusal of restricted'}"),
            actor=world.actor(FOR[agency]),
            at=case.later(),
        )
    item_id = case.put_in("health", said("health/text"))
    sealed_services.record_lawful_basis(
        request_id=case.ask_release(item_id),
        gateway="children_act_1989_s47",
        balance=Balance(said("health/lawful basis"), said("health/lawful basis"), said("health/lawful basis")),
        sharing=SHARING,
        actor=world.actor("manager"),
        at=case.later(),
    )


def _hub_words(house: House, said: Said) -> None:
    case, world = house.case, house.world
    decision_services.analyse(
        enquiry_id=case.enquiry_id,
        told=AnalysisTold(*(said("hub/analysis") for _ in range(6))),
        actor=world.actor("social_worker"),
        at=case.later(),
    )
    decision_services.revisit(
        subject_id=subject(case), why=said("hub/reasons"), actor=world.actor("manager"), at=case.later()
    )
    decide(case, reasons=said("hub/reasons"))


def _left(house: House, said: Said) -> None:
    """A product that left, one that was returned, and one that is being put together."""
    case, world = house.case, house.world
    _put_aside(house)
    edited = case.put_in("health", said("health/before edit"))
    whole = case.put_in(
        "police",
        said("police/released"),
        handling=said("police/released"),
        leave="whole",
        professional=said("police/released"),
    )
    sealed_services.consent(
        request_id=case.ask_release(edited),
        edited_text=said("health/edited"),
        actor=world.actor("health"),
        at=case.later(),
    )
    product_id = composed(case, [whole, edited], guidance=GuidanceTold(*(said("hub/guidance") for _ in range(4))))
    house.keep("copy_id", marked=released(case, product_id))
    house.keep("product_id", marked=product_id)
    draft = composed(case, [whole], guidance=GuidanceTold(*(said("hub/draft") for _ in range(4))))
    product_services.leave_out(
        product_id=draft,
        item_id=edited,
        why="not_sure",
        words=said("hub/left out"),
        actor=world.actor("manager"),
        at=case.later(),
    )
    house.keep("product_id", marked_draft=draft)
    house.keep("decision_id", marked=decisions(case)[0].id)


def _put_aside(house: House) -> None:
    draft: UUID = house.things["product_id"]["draft"]
    actor = house.world.actor("manager")
    product_services.abandon(product_id=draft, actor=actor, at=house.case.later())
