"""What must agree between the tables of an operating model, once each is right by itself."""

from collections.abc import Iterator, Sequence

from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.kinds import NEEDED_CLOCKS
from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.operating_model import Act, OperatingModel
from openmash.hubs.rules.rule import CodedRule, Serves
from openmash.hubs.rules.topics import (
    chasing,
    checklists,
    counters,
    duty_rota,
    filters,
    framework,
    gates,
    issues,
    ladders,
    meetings,
    named_clocks,
    out_of_hours,
    panels,
    pauses,
    portals,
    product_parts,
    referrer_letters,
    return_interviews,
    reviews,
    routes,
    screenings,
    stages,
    straight_on,
    surveys,
)


def disagreements(model: OperatingModel) -> Iterator[Disagreement]:
    """Every place where two tables contradict each other: its path in the text, and what was expected."""
    named: dict[str, Sequence[CodedRule]] = {
        "areas": model.areas,
        "referral_types": model.referral_types,
        "levels": model.levels,
        "ratings": model.ratings,
        "outcomes": model.outcomes,
        "clocks": model.clocks,
    }
    for key, rules in named.items():
        yield from repeated((key,), "code", [rule.code for rule in rules])
    yield from repeated(
        ("consent", "reasons_not_sought"), "code", [rule.code for rule in model.consent.reasons_not_sought]
    )
    yield from repeated(("ratings",), "rank", [rule.rank for rule in model.ratings])
    yield from repeated(("levels",), "rank", [rule.rank for rule in model.levels])
    yield from repeated(("office", "closed_days"), "day", [str(each.day) for each in model.office.closed_days])
    yield from _outcome_levels(model)
    yield from _for_whom(model)
    yield from _an_outcome_for_the_lowest_level(model)
    yield from _clocks_that_are_needed(model)
    yield from _checks_for_every_rating(model)
    yield from _somebody_for_everyone_served(model)
    yield from _answers_before_decisions(model)
    yield from _of_topics(model)


def _of_topics(model: OperatingModel) -> Iterator[Disagreement]:
    yield from named_clocks.disagreements(model.clocks, model)
    yield from pauses.disagreements(model.pauses, model)
    yield from out_of_hours.disagreements(model.out_of_hours, model)
    yield from chasing.disagreements(model.chasing, model)
    yield from issues.disagreements(model.issues, model)
    yield from filters.disagreements(model.filters, model)
    yield from screenings.disagreements(model.screenings, model)
    yield from checklists.disagreements(model.checklists, model)
    yield from panels.disagreements(model.panels, model)
    yield from return_interviews.disagreements(model.return_interviews, model)
    yield from gates.disagreements(model.gates, model)
    yield from stages.disagreements(model.stages, model)
    yield from ladders.disagreements(model.ladders, model)
    yield from reviews.disagreements(model.reviews, model)
    yield from straight_on.disagreements(model.straight_on, model)
    yield from routes.disagreements(model.routes, model)
    yield from surveys.disagreements(model.surveys, model)
    yield from portals.disagreements(model.portals, model)
    yield from counters.disagreements(model.counters, model)
    yield from meetings.disagreements(model.meetings, model)
    yield from framework.disagreements(model.partners, model)
    yield from referrer_letters.disagreements(model.referrer_letters)
    yield from duty_rota.disagreements(model.duty_rota)
    yield from product_parts.disagreements(model.product_parts, model)


def _outcome_levels(model: OperatingModel) -> Iterator[Disagreement]:
    levels = [level.code for level in model.levels]
    for number, outcome in enumerate(model.outcomes):
        if outcome.level is not None and outcome.level not in levels:
            yield (
                ("outcomes", number),
                f"expected level to be one of {', '.join(levels)}; found “{outcome.level}”",
            )


def _an_outcome_for_the_lowest_level(model: OperatingModel) -> Iterator[Disagreement]:
    """An outcome fits its own level and those above it, so without one at the bottom some decision cannot be made."""
    lacking: dict[str, None] = {}
    for whom in (group for group in Serves if group in model.serves):
        levels = model.levels_for(whom)
        if not levels:
            yield ("levels",), f"expected a level of need for {whom}, whom the hub serves"
            continue
        lowest = min(levels, key=lambda level: level.rank)
        if not any(outcome.level in (None, lowest.code) for outcome in model.outcomes_for(whom)):
            lacking[lowest.code] = None
    for code in lacking:
        yield ("outcomes",), f"expected an outcome for level {code}, or one without a level, which fits any"


def _for_whom(model: OperatingModel) -> Iterator[Disagreement]:
    """Levels and outcomes are for those whom the hub serves; an outcome is for nobody whom its level is not for."""
    said = {"levels": [level.serves for level in model.levels], "outcomes": [each.serves for each in model.outcomes]}
    for key, served in said.items():
        for number, serves in enumerate(served):
            for group in sorted(serves - model.serves):
                yield (key, number), f"expected only those the hub serves; {group} is not in serves"
    of_level = {level.code: level.serves or model.serves for level in model.levels}
    for number, outcome in enumerate(model.outcomes):
        if outcome.level in of_level and not (outcome.serves or model.serves) & of_level[outcome.level]:
            yield ("outcomes", number), f"expected somebody whom level {outcome.level} is for too; there is nobody"
        if outcome.section_42 and outcome.serves != {Serves.ADULT}:
            yield ("outcomes", number), 'expected serves = ["adult"], since section_42 is about adults'
        if outcome.section_47 and (outcome.serves or model.serves) == {Serves.ADULT}:
            yield ("outcomes", number), "expected children in serves, since section_47 is about children"


def _clocks_that_are_needed(model: OperatingModel) -> Iterator[Disagreement]:
    for missing in sorted(set(NEEDED_CLOCKS) - {clock.code for clock in model.clocks}):
        yield ("clocks",), f"expected a [[clocks]] table with the code {missing}; every contact is given that deadline"


def _checks_for_every_rating(model: OperatingModel) -> Iterator[Disagreement]:
    ratings = [rating.code for rating in model.ratings]
    for number, check in enumerate(model.checks):
        if check.rating not in ratings:
            yield (
                ("checks", number),
                f"expected rating to be one of {', '.join(ratings)}; found “{check.rating}”",
            )
    yield from repeated(("checks",), "rating", [check.rating for check in model.checks])
    for missing in sorted(set(ratings) - {check.rating for check in model.checks}):
        yield ("checks",), f"expected a [[checks]] table for rating {missing}; agency_kinds = [] asks nobody"


def _somebody_for_everyone_served(model: OperatingModel) -> Iterator[Disagreement]:
    for act in Act:
        seen: set[str] = set()
        for number, rule in enumerate(model.who):
            if rule.act is not act:
                continue
            for group in sorted(rule.serves & seen):
                yield ("who", number), f"expected one rule for {act} and {group}; there is one already"
            for group in sorted(rule.serves - model.serves):
                yield ("who", number), f"expected only those the hub serves; {group} is not in serves"
            seen |= rule.serves
        for group in sorted(model.serves - seen):
            yield ("who",), f"expected a [[who]] table that says who may {act} for {group}"


def _answers_before_decisions(model: OperatingModel) -> Iterator[Disagreement]:
    for number, rating in enumerate(model.ratings):
        if _longer(rating.check_clock, rating.clock):
            yield (
                ("ratings", number, "check_clock"),
                (
                    f"expected agencies to answer within the decision's clock ({rating.clock.words}); "
                    f"found {rating.check_clock.words}"
                ),
            )


def _longer(one: ClockSpec, other: ClockSpec) -> bool:
    """Whether one clock is surely longer; different kinds cannot be compared without a calendar."""
    return one.kind is other.kind and one.amount > other.amount
