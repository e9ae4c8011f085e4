"""Devon's hub with everything that a model can say beside what Devon's does: it serves adults, and has issues, joint
screening, checklists, panels and return interviews. A second version of its model, made and approved as people do.

works_by_everything(world)      before anything is opened; inside ``world.inside()``
add_everything(case, ids)       another family's adult, and in the case one of each
"""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from openmash.adults import services as adult_services
from openmash.allegations import services as allegation_services
from openmash.allegations.rules import AllegationTold
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.contacts.rules.issues import IssueTold
from openmash.cover import services as cover_services
from openmash.cover.rules import PlacementTold
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.queries import SubjectView
from openmash.enquiries.rules import FirstRating
from openmash.groups import services as group_services
from openmash.groups.rules import GroupTold, LinkTold
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.hubs.services import Wording
from openmash.oversight import queries as oversight_queries
from openmash.oversight import services as oversight_services
from openmash.people import services as people_services
from openmash.people.rules import OpenCaseTold
from openmash.screening import services as screening_services
from openmash.screening.rules.checklists import ChecklistTold, example
from openmash.screening.rules.panels import PanelTold
from tests.adults_at_risk import ASSUMED, MET, WANTS
from tests.integration.contacts_told import told
from tests.rooms import Case
from tests.world import NOW, World

TODAY = NOW.date()
# What addresses name by a code and not by an id.
CODES = {"screening": "joint", "checklist": "risk", "panel": "conference"}
# Sealed words of each kind.
WORDS = {
    "allegation": "Lyddington was seen to push him",
    "adult": "Ostleigh has his bank card",
    "checklist": "Pendrake judges it so",
    "group": "Ullesthorpe drives the same car",
    "interview": "Ravelin did not want to speak",
    "panel": "Stourwell has threatened her",
    "safe contact": "Tamarisk Day Centre on Tuesdays",
}
FROM = 'source = "Local choice, for tests"\neffective_from = 2010-06-01\n'
_TABLES = f"""
[[meetings]]
code = "daily_meeting"
label = "Daily meeting"
kind = "daily"
purpose = "Every open case is talked over."
chairs = ["practice_manager", "operations_manager"]
invites = ["social_care", "police", "health"]
{FROM}
[[meetings]]
code = "second_look"
label = "Second look"
kind = "mash"
purpose = "A case is rated a second time."
chairs = ["practice_manager"]
invites = ["social_care", "police", "health"]
second_rating = true
{FROM}
[referrer_letters]
second_eyes = false
roles = ["practice_manager"]
closing = "Tell us again if you worry again."
{FROM}
[[levels]]
code = "adult_enquiry"
label = "Adult: section 42 enquiry"
meaning = "All three parts are met."
basis = "Care Act 2014, section 42"
consent = "normally_needed"
rank = 90
serves = ["adult"]
{FROM}
[[outcomes]]
code = "adult_protection"
label = "Adult protection"
level = "adult_enquiry"
team_kinds = ["adults"]
ends_flow = false
serves = ["adult"]
section_42 = true
told_to_referrer = "What you told us has been passed on."
{FROM}
[[outcomes]]
code = "section_47"
label = "Section 47 enquiry"
level = "tier_4"
team_kinds = ["assessment"]
ends_flow = false
section_47 = true
told_to_referrer = "What you told us has been passed on."
{FROM}
[[who]]
act = "rate"
serves = ["adult"]
roles = ["coordinator", "social_worker", "practice_manager", "operations_manager"]
registered_social_worker = false
{FROM}
[[who]]
act = "decide"
serves = ["adult"]
roles = ["practice_manager", "operations_manager"]
registered_social_worker = false
{FROM}
[[reviews]]
code = "near_miss"
label = "Scrutiny of a near miss"
of = "near_miss"
asks = "What do we change?"
{FROM}
[reviews.clock]
kind = "end_of_working_day"
amount = 10
source = "Local choice, for tests"

[[issues]]
code = "domestic_abuse"
label = "Domestic abuse"
theme = "domestic_abuse"
serves = ["child", "unborn", "adult"]
{FROM}
[[screenings]]
code = "joint"
label = "Joint screening"
issues = []
agency_kinds = ["police", "social_care"]
{FROM}
[[screenings.outcomes]]
code = "nothing"
label = "Nothing to address"
then = "close"
{FROM}
[[screenings.outcomes]]
code = "assess"
label = "To be assessed"
then = "enquire"
{FROM}
[[panels]]
code = "conference"
label = "Domestic-abuse conference"
issues = ["domestic_abuse"]
minimum_age = 16
safe_contact = true
kept_in_step = "independent domestic violence adviser"
{FROM}
[[checklists]]
code = "risk"
label = "Risk checklist"
text = "example"
issues = ["domestic_abuse"]
{FROM}
[[checklists.judgements]]
code = "standard"
label = "Standard"
{FROM}
[[checklists.judgements]]
code = "high"
label = "High"
panel = "conference"
{FROM}
"""


def works_by_everything(world: World, more: str = "", *, seen_first: bool = False, from_on: date = TODAY) -> None:
    """A second version of Devon's model, from the day on which everything in tests happens, with ``more`` tables.

    Args:
        world: a hub that works by Devon's model.
        more: further tables of the model.
        seen_first: whether a practice manager sees letters to referrers before they go.
        from_on: another day from which the hub works so.
    """
    before = NOW + (from_on - NOW.date()) - timedelta(days=2)
    admin, approves = world.actor("administrator"), world.actor("operations_manager")
    version_id = hub_services.copy_shipped(name="devon", actor=admin, at=before)
    text = hub_queries.version(version_id, actor=admin, at=before).text
    wider = text.replace('serves = ["child", "unborn"]', 'serves = ["child", "unborn", "adult"]', 1) + _TABLES + more
    if seen_first:
        wider = wider.replace("second_eyes = false", "second_eyes = true")
    hub_services.edit(version_id=version_id, wording=Wording(wider), actor=admin, at=before)
    hub_services.propose(
        version_id=version_id, effective_from=from_on, why="Everything there is.", actor=admin, at=before
    )
    hub_services.approve(version_id=version_id, actor=approves, at=before)


def add_everything(case: Case, contact_id: UUID) -> dict[str, UUID]:
    """One of each, by the name of the part of an address.

    Args:
        case: an open case, about a child with whom an adult lives.
        contact_id: a contact that waits for triage.
    """
    world = case.world
    coordinator, worker = world.actor("coordinator"), world.actor("social_worker")
    contact_services.raise_issues(
        contact_id=contact_id, told=[IssueTold("domestic_abuse", 1)], actor=coordinator, at=case.later()
    )
    [issue] = contact_queries.issues_of([contact_id], actor=coordinator)
    child, mother = case.people()
    found = screening_services.note_found(
        enquiry_id=case.enquiry_id, person_id=child, found_at=case.at, missing_from=None, actor=worker, at=case.later()
    )
    screening_services.decline(interview_id=found, why=WORDS["interview"], actor=worker, at=case.later())
    adult = _adult(case)
    return _across_cases(case) | {
        **_alleged(case, contact_id),
        "ending_id": _ended_twice(case),
        "required_id": _nearly_wrong(case),
        "adult_id": adult.id,
        "open_case_id": _open_to_a_worker(case, adult.person.id),
        "issue_id": issue.id,
        "interview_id": found,
        "checklist_id": screening_services.complete(
            enquiry_id=case.enquiry_id,
            person_id=mother,
            code=CODES["checklist"],
            told=ChecklistTold({each.code: "no" for each in example().questions}, "high", WORDS["checklist"], True),
            actor=worker,
            at=case.later(),
        ),
        "referral_id": screening_services.refer(
            enquiry_id=case.enquiry_id,
            person_id=mother,
            panel=CODES["panel"],
            told=PanelTold(why=WORDS["panel"], agrees=True, safe_contact=WORDS["safe contact"]),
            actor=worker,
            at=case.later(),
        ),
    }


def _alleged(case: Case, contact_id: UUID) -> dict[str, UUID]:
    """The social worker is designated officer; an allegation against a teacher was raised and not yet considered."""
    world = case.world
    officer_id = allegation_services.name_officer(
        user_id=world.people["social_worker"], actor=world.actor("operations_manager"), at=case.later()
    )
    told = AllegationTold("Lyddington Brook", "Teaching assistant", "Brookfield Primary School", WORDS["allegation"])
    raised = allegation_services.raise_(
        contact_id=contact_id, told=told, actor=world.actor("coordinator"), at=case.later()
    )
    return {"allegation_id": raised.id, "officer_id": officer_id}


def _adult(case: Case) -> SubjectView:
    """An adult at risk of another family, about whom the law's three questions are answered."""
    world, at = case.world, case.later()
    worker = world.actor("social_worker")
    contact_id = contact_services.record(told=_call(case), actor=world.actor("coordinator"), at=at)
    [named] = contact_queries.contact(contact_id, actor=worker).people
    enquiry_id = enquiry_services.open_(
        contact_id=contact_id, ratings=(FirstRating(named.id, "amber", "His money goes."),), actor=worker, at=at
    )
    [subject] = enquiry_queries.enquiry(enquiry_id, actor=worker).subjects
    test = replace(MET, at_risk_why=WORDS["adult"], abuse=("domestic_abuse",))
    adult_services.record_test(subject_id=subject.id, told=test, actor=worker, at=case.later())
    adult_services.record_capacity(subject_id=subject.id, told=ASSUMED, actor=worker, at=case.later())
    adult_services.record_wishes(subject_id=subject.id, told=WANTS, actor=worker, at=case.later())
    return subject


def _across_cases(case: Case) -> dict[str, UUID]:
    """A group with somebody in it, and a colleague who is in the hub for a time."""
    group_id = _group(case)
    return {"group_id": group_id, "link_id": _linked(case, group_id), "placement_id": _placed(case)}


def _group(case: Case) -> UUID:
    """A group of victims and places, which everybody in the room may see."""
    told = GroupTold("Quay Street", WORDS["group"], "children_act_1989_s47", NOW.date() + timedelta(days=90))
    worker = case.world.actor("social_worker")
    return group_services.begin(enquiry_id=case.enquiry_id, told=told, actor=worker, at=case.later())


def _placed(case: Case) -> UUID:
    """The nurse is in the hub for some weeks, from her own team."""
    told = PlacementTold(case.world.people["health"], "Health visiting", NOW.date(), NOW.date() + timedelta(days=60))
    return cover_services.take_in(told=told, actor=case.world.actor("manager"), at=case.later())


def _linked(case: Case, group_id: UUID) -> UUID:
    """The child is one of its victims."""
    return group_services.link(
        group_id=group_id,
        enquiry_id=case.enquiry_id,
        told=LinkTold("victim", WORDS["group"], person_id=case.people()[0]),
        actor=case.world.actor("social_worker"),
        at=case.later(),
    )


def _open_to_a_worker(case: Case, person_id: UUID) -> UUID:
    """That adult's case is open to a worker already."""
    world, worker = case.world, case.world.actor("social_worker")
    return people_services.note_open_case(
        person_id=person_id,
        told=OpenCaseTold(world.teams["assessment"], "Kim Bell", NOW.date()),
        actor=worker,
        at=case.later(),
    )


def _call(case: Case) -> ContactTold:
    return ContactTold(
        channel="telephone",
        kind="referral",
        received_at=case.at,
        referrer_name="Ms Teller",
        referrer_role="Branch manager",
        referrer_organisation="Southgate Bank",
        referrer_telephone="",
        referrer_email="",
        source="8",
        concern="Somebody else draws his pension.",
        immediate_danger=False,
        consent="given",
        consent_reason="",
        people=(PersonInvolved("adult_at_risk", "Tom", "Heron", date(1940, 1, 1), sex="M"),),
    )


def _nearly_wrong(case: Case) -> UUID:
    """A near miss that a manager is to look at."""
    actor = case.world.actor("police")
    oversight_services.note_near_miss(
        enquiry_id=case.enquiry_id, what="The report was nearly filed away.", actor=actor, at=case.later()
    )
    [required] = oversight_queries.required_reviews(case.world.actor("manager"), enquiry_id=case.enquiry_id)
    return required.id


def _ended_twice(case: Case) -> UUID:
    """Two contacts about a child of another family that went no further: a second manager is to look at the second."""
    child = PersonInvolved("child", "Wil", "Teal", date(2016, 4, 5), sex="M")
    coordinator = case.world.actor("coordinator")
    for _ in range(2):
        at = case.later()
        contact_id = contact_services.record(told=told(people=(child,), received_at=at), actor=coordinator, at=at)
        contact_services.signpost(contact_id=contact_id, reason="For the school nurse.", actor=coordinator, at=at)
    oversight_services.look_after_endings(hub_id=case.world.hub_id, at=case.at)
    [ending] = oversight_queries.waiting(case.world.actor("manager"))
    return ending.id
