"""When a difference may be raised, settled and taken further. Plain Python; each rule says where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import About, LadderRule, OperatingModel, StepRule

LONGEST = 4000
CHANGED, STANDS = "changed", "stands"


@dataclass(frozen=True)
class DifferenceTold:
    """What somebody does not agree with.

    Args:
        about: a code of ``hubs.rules.About``.
        why: read by everybody who sees the enquiry.
        wanted: the rating they would give; empty for a decision, which is made again by whoever may.
        in_the_room: what only those who enter the sealed room may read; empty for nothing.
    """

    about: str
    why: str
    wanted: str = ""
    in_the_room: str = ""


@dataclass(frozen=True)
class Settlement:
    """What a step came to.

    Args:
        finding: ``"stands"`` or ``"changed"``.
        reasons: why, sealed.
        told: what whoever raised it is told, word for word; it may leave the hub.
        rating: the rating that holds from now on, where a rating is changed.
    """

    finding: str
    reasons: str
    told: str
    rating: str = ""


def ladder_about(model: OperatingModel, about: str) -> LadderRule:
    """The hub's ladder for a rating, or for a decision.

    Source: the operating model, ``[[ladders]]``.

    Raises:
        RuleBroken: ``differences.hub_has_a_ladder``, or ``differences.about_is_given``.
    """
    if about not in set(About):
        raise RuleBroken("differences.about_is_given", "Select what you do not agree with.", field="about")
    found = next((ladder for ladder in model.ladders if about in ladder.about), None)
    if found is None:
        raise RuleBroken(
            "differences.hub_has_a_ladder",
            f"This hub has no way of settling a difference about a {about}. Speak to a manager of the hub.",
            field="about",
        )
    return found


def step_of(ladder: LadderRule, number: int) -> StepRule:
    """A step by its number, from 1; the last one where a ladder became shorter while somebody climbed it."""
    return ladder.steps[min(number, len(ladder.steps)) - 1]


def require_for_referrers(ladder: LadderRule) -> None:
    """Whoever referred may challenge where the hub's ladder says so.

    Source: case study Cornwall (source document 003): referrers are encouraged to use the policy for resolving
    professional differences "if they are not satisfied with the response".
    """
    if not ladder.by_referrers:
        raise RuleBroken(
            "differences.ladder_for_referrers",
            f"“{ladder.label}” is for the agencies in the hub, not for those who refer.",
            field="contact",
        )


def referrers_may_challenge(model: OperatingModel) -> bool:
    """Whether one of the hub's ladders settles what those who refer say against a decision."""
    return any(ladder.by_referrers and About.DECISION in ladder.about for ladder in model.ladders)


def require_open_to_referrers(model: OperatingModel) -> None:
    """Whoever referred says on their receipt that they do not agree, where the hub's ladder about decisions allows it.

    Source: as ``require_for_referrers``.
    """
    if not referrers_may_challenge(model):
        raise RuleBroken(
            "differences.challenged_by_telephone", "Telephone the hub, and say that you do not agree.", field="why"
        )


def require_something_said(*, is_news: bool) -> None:
    """An outcome is challenged once there is one: before, there is nothing yet that somebody could not agree with."""
    if not is_news:
        raise RuleBroken(
            "differences.challenged_once_told", "You have not been told yet what came of it. Telephone the hub instead."
        )


def require_challenge(why: str) -> None:
    """Whoever referred says why they do not agree (as ``require_told``)."""
    if not why.strip():
        raise RuleBroken("differences.challenge_says_why", "Enter why you do not agree.", field="why")
    _require_fits({"why": why})


def require_not_dealt_with(dealt_with: bool) -> None:
    """One person deals with what a referrer says: two answers would not say the same."""
    if dealt_with:
        raise RuleBroken("differences.challenge_dealt_with_once", "Somebody has dealt with this meanwhile.")


def require_answered(said: str) -> None:
    """Whoever challenges and is not taken further is told why (issue of the hubs, section 6)."""
    if not said.strip():
        raise RuleBroken("differences.challenger_is_told", "Enter what they are told.", field="said")
    _require_fits({"said": said})


def require_told(told: DifferenceTold) -> None:
    """Whoever does not agree says why.

    Source: Working Together to Safeguard Children: practitioners challenge each other's decisions, and it is recorded.
    """
    if not told.why.strip():
        raise RuleBroken("differences.says_why", "Enter why you do not agree.", field="why")
    _require_fits({"why": told.why, "in_the_room": told.in_the_room})


def require_wanted(told: DifferenceTold, model: OperatingModel, *, current: str) -> None:
    """Whoever disputes a rating says which one they would give, and it is another one (operating model, ratings)."""
    if told.about != About.RATING:
        return
    known = [rating.code for rating in model.ratings_by_urgency()]
    if told.wanted not in known:
        raise RuleBroken("differences.rating_is_the_hubs", "Select the rating that you would give.", field="wanted")
    if told.wanted == current:
        label = model.rating(current).label
        raise RuleBroken(
            "differences.wants_another_rating", f"They are rated {label} already. Select another.", field="wanted"
        )


def require_something_to_dispute(about: str, *, rated: bool, decided: bool) -> None:
    """A rating is disputed while the decision is to be made, a decision once it is made and holds."""
    if about == About.RATING and (decided or not rated):
        raise RuleBroken(
            "differences.rating_still_counts",
            "The decision is made, so there is no rating to change. Dispute the decision instead."
            if decided
            else "Nobody has been rated yet.",
            field="about",
        )
    if about == About.DECISION and not decided:
        raise RuleBroken(
            "differences.decision_holds",
            "There is no decision that holds. Dispute the rating instead, or wait for the decision.",
            field="about",
        )


def require_somebody_elses(*, actor_id: UUID, disputed_by: UUID, for_referrer: bool) -> None:
    """Nobody disputes what they did themselves: they can rate again, or reopen the decision."""
    if actor_id == disputed_by and not for_referrer:
        raise RuleBroken(
            "differences.of_somebody_else",
            "You gave this rating or made this decision yourself. Change it on the case instead.",
        )


def require_none_open(open_already: bool) -> None:
    """One at a time about the same child and the same thing; a second would split what is said of it."""
    if open_already:
        raise RuleBroken(
            "differences.one_at_a_time",
            "Somebody has raised this already and it is being settled. Add what you know to theirs.",
        )


def require_settler(*, actor_id: UUID, raised_by: UUID, disputed_by: UUID, step: StepRule) -> None:
    """Nobody settles what they raised; nor, above the first talk, what they rated or decided themselves.

    Source: the operating model, ``by_the_one_challenged`` of each step; natural justice.
    """
    if actor_id == raised_by:
        raise RuleBroken("differences.settled_by_somebody_else", "You raised this, so somebody else settles it.")
    if actor_id == disputed_by and not step.by_the_one_challenged:
        raise RuleBroken(
            "differences.not_in_their_own_cause",
            "This is about a rating or decision of your own, so somebody else settles this step.",
        )


def require_settlement(found: Settlement, about: str, model: OperatingModel) -> None:
    """A step comes to something, with reasons, and whoever raised it is told.

    Source: Department for Education, Information sharing advice (2024), golden rule 7: record the reasons; issue of
    the hubs, section 6: the outcome goes back to whoever challenged.
    """
    if found.finding not in (STANDS, CHANGED):
        raise RuleBroken("differences.finding_is_given", "Select what holds.", field="finding")
    if found.finding == CHANGED and about == About.RATING:
        if found.rating not in [rating.code for rating in model.ratings_by_urgency()]:
            raise RuleBroken("differences.new_rating_is_given", "Select the rating that holds now.", field="rating")
    elif found.rating:
        raise RuleBroken(
            "differences.rating_only_when_changed",
            "Select a rating only where the rating is changed.",
            field="rating",
        )
    if not found.reasons.strip():
        raise RuleBroken("differences.finding_has_reasons", "Enter the reasons.", field="reasons")
    if not found.told.strip():
        raise RuleBroken("differences.whoever_raised_it_is_told", "Enter what whoever raised it is told.", field="told")
    _require_fits({"reasons": found.reasons, "told": found.told})


def require_a_higher_step(ladder: LadderRule, number: int) -> None:
    """The last step is final (operating model, ``[[ladders]]``)."""
    if number >= len(ladder.steps):
        raise RuleBroken(
            "differences.last_step_is_final",
            f"This was settled at the last step: {ladder.steps[-1].label}. It is final in this hub.",
        )


def require_action(words: str) -> None:
    """What keeps the child safe meanwhile is said so that anybody can act on it.

    Source: issue of the hubs, section 6: interim safety action; escalation procedures of safeguarding partnerships:
    a difference never delays what keeps a child safe.
    """
    if not words.strip():
        raise RuleBroken("differences.action_says_what", "Enter what is done, by whom and until when.", field="words")
    _require_fits({"words": words})


def _require_fits(texts: Mapping[str, str]) -> None:
    for field, text in texts.items():
        if len(text) > LONGEST:
            raise RuleBroken(
                "differences.words_fit",
                f"This is {len(text)} characters long; it must be {LONGEST} characters or fewer.",
                field=field,
            )
