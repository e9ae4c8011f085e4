"""A condition on two records, and several of them joined; the single ones are the vocabulary of ``levels.py``."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from openmash.matching.engines import Engine

Row = Mapping[str, Any]


class Condition(ABC):
    """One condition on two records. Symmetric, and without "not"."""

    slow: ClassVar[bool] = False  # whether to find out takes several times as long as of others

    @abstractmethod
    def sql(self, engine: Engine) -> str:
        """The condition in an engine's SQL, unbracketed."""

    @abstractmethod
    def holds(self, one: Row, other: Row) -> bool:
        """Whether it holds of two records; what is not known never makes it hold."""

    @property
    @abstractmethod
    def columns(self) -> frozenset[str]:
        """The columns it reads."""


@dataclass(frozen=True)
class Together(Condition):
    """Several conditions, joined by one word."""

    parts: tuple[Condition, ...]
    word: ClassVar[str]

    def sql(self, engine: Engine) -> str:
        return f" {self.word} ".join(f"({part.sql(engine)})" for part in self.in_order(engine))

    def in_order(self, engine: Engine) -> tuple[Condition, ...]:
        """Its parts as an engine is to look at them."""
        return self.parts

    @property
    def columns(self) -> frozenset[str]:
        return frozenset().union(*(part.columns for part in self.parts))


class AllOf(Together):
    """All of them hold."""

    word = "AND"

    def in_order(self, engine: Engine) -> tuple[Condition, ...]:
        """The slow ones last, where one that fails spares looking at the next."""
        return tuple(sorted(self.parts, key=lambda part: part.slow)) if engine.row_by_row else self.parts

    def holds(self, one: Row, other: Row) -> bool:
        return all(part.holds(one, other) for part in self.parts)


class AnyOf(Together):
    """At least one of them holds."""

    word = "OR"

    def holds(self, one: Row, other: Row) -> bool:
        return any(part.holds(one, other) for part in self.parts)
