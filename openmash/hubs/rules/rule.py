"""What every rule of an operating model has: whence, since when, and for whom a hub is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from openmash.hubs.rules.errors import UnknownCode


class Serves(StrEnum):
    """Whom a hub is for."""

    CHILD = "child"
    UNBORN = "unborn"
    ADULT = "adult"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Any rule: where it comes from, for people, and its first and last day in force."""

    source: str
    effective_from: date
    effective_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the rule holds on ``day`` (first and last day included)."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True, kw_only=True)
class CodedRule(Rule):
    """A rule that records refer to: ``code`` is stored and never changes, ``label`` is what people read."""

    code: str
    label: str


_Coded = TypeVar("_Coded", bound=CodedRule)


def by_code(rules: Sequence[_Coded], code: str, what: str, model: str) -> _Coded:
    """The rule with this code, of ``model``'s; raises ``UnknownCode``, which names those there are of ``what``."""
    for rule in rules:
        if rule.code == code:
            return rule
    raise UnknownCode(what, code, model=model, known=[rule.code for rule in rules])
