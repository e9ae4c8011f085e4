"""Puts markers into words that are not sealed and yet not for everybody: letters, merges, audits, keys and the like."""

from collections.abc import Callable
from datetime import date, timedelta

from openmash.agencies import services as agency_services
from openmash.agencies.rules import AgreementTold
from openmash.api_keys import services as key_services
from openmash.cover import services as cover_services
from openmash.decisions import services as decision_services
from openmash.oversight import services as oversight_services
from openmash.people import services as people_services
from openmash.people.rules import PersonTold
from openmash.products import queries as product_queries
from openmash.products.rules import PartTold
from tests.assurance.house import House
from tests.challenged import challenged
from tests.particulars import (
    answer_by_mail,
    change_week,
    go_straight_on,
    go_without,
    letter,
    one_person,
    refer_directly,
    routed,
    undo,
    write_part,
)
from tests.rooms import Case, open_case

Said = Callable[[str], str]


def fill_plain(house: House, said: Said) -> None:
    """Call it inside ``house.world.inside()``."""
    case = house.case
    for part in (_letters, _at_the_door, _people, _reviews, _keys, _in_parts):
        part(house, said)
    answer_by_mail(case, said("housing/text"))
    change_week(case, said("hub/rota"))
    agency_services.record_agreement(
        agency_id=house.world.agencies["housing"],
        told=AgreementTold(said("hub/agreement"), date(2026, 11, 2), date(2028, 11, 1)),
        actor=house.world.actor("governance"),
        at=case.later(),
    )


def _letters(house: House, said: Said) -> None:
    """One that went, one that was returned, and one that waits."""
    case, second = house.case, house.world.actor("second_manager")
    contact_id = house.things["contact_id"]["opened"]
    decision_services.send_letter(letter_id=house.things["letter_id"]["waiting"], actor=second, at=case.later())
    sent = letter(case, contact_id, said("hub/letter sent"))
    decision_services.send_letter(letter_id=sent, actor=second, at=case.later())
    returned = letter(case, contact_id, said("hub/letter"))
    decision_services.return_letter(letter_id=returned, why=said("hub/letter"), actor=second, at=case.later())
    waiting = letter(case, contact_id, said("hub/letter"))
    house.keep("letter_id", marked_returned=returned, marked=waiting)


def _at_the_door(house: House, said: Said) -> None:
    """Handed over to whoever covers the night, on to a service, to the police's own system, straight to a worker."""
    case = house.case
    house.keep("contact_id", marked_routed=routed(case, said("hub/handed on"))["contact_id"]["routed"])
    refer_directly(case, house.things["contact_id"]["new"], said("hub/handed on"))
    other = open_case(house.world, family="Linnet", at=case.later(), rating="red")
    go_straight_on(other, spoke=said("hub/straight on"))
    house.keep("challenge_id", marked=challenged(other, said("hub/challenge")))
    house.keep("enquiry_id", marked_straight_on=other.enquiry_id)
    cover_services.hand_over(
        notes={other.enquiry_id: said("hub/handed over")}, actor=house.world.actor("coordinator"), at=case.later()
    )


def _people(house: House, said: Said) -> None:
    """Why two records are one person, were not, and are not; and why an old identity is kept from the new one."""
    case, world = house.case, house.world
    coordinator, manager = world.actor("coordinator"), world.actor("manager")
    _, merge_id = one_person(case, said("hub/same person"), answer=said("hub/same person"))
    undo(case, merge_id, said("hub/same person"))
    child, others = case.people()[0], []
    for given in ("Adele", "Adah", "Adair"):
        told = PersonTold(given, "Siskin")
        others.append(people_services.create(told=told, actor=coordinator, at=case.later()))
    proposed = people_services.propose_merge(
        person_id=others[0], into_id=child, reason=said("hub/same child"), actor=coordinator, at=case.later()
    )
    people_services.refuse_merge(merge_id=proposed, answer=said("hub/same child"), actor=manager, at=case.later())
    waits = people_services.propose_merge(
        person_id=others[0], into_id=child, reason=said("hub/same child"), actor=coordinator, at=case.later()
    )
    apart = [
        people_services.keep_apart(
            old_id=child, new_id=each, reason=said("hub/kept apart"), actor=manager, at=case.later()
        )
        for each in others[1:]
    ]
    people_services.stop_keeping_apart(apart_id=apart[0], reason=said("hub/kept apart"), actor=manager, at=case.later())
    house.keep("merge_id", marked=merge_id, marked_of_the_child=proposed, marked_waits=waits)
    house.keep("apart_id", marked_ended=apart[0], marked=apart[1])


def _reviews(house: House, said: Said) -> None:
    """What nearly went wrong, and what an audit found."""
    case, world = house.case, house.world
    oversight_services.note_near_miss(
        enquiry_id=case.enquiry_id, what=said("hub/near miss"), actor=world.actor("police"), at=case.later()
    )
    oversight_services.record_finding(
        required_id=house.things["required_id"]["there"],
        found=said("hub/near miss"),
        actor=world.actor("operations_manager"),
        at=case.later(),
    )
    oversight_services.record_finding(
        required_id=house.things["required_id"]["audit"],
        found=said("hub/audit"),
        grade="inadequate",
        action=said("hub/audit action"),
        actor=world.actor("operations_manager"),
        at=case.later(),
    )


def _keys(house: House, said: Said) -> None:
    """Which of its systems an agency gave a key to, and to which it did once."""
    case, police = house.case, house.world.actor("police")
    last_day = case.at.date() + timedelta(days=60)
    there, gone = (
        key_services.issue(name=said("police/key"), last_day=last_day, actor=police, at=case.later()) for _ in "12"
    )
    key_services.revoke(key_id=gone.id, actor=police, at=case.later())
    house.keep("key_id", marked=there.id, marked_revoked=gone.id)


def _in_parts(house: House, said: Said) -> None:
    """An agency's own words for the team in a product that has not left, and why it goes without another's."""
    world, product_id = house.world, house.things["product_id"]["in_parts"]
    enquiry_id = product_queries.product(product_id, actor=world.actor("manager")).enquiry_id
    other = Case(world, enquiry_id, house.case.later())
    write_part(other, product_id, PartTold(said("police/part"), said("police/part"), "tier_3"))
    go_without(other, product_id, said("hub/without a part"))
    house.case.at = other.at
