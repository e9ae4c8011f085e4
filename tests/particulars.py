"""What single hubs do and Devon's does not, all in one hub, made through services: for tests that try every page.

works_by_everything(world, TABLES, seen_first=True, from_on=SINCE)      its operating model
add_particulars(case, contacts)                                         one of each, by part of an address and name
"""

from datetime import date, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

from django.core import mail
from django.db import transaction

from openmash.agencies import services as agency_services
from openmash.agencies.rules import AgreementTold
from openmash.checks import services as check_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.cover import services as cover_services
from openmash.decisions import services as decision_services
from openmash.enquiries import services as enquiry_services
from openmash.notifications import services as notifications
from openmash.oversight import queries as oversight_queries
from openmash.oversight import services as oversight_services
from openmash.people import services as people_services
from openmash.people.rules import PersonTold
from openmash.products import services as product_services
from openmash.products.rules import PartTold
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import ItemTold
from tests import databases
from tests.everything import FROM
from tests.handed_on import composed, decide, subject
from tests.integration.contacts_told import told
from tests.rooms import Case, open_case
from tests.world import NOW, World

SINCE = date(2026, 10, 1)  # from when the hub works so: what closed in October is audited in November
OCTOBER = datetime(2026, 10, 12, 10, 0, tzinfo=NOW.tzinfo)
SURVEY, PORTAL, ROUTE, AUDIT = "users", "police_portal", "support", "case_audit"
PORTALS = f"""
[[portals]]
code = "{PORTAL}"
label = "The police's safeguarding system"
agency_kind = "police"
issues = ["domestic_abuse"]
{FROM}
"""
TABLES = f"""
{PORTALS}
[product_parts]
agency_kinds = ["police", "health", "education"]
{FROM}
[duty_rota]
first_week = 2026-11-16
weeks = 1
{FROM}
[[duty_rota.teams]]
code = "east"
label = "East"
{FROM}
[[duty_rota.teams]]
code = "west"
label = "West"
{FROM}
[[straight_on]]
code = "allocation"
label = "Straight to a worker"
ratings = ["amber", "red"]
team_kinds = ["assessment"]
{FROM}
[[routes]]
code = "{ROUTE}"
label = "Support for families"
team_kinds = ["early_help"]
with_agreement = true
{FROM}
[[surveys]]
code = "{SURVEY}"
label = "Survey of those who use the hub"
intro = "How was that?"
{FROM}
[[surveys.questions]]
code = "reached"
asks = "Could you reach somebody?"
answers = [{{ code = "yes", label = "Yes" }}, {{ code = "no", label = "No" }}]

[[reviews]]
code = "{AUDIT}"
label = "Case audit"
of = "closed_case"
each_month = 1
asks = "What worked well?"
{FROM}
[reviews.clock]
kind = "end_of_working_day"
amount = 20
source = "Local choice, for tests"

[[reviews.grades]]
code = "good"
label = "Good"
needs_action = false

[[reviews.grades]]
code = "inadequate"
label = "Inadequate"
needs_action = true
"""

Named = dict[str, dict[str, UUID]]


def go_straight_on(case: Case, *, spoke: str = "Rang the duty worker, who visits at two.") -> None:
    """The child is with a worker before the decision."""
    enquiry_services.go_straight_on(
        subject_id=subject(case),
        team_id=case.world.teams["assessment"],
        spoke=spoke,
        actor=case.world.actor("coordinator"),
        at=case.later(),
    )


def write_letters(case: Case, contact_id: UUID) -> Named:
    """One letter to whoever referred that a second person has let go, one that waits for them, one they returned."""
    second = case.world.actor("second_manager")
    sent = letter(case, contact_id, "It was passed on.")
    decision_services.send_letter(letter_id=sent, actor=second, at=case.later())
    returned = letter(case, contact_id, "Somebody looks into it.")
    decision_services.return_letter(letter_id=returned, why="Name the team.", actor=second, at=case.later())
    waiting = letter(case, contact_id, "The team has it.")
    return {"letter_id": {"sent": sent, "waiting": waiting, "returned": returned}}


def letter(case: Case, contact_id: UUID, said: str) -> UUID:
    """A manager writes to whoever raised a contact; it waits."""
    return decision_services.write_letter(
        enquiry_id=case.enquiry_id,
        contact_id=contact_id,
        said=said,
        actor=case.world.actor("manager"),
        at=case.later(),
    )


def add_particulars(case: Case, contacts: dict[str, UUID]) -> Named:
    """One of each of what only some hubs do, by part of an address and name.

    Args:
        case: a case that was decided.
        contacts: "new", which raises an issue, and "advised", which is settled.
    """
    named: Named = {}
    for part in (_rota, _agreed):
        part(case)
    answer_by_mail(case, "Nobody has paid the rent since May.")
    named["direct_id"] = {"carried": refer_directly(case, contacts["new"])}
    for made in (routed(case), _audited(case), _parts(case), _same_people(case)):
        named |= made
    return named


def _rota(case: Case) -> None:
    """Who is in which team, and a week in which the other one is on duty."""
    manager, day = case.world.actor("manager"), case.at.date()
    cover_services.place(
        user_id=case.world.people["social_worker"], team="east", from_on=day, actor=manager, at=case.later()
    )
    change_week(case, "Half of the team is ill.")


def change_week(case: Case, why: str) -> None:
    """Next week another team is on duty than the rota says."""
    monday = case.at.date() + timedelta(days=7 - case.at.weekday())
    cover_services.change_week(week_on=monday, team="east", why=why, actor=case.world.actor("manager"), at=case.later())


def _agreed(case: Case) -> None:
    """An agreement that information governance has before it."""
    agency_services.record_agreement(
        agency_id=case.world.agencies["housing"],
        told=AgreementTold("Information-sharing agreement", date(2026, 11, 2), date(2028, 11, 1)),
        actor=case.world.actor("governance"),
        at=case.later(),
    )


def answer_by_mail(case: Case, words: str) -> None:
    """A virtual partner answers the hub's message in its own mail program, and the answer is read in."""
    world = case.world
    case.ask("housing")
    mail.outbox.clear()
    with transaction.atomic():  # what goes now is looked through again when it goes for good
        notifications.deliver_waiting(hub_id=world.hub_id, at=case.later())
        transaction.set_rollback(True)
    *_, asked = [each for each in mail.outbox if "office@housing.example" in each.to and "/answer/" in str(each.body)]
    message = EmailMessage()
    message["From"], message["Subject"] = "Mr Harbour <harbour@housing.example>", "RE: information"
    quoted = str(asked.body).replace("\n", "\n> ")
    message.set_content(f"{words}\n\nOn Tuesday the hub wrote:\n> {quoted}\n")
    with databases.role("openmash_outside"):
        check_services.reply_by_mail(hub_id=world.hub_id, content=message.as_bytes(), at=case.later())
    sealed_services.take_in_replies(hub_id=world.hub_id, at=case.later())
    mail.outbox.clear()


def refer_directly(case: Case, contact_id: UUID, why: str = "An offence tonight.", fetched_by: str = "") -> UUID:
    """The file of a contact is made for the police's own system: carried over, or fetched by such an agency's."""
    coordinator = case.world.actor("coordinator")
    contact_services.hand_on_directly(
        contact_id=contact_id,
        portal=PORTAL,
        why=why,
        actor=coordinator,
        at=case.later(),
        fetched_by=case.world.agencies[fetched_by] if fetched_by else None,
    )
    return contact_queries.direct_referrals_of(contact_id, actor=coordinator)[-1].id


def routed(case: Case, spoke: str = "Rang their duty line; they ring her today.") -> Named:
    """A contact that was handed on at the door to a service outside the hub."""
    coordinator = case.world.actor("coordinator")
    contact_id = contact_services.record(told=told(), actor=coordinator, at=case.later())
    contact_services.route(
        contact_id=contact_id,
        route=ROUTE,
        team_id=case.world.teams["early_response"],
        spoke=spoke,
        actor=coordinator,
        at=case.later(),
    )
    return {"contact_id": {"routed": contact_id}}


def _audited(case: Case) -> Named:
    """A case that closed in October, drawn by lot; nobody has looked at it yet."""
    other = open_case(case.world, family="Dunnock", at=OCTOBER)
    decide(other)
    enquiry_services.close(enquiry_id=other.enquiry_id, actor=case.world.actor("manager"), at=other.later())
    oversight_services.draw_cases(hub_id=case.world.hub_id, at=case.later())
    [drawn] = oversight_queries.required_reviews(case.world.actor("operations_manager"), enquiry_id=other.enquiry_id)
    return {"required_id": {"audit": drawn.id}, "enquiry_id": {"audited": other.enquiry_id}}


def _parts(case: Case) -> Named:
    """Another family's product that waits for two agencies' own words: one has written, one is gone without."""
    other = open_case(case.world, family="Finch", at=case.later())
    agencies = ("police", "education")
    for agency, check_id in zip(agencies, other.ask(*agencies), strict=True):
        sealed_services.answer_with_items(
            check_id=check_id,
            items=[ItemTold(text=f"What {agency} knows of the Finches.", leave="whole", professional="Dr Lowen")],
            searched="Records",
            late=None,
            actor=case.world.actor(agency),
            at=other.later(),
        )
    decide(other)
    product_id = composed(other)
    write_part(other, product_id, PartTold("Two calls to the address.", "It gets worse.", "tier_4"))
    go_without(other, product_id, "They are away until Monday.")
    case.at = other.at
    return {"product_id": {"in_parts": product_id}}


def write_part(case: Case, product_id: UUID, part: PartTold) -> None:
    """The police write their own words for the team."""
    product_services.write_part(product_id=product_id, told=part, actor=case.world.actor("police"), at=case.later())


def go_without(case: Case, product_id: UUID, reason: str) -> None:
    """Whoever composes says why it goes without the school's."""
    product_services.go_without_part(
        product_id=product_id,
        agency_id=case.world.agencies["education"],
        reason=reason,
        actor=case.world.actor("manager"),
        at=case.later(),
    )


def _same_people(case: Case) -> Named:
    """Two records that two people made one, and two that were one and are two again."""
    stands, merged = one_person(case, "Her sister says so.")
    _, apart = one_person(case, "One telephone number.", answer="I agree.")
    undo(case, apart, "The number is a refuge's.")
    return {"known_id": {"twice": stands}, "merge_id": {"confirmed": merged, "undone": apart}}


def one_person(case: Case, reason: str, *, answer: str = "") -> tuple[UUID, UUID]:
    """Two records of nobody's family are made one; the record that stands, and the merge."""
    coordinator, manager = case.world.actor("coordinator"), case.world.actor("manager")
    once, again = (
        people_services.create(told=PersonTold(given, "Siskin"), actor=coordinator, at=case.later())
        for given in ("Bridget", "Bridie")
    )
    merge_id = people_services.propose_merge(
        person_id=again, into_id=once, reason=reason, actor=coordinator, at=case.later()
    )
    people_services.confirm_merge(merge_id=merge_id, answer=answer, actor=manager, at=case.later())
    return once, merge_id


def undo(case: Case, merge_id: UUID, reason: str) -> None:
    """A manager says that they are two people after all."""
    people_services.undo_merge(
        merge_id=merge_id, reason=reason, actor=case.world.actor("operations_manager"), at=case.later()
    )


def survey_link(world: World, contact_id: UUID, at: datetime) -> str:
    """The code of a link that asks whoever raised a contact what they thought; nobody has used it yet."""
    return contact_services.invite_to_survey(
        contact_id=contact_id, survey=SURVEY, actor=world.actor("coordinator"), at=at
    )


def answered_survey(world: World, contact_id: UUID, at: datetime) -> None:
    """Somebody said what they thought of the hub."""
    code = survey_link(world, contact_id, at)
    with databases.role("openmash_outside"):
        contact_services.answer_survey(hub_id=world.hub_id, code=code, answers={"reached": "no"}, at=at)
