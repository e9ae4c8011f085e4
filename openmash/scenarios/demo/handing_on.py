"""A demo enquiry from weighing what came back to what the receiving team reported."""

from datetime import timedelta
from uuid import UUID

from openmash.access import Actor, Role
from openmash.checks.queries import CheckView
from openmash.checks.rules import LateTold
from openmash.decisions import queries as decision_queries
from openmash.decisions import services as decision_services
from openmash.decisions.rules import AnalysisTold
from openmash.enquiries import services as enquiry_services
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.products.queries import ProductView
from openmash.products.rules import GuidanceTold
from openmash.scenarios.demo import words
from openmash.scenarios.demo.gathering import Case, answer
from openmash.scenarios.demo.passing_time import NotYet
from openmash.scenarios.demo.people import AGENCIES
from openmash.scenarios.playing.doors import standing_at
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Balance, Sharing

LATELY = timedelta(days=4)
SHARING = {
    "social_care": Sharing("section_17", "not_needed", "risk_of_harm"),
    "early_response": Sharing("early_help", "given"),
}
_LEVELS = {"social_care": "tier_3", "early_response": "tier_2", "no_further_action": "tier_1"}


def weigh(case: Case) -> None:
    """The duty social worker reads the room, sometimes changes a rating, and writes the analysis."""
    chance, outcome = case.chance, case.planned.outcome
    by = case.hub.somebody(chance, Role.SOCIAL_WORKER)
    at = case.time.later(chance.randrange(10, 50))
    if case.items:
        sealed_queries.room(case.enquiry_id, actor=by, at=at)
    _rate_again(case, by)
    told = AnalysisTold(
        harm=words.REASONS[outcome],
        likelihood="Likely without help." if outcome == "social_care" else "Low.",
        protective="School sees the child every day, and the mother asks for help.",
        voice=chance.choice(words.VOICES),
        staff_safety="Visit in pairs." if chance.random() < 0.15 else "",
        summary=words.ANALYSES[outcome],
    )
    at = case.time.later(chance.randrange(5, 30))
    decision_services.analyse(enquiry_id=case.enquiry_id, told=told, actor=by, at=at)


def _rate_again(case: Case, by: Actor) -> None:
    """Ratings go up where what came back is worse than the report, and down where it explains it."""
    subject = case.view().subjects[0]
    to, why = {
        ("social_care", "green"): ("amber", words.RE_RATED_UP),
        ("social_care", "amber"): ("red", words.RE_RATED_UP),
        ("no_further_action", "red"): ("green", words.RE_RATED_DOWN),
        ("no_further_action", "amber"): ("green", words.RE_RATED_DOWN),
    }.get((case.planned.outcome, subject.rating), ("", ""))
    if to and case.chance.random() < 0.25:
        enquiry_services.rate(subject_id=subject.id, rating=to, reason=why, actor=by, at=case.time.later(2))


def decide(case: Case) -> str:
    """A registered manager decides about each child; returns the team that takes it on, empty for none."""
    chance, hub = case.chance, case.hub
    by = hub.somebody(chance, Role.PRACTICE_MANAGER, Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER)
    at = case.time.later(chance.randrange(5, 70))
    team = _team(case)
    for subject in case.view().subjects:
        decision_services.decide(
            subject_id=subject.id,
            level=_LEVELS[case.planned.outcome],
            outcome=case.planned.outcome,
            team_id=hub.teams[team] if team else None,
            reasons=words.REASONS[case.planned.outcome],
            actor=by,
            at=at,
        )
    return team


def _team(case: Case) -> str:
    town, outcome = case.planned.family.town, case.planned.outcome
    is_north = town in ("Barnstaple", "Bideford")
    if outcome == "social_care":
        return "north" if is_north else "exeter" if town in ("Exeter", "Exmouth", "Tiverton") else "south"
    return ("early_north" if is_north else "early_exeter") if outcome == "early_response" else ""


def answer_after_all(case: Case, left: list[CheckView]) -> None:
    """Who had not answered does, after the decision, and says whether it would have changed it."""
    for check in left:
        if check.co_located and case.chance.random() < 0.6:
            effect = case.chance.choices(("no", "unsure"), (85, 15))[0]
            why = "It adds weight to what others told; please look at it." if effect == "unsure" else ""
            answer(case, check, case.time.later(case.chance.randrange(30, 300)), LateTold(effect, why))


def hand_on(case: Case, team: str) -> None:
    """Compose the product, ask the owners, release it, and let the team have it."""
    chance, hub = case.chance, case.hub
    author = hub.somebody(chance, Role.PRACTICE_MANAGER)
    at = case.time.later(chance.randrange(5, 40))
    decided = decision_queries.latest(case.enquiry_id, actor=author)
    product_id = product_services.start(
        enquiry_id=case.enquiry_id,
        team_id=hub.teams[team],
        decision_ids=[each.id for each in decided],
        actor=author,
        at=at,
    )
    product_services.say_why(product_id=product_id, told=SHARING[case.planned.outcome], actor=author, at=at)
    chosen = chance.sample(case.items, min(len(case.items), chance.choice((1, 2, 2, 3))))
    if chosen:
        product_services.choose_items(product_id=product_id, item_ids=chosen, actor=author, at=at)
    guidance = GuidanceTold(
        words.ANALYSES[case.planned.outcome],
        words.GUIDANCE[case.planned.outcome],
        "The professionals named beside each item; for the school, its designated lead.",
        "",
    )
    product_services.write_guidance(product_id=product_id, told=guidance, actor=author, at=case.time.later(8))
    _owners_answer(case, product_id, author)
    _second_person(case, product_id, author)


def _second_person(case: Case, product_id: UUID, author: Actor) -> None:
    """Somebody else reads what is frozen and lets it go; now and then it comes back first."""
    roles = (Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER)
    other = case.hub.somebody(case.chance, *roles, besides=author.id)
    product_services.send_for_approval(product_id=product_id, actor=author, at=case.time.later(5))
    _perhaps_leave_standing(case, "waiting")
    if case.chance.random() < 0.1 or _is_to_stand(case, "returned"):
        at = case.time.later(case.chance.randrange(2, 15))
        product_services.send_back(product_id=product_id, reason=words.RETURNED, actor=other, at=at)
        _perhaps_leave_standing(case, "returned")
        product_services.send_for_approval(product_id=product_id, actor=author, at=case.time.later(10))
    at = case.time.later(case.chance.randrange(2, 20))
    product_services.approve_and_release(product_id=product_id, actor=other, at=at)


def _is_to_stand(case: Case, stage: str) -> bool:
    """Whether the demo still wants a product at this stage, and this case is fresh enough to stand there."""
    return stage not in case.hub.left_standing and case.time.at > case.hub.now - LATELY


def _perhaps_leave_standing(case: Case, stage: str) -> None:
    if _is_to_stand(case, stage):
        case.hub.left_standing.add(stage)
        raise NotYet


def _owners_answer(case: Case, product_id: UUID, author: Actor) -> None:
    chance, hub = case.chance, case.hub
    product = product_queries.product(product_id, actor=author)
    refused: set[UUID] = set()
    for item in product.items:
        if item.state != "asked":
            continue
        owner = next(key for key, name in _names().items() if name == item.agency_name)
        by = hub.answers_for(owner, chance)
        at = case.time.later(chance.randrange(3, 90))
        drawn = chance.random()
        if drawn < 0.9:
            edited = words.EDITED if drawn > 0.7 else None
            sealed_services.consent(request_id=item.request_id, edited_text=edited, actor=by, at=at)
            continue
        reason = "It would point to who told us."
        sealed_services.refuse(request_id=item.request_id, reason=reason, actor=by, at=at)
        if drawn < 0.95:
            _lawful_basis(case, item.request_id, author)
        else:
            refused.add(item.item_id)
    if refused:
        kept = [item.item_id for item in product.items if item.item_id not in refused]
        product_services.choose_items(product_id=product_id, item_ids=kept, actor=author, at=case.time.later(5))


def _lawful_basis(case: Case, request_id: UUID, author: Actor) -> None:
    roles = (Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER)
    sealed_services.record_lawful_basis(
        request_id=request_id,
        gateway="children_act_1989_s47",
        balance=Balance(
            "Reasonable cause to suspect significant harm; the team cannot act safely without knowing this.",
            "One sentence; who told us is not in it.",
            "It is about the child's own home.",
        ),
        sharing=Sharing("section_47", "not_sought", "asking_would_harm"),
        actor=case.hub.somebody(case.chance, *roles, besides=author.id),
        at=case.time.later(20),
    )


def _names() -> dict[str, str]:
    """The names of the agencies in the room."""
    return {each.key: each.name for each in AGENCIES if each.co_located}


def receive(case: Case, team: str) -> None:
    """Outside: the team opens and acknowledges it and, days later, says what came of it."""
    by = case.hub.receiver(team)
    product = _product(case)
    if product.copy_id is None:
        return
    at = case.time.later(case.chance.randrange(15, 240))
    with standing_at("outside"):
        product_services.open_copy(copy_id=product.copy_id, actor=by, at=at)
    if case.chance.random() < 0.08:
        return
    at = case.time.later(10)
    with standing_at("outside"):
        product_services.acknowledge(copy_id=product.copy_id, actor=by, at=at)
    product_services.take_in_reports(hub_id=case.hub.hub_id, at=at)


def report(case: Case, team: str) -> None:
    """Days later the team says what came of it."""
    by, product = case.hub.receiver(team), _product(case)
    if product.copy_id is None or product.acknowledged_at is None:
        return
    for kind, said in words.REPORTS[case.planned.outcome]:
        at = case.time.later(case.chance.randrange(1, 4) * 24 * 60)
        happened = (at - timedelta(hours=2)).date()
        with standing_at("outside"):
            product_services.report(
                copy_id=product.copy_id, kind=kind, happened_on=happened, words=said, actor=by, at=at
            )
        product_services.take_in_reports(hub_id=case.hub.hub_id, at=at)


def _product(case: Case) -> ProductView:
    by = case.hub.somebody(case.chance, Role.PRACTICE_MANAGER)
    return product_queries.products_of(case.enquiry_id, actor=by)[-1]


def tell_everybody(case: Case) -> None:
    """The referrer and the agencies learn what may be said; what ends the flow is closed."""
    by = case.hub.somebody(case.chance, Role.BUSINESS_SUPPORT)
    outcome = case.hub.model.outcome(case.planned.outcome)
    at = case.time.later(case.chance.randrange(10, 200))
    decision_services.tell_referrer(
        enquiry_id=case.enquiry_id, contact_id=case.contact_id, said=outcome.told_to_referrer, actor=by, at=at
    )
    if case.items:
        at = case.time.later(5)
        decision_services.tell_agencies(enquiry_id=case.enquiry_id, said=words.AGENCY_FEEDBACK, actor=by, at=at)


def close(case: Case) -> None:
    """Nothing is left to do."""
    by = case.hub.somebody(case.chance, Role.PRACTICE_MANAGER)
    enquiry_services.close(enquiry_id=case.enquiry_id, actor=by, at=case.time.later(case.chance.randrange(30, 300)))
