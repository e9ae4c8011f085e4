"""A case that went the whole way, with one of everything that an address can name, built through services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from openmash.agencies import services as agency_services
from openmash.agencies.rules import AbsenceTold
from openmash.api_keys import services as key_services
from openmash.api_keys.rules import DIRECT_REFERRALS
from openmash.checks import services as check_services
from openmash.contacts.models import Contact, ContactPerson
from openmash.cover import services as cover_services
from openmash.cover.rules import TurnTold
from openmash.decisions import services as decision_services
from openmash.decisions.rules import AnalysisTold
from openmash.differences import services as difference_services
from openmash.differences.rules import DifferenceTold
from openmash.enquiries import queries as enquiry_queries
from openmash.exclusions import services as exclusion_services
from openmash.hubs import services as hub_services
from openmash.people import services as people_services
from openmash.people.rules import PersonTold, WarningTold
from openmash.person_index import services as index_services
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.retention import queries as retention_queries
from openmash.retention import services as retention_services
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.sealed.models import Attachment
from openmash.sealed.rules import GrantTold, GuardTold, Terms
from openmash.uploads import Upload
from tests.challenged import challenged
from tests.everything import WORDS, add_everything, works_by_everything
from tests.handed_on import composed, decide, decisions, released, subject
from tests.indexes import know, looked_up, person
from tests.kept import ended, prepared, records_asked_for
from tests.meetings import Table
from tests.particulars import PORTALS, refer_directly
from tests.rooms import Case, open_case
from tests.world import NOW, World

POLICE, RESTRICTED, HANDLING = "Quillfeather was arrested", "Umberlight is an informant", "Do not say Vextrine"
REASONS, ANALYSIS, REFUSED = "Wyrmdale reasons", "Xanthgate analysis", "Yaffle would be named"
DISPUTED = "Quorndale was seen"
MEETING = "What was said in the strategy discussion."
LEFT_OUT, FILE = "Zephyrine is not certain", "Thrushcombe photographed it"
SECRETS = {
    "refused": REFUSED,
    "police": POLICE,
    "restricted": RESTRICTED,
    "handling": HANDLING,
    "reasons": REASONS,
    "analysis": ANALYSIS,
    "left out": LEFT_OUT,
    "file": FILE,
    "disputed": DISPUTED,
    **WORDS,
}


@dataclass(frozen=True)
class Things:
    """A case that went the whole way, and every id that stands in an address.

    Args:
        case: the case.
        ids: by the name of the part of an address; ``access_id`` is a ``request_id`` of subject access.
    """

    case: Case
    ids: dict[str, UUID]

    @property
    def world(self) -> World:
        return self.case.world


def whole_case(world: World) -> Things:
    """Everything there is; call it inside ``world.inside()``, and stay there."""
    works_by_everything(world, PORTALS)
    case = open_case(world)
    ids = {"enquiry_id": case.enquiry_id, "contact_id": Contact.objects.get().id, "subject_id": subject(case)}
    parts: tuple[Callable[[Case, dict[str, UUID]], dict[str, UUID]], ...] = (
        _room,
        _covered,
        _changed,
        _disputed,
        _challenged,
        _met,
        _handed_on,
        _exceptions,
        _guarded,
        _beside,
        _known,
        _recorded_twice,
        _runs,
        _kept,
    )
    for part in parts:
        ids |= part(case, ids)
    return Things(case, ids)


def _room(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    photograph = sealed_services.check_file(Upload("note.txt", FILE.encode()))
    item_id = case.put_in("police", POLICE, handling=HANDLING, leave="whole", files=(photograph,))
    restricted = case.put_in("police", RESTRICTED, sensitivity="restricted")
    request_id = case.ask_release(restricted, who="manager")
    police = case.world.actor("police")
    sealed_services.refuse(request_id=request_id, reason=REFUSED, actor=police, at=case.later())
    [check_id] = case.ask("police")
    return {
        "item_id": item_id,
        "restricted_id": restricted,
        "file_id": Attachment.objects.get(item_id=item_id).id,
        "request_id": request_id,
        "check_id": check_id,
    }


def _changed(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """A change of how the hub works, that nobody has proposed yet."""
    admin = case.world.actor("administrator")
    return {"version_id": hub_services.copy_shipped(name="devon", actor=admin, at=case.later())}


def _covered(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """Somebody named for tonight, what is handed over to them, and whose people are away."""
    world = case.world
    night = TurnTold(world.people["social_worker"], "07700 900100", NOW + timedelta(hours=7), NOW + timedelta(hours=23))
    turn_id = cover_services.name_owner(told=night, actor=world.actor("manager"), at=case.later())
    handover_id = cover_services.hand_over(notes={}, actor=world.actor("coordinator"), at=case.later())
    away = AbsenceTold(NOW.date(), NOW.date() + timedelta(days=2), "The duty nurse")
    absence_id = agency_services.record_absence(
        agency_id=world.agencies["health"], told=away, actor=world.actor("health"), at=case.later()
    )
    agency_services.set_visiting_days(
        agency_id=world.agencies["health"], weekdays=[3], actor=world.actor("health"), at=case.later()
    )
    visitor = {"visitor_id": world.agencies["health"]}
    return {"turn_id": turn_id, "handover_id": handover_id, "absence_id": absence_id, **visitor}


def _runs(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """A clock that is still running after all of this."""
    running = enquiry_queries.running_clocks(case.world.actor("coordinator"), enquiry_ids=[case.enquiry_id])
    return {"clock_id": running[-1].id}


def _disputed(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    told = DifferenceTold("rating", "He was there last night.", wanted="red", in_the_room=DISPUTED)
    actor, at = case.world.actor("health"), case.later()
    return {"difference_id": difference_services.raise_(subject_id=ids["subject_id"], told=told, actor=actor, at=at)}


def _challenged(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """Whoever referred does not agree with what they were told."""
    return {"challenge_id": challenged(case)}


def _met(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """A strategy discussion that is going on, with something for the police to do."""
    table = Table.called(case)
    table.write(minutes=MEETING)
    return {"meeting_id": table.meeting_id, "case_id": table.line().id, "action_id": table.asks("police", "Visit.")}


def _handed_on(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    decision_services.analyse(
        enquiry_id=case.enquiry_id,
        told=AnalysisTold(voice="She says she is tired.", summary=ANALYSIS),
        actor=case.world.actor("social_worker"),
        at=case.later(),
    )
    decide(case, reasons=REASONS)
    letter_id = decision_services.write_letter(
        enquiry_id=case.enquiry_id,
        contact_id=ids["contact_id"],
        said="It was passed on.",
        actor=case.world.actor("manager"),
        at=case.later(),
    )
    product_id = composed(case, [ids["item_id"]])
    return {
        "decision_id": decisions(case)[0].id,
        "letter_id": letter_id,
        "product_id": product_id,
        "copy_id": released(case, product_id),
    }


def _exceptions(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """A special grant, a product that went urgently without one item, and a colleague who is kept out."""
    world, manager = case.world, case.world.actor("manager")
    grant = GrantTold("overriding_public_interest", "She is alone with him tonight.", 1)
    grant_id = sealed_services.take_grant(
        item_id=ids["restricted_id"], told=grant, actor=world.actor("social_worker"), at=case.later()
    )
    unsure = case.put_in("police", "Seen in the street.", leave="whole")
    urgent = composed(case, [ids["item_id"], unsure])
    product_services.leave_out(
        product_id=urgent, item_id=unsure, why="not_sure", words=LEFT_OUT, actor=manager, at=case.later()
    )
    product_services.release_urgently(
        product_id=urgent, ground="overriding_public_interest", reason="Tonight.", actor=manager, at=case.later()
    )
    [waiting] = product_queries.urgent_releases_to_review(world.actor("operations_manager"))
    lines = sealed_queries.ledger_of(case.enquiry_id, actor=manager, at=case.later())
    exclusion_id = exclusion_services.declare(
        user_id=world.people["unregistered_manager"],
        enquiry_id=case.enquiry_id,
        ground="relative",
        actor=world.actor("governance"),
        at=case.later(),
    )
    [said] = [line.id for line in lines if line.decision == "left_out" and line.reason_id]
    return {"grant_id": grant_id, "urgent_id": waiting.id, "line_id": said, "exclusion_id": exclusion_id}


def _guarded(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    child, mother = case.people()
    told = GuardTold("safe_address", child, against_people=(mother,), terms=Terms(postcode=("EX4 9ZZ",)))
    warning = WarningTold("A dog that bites.", since=date(2026, 11, 1), review_on=date(2027, 2, 1))
    return {
        "protection_id": sealed_services.record_protection(
            enquiry_id=case.enquiry_id, told=told, actor=case.world.actor("manager"), at=case.later()
        ),
        "warning_id": people_services.record_warning(
            person_id=mother, told=warning, actor=case.world.actor("social_worker"), at=case.later()
        ),
    }


def _beside(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """An adult, an issue, a checklist, a return interview, a panel."""
    return add_everything(case, ids["contact_id"])


def _recorded_twice(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """The child is said to be recorded once more, and is kept from leading to a third record."""
    world, child = case.world, case.people()[0]
    coordinator, manager = world.actor("coordinator"), world.actor("manager")
    again = people_services.create(told=PersonTold("Aida", "Wrenn"), actor=coordinator, at=case.later())
    now = people_services.create(told=PersonTold("Ada", "Thornbury"), actor=coordinator, at=case.later())
    merge_id = people_services.propose_merge(
        person_id=again, into_id=child, reason="Her school says so.", actor=coordinator, at=case.later()
    )
    apart_id = people_services.keep_apart(
        old_id=child, new_id=now, reason="An adoption order.", actor=manager, at=case.later()
    )
    named = ContactPerson.objects.filter(contact_id=ids["contact_id"]).order_by("position")[0]
    return {"known_id": child, "person_id": child, "named_id": named.id, "merge_id": merge_id, "apart_id": apart_id}


def _known(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """The police's person index knows the child, they say so for themselves, and a system of theirs has a key."""
    world, police = case.world, case.world.actor("police")
    know(world, "police", person("P-1"))
    changes = BytesIO(b"reference,given_names,family_name,change\nP-2,Bo,Osprey,put\n,Nobody,Knows,put\n")
    agency_id = world.agencies["police"]
    told = index_services.apply_delta(agency_id=agency_id, file=changes, actor=police, at=case.later())
    looked_up(world, case.later())
    said = check_services.say_own_record(
        check_id=ids["check_id"], person_id=case.people()[0], reference="P-1", actor=police, at=case.later()
    )
    last_day = NOW.date() + timedelta(days=30)
    made = key_services.issue(name="Case management", last_day=last_day, actor=police, at=case.later())
    key_services.issue(name="Receiving", last_day=last_day, actor=police, at=case.later(), purpose=DIRECT_REFERRALS)
    waits = {"portal_id": agency_id, "direct_id": refer_directly(case, ids["contact_id"], fetched_by="police")}
    return {"index_id": agency_id, "load_id": told.load_id, "own_record_id": said, "key_id": made.id, **waits}


def _kept(case: Case, ids: dict[str, UUID]) -> dict[str, UUID]:
    """A hold, somebody's request for what is kept about them, and another family's list that waits to be erased."""
    officer, manager = case.world.actor("governance"), case.world.actor("manager")
    hold_id = retention_services.place_hold(
        on="enquiry", about_id=case.enquiry_id, ground="inquiry", reason="Ref. 1", actor=officer, at=case.later()
    )
    access_id = records_asked_for(case.world, at=case.later())
    retention_services.gather(request_id=access_id, person_ids=case.people()[:1], actor=manager, at=case.later())
    pieces = retention_queries.pieces(access_id, actor=manager)
    of_police = next(p.id for p in pieces if p.agency_id == case.world.agencies["police"])
    ended(open_case(case.world, family="Lark", at=case.later()))
    return {
        "hold_id": hold_id,
        "access_id": access_id,
        "piece_id": of_police,
        "agency_id": case.world.agencies["school"],
        "batch_id": prepared(case.world),
    }
