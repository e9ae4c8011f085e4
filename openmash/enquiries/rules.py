"""When an enquiry may be opened, rated, joined and closed. Plain Python; each rule says where it comes from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import GateRule, OperatingModel, PauseRule, Serves

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


@dataclass(frozen=True)
class GateTold:
    """A view of a gate, as it was given.

    Args:
        met: whether what the hub waits for is found.
        reason: why; whoever sees the enquiry reads it.
        how: a code of ``models.How``; empty for somebody of the agency itself, in the hub.
        said_by: who gave it, where somebody of the hub takes down the view of an agency that is not in the room.
    """

    met: bool
    reason: str
    how: str = ""
    said_by: str = ""


def gate_named(model: OperatingModel, code: str) -> GateRule:
    """The gate; raises RuleBroken ``enquiries.gate_is_the_hubs``. Source: the operating model, ``[[gates]]``."""
    found = next((gate for gate in model.gates if gate.code == code), None)
    if found is None:
        raise RuleBroken("enquiries.gate_is_the_hubs", "This hub does not work with that gate.")
    return found


def gate_is_open(gate: GateRule, views: Iterable[tuple[str, bool]]) -> bool:
    """Whether what the gate waits for is found, by the newest view of each kind of agency it asks.

    Args:
        gate: with ``agency_kinds``, each of them must have found it; without, the newest view of anybody counts.
        views: kind of agency and whether met, the oldest first.
    """
    newest: dict[str, bool] = {}
    last = False
    for kind, met in views:
        newest[kind] = last = met
    return all(newest.get(kind, False) for kind in gate.agency_kinds) if gate.is_joint else last


def whose_view(named: UUID | None, own: UUID | None) -> UUID:
    """The agency whose view is given; raises RuleBroken ``enquiries.view_is_an_agencys``."""
    found = named or own
    if found is None:
        raise RuleBroken("enquiries.view_is_an_agencys", "Select whose view it is.", field="agency")
    return found


def require_gate_view(gate: GateRule, told: GateTold, *, agency_kind: str, agency: str) -> None:
    """A view says why, and is one of an agency whose view the gate asks for.

    Source: Department for Education, Information sharing advice (2024), golden rule 7: record the reasons; the
    operating model, ``agency_kinds`` of the gate.
    """
    if not told.reason.strip():
        sentence = "Say why: what is known, and what it comes to. Everybody who sees this enquiry reads it."
        raise RuleBroken("enquiries.gate_view_has_a_reason", sentence, field="reason")
    if gate.is_joint and agency_kind not in gate.agency_kinds:
        raise RuleBroken(
            "enquiries.gate_asks_that_agency",
            f"“{gate.label}” does not ask for the view of {agency}.",
            field="agency",
        )


def require_speaks_for(told: GateTold, *, own: bool, co_located: bool, agency: str) -> None:
    """An agency in the room speaks for itself; for one that joins from elsewhere somebody takes it down, with a name.

    Source: case study Wiltshire (source document 003): Swindon is a virtual partner in the joint decision.
    """
    if own:
        return
    if co_located:
        raise RuleBroken(
            "enquiries.agency_speaks_for_itself", f"{agency} is in the hub and gives its view itself.", field="agency"
        )
    if not told.said_by.strip():
        raise RuleBroken(
            "enquiries.view_from_elsewhere_names_who",
            f"Enter who gave the view of {agency}: name and post.",
            field="said_by",
        )
    if not told.how:
        raise RuleBroken("enquiries.view_from_elsewhere_says_how", "Select how they gave it.", field="how")


def require_may_share(closed: Iterable[GateRule]) -> None:
    """Agencies share only once what the hub waits for is on record.

    Source: case study Northamptonshire (source document 003): agencies share "when threshold for safeguarding concerns
    are met (risk of significant harm)"; the operating model, ``[[gates]]`` with ``guards = "sharing"``.
    """
    for gate in closed:
        raise RuleBroken(
            "enquiries.threshold_before_sharing",
            f"No agency is asked and none shares before this is on record: {gate.label}. Record it first, with the "
            "reason, on the case.",
        )


def stage_reached(model: OperatingModel, *, ratings: Iterable[str], open_gates: Collection[str]) -> int:
    """How far an enquiry has come, as the stage's place in the model: straight in by a rating, or through its gate.

    Args:
        model: with at least one stage.
        ratings: those that hold for everybody in the enquiry who is not decided about.
        open_gates: codes of the gates whose finding is on record.
    """
    given = set(ratings)
    return max(
        number
        for number, stage in enumerate(model.stages)
        if number == 0 or stage.gate in open_gates or given & set(stage.ratings)
    )


def pause_rule(model: OperatingModel, reason: str, *, clock: str, rating: str, whom: Serves | None) -> PauseRule:
    """The model's rule by which this clock may stand still for this reason.

    Source: the operating model, ``[[pauses]]``. A hub whose model has none pauses nothing.

    Args:
        reason: a code of the model.
        clock: the code of one of the model's other clocks; empty for the clock of a decision.
        rating: for that, the rating that holds.
        whom: about whom it runs; None for the whole enquiry.
    """
    for rule in pauses_open(model, clock=clock, rating=rating, whom=whom):
        if rule.code == reason:
            return rule
    raise RuleBroken(
        "enquiries.pauses_only_what_the_model_allows",
        f"In {model.title} this clock does not stand still for that reason.",
        field="reason",
    )


def pauses_open(model: OperatingModel, *, clock: str, rating: str, whom: Serves | None) -> tuple[PauseRule, ...]:
    """Every reason for which this clock may stand still."""
    return tuple(
        rule
        for rule in model.pauses
        if (clock in rule.clocks if clock else rating in rule.ratings) and whom in (None, *rule.serves)
    )


def require_words_for_pause(words: str) -> None:
    """Time that a child or adult waits longer is accounted for in words, beside the reason's code (own choice)."""
    if not words.strip():
        raise RuleBroken("enquiries.pause_says_why", "Say why the clock stands still, in a sentence.", field="words")


def require_not_run_out(due_at: datetime, at: datetime) -> None:
    """Late stays late: a clock that has run out is not stopped afterwards (own choice)."""
    if at > due_at:
        raise RuleBroken(
            "enquiries.pauses_before_it_has_run_out",
            "This clock has run out already, so it cannot stand still. What is late is done now.",
        )


def require_running(*, paused: bool) -> None:
    """A clock stands still once at a time."""
    if paused:
        raise RuleBroken("enquiries.pauses_once", "This clock stands still already.")


def require_paused(*, paused: bool) -> None:
    """Only what stands still runs on."""
    if not paused:
        raise RuleBroken("enquiries.runs_on_once", "This clock runs already.")


def require_happened(when: datetime, at: datetime, since: datetime) -> None:
    """What happened is noted after it happened, and not from before the concern was received."""
    if when > at:
        raise RuleBroken(
            "enquiries.notes_what_happened", "Enter when it happened; that is still to come.", field="when"
        )
    if when < since:
        raise RuleBroken(
            "enquiries.happened_after_the_referral",
            "Enter when it happened; that is before the concern was received.",
            field="when",
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
