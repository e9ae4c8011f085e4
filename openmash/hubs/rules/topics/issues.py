"""Issues: what a contact can raise. One police report may raise several, about several people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.hubs.rules.kinds import AGENCY_KINDS
from openmash.hubs.rules.lines import Path, repeated
from openmash.hubs.rules.pieces import coded_values
from openmash.hubs.rules.rule import CodedRule, Serves
from openmash.hubs.rules.said import Said, kinds_in_words, served_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Issues a contact can raise"


class Theme(StrEnum):
    """What an issue is part of, whatever each hub calls it."""

    ABUSE = "abuse"
    DOMESTIC_ABUSE = "domestic_abuse"
    EXPLOITATION = "exploitation"
    MISSING = "missing"
    GANGS = "gangs"
    NEED = "need"


_THEME_WORDS = {
    Theme.ABUSE: "abuse and neglect",
    Theme.DOMESTIC_ABUSE: "domestic abuse",
    Theme.EXPLOITATION: "exploitation",
    Theme.MISSING: "missing",
    Theme.GANGS: "gangs",
    Theme.NEED: "need for help",
}


@dataclass(frozen=True, kw_only=True)
class IssueRule(CodedRule):
    """One issue.

    Args:
        theme: what it is part of.
        serves: whom it may be raised about.
        guidance: what whoever meets it is to do or think of; empty where the hub says nothing more.
        also_asks: kinds of agency that are asked because of it, whatever the rating, beside those that the rating
            asks. A rating that asks nobody (Merton's red, a consultation) asks nobody for an issue either.
    """

    theme: Theme
    serves: frozenset[Serves]
    guidance: str = ""
    also_asks: tuple[str, ...] = ()

    @property
    def is_adult_abuse(self) -> bool:
        """Whether it is one of the hub's categories of abuse of adults."""
        return Serves.ADULT in self.serves and self.theme is not Theme.NEED


def read(table: Table) -> IssueRule:
    """One ``[[issues]]`` table."""
    table.asked.update(("guidance", "also_asks"))
    return IssueRule(
        **coded_values(table),
        theme=table.choice("theme", Theme),
        serves=frozenset(table.choices("serves", Serves)),
        guidance=table.text("guidance") if "guidance" in table.values else "",
        also_asks=table.codes("also_asks", known=AGENCY_KINDS) if "also_asks" in table.values else (),
    )


def say(issues: Sequence[IssueRule]) -> Iterator[Said]:
    """Each issue: what it is part of, whom it is about, and what whoever meets it is told."""
    for issue in issues:
        also = f"; also asks {kinds_in_words(issue.also_asks)}" if issue.also_asks else ""
        words = f"{_THEME_WORDS[issue.theme]}, about {served_in_words(issue.serves)}{also}"
        yield Said(HEADING, issue.label, f"{words}. {issue.guidance}".rstrip(". ") + ".", issue.source)


def disagreements(issues: Sequence[IssueRule], model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A code twice; about somebody not served; asks where no rating asks anybody; adults and no category of abuse."""
    asks_anybody = any(rule.agency_kinds for rule in model.checks)
    yield from repeated(("issues",), "code", [issue.code for issue in issues])
    for number, issue in enumerate(issues):
        for group in sorted(issue.serves - model.serves):
            yield ("issues", number), f"expected only those the hub serves; {group} is not in serves"
        if issue.also_asks and not asks_anybody:
            yield ("issues", number), "expected no also_asks, since no rating of this hub asks anybody"
    if issues and Serves.ADULT in model.serves and not any(issue.is_adult_abuse for issue in issues):
        yield ("issues",), "expected at least one issue about adults that is not a need, since the hub serves adults"
