"""Risk checklists: which text a hub uses for what, and the judgements that somebody makes beside its score.

The texts themselves are not the model's: many are licensed, and each hub loads what it may use.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.lines import Path, repeated
from openmash.hubs.rules.pieces import coded_values, each_of
from openmash.hubs.rules.rule import CodedRule, by_code
from openmash.hubs.rules.said import Said, joined
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Risk checklists"


@dataclass(frozen=True, kw_only=True)
class Judgement(CodedRule):
    """What a professional may judge, whatever the score; ``panel`` is where such a case is brought, if anywhere."""

    panel: str = ""


@dataclass(frozen=True, kw_only=True)
class ChecklistRule(CodedRule):
    """One risk checklist.

    Args:
        text: the code of the text that is asked: one that the hub loads, or ``example``, which ships.
        issues: codes of issues; it is offered in a case that raises one of them.
        judgements: what may be judged, the least serious first. The score is shown beside it and decides nothing.
    """

    text: str
    issues: tuple[str, ...]
    judgements: tuple[Judgement, ...]

    def judgement(self, code: str) -> Judgement:
        """The judgement with this code; raises ``UnknownCode``."""
        return by_code(self.judgements, code, "judgement", self.label)


def read(table: Table) -> ChecklistRule:
    """One ``[[checklists]]`` table."""
    return ChecklistRule(
        **coded_values(table),
        text=table.code("text"),
        issues=table.codes("issues"),
        judgements=each_of(table, "judgements", _judgement, at_least=2),
    )


def _judgement(table: Table) -> Judgement:
    return Judgement(**coded_values(table), panel=table.code("panel") if "panel" in table.values else "")


def say(checklists: Sequence[ChecklistRule], model: "OperatingModel") -> Iterator[Said]:
    """What each checklist is for, and what may be judged."""
    labels = {issue.code: issue.label for issue in model.issues}
    panels = {panel.code: panel.label for panel in model.panels}
    for rule in checklists:
        what = joined([labels[code].lower() for code in rule.issues]) if rule.issues else "every case"
        yield Said(HEADING, rule.label, f"for {what}; the score is shown and decides nothing", rule.source)
        for each in rule.judgements:
            words = f"brought to: {panels[each.panel]}" if each.panel else "goes on in the hub"
            yield Said(HEADING, f"{rule.label}: judged {each.label}", words, each.source)


def disagreements(checklists: Sequence[ChecklistRule], model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A code twice; an issue or a panel that the model has not."""
    yield from repeated(("checklists",), "code", [rule.code for rule in checklists])
    issues, panels = {each.code for each in model.issues}, {each.code for each in model.panels}
    for number, rule in enumerate(checklists):
        yield from repeated(("checklists", number, "judgements"), "code", [each.code for each in rule.judgements])
        for code in rule.issues:
            if code not in issues:
                yield ("checklists", number), f"expected issues of this model's [[issues]]; found “{code}”"
        for place, judgement in enumerate(rule.judgements):
            if judgement.panel and judgement.panel not in panels:
                yield (
                    ("checklists", number, "judgements", place),
                    f"expected a panel of this model's [[panels]]; found “{judgement.panel}”",
                )
