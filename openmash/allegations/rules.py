"""When an allegation against somebody who works with children is raised, taken on and concluded. Plain Python.

Source: HM Government, Working Together to Safeguard Children (statutory guidance): people in positions of trust, and
the designated officer of the local authority; Department for Education, Keeping children safe in education, part four.
The words here are ours.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import ClockKind, ClockSpec

WITHIN = ClockSpec(
    ClockKind.END_OF_WORKING_DAY,
    1,
    "Working Together to Safeguard Children: the designated officer is told within one working day",
)
LONGEST_WORDS = 5000
LONGEST_NAME = 120

THRESHOLD = {
    "harmed": "Harmed a child, or may have harmed a child",
    "offence": "May have committed a criminal offence against a child, or one that has to do with a child",
    "risk": "Behaved towards a child or children in a way that shows a possible risk of harm to children",
    "unsuitable": "Behaved, or may have behaved, so that they may not be suitable to work with children",
}
"""The parts of the harm threshold; one is enough. The last is about conduct outside the work as well."""

SUBSTANTIATED = "substantiated"
OUTCOMES = {
    SUBSTANTIATED: "Substantiated: there is enough evidence to prove it",
    "unsubstantiated": "Unsubstantiated: there is not enough evidence to prove it or to disprove it",
    "unfounded": "Unfounded: nothing supports it; what was seen may have been misread",
    "false": "False: there is enough evidence to disprove it",
    "malicious": "Malicious: disproved, and made up on purpose to deceive",
}

TOLD, NOT_TOLD = "told", "not_told"
EMPLOYER_WORDS = {TOLD: "The employer is told", NOT_TOLD: "The employer is not told for now"}

STEPS = {
    "initial_discussion": "First discussion with the employer or the referrer",
    "position_of_trust_meeting": "Strategy or position of trust meeting",
    "review": "Review meeting",
    "advice": "Advice given",
}

# Domain reference, retention: records of designated officers are looked at after 10 years, substantiated ones after 100
# (published schedules of Blackpool and Devon).
KEPT_YEARS, KEPT_YEARS_SUBSTANTIATED = 10, 100


@dataclass(frozen=True)
class AllegationTold:
    """What is alleged about whom.

    Args:
        name: of the person who works with children.
        work: what they do: a post, paid or not, or that they are a carer.
        employer: for whom; empty where it is not known.
        words: what is alleged, by whom, and about which child, as it was told.
        colleague: their account, where they work in this hub; they never see it.
    """

    name: str
    work: str
    employer: str
    words: str
    colleague: UUID | None = None


@dataclass(frozen=True)
class Considered:
    """What the designated officer found: which parts of the threshold are met, why, and what is to be done now."""

    met: tuple[str, ...]
    why: str
    advice: str


def require_officer(officers: Collection[object]) -> None:
    """An allegation goes to somebody: a hub that has named no designated officer cannot take one."""
    if not officers:
        raise RuleBroken(
            "allegations.officer_is_named",
            "This hub has named no designated officer yet. Ring the local authority’s designated officer now, and ask "
            "your operations manager to name them here.",
        )


def require_told(told: AllegationTold) -> None:
    """Somebody, what they do with children, and what is alleged: without these nobody can consider it."""
    if not told.name.strip():
        raise RuleBroken("allegations.says_who", "Enter the name of the person it is about.", field="name")
    if not told.work.strip():
        raise RuleBroken(
            "allegations.says_what_work", "Enter what they do with children: their post, paid or not.", field="work"
        )
    if not told.words.strip():
        raise RuleBroken("allegations.says_what", "Enter what is alleged, as it was told.", field="words")


def require_considered(found: Considered) -> None:
    """The officer says why, whichever way, and what is to be done now.

    Raises:
        RuleBroken: ``allegations.threshold_is_known``, ``allegations.considered_with_a_reason`` or
            ``allegations.considered_with_advice``.
    """
    if not set(found.met) <= set(THRESHOLD):
        raise RuleBroken("allegations.threshold_is_known", "Choose parts of the threshold from the list.", field="met")
    if not found.why.strip():
        raise RuleBroken("allegations.considered_with_a_reason", "Enter why you find so.", field="why")
    if not found.advice.strip():
        raise RuleBroken(
            "allegations.considered_with_advice",
            "Enter what is to be done now: what whoever told us and the employer should do, and should not.",
            field="advice",
        )


def require_step(kind: str, words: str) -> None:
    """What was done is one of the known steps, and says what came of it."""
    if kind not in STEPS:
        raise RuleBroken("allegations.step_is_known", "Choose what was done.", field="kind")
    if not words.strip():
        raise RuleBroken("allegations.step_says_what", "Enter who took part and what was agreed.", field="words")


def require_taken_on(*, taken_on: bool) -> None:
    """Discussions and meetings belong to an allegation that was taken on."""
    if not taken_on:
        raise RuleBroken(
            "allegations.step_of_what_is_taken_on", "Consider it first; what is not taken on is not managed here."
        )


def require_employer_decision(why: str, *, taken_on: bool) -> None:
    """The employer is told, or not told yet, by a decision with a reason; never by itself.

    Source: Working Together: what the person and their employer are told, and when, is agreed with the officer, the
    police and social care; to tell too early may put a child or evidence at risk.
    """
    if not taken_on:
        raise RuleBroken(
            "allegations.employer_after_it_is_taken_on",
            "Consider it first: whether the employer is told is decided once it is taken on.",
        )
    if not why.strip():
        raise RuleBroken("allegations.employer_with_a_reason", "Enter the reason.", field="why")


def require_outcome(outcome: str, why: str, *, employer_decided: bool) -> None:
    """One of the five outcomes, with its reason, once it was decided whether the employer is told."""
    if outcome not in OUTCOMES:
        raise RuleBroken("allegations.outcome_is_one_of_five", "Choose what it came to.", field="outcome")
    if not why.strip():
        raise RuleBroken("allegations.outcome_with_a_reason", "Enter what the outcome rests on.", field="why")
    if not employer_decided:
        raise RuleBroken(
            "allegations.employer_decided_before_the_end",
            "Decide first whether the employer is told: an outcome that they never hear of protects nobody.",
        )


def keep_until(outcome: str, on: date) -> date:
    """Until when it is kept before it can be on a list for erasure.

    Args:
        outcome: a code of ``OUTCOMES``; empty where it was not taken on.
        on: the day on which it ended.
    """
    years = KEPT_YEARS_SUBSTANTIATED if outcome == SUBSTANTIATED else KEPT_YEARS
    try:
        return on.replace(year=on.year + years)
    except ValueError:  # 29 February
        return on.replace(year=on.year + years, day=28) + timedelta(days=1)


def require_may_be_officer(*, sees_contacts: bool, already: bool) -> None:
    """Whoever is named can open what they are to consider, and is named once."""
    if not sees_contacts:
        raise RuleBroken(
            "allegations.officer_sees_contacts",
            "They could not open it: choose somebody who works with what comes in.",
            field="user",
        )
    if already:
        raise RuleBroken("allegations.officer_once", "They are a designated officer already.", field="user")
