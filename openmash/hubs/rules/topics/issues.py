"""Issues: what a contact can raise. One police report may raise several, about several people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.hubs.rules.lines import Path, repeated
from openmash.hubs.rules.pieces import coded_values
from openmash.hubs.rules.rule import CodedRule, Serves
from openmash.hubs.rules.said import Said, served_in_words
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
    """

    theme: Theme
    serves: frozenset[Serves]
    guidance: str = ""

    @property
    def is_adult_abuse(self) -> bool:
        """Whether it is one of the hub's categories of abuse of adults."""
        return Serves.ADULT in self.serves and self.theme is not Theme.NEED


def read(table: Table) -> IssueRule:
    """One ``[[issues]]`` table."""
    return IssueRule(
        **coded_values(table),
        theme=table.choice("theme", Theme),
        serves=frozenset(table.choices("serves", Serves)),
        guidance=table.text("guidance") if "guidance" in table.values else "",
    )


def say(issues: Sequence[IssueRule]) -> Iterator[Said]:
    """Each issue: what it is part of, whom it is about, and what whoever meets it is told."""
    for issue in issues:
        words = f"{_THEME_WORDS[issue.theme]}, about {served_in_words(issue.serves)}"
        yield Said(HEADING, issue.label, f"{words}. {issue.guidance}".rstrip(". ") + ".", issue.source)


def disagreements(issues: Sequence[IssueRule], model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A code twice; an issue about somebody whom the hub does not serve; adults served and no category of abuse."""
    yield from repeated(("issues",), "code", [issue.code for issue in issues])
    for number, issue in enumerate(issues):
        for group in sorted(issue.serves - model.serves):
            yield ("issues", number), f"expected only those the hub serves; {group} is not in serves"
    if issues and Serves.ADULT in model.serves and not any(issue.is_adult_abuse for issue in issues):
        yield ("issues",), "expected at least one issue about adults that is not a need, since the hub serves adults"
