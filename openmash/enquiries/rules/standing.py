"""When an enquiry may be opened, rated, joined, held and closed; each rule says where it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel, Serves

# How a contact names the part somebody plays, and whom the hub would have to serve to decide about them.
DECIDED_ABOUT: Mapping[str, Serves] = {
    "child": Serves.CHILD,
    "unborn": Serves.UNBORN,
    "adult_at_risk": Serves.ADULT,
}
_WHO = {Serves.CHILD: "children", Serves.UNBORN: "unborn children", Serves.ADULT: "adults at risk"}


@dataclass(frozen=True)
class FirstRating:
    """The first rating of one child or adult named in a contact.

    Args:
        contact_person_id: who, as the contact names them.
        rating: a code of the hub's operating model, ``"amber"``.
        reason: why, in the rater's own words.
    """

    contact_person_id: UUID
    rating: str
    reason: str


def serves(involvement: str, model: OperatingModel) -> Serves | None:
    """Whom this person would be to the hub, if the hub decides about them at all; None for everybody else.

    An adult at risk in a hub that serves children alone stays in the picture as somebody involved.
    """
    found = DECIDED_ABOUT.get(involvement)
    return found if found in model.serves else None


def require_somebody_to_decide_about(count: int, model: OperatingModel) -> None:
    """An enquiry is about at least one child, unborn child or adult whom the hub serves (mission, "Rating")."""
    if not count:
        whom = " or ".join(_WHO[who] for who in Serves if who in model.serves)
        raise RuleBroken(
            "enquiries.about_somebody_the_hub_serves",
            f"An enquiry must be about somebody this hub serves: {whom}. Nobody in this contact is marked as one. "
            "Correct the contact, or signpost it.",
        )


def require_each_is_rated(names: Mapping[UUID, str], ratings: Iterable[FirstRating]) -> None:
    """Each child or adult gets a rating of their own, never one for the family (Working Together: each child's needs).

    Args:
        names: contact person id to name, of everybody who needs a first rating.
        ratings: the ratings given.
    """
    given = {rating.contact_person_id for rating in ratings}
    missing = [name for person, name in names.items() if person not in given]
    if missing:
        raise RuleBroken(
            "enquiries.each_child_is_rated",
            f"Choose a rating for {_listed(missing)}. Every child has a rating and a clock of their own.",
            field="ratings",
        )
    if given - names.keys():
        raise RuleBroken(
            "enquiries.rates_only_whom_it_is_about",
            "A first rating was given for somebody who needs none: no decision is made about them, or they are rated "
            "already. Change an existing rating on the case page.",
            field="ratings",
        )


def require_reason(reason: str) -> None:
    """Every rating says why; a change without a rationale is not a rating (Surrey's MASH procedure)."""
    if not reason.strip():
        raise RuleBroken(
            "enquiries.rating_needs_a_reason",
            "Say why you give this rating: what you know, and what you worry about.",
            field="reason",
        )


def require_rating_of_model(rating: str, model: OperatingModel) -> None:
    """Only the ratings of the hub's operating model exist."""
    known = [r.code for r in model.ratings_by_urgency()]
    if rating not in known:
        labels = ", ".join(r.label for r in model.ratings_by_urgency())
        raise RuleBroken("enquiries.rating_is_the_hubs", f"Choose one of this hub's ratings: {labels}.", field="rating")


def require_different(current: str, new: str, label: str) -> None:
    """Rating somebody again means changing the rating; a second equal one would only blur who changed what, and why."""
    if current == new:
        raise RuleBroken(
            "enquiries.rating_differs",
            f"They are rated {label} already. Choose another rating, or leave it as it is.",
            field="rating",
        )


def require_undecided(*, decided: bool) -> None:
    """A rating says how soon to decide; once decided there is nothing to hurry. Revisit the decision first."""
    if decided:
        raise RuleBroken(
            "enquiries.rated_before_decision",
            "The decision about them is made. If something new came in, reopen the decision first; then rate again.",
        )


def require_open(*, is_open: bool, reference: str) -> None:
    """What is closed stays as it is until somebody reopens it."""
    if not is_open:
        raise RuleBroken("enquiries.enquiry_is_open", f"Enquiry {reference} is closed. Reopen it first.")


def require_no_other_enquiry(running: Mapping[str, str]) -> None:
    """One open enquiry a child: two would decide about the same child on half the facts each (census rules 8815, 8816).

    Args:
        running: name to the reference of the open enquiry they are in already.
    """
    if running:
        name, reference = next(iter(running.items()))
        others = f" (and {len(running) - 1} more in this contact)" if len(running) > 1 else ""
        raise RuleBroken(
            "enquiries.one_open_enquiry_a_child",
            f"{name}{others} is in an open enquiry already: {reference}. Add this contact to {reference} instead of "
            "opening another.",
        )


def require_all_decided(undecided: Iterable[str]) -> None:
    """Nothing closes over a child about whom nothing was decided (mission, "Decision")."""
    names = list(undecided)
    if names:
        raise RuleBroken(
            "enquiries.every_subject_decided",
            f"There is no decision about {_listed(names)} yet. Decide first; an enquiry closes when all are decided.",
        )


def require_reviewed(awaiting: Iterable[str]) -> None:
    """Nothing closes while a second manager looks at a decision that reached a counter of cumulative harm."""
    names = list(awaiting)
    if names:
        raise RuleBroken(
            "enquiries.second_manager_first",
            f"A second manager reviews the decision about {_listed(names)} first: it reached a counter of the hub.",
        )


def require_may_hold(*, known: bool, why_not: str) -> None:
    """Only a colleague whose role holds enquiries, and who still works in the hub (mission, "moves people").

    Args:
        known: whether they work in the hub now.
        why_not: why their role holds none; empty if it does.
    """
    if not known:
        raise RuleBroken(
            "enquiries.held_by_a_colleague",
            "Choose somebody who works in the hub now.",
            field="holder",
        )
    if why_not:
        raise RuleBroken("enquiries.held_by_a_colleague", why_not, field="holder")


def require_not_kept_out_themselves(name: str, *, kept_out: bool) -> None:
    """Nobody holds a case that they may not open: it would lie there until its time is over."""
    if kept_out:
        raise RuleBroken(
            "enquiries.holder_is_not_kept_out",
            f"{name} is kept out of this case, so they cannot hold it. Choose somebody else.",
            field="holder",
        )


def require_another_holder(name: str, *, holds_it: bool) -> None:
    """Giving an enquiry to whoever holds it would only blur since when they have held it."""
    if holds_it:
        raise RuleBroken(
            "enquiries.another_holder", f"{name} holds it already. Choose somebody else, or leave it.", field="holder"
        )


def require_not_erased(erased: Iterable[object]) -> None:
    """What was erased cannot be gone on with; whatever comes in opens an enquiry of its own."""
    if list(erased):
        raise RuleBroken(
            "enquiries.not_erased",
            "This enquiry was erased when its time was over. Open a new one for what came in.",
        )


def most_urgent(ratings: Iterable[str], model: OperatingModel) -> str:
    """The most urgent of some ratings of the model; empty when there is none."""
    given = set(ratings)
    return next((r.code for r in model.ratings_by_urgency() if r.code in given), "")


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
