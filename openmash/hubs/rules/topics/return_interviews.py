"""Return interviews: by when somebody speaks with a child who was missing and was found, and what is learnt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.lines import Path
from openmash.hubs.rules.pieces import clock_spec, one_of, rule_values
from openmash.hubs.rules.rule import Rule
from openmash.hubs.rules.said import Said, joined
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Return interviews"


@dataclass(frozen=True, kw_only=True)
class ReturnInterviewRule(Rule):
    """The hub's rule for missing children who were found.

    Args:
        clock: from when the child was found to the interview.
        interviewer: who holds it, in words.
        themes: codes of issues that an interview may bring to light; they are counted over many interviews.
    """

    clock: ClockSpec
    interviewer: str
    themes: tuple[str, ...]


def read(table: Table) -> ReturnInterviewRule:
    """The ``[return_interviews]`` table."""
    return ReturnInterviewRule(
        **rule_values(table),
        clock=one_of(table, "clock", clock_spec),
        interviewer=table.text("interviewer"),
        themes=table.codes("themes"),
    )


def say(rule: ReturnInterviewRule | None, model: "OperatingModel") -> Iterator[Said]:
    """By when, by whom, and what is looked for."""
    if rule is None:
        return
    labels = {issue.code: issue.label for issue in model.issues}
    yield Said(HEADING, "Held", f"{rule.clock.words} of the child being found; {rule.interviewer}", rule.source)
    if rule.themes:
        yield Said(HEADING, "Looked for", joined([labels[code].lower() for code in rule.themes]), rule.source)


def disagreements(rule: ReturnInterviewRule | None, model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A theme that the model has no issue for."""
    known = {issue.code for issue in model.issues}
    for code in rule.themes if rule else ():
        if code not in known:
            yield ("return_interviews",), f"expected themes of this model's [[issues]]; found “{code}”"
