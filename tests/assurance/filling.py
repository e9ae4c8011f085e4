"""Puts a marker into every slot of the sealed room, through the services that people use.

What is not sealed and yet not for everybody: ``filling_plain``.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from openmash.accounts import services as account_services
from openmash.adults import services as adult_services
from openmash.adults.rules import CapacityTold, ResultTold, ThreePartsTold, WishesTold
from openmash.allegations import rules as allegation_rules
from openmash.allegations import services as allegation_services
from openmash.allegations.rules import AllegationTold, Considered
from openmash.checks import services as check_services
from openmash.decisions import services as decision_services
from openmash.decisions.rules import GIVEN, AnalysisTold, Section47Told
from openmash.differences import services as difference_services
from openmash.differences.rules import DifferenceTold, Settlement
from openmash.groups import services as group_services
from openmash.groups.rules import GroupTold, LinkTold
from openmash.people import services as people_services
from openmash.people.rules import WarningTold
from openmash.person_index import services as index_services
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.products.rules import GuidanceTold, PartTold
from openmash.retention import services as retention_services
from openmash.screening import services as screening_services
from openmash.screening.rules.checklists import ChecklistTold, example
from openmash.screening.rules.interviews import InterviewTold
from openmash.screening.rules.panels import PanelTold
from openmash.sealed import services as sealed_services
from openmash.sealed.models import Attachment
from openmash.sealed.rules import Balance, GrantTold, GuardTold, ItemTold, Terms
from openmash.uploads import Upload
from tests.assurance.filling_plain import fill_plain
from tests.assurance.house import House, answered, gathered
from tests.assurance.markers import Markers
from tests.everything import CODES
from tests.handed_on import SHARING, composed, decide, decisions, for_approval, released, subject
from tests.indexes import know, person
from tests.meetings import Table

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
    _kept_closer(house, said)
    _put_aside(house)
    _exceptions(house, said)
    _left(house, said)
    _reviewed(house, said)
    _asked_for(house, said)
    _indexes(house, said)
    _own_records(house, said)
    _typed(house, said)
    _alleged(house, said)
    fill_plain(house, said)


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
    Table.called(case, "second_look").rates("red", reason=said("hub/meeting rating"))
    decide(case, reasons=said("hub/reasons"), **_section_47(said("hub/reasonable cause")))
    _differ(house, said)
    _meet(house, said)
    _beside(house, said)


def _beside(house: House, said: Said) -> None:
    """What an adult wants came to, why a checklist was judged so, what a child said, what a panel is told."""
    case, worker = house.case, house.world.actor("social_worker")
    _asked_of_adults(house, said)
    checklist_id = screening_services.complete(
        enquiry_id=case.enquiry_id,
        person_id=case.people()[1],
        code=CODES["checklist"],
        told=ChecklistTold({each.code: "no" for each in example().questions}, "high", said("hub/checklist"), True),
        actor=worker,
        at=case.later(),
    )
    house.keep("checklist_id", filled=checklist_id)
    told = InterviewTold("A youth worker", independent=True, said=said("hub/interview"))
    interview_id = house.things["interview_id"]["there"]
    screening_services.hold(interview_id=interview_id, told=told, actor=worker, at=case.later())
    _panels(house, said)


def _asked_of_adults(house: House, said: Said) -> None:
    """The law's three questions about an adult, whether they can decide, what they want, and what came of it."""
    case, worker, adult_id = house.case, house.world.actor("social_worker"), house.things["adult_id"]["there"]
    because = {part: said("hub/adult") for part in ("needs_why", "at_risk_why", "cannot_protect_why")}
    parts = ThreePartsTold(needs=True, at_risk=True, cannot_protect=True, abuse=("domestic_abuse",), **because)
    adult_services.record_test(subject_id=adult_id, told=parts, actor=worker, at=case.later())
    found = CapacityTold(
        said("hub/adult"),
        doubted=True,
        why=said("hub/adult"),
        weigh=False,
        impaired=True,
        because=True,
        assessed_by=said("hub/adult"),
        assessed_on=case.at.date(),
        best_interests=said("hub/adult"),
        spoken_for="advocate",
    )
    adult_services.record_capacity(subject_id=adult_id, told=found, actor=worker, at=case.later())
    wants = WishesTold("expressed", said("hub/adult"), "no_overridden", said("hub/adult"))
    adult_services.record_wishes(subject_id=adult_id, told=wants, actor=worker, at=case.later())
    came_of_it = ResultTold("fully", "removed", said("hub/adult"))
    adult_services.record_result(subject_id=adult_id, told=came_of_it, actor=worker, at=case.later())


def _panels(house: House, said: Said) -> None:
    """What went between the hub and a panel, its plan; and somebody brought to it who does not agree, in vain."""
    case, worker, first = house.case, house.world.actor("social_worker"), house.things["referral_id"]["there"]
    for to_panel in (True, False):
        screening_services.keep_in_step(
            referral_id=first, words=said("hub/panel"), to_panel=to_panel, checked=True, actor=worker, at=case.later()
        )
    meets_on = case.at.date() + timedelta(days=7)
    screening_services.list_for(referral_id=first, meets_on=meets_on, actor=worker, at=case.later())
    screening_services.hear(referral_id=first, plan=said("hub/panel"), actor=worker, at=case.later())
    told = PanelTold(
        why=said("hub/panel"), agrees=False, why_not_asked=said("hub/panel"), safe_contact=said("hub/safe contact")
    )
    again = screening_services.refer(
        enquiry_id=case.enquiry_id,
        person_id=case.people()[1],
        panel=CODES["panel"],
        told=told,
        actor=worker,
        at=case.later(),
    )
    screening_services.turn_away(referral_id=again, why=said("hub/panel"), actor=worker, at=case.later())
    house.keep("referral_id", filled=again)
    for which, slot in (("there", "hub/group"), ("few", "hub/group for few")):
        _group(house, house.things["group_id"][which], slot, said)


def _group(house: House, group_id: UUID, slot: str, said: Said) -> None:
    """Why somebody is in a group and why not any more, what a review found, and a place in it."""
    case, worker = house.case, house.world.actor("social_worker")
    mother = LinkTold("poses_risk", said(slot), person_id=case.people()[1])
    place = LinkTold("place", said(slot), place=said(slot))
    for told in (mother, place):
        link_id = group_services.link(
            group_id=group_id, enquiry_id=case.enquiry_id, told=told, actor=worker, at=case.later()
        )
    group_services.take_out(link_id=link_id, why=said(slot), actor=worker, at=case.later())
    group_services.review(
        group_id=group_id,
        found=said(slot),
        next_on=case.at.date() + timedelta(days=100),
        actor=worker,
        at=case.later(),
    )
    more = GroupTold(said(slot), said(slot), "children_act_1989_s47", case.at.date() + timedelta(days=90))
    few = {"sees": "named", "readers": frozenset({house.world.people["health"]})} if slot.endswith("few") else {}
    group_services.begin(enquiry_id=case.enquiry_id, told=replace(more, **few), actor=worker, at=case.later())


def _meet(house: House, said: Said) -> None:
    """What was said in a meeting, what it came to, and what it gave somebody to do."""
    table = Table.called(house.case, "conference")
    table.came()
    table.says("police", said("hub/meeting view"), by="police")
    table.write(minutes=said("hub/meeting minutes"), decision=said("hub/meeting decision"), result="no_plan")
    table.asks("police", said("hub/meeting action"))
    table.hold()


def _section_47(cause: str) -> dict[str, Any]:
    return {"level": "tier_4", "outcome": "section_47", "section_47": Section47Told(cause, GIVEN)}


def _differ(house: House, said: Said) -> None:
    """What somebody does not agree with, and why it stands: sealed both times."""
    case, world = house.case, house.world
    told = DifferenceTold("decision", said("hub/disputed"), in_the_room=said("hub/difference"))
    difference_id = difference_services.raise_(
        subject_id=subject(case), told=told, actor=world.actor("health"), at=case.later()
    )
    difference_services.settle(
        difference_id=difference_id,
        found=Settlement("stands", said("hub/difference"), said("hub/disputed")),
        actor=world.actor("second_manager"),
        at=case.later(),
    )


def _left(house: House, said: Said) -> None:
    """A product that left, one that was returned, and one that is being put together."""
    case, world = house.case, house.world
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
    product_id = composed(case, [whole, edited], guidance=_guidance("hub/guidance", said))
    part = PartTold(said("hub/guidance"), said("hub/guidance"), "tier_3")
    product_services.write_part(product_id=product_id, told=part, actor=world.actor("police"), at=case.later())
    house.keep("copy_id", marked=released(case, product_id))
    house.keep("product_id", marked=product_id)
    draft = composed(case, [whole], guidance=_guidance("hub/draft", said))
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


def _guidance(slot: str, said: Said) -> GuidanceTold:
    return GuidanceTold(said(slot), said(slot), said(slot), said(slot))


def _put_aside(house: House) -> None:
    """The draft of the house makes room: there is one at a time for each team."""
    draft: UUID = house.things["product_id"]["draft"]
    actor = house.world.actor("manager")
    product_services.abandon(product_id=draft, actor=actor, at=house.case.later())


def _kept_closer(house: House, said: Said) -> None:
    """What is hidden, what people who are named read, what is attached, and what a version said before."""
    case, world = house.case, house.world
    for agency, who in FOR.items():
        slot = f"{agency}/hidden"
        case.put_in(who, said(slot), handling=said(slot), professional=said(slot), sensitivity="hidden")
        was = case.put_in(who, said(f"{agency}/before correction"), professional=said(f"{agency}/professional before"))
        told = ItemTold(text=said(f"{agency}/corrected"), handling=said(f"{agency}/corrected"))
        sealed_services.restate(item_id=was, item=told, actor=world.actor(who), at=case.later())
    named = (world.people["health"],)
    for tier in ("hidden", "restricted"):
        slot = f"police/{tier}, named"
        case.put_in("police", said(slot), handling=said(slot), sensitivity=tier, readers=named)
    for slot, tier in (("police/file", "hub"), ("police/hidden file", "hidden")):
        name = f"{said(slot).split()[0]}.txt"
        file = sealed_services.check_file(Upload(name, said(slot).encode()))
        item_id = case.put_in("police", said(slot), sensitivity=tier, files=(file,))
        house.keep("file_id", **{tier: Attachment.objects.get(item_id=item_id).id})


def _exceptions(house: House, said: Said) -> None:
    """Why something was opened, went at once, was returned and was called back; who must not learn what; a danger."""
    case, world = house.case, house.world
    manager, worker = world.actor("manager"), world.actor("social_worker")
    why = GrantTold("overriding_public_interest", said("hub/special grant"), 1)
    sealed_services.take_grant(item_id=house.things["item_id"]["restricted"], told=why, actor=worker, at=case.later())
    hub = house.things["item_id"]["hub"]
    returned = composed(case, [hub])
    for_approval(case, returned)
    product_services.send_back(
        product_id=returned, reason=said("hub/returned"), actor=world.actor("second_manager"), at=case.later()
    )
    product_services.release_urgently(
        product_id=returned,
        ground="overriding_public_interest",
        reason=said("hub/urgent"),
        actor=manager,
        at=case.later(),
    )
    corrected = product_services.start_correction(
        product_id=returned, reason=said("hub/correction"), actor=manager, at=case.later()
    )
    house.keep("copy_id", marked_corrected=released(case, corrected))
    wrong = composed(case, [hub], guidance=_guidance("hub/called back", said))
    house.keep("copy_id", marked_recalled=released(case, wrong))
    house.keep("product_id", marked_returned=returned, marked_recalled=wrong)
    product_services.recall(product_id=wrong, reason=said("hub/recall"), actor=manager, at=case.later())
    _protections(house, said)
    warning = WarningTold(said("hub/warning"), since=date(2026, 11, 1), review_on=date(2027, 2, 1))
    people_services.record_warning(person_id=case.people()[1], told=warning, actor=worker, at=case.later())


def _protections(house: House, said: Said) -> None:
    """Who must not learn what: one that holds and one that is over."""
    case, manager = house.case, house.world.actor("manager")
    child, mother = case.people()
    terms = Terms(other=(said("hub/protection").split()[0],))
    kept = GuardTold("safe_address", child, against_people=(mother,), terms=terms)
    house.keep(
        "protection_id",
        marked=sealed_services.record_protection(enquiry_id=case.enquiry_id, told=kept, actor=manager, at=case.later()),
    )
    over = GuardTold("safe_address", child, against_people=(mother,), terms=Terms(other=("Nowhere",)))
    over_id = sealed_services.record_protection(enquiry_id=case.enquiry_id, told=over, actor=manager, at=case.later())
    sealed_services.end_protection(
        protection_id=over_id, reason=said("hub/protection ended"), actor=manager, at=case.later()
    )
    house.keep("protection_id", ended=over_id)


def _reviewed(house: House, said: Said) -> None:
    """What whoever reviews exceptions found of a special grant and of an urgent release."""
    case, reviewer = house.case, house.world.actor("operations_manager")
    sealed_services.review_grant(
        grant_id=house.things["grant_id"]["taken"],
        finding="justified",
        words=said("hub/finding"),
        actor=reviewer,
        at=case.later(),
    )
    returned = house.things["product_id"]["marked_returned"]
    [urgent] = [each for each in product_queries.urgent_releases_to_review(reviewer) if each.product_id == returned]
    product_services.review_urgent_release(
        urgent_id=urgent.id, finding="right", words=said("hub/finding"), actor=reviewer, at=case.later()
    )
    house.keep("urgent_id", reviewed=urgent.id)


def _asked_for(house: House, said: Said) -> None:
    """What is given of a piece, and why the rest is kept back; of one that is hidden, why it is not given at all."""
    case, world, pieces = house.case, house.world, house.things["piece_id"]
    retention_services.answer_piece(
        piece_id=pieces["health"],
        answer="redact",
        words=said("health/given"),
        exemptions=["third_party"],
        why=said("health/why not given"),
        actor=world.actor("health"),
        at=case.later(),
    )
    retention_services.answer_piece(
        piece_id=pieces["hidden"],
        answer="withhold",
        exemptions=["neither"],
        why=said("police/why hidden"),
        actor=world.actor("police"),
        at=case.later(),
    )
    bundle = gathered(house, "Ada Lark", house.things["person_id"]["of_another"])
    answered(house, bundle, by_police=said("police/given of another"))
    house.keep("access_id", marked=bundle)


def _indexes(house: House, said: Said) -> None:
    """What agencies' own indexes hold of the child, which a request finds; and a file that waits for the worker."""
    case, world = house.case, house.world
    for agency in ("police", "health"):
        known = person(said(f"{agency}/index reference"), school=said(f"{agency}/index school"))
        know(world, agency, known, at=case.later())
        index_services.look_up_for_agencies(
            checks={house.things["check_id"][agency]: world.agencies[agency]},
            people={case.people()[0]: known},
            actor=world.actor("coordinator"),
            at=case.later(),
        )
    index_services.load(
        agency_id=world.agencies["education"],
        file=BytesIO(f"reference,given_names\nE-1,{said('education/index file')}\n".encode()),
        actor=world.actor("education"),
        at=case.later(),
    )


def _own_records(house: House, said: Said) -> None:
    """Which of their own records the police say the mother is."""
    check_services.say_own_record(
        check_id=house.things["check_id"]["police"],
        person_id=house.case.people()[1],
        reference=said("police/own record"),
        actor=house.world.actor("police"),
        at=house.case.later(),
    )


def _alleged(house: House, said: Said) -> None:
    """What is alleged of somebody who works with children, and what the designated officer wrote of it."""
    case, officer = house.case, house.world.actor("social_worker")
    slot = "hub/allegation"
    told = AllegationTold(said(slot), said(slot), said(slot), said(slot))
    raised = allegation_services.raise_(
        contact_id=house.things["contact_id"]["new"],
        told=told,
        actor=house.world.actor("coordinator"),
        at=case.later(),
    )
    found = Considered((next(iter(allegation_rules.THRESHOLD)),), said(slot), said(slot))
    allegation_services.consider(allegation_id=raised.id, found=found, actor=officer, at=case.later())
    allegation_services.note_step(
        allegation_id=raised.id,
        kind=next(iter(allegation_rules.STEPS)),
        words=said(slot),
        actor=officer,
        at=case.later(),
    )
    house.keep("allegation_id", marked=raised.id)


def _typed(house: House, said: Said) -> None:
    """What somebody has typed and attached, and not sent: for nobody but them."""
    case, nurse = house.case, house.world.actor("health")
    key = f"check:{house.things['check_id']['health']}:items"
    values = {"items-TOTAL_FORMS": ["1"], "items-INITIAL_FORMS": ["0"], "items-0-text": [said("hub/typed")]}
    account_services.save_draft(actor=nurse, form=key, values=values, at=case.later())
    name = f"{said('hub/attached').split()[0]}.txt"
    file = sealed_services.check_file(Upload(name, said("hub/attached").encode()))
    sealed_services.keep_waiting(form=f"{key}|items-0", file=file, actor=nurse, at=case.later())
