"""When a decision may be made, and what is kept of what was known. Every rule says where it comes from."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openmash.adults.rules import Standing
from openmash.core.errors import RuleBroken
from openmash.hubs.rules import LevelRule, OperatingModel, OutcomeRule, Serves, UnknownCode, WhoRule

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]

LONGEST = 8000
_A = {Serves.CHILD: "a child", Serves.UNBORN: "an unborn child", Serves.ADULT: "an adult"}


@dataclass(frozen=True)
class AnalysisTold:
    """The shared risk analysis of one enquiry, as it was written.

    Args:
        harm: what harm there is or may be, past and present.
        likelihood: how likely it is, and how soon.
        protective: what protects: people, services, the child's own strengths.
        voice: what the child says, or how they seem; if nobody has asked, that, and why.
        staff_safety: danger to staff who will visit.
        summary: what it comes to, in a few sentences.
    """

    harm: str = ""
    likelihood: str = ""
    protective: str = ""
    voice: str = ""
    staff_safety: str = ""
    summary: str = ""


def require_whole_analysis(told: AnalysisTold) -> None:
    """An analysis says what it comes to, and what the child says.

    Source: Working Together to Safeguard Children ("a child-centred approach": the child's wishes and feelings);
    the mission's "one shared risk tool", step 7 of the way of a case.
    """
    if not told.voice.strip():
        raise RuleBroken(
            "decisions.analysis_hears_the_child",
            "Enter what the child says or how they seem. If nobody has asked the child, say so and why.",
            field="voice",
        )
    if not told.summary.strip():
        sentence = "Enter a summary of the analysis."
        raise RuleBroken("decisions.analysis_says_what_it_comes_to", sentence, field="summary")
    _require_not_too_long({name: getattr(told, name) for name in told.__dataclass_fields__})


def require_registered_social_worker(who: WhoRule, serves: Serves, registration: str) -> None:
    """For a child, born or unborn, a registered social worker decides.

    Source: Working Together to Safeguard Children (a social work qualified practice manager decides); Children Act
    1989, sections 17 and 47 (the duty is the local authority's). The operating model carries the rule and its source.
    """
    if who.registered_social_worker and not registration:
        raise RuleBroken(
            "decisions.registered_social_worker_decides_for_a_child",
            f"The decision about {_A[serves]} is made by a registered social worker, and your account has no Social "
            "Work England number. Ask a registered manager to decide.",
        )


@dataclass(frozen=True)
class Section47Told:
    """What a decision to make enquiries under section 47 says beside its reasons.

    Args:
        cause: the reasonable cause to suspect that the child suffers, or is likely to suffer, significant harm.
        consent: ``GIVEN``: whoever has parental responsibility agrees; ``DISPENSED``: it goes on without.
        because: where it goes on without, the code of the hub's reason for not seeking consent.
    """

    cause: str
    consent: str
    because: str = ""


GIVEN, DISPENSED = "given", "dispensed"


def require_section_47(outcome: OutcomeRule, told: Section47Told | None, model: OperatingModel) -> None:
    """Enquiries under section 47 begin from a stated reasonable cause, and with consent or a reason to go on without.

    Source: Children Act 1989, section 47(1)(b): reasonable cause to suspect that a child is suffering, or is likely
    to suffer, significant harm; Working Together to Safeguard Children: parents' consent is sought unless that would
    put the child at risk or undermine an investigation, and why not is recorded; the hub's ``[[consent]]`` reasons.
    """
    if not outcome.section_47:
        return
    if told is None or not told.cause.strip():
        raise RuleBroken(
            "decisions.section_47_has_reasonable_cause",
            "Enter the reasonable cause to suspect that the child suffers, or is likely to suffer, significant harm.",
            field="cause",
        )
    _require_not_too_long({"cause": told.cause})
    if told.consent not in (GIVEN, DISPENSED):
        raise RuleBroken(
            "decisions.section_47_says_about_consent",
            "Select whether the family consents, or the enquiries begin without their consent.",
            field="consent",
        )
    codes = [reason.code for reason in model.consent.reasons_not_sought]
    if told.consent == DISPENSED and told.because not in codes:
        raise RuleBroken(
            "decisions.section_47_without_consent_has_a_reason",
            "Select why the enquiries begin without the family's consent.",
            field="because",
        )


def require_rated(rating: str, due_at: datetime | None) -> datetime:
    """Nobody is decided about before they were rated: the rating sets the clock that the decision is measured by.

    Source: Devon case study, section 1.2 (every enquiry is rated before information is gathered).

    Returns:
        The deadline that the rating set.
    """
    if not rating or due_at is None:
        raise RuleBroken("decisions.rated_first", "Rate the risk first: no decision is made before there is a rating.")
    return due_at


def level_named(model: OperatingModel, code: str) -> LevelRule:
    """The level of need; raises RuleBroken ``decisions.level_is_the_hubs``.

    Source: the hub's operating model, ``[[levels]]``.
    """
    try:
        return model.level(code)
    except UnknownCode as error:
        raise RuleBroken("decisions.level_is_the_hubs", "Select a level of need.", field="level") from error


def outcome_named(model: OperatingModel, code: str) -> OutcomeRule:
    """The outcome; raises RuleBroken ``decisions.outcome_is_the_hubs``.

    Source: the hub's operating model, ``[[outcomes]]``.
    """
    try:
        return model.outcome(code)
    except UnknownCode as error:
        raise RuleBroken("decisions.outcome_is_the_hubs", "Select an outcome.", field="outcome") from error


def require_outcome_fits_level(model: OperatingModel, level: LevelRule, outcome: OutcomeRule) -> None:
    """The outcome belongs to the level decided: it must not be for less need, nor for more.

    An outcome without a level of its own (no further action) fits any. A level above every outcome's own goes to the
    outcome nearest below it: Devon hands tier 4 to children's social care, as tier 3.
    Source: continuum of need; the operating model, ``level`` of each outcome.
    """
    if outcome.level is None:
        return
    whose = outcome.serves or model.serves
    alike = [each for each in model.outcomes if whose & (each.serves or model.serves)]
    ranks = [model.level(each.level).rank for each in alike if each.level is not None]
    fitting = max((rank for rank in ranks if rank <= level.rank), default=None)
    if model.level(outcome.level).rank != fitting:
        raise RuleBroken(
            "decisions.outcome_fits_level",
            f"“{outcome.label}” does not fit “{level.label}”. Change the level or the outcome.",
            field="outcome",
        )


def require_stage_for_outcome(model: OperatingModel, outcome: OutcomeRule, stage: int) -> None:
    """An outcome that belongs to a later stage of the hub is decided there, not before.

    Source: case study Wiltshire (source document 003): a case is escalated by joint decision and referred into the
    hub, "where all strategy discussions take place"; the operating model, ``outcomes`` of each stage.

    Args:
        model: with its stages.
        outcome: what is to be decided.
        stage: the place of the stage that the enquiry is in, from 1; 0 for none.
    """
    for later in model.stages[stage:]:
        if outcome.code in later.outcomes:
            raise RuleBroken(
                "decisions.outcome_of_a_later_stage",
                f"“{outcome.label}” is decided in the stage “{later.label}”, and this enquiry is not there yet.",
                field="outcome",
            )


def require_for_whom(model: OperatingModel, whom: Serves, level: LevelRule, outcome: OutcomeRule) -> None:
    """What is for adults is not decided about a child, nor the other way round.

    Source: the operating model, ``serves`` of each level and outcome.
    """
    if level not in model.levels_for(whom):
        raise RuleBroken(
            "decisions.level_is_for_them",
            f"“{level.label}” is not for {_A[whom]}. Select another level.",
            field="level",
        )
    if outcome not in model.outcomes_for(whom):
        raise RuleBroken(
            "decisions.outcome_is_for_them",
            f"“{outcome.label}” is not for {_A[whom]}. Select another outcome.",
            field="outcome",
        )


def require_what_the_law_asks(adult: Standing) -> None:
    """Nothing is decided about an adult before the three-part test, capacity and what they want are on record.

    Source: Care Act 2014, sections 42(1) and 1(3); Mental Capacity Act 2005, section 1; Care and support statutory
    guidance, 14.14 to 14.16 (making safeguarding personal).
    """
    if adult.missing:
        *others, last = adult.missing
        missing = f"{', '.join(others)} and {last}" if others else last
        raise RuleBroken("decisions.adult_is_asked_about_first", f"Record this first: {missing}.")


def require_section_42(model: OperatingModel, outcome: OutcomeRule, adult: Standing) -> None:
    """Where all three parts are met the council must enquire; where one is not, section 42 gives it no power to.

    A hub whose model has no outcome under section 42 leaves it to whoever receives the case.
    Source: Care Act 2014, section 42(1) and (2).
    """
    under_it = [each.label for each in model.outcomes_for(Serves.ADULT) if each.section_42]
    if adult.test_met and under_it and not outcome.section_42:
        raise RuleBroken(
            "decisions.section_42_must_be_enquired_into",
            f"All three parts of the section 42 test are met, so the council must enquire: select “{under_it[0]}”. If "
            "a part is not met, answer the test again first.",
            field="outcome",
        )
    if outcome.section_42 and not adult.test_met:
        raise RuleBroken(
            "decisions.section_42_needs_all_three_parts",
            f"“{outcome.label}” is for whoever meets all three parts of the section 42 test, and the test on record "
            "says that one is not met. Select another outcome, or answer the test again first.",
            field="outcome",
        )


def require_team_fits(outcome: OutcomeRule, team_kind: str | None) -> None:
    """An outcome that hands the case on names one receiving team of the right kind; one that ends the flow names none.

    Source: the operating model, ``team_kinds`` and ``ends_flow`` of each outcome; Devon case study, sections 1.1 and
    1.2 (allocated to the teams in the districts; no further action ends the flow).

    Args:
        outcome: what was decided.
        team_kind: the kind of the team that was named; None if none was.
    """
    if outcome.needs_team and team_kind is None:
        raise RuleBroken(
            "decisions.outcome_needs_a_team",
            f"Select the team that takes the case on: “{outcome.label}” hands it to a team.",
            field="team",
        )
    if not outcome.needs_team and team_kind is not None:
        raise RuleBroken(
            "decisions.outcome_has_no_team",
            f"“{outcome.label}” goes to no team. Take the team away, or select another outcome.",
            field="team",
        )
    if team_kind is not None and team_kind not in outcome.team_kinds:
        raise RuleBroken(
            "decisions.team_fits_outcome",
            f"That team does not take on cases with the outcome “{outcome.label}”. Select another team.",
            field="team",
        )


def require_reasons(reasons: str) -> None:
    """A decision without reasons is not one.

    Source: Department for Education, Information sharing advice (2024), golden rule 7: record the reasons.
    """
    if not reasons.strip():
        raise RuleBroken("decisions.reasons_are_given", "Enter the reasons for the decision.", field="reasons")
    _require_not_too_long({"reasons": reasons})


def require_why_again(why: str) -> None:
    """A decision is made again only for something new, which is written down.

    Source: mission, step 9: "a decision can be revisited when something new comes in".
    """
    if not why.strip():
        sentence = "Enter why the decision is to be made again."
        raise RuleBroken("decisions.revisiting_has_a_reason", sentence, field="why")
    _require_not_too_long({"why": why})


def require_decided_before_telling(decided: Iterable[bool]) -> None:
    """People are told what came of it once every child and adult in the enquiry is decided, not before.

    Source: Working Together to Safeguard Children: feedback is given to referrers on the decisions taken.
    """
    flags = list(decided)
    if not flags or not all(flags):
        raise RuleBroken(
            "decisions.told_after_the_decision",
            "Decide for every child and adult in this enquiry first: there is nothing to tell anybody before.",
        )


def require_reviewed_before_telling(awaiting: Iterable[bool]) -> None:
    """Nobody is told what came of it while a second manager looks at a decision that reached a counter.

    Source: the operating model, ``[[counters]]``.
    """
    if any(awaiting):
        raise RuleBroken(
            "decisions.second_manager_first",
            "A second manager reviews a decision of this enquiry first: it reached one of the hub's counters. Tell "
            "people after that.",
        )


def require_words(said: str) -> None:
    """Whoever is told is told something.

    Source: Working Together to Safeguard Children: feedback to referrers; mission, step 11.
    """
    if not said.strip():
        raise RuleBroken("decisions.telling_says_something", "Enter what they may be told.", field="said")
    _require_not_too_long({"said": said})


def require_somebody_to_tell(agencies: Sequence[object]) -> None:
    """Agencies are told what came of what they gave; where nobody answered there is nobody to tell.

    Source: mission, step 11: feedback to each agency that contributed.
    """
    if not agencies:
        raise RuleBroken("decisions.some_agency_answered", "No agency has answered, so there is none to tell.")


def on_time(due_at: datetime, decided_at: datetime) -> bool:
    """Whether it was decided by its deadline; the very minute is on time. Computed, never stored."""
    return decided_at <= due_at


def canonical(known: Mapping[str, Plain]) -> bytes:
    """The one way of writing down what was known, byte for byte: sorted keys, no spaces, ASCII."""
    return json.dumps(known, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def fingerprint(known: Mapping[str, Plain]) -> str:
    """SHA-256 of what was known, in hex: shows later that nothing was added to it or taken out."""
    return hashlib.sha256(canonical(known)).hexdigest()


def said_beforehand(labels: Iterable[str]) -> str:
    """What may be said to the referrer, put together from each outcome's own sentence, each of them once."""
    return " ".join(dict.fromkeys(label for label in labels if label))


def _require_not_too_long(texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise RuleBroken(
                "decisions.words_fit",
                f"This is {len(text)} characters long; it must be {LONGEST} characters or fewer.",
                field=name,
            )
