"""What the law asks about an adult at risk before anything is decided about them. Plain Python, each with its source.

* Care Act 2014, section 42(1): the three-part test. Each part is answered by itself, with reasons.
* Mental Capacity Act 2005, sections 1 to 4: capacity is assumed unless shown otherwise, and it is about one decision at
  one time. Somebody lacks it only where they cannot do one of four things (section 3) *because of* an impairment of, or
  a disturbance in the functioning of, the mind or brain (section 2); in that order (A Local Authority v JB [2021] UKSC
  52).
* Care and support statutory guidance, chapter 14, "making safeguarding personal": what the adult wants is asked first,
  and asked again at the end whether it came about. The answers are those of the Safeguarding Adults Collection.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import IssueRule, OperatingModel, Serves

LONGEST = 4000
LONGEST_NAME = 120


class Asked(StrEnum):
    """Whether the adult, or whoever speaks for them, was asked what they want."""

    EXPRESSED = "expressed"
    NOT_EXPRESSED = "not_expressed"
    NOT_ASKED = "not_asked"


class Agrees(StrEnum):
    """Whether the adult agrees that the concern is looked into."""

    YES = "yes"
    NO_OVERRIDDEN = "no_overridden"
    NOT_ASKED = "not_asked"


class SpokenFor(StrEnum):
    """Who helps the adult to take part."""

    NOBODY_NEEDED = "nobody_needed"
    FAMILY_OR_FRIEND = "family_or_friend"
    ADVOCATE = "advocate"
    ADVOCATE_TO_BE_FOUND = "advocate_to_be_found"


class Capacity(StrEnum):
    """What was found about the adult's capacity for one decision."""

    ASSUMED = "assumed"
    HAS = "has"
    LACKS = "lacks"


class Achieved(StrEnum):
    """Whether what the adult wanted came about."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


class Risk(StrEnum):
    """What became of the risk."""

    REMOVED = "removed"
    REDUCED = "reduced"
    REMAINED = "remained"


ASKED_WORDS: Mapping[str, str] = {
    Asked.EXPRESSED: "Asked, and said what they want",
    Asked.NOT_EXPRESSED: "Asked, and did not say",
    Asked.NOT_ASKED: "Not asked",
}
AGREES_WORDS: Mapping[str, str] = {
    Agrees.YES: "Agrees",
    Agrees.NO_OVERRIDDEN: "Does not agree, and it goes on for the reason given",
    Agrees.NOT_ASKED: "Not asked, for the reason given",
}
SPOKEN_FOR_WORDS: Mapping[str, str] = {
    SpokenFor.NOBODY_NEEDED: "Nobody is needed",
    SpokenFor.FAMILY_OR_FRIEND: "Family or a friend",
    SpokenFor.ADVOCATE: "An independent advocate",
    SpokenFor.ADVOCATE_TO_BE_FOUND: "An independent advocate is being found",
}
CAPACITY_WORDS: Mapping[str, str] = {
    Capacity.ASSUMED: "Assumed: nobody has reason to doubt it",
    Capacity.HAS: "Assessed: has capacity",
    Capacity.LACKS: "Assessed: lacks capacity",
}
ACHIEVED_WORDS: Mapping[str, str] = {
    Achieved.FULLY: "Fully achieved",
    Achieved.PARTLY: "Partly achieved",
    Achieved.NOT: "Not achieved",
}
RISK_WORDS: Mapping[str, str] = {
    Risk.REMOVED: "Removed",
    Risk.REDUCED: "Reduced",
    Risk.REMAINED: "Remained",
}


@dataclass(frozen=True)
class ThreePartsTold:
    """The three parts of section 42, each answered with its reasons.

    Args:
        needs: whether they have needs for care and support, met or not.
        at_risk: whether they experience, or are at risk of, abuse or neglect.
        cannot_protect: whether because of those needs they cannot protect themselves.
        abuse: codes of the hub's categories of abuse; none where nobody is said to be at risk.
    """

    needs: bool
    needs_why: str
    at_risk: bool
    at_risk_why: str
    cannot_protect: bool
    cannot_protect_why: str
    abuse: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether all three parts are met, so that the council must enquire."""
        return self.needs and self.at_risk and self.cannot_protect


@dataclass(frozen=True)
class CapacityTold:
    """What was found of the adult's capacity for one decision at one time.

    Args:
        decision: which decision: "whether his nephew may keep his bank card".
        doubted: whether anybody has reason to doubt capacity; without one it is assumed and nothing is assessed.
        why: what gives reason to doubt, and what was found; or why there is none.
        understand, retain, weigh, communicate: whether they can, of the information that the decision needs.
        impaired: whether there is an impairment of, or a disturbance in the functioning of, the mind or brain.
        because: whether it is because of that impairment that they cannot.
        assessed_by: who assessed it, and as what.
        assessed_on: the day of the assessment.
        spoken_for: who helps them take part (SpokenFor).
        best_interests: for somebody who lacks capacity, what is in their best interests and why.
    """

    decision: str
    doubted: bool
    why: str
    understand: bool = True
    retain: bool = True
    weigh: bool = True
    communicate: bool = True
    impaired: bool = False
    because: bool = False
    assessed_by: str = ""
    assessed_on: date | None = None
    spoken_for: str = SpokenFor.NOBODY_NEEDED
    best_interests: str = ""

    @property
    def unable(self) -> bool:
        """Whether they cannot do one of the four things (section 3)."""
        return not (self.understand and self.retain and self.weigh and self.communicate)

    @property
    def finding(self) -> Capacity:
        """What it comes to: assumed, has, or lacks."""
        if not self.doubted:
            return Capacity.ASSUMED
        return Capacity.LACKS if self.unable and self.impaired and self.because else Capacity.HAS


@dataclass(frozen=True)
class WishesTold:
    """What the adult wants, and whether they agree that it is looked into.

    Args:
        asked: a code of ``Asked``; ``wanted``: what they want, as they said it.
        agrees: a code of ``Agrees``; ``reason``: why they were not asked, or why it goes on although they do not agree.
    """

    asked: str
    wanted: str
    agrees: str
    reason: str = ""


@dataclass(frozen=True)
class ResultTold:
    """Whether what the adult wanted came about, in their own view, and what became of the risk."""

    achieved: str
    risk: str
    said: str


@dataclass(frozen=True)
class Standing:
    """How the law's questions about one adult stand; None, or empty, while one was not answered."""

    test_met: bool | None = None
    capacity: str = ""
    asked: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still to be recorded, in words."""
        parts = {
            "the three-part test of section 42": self.test_met is None,
            "mental capacity": not self.capacity,
            "what the adult wants": not self.asked,
        }
        return tuple(words for words, lacking in parts.items() if lacking)


def require_adult(kind: str) -> None:
    """These questions are asked of adults.

    Source: Care Act 2014, section 42 (an adult); Mental Capacity Act 2005, section 2(5) (16 or over).
    """
    if kind != Serves.ADULT:
        raise RuleBroken("adults.asked_of_adults", "These questions are asked about adults, not about children.")


def abuse_categories(model: OperatingModel) -> tuple[IssueRule, ...]:
    """The hub's categories of abuse of adults."""
    return tuple(issue for issue in model.issues if issue.is_adult_abuse)


def require_whole_test(told: ThreePartsTold, categories: Collection[IssueRule]) -> None:
    """Each of the three parts is answered with reasons of its own, and abuse is named by the hub's categories.

    Source: Care Act 2014, section 42(1); Care and support statutory guidance, 14.17 (types of abuse and neglect).
    """
    for part in ("needs", "at_risk", "cannot_protect"):
        if not getattr(told, f"{part}_why").strip():
            raise RuleBroken("adults.each_part_has_its_reasons", "Say what makes you answer so.", field=f"{part}_why")
    known = {category.code for category in categories}
    if set(told.abuse) - known:
        raise RuleBroken("adults.abuse_is_the_hubs", "Select from this hub's categories of abuse.", field="abuse")
    if told.at_risk and known and not told.abuse:
        raise RuleBroken("adults.abuse_is_named", "Select what abuse or neglect it is or may be.", field="abuse")
    if told.abuse and not told.at_risk:
        raise RuleBroken(
            "adults.abuse_means_at_risk",
            "You selected abuse or neglect, and say that they are not at risk of any. Change one of the two.",
            field="at_risk",
        )
    if told.cannot_protect and not told.needs:
        raise RuleBroken(
            "adults.because_of_those_needs",
            "The third part asks whether they cannot protect themselves because of their needs for care and support, "
            "and you say that they have none. Change one of the two.",
            field="cannot_protect",
        )
    _require_fits(told)


def require_whole_capacity(told: CapacityTold, *, on: date) -> None:
    """Capacity is about one decision; whoever is found to lack it was assessed, in both stages, by somebody named.

    Source: Mental Capacity Act 2005, sections 1(2) and (3), 2, 3 and 4; Care Act 2014, section 68 (advocacy).

    Args:
        told: what was found.
        on: today; nobody was assessed later.
    """
    if not told.decision.strip():
        raise RuleBroken("adults.capacity_is_for_a_decision", "Say for which decision.", field="decision")
    if not told.why.strip():
        raise RuleBroken(
            "adults.capacity_has_reasons", "Say why there is no reason to doubt it, or what was found.", field="why"
        )
    if told.spoken_for not in SPOKEN_FOR_WORDS:
        raise RuleBroken("adults.known_answers", "Select who helps them to take part.", field="spoken_for")
    if told.doubted:
        _require_assessed(told, on)
    _require_fits(told)


def _require_assessed(told: CapacityTold, on: date) -> None:
    if not told.assessed_by.strip():
        raise RuleBroken("adults.assessed_by_somebody", "Enter who assessed it, and as what.", field="assessed_by")
    if len(told.assessed_by) > LONGEST_NAME:
        raise RuleBroken(
            "adults.words_fit", f"The name must be {LONGEST_NAME} characters or fewer.", field="assessed_by"
        )
    if told.assessed_on is None or told.assessed_on > on:
        raise RuleBroken(
            "adults.assessed_before_now", "Enter the day of the assessment, today or earlier.", field="assessed_on"
        )
    if told.because and not (told.unable and told.impaired):
        raise RuleBroken(
            "adults.both_stages",
            "Somebody lacks capacity because of an impairment only where they cannot do one of the four things and "
            "there is such an impairment.",
            field="because",
        )
    if told.finding is not Capacity.LACKS:
        return
    if not told.best_interests.strip():
        raise RuleBroken(
            "adults.best_interests_are_given",
            "They lack capacity for this decision: say what is in their best interests, and why.",
            field="best_interests",
        )
    if told.spoken_for == SpokenFor.NOBODY_NEEDED:
        raise RuleBroken(
            "adults.somebody_speaks_for_them",
            "They lack capacity for this decision: say who helps them take part. Where there is nobody fit to, an "
            "independent advocate must be found.",
            field="spoken_for",
        )


def require_whole_wishes(told: WishesTold) -> None:
    """What the adult wants is in their words; where they were not asked, or do not agree, the reason is on record.

    Source: Care and support statutory guidance, 14.14 to 14.16 (making safeguarding personal); Care Act 2014, section
    1(3)(b) (the individual's views, wishes, feelings and beliefs).
    """
    if told.asked not in ASKED_WORDS:
        raise RuleBroken("adults.known_answers", "Select whether they were asked what they want.", field="asked")
    if told.agrees not in AGREES_WORDS:
        raise RuleBroken("adults.known_answers", "Select whether they agree.", field="agrees")
    if told.asked == Asked.EXPRESSED and not told.wanted.strip():
        raise RuleBroken("adults.wishes_are_written", "Write what they want, in their words.", field="wanted")
    if told.asked == Asked.NOT_ASKED and told.agrees == Agrees.YES:
        raise RuleBroken(
            "adults.agreement_was_asked_for",
            "You say that they agree, and that they were not asked. Change one of the two.",
            field="agrees",
        )
    if (told.asked == Asked.NOT_ASKED or told.agrees != Agrees.YES) and not told.reason.strip():
        raise RuleBroken(
            "adults.not_asked_for_a_reason",
            "Say why they were not asked, or why it goes on although they do not agree: more danger to them if asked, "
            "danger to others or to children, cannot be reached, or lacks capacity and it is in their best interests.",
            field="reason",
        )
    _require_fits(told)


def require_whole_result(told: ResultTold, *, asked: str) -> None:
    """Whether what they wanted came about is said of somebody who said what they want.

    Source: Safeguarding Adults Collection, making safeguarding personal; risk outcomes.
    """
    if asked != Asked.EXPRESSED:
        raise RuleBroken(
            "adults.wanted_before_achieved",
            "They have not said what they want, so there is nothing to measure this by. Ask them first.",
        )
    if told.achieved not in ACHIEVED_WORDS:
        raise RuleBroken("adults.known_answers", "Select whether it was achieved.", field="achieved")
    if told.risk not in RISK_WORDS:
        raise RuleBroken("adults.known_answers", "Select what became of the risk.", field="risk")
    if not told.said.strip():
        raise RuleBroken("adults.result_is_in_their_words", "Write what they say of it.", field="said")
    _require_fits(told)


def _require_fits(told: ThreePartsTold | CapacityTold | WishesTold | ResultTold) -> None:
    for each in fields(told):
        value = getattr(told, each.name)
        if isinstance(value, str) and len(value) > LONGEST:
            raise RuleBroken(
                "adults.words_fit",
                f"This is {len(value)} characters long; it must be {LONGEST} characters or fewer.",
                field=each.name,
            )
