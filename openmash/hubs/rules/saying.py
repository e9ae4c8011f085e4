"""An operating model in words: what each of its rules means, one fact at a time, and how two models differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from openmash.hubs.rules.kinds import TEAM_KINDS
from openmash.hubs.rules.operating_model import (
    ConsentNeed,
    CountsFrom,
    OperatingModel,
    OutcomeRule,
    WhoRule,
)
from openmash.hubs.rules.rule import Serves
from openmash.hubs.rules.said import (
    Said,
    day_in_words,
    division_in_words,
    joined,
    kinds_in_words,
    roles_in_words,
    served_in_words,
    since_in_words,
)
from openmash.hubs.rules.topics import (
    answers_by_mail,
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
    wall,
)

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CONSENT = {
    ConsentNeed.NEEDED: "consent is needed",
    ConsentNeed.NORMALLY_NEEDED: "consent is normally needed",
    ConsentNeed.NOT_NEEDED: "consent is not needed",
}
_COUNTS = {
    CountsFrom.BEGINNING: "the clock counts from when it first began",
    CountsFrom.RE_RATING: "the clock starts when the new rating is given",
}


@dataclass(frozen=True)
class Difference:
    """One fact in which two models differ; None where a model has nothing of the kind."""

    heading: str
    about: str
    first: str | None
    second: str | None


def in_words(model: OperatingModel) -> tuple[Said, ...]:
    """Everything that a model says, in the order in which a hub would ask for it."""
    return (
        *(*_hub(model), *_coverage(model), *_ratings(model), *_needs(model), *_people(model), *_rest(model)),
        *issues.say(model.issues),
        *filters.say(model.filters),
        *screenings.say(model.screenings, model),
        *checklists.say(model.checklists, model),
        *panels.say(model.panels, model),
        *return_interviews.say(model.return_interviews, model),
        *gates.say(model.gates),
        *stages.say(model.stages, model),
        *ladders.say(model.ladders),
        *meetings.say(model.meetings, model),
        *counters.say(model.counters),
        *reviews.say(model.reviews),
        *straight_on.say(model.straight_on, model),
        *routes.say(model.routes),
        *surveys.say(model.surveys),
        *portals.say(model.portals, model),
        *wall.say(model.wall),
        *referrer_letters.say(model.referrer_letters),
        *duty_rota.say(model.duty_rota),
        *product_parts.say(model.product_parts),
        *answers_by_mail.say(model.answers_by_mail),
        *framework.say(model.framework, model.partners),
    )


def differences(first: OperatingModel, second: OperatingModel) -> tuple[Difference, ...]:
    """Every fact in which two models differ. Sources are not compared; whose model it is, neither."""
    one = {(said.heading, said.about): said.words for said in in_words(first)}
    other = {(said.heading, said.about): said.words for said in in_words(second)}
    headings = list(dict.fromkeys(heading for heading, _ in (*one, *other)))
    places = sorted({**one, **other}, key=lambda place: headings.index(place[0]))
    return tuple(
        Difference(*place, one.get(place), other.get(place)) for place in places if one.get(place) != other.get(place)
    )


def _hub(model: OperatingModel) -> Iterator[Said]:
    yield Said("The hub", "For", served_in_words(model.serves), model.source)
    office = model.office
    for day in office.days:
        hours = f"{day.opens:%H:%M} to {day.closes:%H:%M}".replace("to 00:00", "to midnight")
        yield Said("The hub", _WEEK[day.weekday], hours, office.source)
    yield Said(
        "The hub", "Bank holidays", f"closed on those of {division_in_words(office.bank_holidays)}", office.source
    )
    for closed in office.closed_days:
        yield Said("The hub", f"Closed on {day_in_words(closed.day)}", closed.why, office.source)
    yield Said("The hub", "Out of hours", office.out_of_hours_cover, office.source)


def _coverage(model: OperatingModel) -> Iterator[Said]:
    for area in model.areas:
        yield Said("Areas", area.label, since_in_words(area), area.source)
    for kind in model.referral_types:
        by = joined([each.replace("_", " ") for each in kind.channels])
        words = f"{since_in_words(kind)}; whatever comes by {by}" if by else since_in_words(kind)
        words += "; from every area" if kind.everywhere else ""
        yield Said("What comes in", kind.label, words, kind.source)


def _ratings(model: OperatingModel) -> Iterator[Said]:
    for rating in model.ratings_by_urgency():
        yield Said("Ratings", f"{rating.label}, meaning", rating.meaning, rating.source)
        yield Said("Ratings", f"{rating.label}, decision", rating.clock.words, rating.clock.source)
        asked = next(check for check in model.checks if check.rating == rating.code)
        yield Said("Ratings", f"{rating.label}, asked", kinds_in_words(asked.agency_kinds), asked.source)
        yield Said("Ratings", f"{rating.label}, answer", rating.check_clock.words, rating.check_clock.source)
    rule = model.re_rating
    yield Said("Ratings", "Rated up", _COUNTS[rule.up], rule.source)
    yield Said("Ratings", "Rated down", _COUNTS[rule.down], rule.source)


def _needs(model: OperatingModel) -> Iterator[Said]:
    for level in sorted(model.levels, key=lambda each: each.rank):
        words = f"{level.meaning} {level.basis}; {_CONSENT[level.consent]}{_only_for(level.serves)}."
        yield Said("Levels of need", level.label, words, level.source)
    for outcome in model.outcomes:
        yield Said("What a decision can come to", outcome.label, _outcome(model, outcome), outcome.source)
        yield Said("What a decision can come to", f"{outcome.label}, told", outcome.told_to_referrer, outcome.source)


def _outcome(model: OperatingModel, outcome: OutcomeRule) -> str:
    at = f"at “{model.level(outcome.level).label}”" if outcome.level else "at any level"
    at += _only_for(outcome.serves)
    if outcome.section_42:
        at += "; only where all three parts of section 42 are met"
    if outcome.section_47:
        at += "; only with a stated reasonable cause, and with consent or why it is dispensed with"
    if not outcome.needs_team:
        return f"{at}; nothing is handed on"
    teams = " or ".join(kind.replace("_", " ") for kind in TEAM_KINDS if kind in outcome.team_kinds)
    return f"{at}; handed to a team for {teams}"


def _only_for(serves: frozenset[Serves]) -> str:
    return f"; for {served_in_words(serves)} only" if serves else ""


def who_in_words(rule: WhoRule) -> str:
    """Like "practice manager and operations manager, registered social workers only"."""
    roles = roles_in_words(rule.roles)
    return f"{roles}, registered social workers only" if rule.registered_social_worker else roles


def _people(model: OperatingModel) -> Iterator[Said]:
    for rule in model.who:
        yield Said("Who", f"May {rule.act}, {served_in_words(rule.serves)}", who_in_words(rule), rule.source)


def _rest(model: OperatingModel) -> Iterator[Said]:
    yield from named_clocks.say(model.clocks, model)
    yield from pauses.say(model.pauses, model)
    yield from out_of_hours.say(model.out_of_hours)
    yield from chasing.say(model.chasing)
    yield Said("Consent", "Rule", model.consent.words, model.consent.source)
    for reason in model.consent.reasons_not_sought:
        yield Said("Consent", f"Need not be sought: {reason.label}", "accepted as a reason", reason.source)
