"""The duty rota: several teams take turns, each on duty for a week or more, and what comes in is theirs to take on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import coded_values, each_of, rule_values
from openmash.hubs.rules.rule import CodedRule, Rule
from openmash.hubs.rules.said import Said, day_in_words, joined
from openmash.hubs.rules.tables import Table

HEADING = "The duty rota"
_MONDAY = 0
_LONGEST = 13  # weeks: a quarter of a year
_FEWEST = 2


@dataclass(frozen=True, kw_only=True)
class DutyTeamRule(CodedRule):
    """One of the teams that take turns."""


@dataclass(frozen=True, kw_only=True)
class DutyRotaRule(Rule):
    """Which team is on duty when.

    Args:
        first_week: a Monday on which the first team began.
        weeks: how many weeks each team's turn lasts.
        teams: in the order in which they take turns.
    """

    first_week: date
    weeks: int
    teams: tuple[DutyTeamRule, ...]

    def turn_of(self, day: date) -> tuple[DutyTeamRule, date]:
        """The team whose turn a day is in, and the Monday on which that turn began."""
        length = timedelta(weeks=self.weeks)
        number = (day - self.first_week) // length
        return self.teams[number % len(self.teams)], self.first_week + number * length


def read(table: Table) -> DutyRotaRule:
    """The ``[duty_rota]`` table."""
    first_week, weeks = table.day("first_week"), table.whole("weeks")
    if first_week.weekday() != _MONDAY:
        raise table.wrong("first_week", "a Monday", first_week)
    if not 1 <= weeks <= _LONGEST:
        raise table.wrong("weeks", f"1 to {_LONGEST} weeks", weeks)
    teams = each_of(table, "teams", _team, at_least=_FEWEST)
    return DutyRotaRule(**rule_values(table), first_week=first_week, weeks=weeks, teams=teams)


def _team(table: Table) -> DutyTeamRule:
    return DutyTeamRule(**coded_values(table))


def say(rule: DutyRotaRule | None) -> Iterator[Said]:
    """Who takes turns, for how long, and since when."""
    if rule is not None:
        length = "a week" if rule.weeks == 1 else f"{rule.weeks} weeks"
        names = joined([team.label for team in rule.teams])
        yield Said(HEADING, "Turns", f"{names}, {length} each, from {day_in_words(rule.first_week)}", rule.source)
        yield Said(HEADING, "Allocation", "proposes the team that is on duty", rule.source)


def disagreements(rule: DutyRotaRule | None) -> Iterator[Disagreement]:
    """A team twice."""
    if rule is not None:
        yield from repeated(("duty_rota", "teams"), "code", [team.code for team in rule.teams])
