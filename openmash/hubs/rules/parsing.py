"""From the text of an operating model to ``OperatingModel``, or to everything that is wrong with it."""

import re
import tomllib
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from openmash.access import Role
from openmash.hubs.rules.agreement import disagreements
from openmash.hubs.rules.errors import ModelInvalid
from openmash.hubs.rules.kinds import AGENCY_KINDS, CHANNELS, TEAM_KINDS
from openmash.hubs.rules.lines import line_numbers
from openmash.hubs.rules.operating_model import (
    Act,
    AreaRule,
    CheckRule,
    ClosedDay,
    ConsentNeed,
    ConsentRules,
    CountsFrom,
    DayHours,
    LevelRule,
    OfficeHours,
    OperatingModel,
    OutcomeRule,
    RatingRule,
    ReasonRule,
    ReferralTypeRule,
    ReRatingRule,
    WhoRule,
)
from openmash.hubs.rules.pieces import clock_spec, coded_values, each_of, one_of, optional_one, rule_values
from openmash.hubs.rules.rule import Serves
from openmash.hubs.rules.tables import Reading, Table, WrongValue
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

FORMAT = 1
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLOURS = ("red", "amber", "green", "blue", "grey")
LONGEST_TEXT = 200_000  # characters; the longest that ships has about 21,000
LONGEST_LINE = 500  # characters: tomllib needs memory that grows with the square of a dotted key's length
LONGEST_GRADE = 20  # codes of ratings and levels, as wide as the columns that keep them
DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")


def parse(text: str, *, source_name: str) -> OperatingModel:
    """The operating model that a TOML text describes.

    Args:
        text: the TOML text.
        source_name: the file's name (or the screen's), for the errors.

    Raises:
        ModelInvalid: with one line for each thing wrong; nothing is read half.
    """
    values = _values(text, source_name)
    reading = Reading(source_name, line_numbers(text))
    model = reading.collect(Table(reading, (), values), _model)
    if model is not None and not reading.problems:
        for path, says in disagreements(model):
            reading.add(path, says)
    if model is None or reading.problems:
        raise ModelInvalid(source_name, reading.problems)
    return model


def _values(text: str, source_name: str) -> dict[str, object]:
    """The text's tables and keys; one that would keep the server busy, or fill its memory, is refused unread."""
    if len(text) > LONGEST_TEXT:
        says = f"{source_name}: the text is {len(text):,} characters long; it must be {LONGEST_TEXT:,} or fewer"
        raise ModelInvalid(source_name, [says])
    long = [number for number, line in enumerate(text.split("\n"), start=1) if len(line) > LONGEST_LINE]
    if long:
        says = f"{source_name}, line {long[0]}: a line must be {LONGEST_LINE} characters or fewer; begin a new one"
        raise ModelInvalid(source_name, [says])
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ModelInvalid(source_name, [f"{source_name}: lists stand in lists too deeply"]) from error
    except ValueError as error:  # tomllib.TOMLDecodeError is one
        raise ModelInvalid(source_name, [f"{source_name}: this is not TOML: {error}"]) from error


def _model(table: Table) -> OperatingModel:
    if table.whole("format") != FORMAT:
        raise table.wrong("format", f"{FORMAT}, the format this version of OpenMASH reads", table.whole("format"))
    version = table.whole("version")
    if version < 1:
        raise table.wrong("version", "a version number from 1", version)
    needed = OperatingModel(
        name=table.code("name"),
        version=version,
        title=table.text("title"),
        summary=table.text("summary"),
        serves=frozenset(table.choices("serves", Serves)),
        **rule_values(table),
        office=one_of(table, "office", _office),
        areas=each_of(table, "areas", _area),
        referral_types=each_of(table, "referral_types", _referral_type),
        levels=each_of(table, "levels", _level),
        ratings=each_of(table, "ratings", _rating),
        outcomes=each_of(table, "outcomes", _outcome),
        checks=each_of(table, "checks", _check),
        who=each_of(table, "who", _who),
        clocks=each_of(table, "clocks", named_clocks.read),
        consent=one_of(table, "consent", _consent),
        re_rating=one_of(table, "re_rating", _re_rating),
    )
    return _with_topics(needed, table)


def _with_topics(model: OperatingModel, table: Table) -> OperatingModel:
    """The model with what it says beyond what every hub must."""
    return replace(
        model,
        pauses=each_of(table, "pauses", pauses.read, at_least=0),
        out_of_hours=optional_one(table, "out_of_hours", out_of_hours.read),
        chasing=each_of(table, "chasing", chasing.read, at_least=0),
        issues=each_of(table, "issues", issues.read, at_least=0),
        filters=each_of(table, "filters", filters.read, at_least=0),
        screenings=each_of(table, "screenings", screenings.read, at_least=0),
        checklists=each_of(table, "checklists", checklists.read, at_least=0),
        panels=each_of(table, "panels", panels.read, at_least=0),
        return_interviews=optional_one(table, "return_interviews", return_interviews.read),
        gates=each_of(table, "gates", gates.read, at_least=0),
        stages=each_of(table, "stages", stages.read, at_least=0),
        ladders=each_of(table, "ladders", ladders.read, at_least=0),
        meetings=each_of(table, "meetings", meetings.read, at_least=0),
        framework=optional_one(table, "framework", framework.read_framework),
        partners=each_of(table, "partners", framework.read_partner, at_least=0),
        counters=each_of(table, "counters", counters.read, at_least=0),
        reviews=each_of(table, "reviews", reviews.read, at_least=0),
        straight_on=each_of(table, "straight_on", straight_on.read, at_least=0),
        routes=each_of(table, "routes", routes.read, at_least=0),
        portals=each_of(table, "portals", portals.read, at_least=0),
        surveys=each_of(table, "surveys", surveys.read, at_least=0),
        wall=optional_one(table, "wall", wall.read),
        referrer_letters=optional_one(table, "referrer_letters", referrer_letters.read),
        duty_rota=optional_one(table, "duty_rota", duty_rota.read),
        product_parts=optional_one(table, "product_parts", product_parts.read),
        answers_by_mail=optional_one(table, "answers_by_mail", answers_by_mail.read),
    )


def _area(table: Table) -> AreaRule:
    return AreaRule(**coded_values(table))


def _referral_type(table: Table) -> ReferralTypeRule:
    table.asked.update(("channels", "everywhere"))
    channels = table.codes("channels", known=CHANNELS) if "channels" in table.values else ()
    everywhere = table.flag("everywhere") if "everywhere" in table.values else False
    return ReferralTypeRule(**coded_values(table), channels=channels, everywhere=everywhere)


def _reason(table: Table) -> ReasonRule:
    return ReasonRule(**coded_values(table))


def _level(table: Table) -> LevelRule:
    return LevelRule(
        **coded_values(table, longest=LONGEST_GRADE),
        meaning=table.text("meaning"),
        basis=table.text("basis"),
        consent=table.choice("consent", ConsentNeed),
        rank=_rank(table),
        serves=_for_whom(table),
    )


def _rating(table: Table) -> RatingRule:
    return RatingRule(
        **coded_values(table, longest=LONGEST_GRADE),
        meaning=table.text("meaning"),
        rank=_rank(table),
        colour=table.code("colour", known=COLOURS),
        clock=one_of(table, "clock", clock_spec),
        check_clock=one_of(table, "check_clock", clock_spec),
    )


def _rank(table: Table) -> int:
    rank = table.whole("rank")
    if rank < 1:
        raise table.wrong("rank", "a rank from 1", rank)
    return rank


def _outcome(table: Table) -> OutcomeRule:
    ends_flow = table.flag("ends_flow")
    team_kinds = table.codes("team_kinds", known=TEAM_KINDS)
    if ends_flow and team_kinds:
        raise table.wrong("team_kinds", "no team, because this outcome ends the flow", list(team_kinds))
    if not ends_flow and not team_kinds:
        raise table.wrong("team_kinds", "a kind of team to receive it, because this outcome goes on", [])
    return OutcomeRule(
        **coded_values(table),
        level=table.code("level") if "level" in table.values else None,
        team_kinds=team_kinds,
        ends_flow=ends_flow,
        told_to_referrer=table.text("told_to_referrer"),
        serves=_for_whom(table),
        section_42=table.flag("section_42") if "section_42" in table.values else False,
        section_47=table.flag("section_47") if "section_47" in table.values else False,
    )


def _for_whom(table: Table) -> frozenset[Serves]:
    """Whom a level or an outcome is for; left out, it is for everybody."""
    return frozenset(table.choices("serves", Serves)) if "serves" in table.values else frozenset()


def _check(table: Table) -> CheckRule:
    kinds = table.codes("agency_kinds", known=AGENCY_KINDS)
    return CheckRule(**rule_values(table), rating=table.code("rating"), agency_kinds=kinds)


def _who(table: Table) -> WhoRule:
    return WhoRule(
        **rule_values(table),
        act=table.choice("act", Act),
        serves=frozenset(table.choices("serves", Serves)),
        roles=table.choices("roles", Role),
        registered_social_worker=table.flag("registered_social_worker"),
    )


def _consent(table: Table) -> ConsentRules:
    reasons = each_of(table, "reasons_not_sought", _reason)
    return ConsentRules(**rule_values(table), words=table.text("words"), reasons_not_sought=reasons)


def _re_rating(table: Table) -> ReRatingRule:
    return ReRatingRule(**rule_values(table), up=table.choice("up", CountsFrom), down=table.choice("down", CountsFrom))


def _office(table: Table) -> OfficeHours:
    zone, division = table.text("time_zone"), table.text("bank_holidays")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise table.wrong("time_zone", "a time zone, like Europe/London", zone) from error
    if division not in DIVISIONS:
        raise table.wrong("bank_holidays", f"one of {', '.join(DIVISIONS)}", division)
    return OfficeHours(
        **rule_values(table),
        time_zone=zone,
        bank_holidays=division,
        days=one_of(table, "hours", _hours),
        closed_days=each_of(table, "closed_days", _closed_day, at_least=0),
        holidays_known_to=table.optional_day("holidays_known_to"),
        out_of_hours_cover=table.text("out_of_hours_cover"),
    )


def _hours(table: Table) -> tuple[DayHours, ...]:
    table.asked.update(WEEKDAYS)
    open_days = tuple(_day_hours(table, weekday, name) for weekday, name in enumerate(WEEKDAYS) if name in table.values)
    if not open_days and not set(table.values) - set(WEEKDAYS):
        table.reading.add(table.path, 'expected at least one working day, like monday = "09:00-17:00"; found none')
        raise WrongValue
    return open_days


def _day_hours(table: Table, weekday: int, name: str) -> DayHours:
    written = table.text(name)
    parts = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-(24:00|([01]\d|2[0-3]):([0-5]\d))", written)
    if not parts:
        raise table.wrong(name, "opening and closing time, like “09:00-17:00” (“24:00” is midnight)", written)
    opens = time.fromisoformat(f"{parts[1]}:{parts[2]}")
    closes = time(0) if parts[3] == "24:00" else time.fromisoformat(parts[3])
    if parts[3] == "00:00" or (closes != time(0) and closes <= opens):
        raise table.wrong(name, "a closing time after the opening time", written)
    return DayHours(weekday, opens, closes)


def _closed_day(table: Table) -> ClosedDay:
    return ClosedDay(day=table.day("day"), why=table.text("why"))
