"""From a decision to a product in a team's inbox, built through services, on top of ``tests.rooms``.

case = open_case(devon())
decision_id = decide(case)
product_id = composed(case, [case.put_in("police", "…", leave="whole")])
copy_id = released(case, product_id)
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from openmash.decisions import queries as decision_queries
from openmash.decisions import services as decision_services
from openmash.decisions.queries import DecisionView
from openmash.enquiries import queries as enquiry_queries
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.products.rules import GuidanceTold
from openmash.sealed.rules import Balance, Sharing
from tests.rooms import Case

GUIDANCE = GuidanceTold(
    summary="Bruises on two occasions that nobody explains.",
    recommendations="See Ada alone at school this week.",
    speak_to="Ms Sparrow, headteacher, 01632 960300",
    staff_safety="Visit in pairs.",
)

SHARING = Sharing(purpose="section_17", family="given")
BALANCE = Balance("The team cannot keep her safe without it.", "It is one sentence.", "It is about the same home.")


def subject(case: Case, number: int = 0) -> UUID:
    """The eldest child of the enquiry, or another."""
    view = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager"))
    return view.subjects[number].id


def decide(case: Case, **other: Any) -> UUID:
    """The manager decides: children's social care, tier 3, the assessment team. Name whatever should differ."""
    told: dict[str, Any] = {
        "subject_id": other.pop("subject_id", None) or subject(case),
        "level": "tier_3",
        "outcome": "social_care",
        "team_id": case.world.teams["assessment"],
        "reasons": "Unexplained bruises, and an unknown adult in the home.",
        "actor": case.world.actor(other.pop("who", "manager")),
        "at": other.pop("at", None) or case.later(),
    }
    return decision_services.decide(**(told | other))


def decisions(case: Case) -> list[DecisionView]:
    """The newest decision of each child."""
    return decision_queries.latest(case.enquiry_id, actor=case.world.actor("manager"))


def composed(
    case: Case, item_ids: Sequence[UUID] = (), *, who: str = "manager", guidance: GuidanceTold | None = GUIDANCE
) -> UUID:
    """A product for the assessment team with every decision that names it, those items, why it goes, and guidance."""
    team_id, actor = case.world.teams["assessment"], case.world.actor(who)
    product_id = product_services.start(
        enquiry_id=case.enquiry_id,
        team_id=team_id,
        decision_ids=[each.id for each in decisions(case) if each.team_id == team_id],
        actor=actor,
        at=case.later(),
    )
    product_services.say_why(product_id=product_id, told=SHARING, actor=actor, at=case.later())
    product_services.choose_items(product_id=product_id, item_ids=item_ids, actor=actor, at=case.later())
    if guidance is not None:
        product_services.write_guidance(product_id=product_id, told=guidance, actor=actor, at=case.later())
    return product_id


def for_approval(case: Case, product_id: UUID, *, who: str = "manager") -> UUID:
    """An author sends it for approval; the rendition's id."""
    return product_services.send_for_approval(product_id=product_id, actor=case.world.actor(who), at=case.later())


def released(case: Case, product_id: UUID, *, by: str = "manager", who: str = "second_manager") -> UUID:
    """An author sends it for approval, and somebody else approves it and lets it go; the copy's id."""
    view = product_queries.product(product_id, actor=case.world.actor(by))
    if view.is_draft:
        for_approval(case, product_id, who=by)
    return product_services.approve_and_release(product_id=product_id, actor=case.world.actor(who), at=case.later())
