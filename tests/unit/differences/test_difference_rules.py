"""The rules of differences, gates and stages, each broken once and kept once: just within its limit and just beyond."""

from uuid import uuid4

import pytest

from openmash.access import ROLES, Actor, Permission, Role
from openmash.core.errors import RuleBroken
from openmash.differences import permissions, rules
from openmash.differences.rules import DifferenceTold, Settlement
from openmash.differences.states import DIFFERENCE, DifferenceState
from openmash.enquiries import permissions as enquiry_permissions
from openmash.enquiries import rules as enquiry_rules
from openmash.enquiries.rules import GateTold
from openmash.hubs.rules import LadderRule, load
from tests.refusals import refused, sentence_of

CORNWALL, DEVON, WILTSHIRE = load("cornwall"), load("devon"), load("wiltshire")
LADDER: LadderRule = CORNWALL.ladders[0]
ME, OTHER = uuid4(), uuid4()


def actor(role: Role, registration: str = "", agency_id: object = None) -> Actor:
    return Actor(id=ME, name="Pat", hub_id=uuid4(), role=role, registration=registration, agency_id=agency_id)  # type: ignore[arg-type]


def test_a_difference_is_about_something_the_hub_has_a_ladder_for() -> None:
    assert refused(rules.ladder_about, DEVON, "weather") == ("differences.about_is_given", "about")
    assert refused(rules.ladder_about, load("durham"), "rating") == ("differences.hub_has_a_ladder", "about")
    assert refused(rules.ladder_about, load("nottinghamshire"), "decision") == ("differences.hub_has_a_ladder", "about")
    assert rules.ladder_about(DEVON, "decision").code == "resolving_differences"


def test_a_ladder_that_became_shorter_ends_at_its_last_step() -> None:
    assert rules.step_of(LADDER, 1) is LADDER.steps[0]
    assert rules.step_of(LADDER, 9) is LADDER.steps[-1]


def test_referrers_use_a_ladder_that_is_for_them() -> None:
    assert refused(rules.require_for_referrers, LADDER) is None
    mine = load("nottinghamshire").ladders[0]
    assert refused(rules.require_for_referrers, mine) == ("differences.ladder_for_referrers", "contact")


@pytest.mark.parametrize("field", ["why", "in_the_room"])
def test_words_fit(field: str) -> None:
    whole = {"about": "decision", "why": "Because"}
    assert refused(rules.require_told, DifferenceTold(**(whole | {field: "x" * rules.LONGEST}))) is None
    too_long = DifferenceTold(**(whole | {field: "x" * (rules.LONGEST + 1)}))
    assert refused(rules.require_told, too_long) == ("differences.words_fit", field)
    assert str(rules.LONGEST + 1) in sentence_of(rules.require_told, too_long)


def test_whoever_disputes_says_why() -> None:
    assert refused(rules.require_told, DifferenceTold("rating", " \n")) == ("differences.says_why", "why")


def test_only_a_disputed_rating_names_another_one() -> None:
    for wanted, rule in (("", "differences.rating_is_the_hubs"), ("amber", "differences.wants_another_rating")):
        told = DifferenceTold("rating", "Why", wanted)
        assert refused(rules.require_wanted, told, DEVON, current="amber") == (rule, "wanted")
    assert refused(rules.require_wanted, DifferenceTold("rating", "Why", "red"), DEVON, current="amber") is None
    assert refused(rules.require_wanted, DifferenceTold("decision", "Why"), DEVON, current="x") is None


@pytest.mark.parametrize(
    ("about", "rated", "decided", "rule"),
    [
        ("rating", True, False, None),
        ("rating", True, True, ("differences.rating_still_counts", "about")),
        ("rating", False, False, ("differences.rating_still_counts", "about")),
        ("decision", True, True, None),
        ("decision", True, False, ("differences.decision_holds", "about")),
    ],
)
def test_what_counts_now_can_be_disputed(
    about: str, rated: bool, decided: bool, rule: tuple[str, str | None] | None
) -> None:
    assert refused(rules.require_something_to_dispute, about, rated=rated, decided=decided) == rule


def test_the_sentence_says_what_to_dispute_instead() -> None:
    said = sentence_of(rules.require_something_to_dispute, "rating", rated=True, decided=True)
    assert "Dispute the decision instead" in said
    assert sentence_of(rules.require_something_to_dispute, "rating", rated=False, decided=False) == (
        "Nobody has been rated yet."
    )


def test_ones_own_is_disputed_for_a_referrer_alone() -> None:
    own = {"actor_id": ME, "disputed_by": ME}
    assert refused(rules.require_somebody_elses, **own, for_referrer=False) == ("differences.of_somebody_else", None)
    assert refused(rules.require_somebody_elses, **own, for_referrer=True) is None
    assert refused(rules.require_somebody_elses, actor_id=ME, disputed_by=OTHER, for_referrer=False) is None


def test_one_at_a_time() -> None:
    assert refused(rules.require_none_open, True) == ("differences.one_at_a_time", None)
    assert refused(rules.require_none_open, False) is None


def test_whose_cause_it_is_settles_it_only_where_the_step_says_so() -> None:
    talk, above = LADDER.steps[0], LADDER.steps[1]
    told = {"actor_id": ME, "raised_by": OTHER, "disputed_by": ME}
    assert refused(rules.require_settler, **told, step=talk) is None
    assert refused(rules.require_settler, **told, step=above) == ("differences.not_in_their_own_cause", None)
    own = {"actor_id": ME, "raised_by": ME, "disputed_by": OTHER}
    for step in (talk, above):
        assert refused(rules.require_settler, **own, step=step) == ("differences.settled_by_somebody_else", None)
    assert refused(rules.require_settler, actor_id=ME, raised_by=OTHER, disputed_by=OTHER, step=above) is None


@pytest.mark.parametrize(
    ("found", "about", "rule"),
    [
        (Settlement("stands", "Reasons", "Told"), "rating", None),
        (Settlement("changed", "Reasons", "Told", "red"), "rating", None),
        (Settlement("changed", "Reasons", "Told"), "decision", None),
        (Settlement("perhaps", "Reasons", "Told"), "rating", ("differences.finding_is_given", "finding")),
        (Settlement("changed", "Reasons", "Told", "pink"), "rating", ("differences.new_rating_is_given", "rating")),
        (Settlement("stands", "Reasons", "Told", "red"), "rating", ("differences.rating_only_when_changed", "rating")),
        (
            Settlement("changed", "Reasons", "Told", "red"),
            "decision",
            ("differences.rating_only_when_changed", "rating"),
        ),
        (Settlement("stands", " ", "Told"), "rating", ("differences.finding_has_reasons", "reasons")),
        (Settlement("stands", "Reasons", " "), "rating", ("differences.whoever_raised_it_is_told", "told")),
        (Settlement("stands", "x" * 4001, "Told"), "rating", ("differences.words_fit", "reasons")),
        (Settlement("stands", "Reasons", "x" * 4001), "rating", ("differences.words_fit", "told")),
    ],
)
def test_a_settlement_is_whole(found: Settlement, about: str, rule: tuple[str, str | None] | None) -> None:
    assert refused(rules.require_settlement, found, about, DEVON) == rule


def test_there_is_nothing_above_the_last_step() -> None:
    assert refused(rules.require_a_higher_step, LADDER, 2) is None
    assert refused(rules.require_a_higher_step, LADDER, 3) == ("differences.last_step_is_final", None)
    assert LADDER.steps[-1].label in sentence_of(rules.require_a_higher_step, LADDER, 3)


def test_what_keeps_a_child_safe_is_said() -> None:
    assert refused(rules.require_action, " ") == ("differences.action_says_what", "words")
    assert refused(rules.require_action, "x" * 4001) == ("differences.words_fit", "words")
    assert refused(rules.require_action, "Her aunt fetches her.") is None


@pytest.mark.parametrize("role", list(Role))
def test_whoever_works_on_a_case_may_raise_and_those_with_a_view_of_their_own_for_themselves(role: Role) -> None:
    sees = Permission.SEE_ENQUIRIES in ROLES[role].permissions
    assert bool(permissions.can_raise(actor(role))) is sees
    assert bool(permissions.can_raise_own(actor(role))) is (sees and role is not Role.BUSINESS_SUPPORT)


@pytest.mark.parametrize("role", list(Role))
def test_a_step_is_settled_in_the_roles_and_kinds_of_agency_it_names(role: Role) -> None:
    step = LADDER.steps[0]
    named = role in step.roles
    assert bool(permissions.can_settle(actor(role), step, agency_kind="social_care")) is named
    assert not permissions.can_settle(actor(role), step, agency_kind="police")
    assert bool(permissions.can_settle(actor(role), LADDER.steps[1], agency_kind="police")) is named


def test_ones_own_agency_takes_it_further_and_for_a_referrer_whoever_works_on_the_case() -> None:
    agency, elsewhere = uuid4(), uuid4()
    colleague = actor(Role.AGENCY_REPRESENTATIVE, agency_id=agency)
    assert permissions.can_go_on_for(colleague, raised_by=OTHER, agency_id=agency)
    assert permissions.can_go_on_for(colleague, raised_by=ME, agency_id=elsewhere)
    assert not permissions.can_go_on_for(colleague, raised_by=OTHER, agency_id=elsewhere)
    assert permissions.can_go_on_for(colleague, raised_by=OTHER, agency_id=None)
    assert not permissions.can_go_on_for(actor(Role.ADMINISTRATOR), raised_by=OTHER, agency_id=None)


def test_what_is_settled_can_be_taken_further_and_what_is_taken_back_cannot() -> None:
    assert DIFFERENCE.move(DifferenceState.SETTLED, "take_further") == DifferenceState.OPEN
    with pytest.raises(RuleBroken):
        DIFFERENCE.move(DifferenceState.WITHDRAWN, "take_further")


# --- Gates and stages ---


def test_a_joint_gate_opens_when_each_kind_of_agency_says_so_at_last() -> None:
    [gate] = WILTSHIRE.gates
    two = [("police", True), ("social_care", True)]
    assert not enquiry_rules.gate_is_open(gate, [])
    assert not enquiry_rules.gate_is_open(gate, two)
    assert not enquiry_rules.gate_is_open(gate, [*two, ("education", True)])
    assert enquiry_rules.gate_is_open(gate, [*two, ("health", False), ("health", True)])
    assert not enquiry_rules.gate_is_open(gate, [*two, ("health", True), ("police", False)])


def test_a_gate_of_one_person_stands_as_it_was_last_found() -> None:
    [gate] = load("northamptonshire").gates
    assert not enquiry_rules.gate_is_open(gate, [])
    assert enquiry_rules.gate_is_open(gate, [("social_care", False), ("social_care", True)])
    assert not enquiry_rules.gate_is_open(gate, [("social_care", True), ("police", False)])


def test_a_view_has_a_reason_and_is_of_an_agency_that_is_asked() -> None:
    [gate] = WILTSHIRE.gates
    of = {"agency": "Health", "agency_kind": "health"}
    assert refused(enquiry_rules.require_gate_view, gate, GateTold(True, "Why"), **of) is None
    assert refused(enquiry_rules.require_gate_view, gate, GateTold(True, " "), **of) == (
        "enquiries.gate_view_has_a_reason",
        "reason",
    )
    housing = {"agency": "Housing", "agency_kind": "housing"}
    assert refused(enquiry_rules.require_gate_view, gate, GateTold(True, "Why"), **housing) == (
        "enquiries.gate_asks_that_agency",
        "agency",
    )


def test_whose_view_it_is() -> None:
    whole = GateTold(True, "Why", how="video", said_by="Rae Lydiard")
    told = {"own": False, "co_located": False, "agency": "Swindon"}
    assert refused(enquiry_rules.require_speaks_for, GateTold(True, "Why"), **(told | {"own": True})) is None
    assert refused(enquiry_rules.require_speaks_for, whole, **told) is None
    assert refused(enquiry_rules.require_speaks_for, whole, **(told | {"co_located": True})) == (
        "enquiries.agency_speaks_for_itself",
        "agency",
    )
    assert refused(enquiry_rules.require_speaks_for, GateTold(True, "Why", how="video"), **told) == (
        "enquiries.view_from_elsewhere_names_who",
        "said_by",
    )
    assert refused(enquiry_rules.require_speaks_for, GateTold(True, "Why", said_by="Rae"), **told) == (
        "enquiries.view_from_elsewhere_says_how",
        "how",
    )
    assert enquiry_rules.whose_view(None, ME) == ME
    assert enquiry_rules.whose_view(OTHER, ME) == OTHER
    assert refused(enquiry_rules.whose_view, None, None) == ("enquiries.view_is_an_agencys", "agency")


def test_nothing_is_shared_while_a_gate_before_sharing_is_closed() -> None:
    [gate] = load("northamptonshire").gates
    assert refused(enquiry_rules.require_may_share, []) is None
    assert refused(enquiry_rules.require_may_share, [gate]) == ("enquiries.threshold_before_sharing", None)
    assert gate.label in sentence_of(enquiry_rules.require_may_share, [gate])


def test_how_far_a_case_has_come() -> None:
    reached = enquiry_rules.stage_reached
    assert reached(WILTSHIRE, ratings=["triage"], open_gates=()) == 0
    assert reached(WILTSHIRE, ratings=["triage"], open_gates={"step_up"}) == 1
    assert reached(WILTSHIRE, ratings=["triage", "child_protection"], open_gates=()) == 1
    assert reached(WILTSHIRE, ratings=[], open_gates={"something_else"}) == 0


def test_a_gate_is_for_the_roles_it_names_and_the_registered_where_it_says_so() -> None:
    [threshold], [step_up] = load("northamptonshire").gates, WILTSHIRE.gates
    worker = Role.SOCIAL_WORKER
    assert enquiry_permissions.can_view_gate(actor(worker, "SW900001"), threshold)
    assert not enquiry_permissions.can_view_gate(actor(worker), threshold)
    assert not enquiry_permissions.can_view_gate(actor(Role.AGENCY_REPRESENTATIVE), threshold)
    assert enquiry_permissions.can_view_gate(actor(Role.AGENCY_REPRESENTATIVE), step_up)
    assert not enquiry_permissions.can_view_gate(actor(Role.ADMINISTRATOR), step_up)
