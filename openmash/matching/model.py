"""A matching model: a Splink settings file, and beside it a bundle that says what it was made for and at what weights
which purpose begins.

``families_2026_11.json`` is Splink's own and loads in Splink alone. ``families_2026_11.bundle.json`` holds what Splink
has no place for. All engines take their weights from the first; nothing else knows a weight.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from openmash.matching.cleaning import CLEANING_VERSION
from openmash.matching.conditions import Condition
from openmash.matching.engines import DUCKDB, Engine
from openmash.matching.keys import KEY_SCHEME
from openmash.matching.levels import Same
from openmash.matching.reading import NotInVocabulary, read

MODELS = Path(__file__).parent / "models"


class UnfitModel(ValueError):
    """A model that cannot be used; the text says which file, where in it, and what is wrong."""


@dataclass(frozen=True)
class Rarity:
    """How a weight depends on how rare the value is: Splink's term-frequency adjustment.

    Args:
        column: whose value it is.
        weight: how much of the adjustment counts, 0 to 1.
        least: frequencies below it count as it.
        u: the probability that the level's weight was made with.
    """

    column: str
    weight: float
    least: float
    u: float

    def bits(self, frequency: float | None) -> float:
        """What is added to the weight for a value of this frequency (0 to 1); nothing where it is not known."""
        if frequency is None:
            return 0.0
        return self.weight * (math.log2(self.u) - math.log2(max(frequency, self.least)))


@dataclass(frozen=True)
class Level:
    """One level of a comparison. ``condition`` is None for the last; ``bits`` is 0 where an account does not tell."""

    label: str
    condition: Condition | None
    bits: float
    rarity: Rarity | None = None
    is_null: bool = False


@dataclass(frozen=True)
class Comparison:
    """One comparison: levels from first asked to last. A level's number is its place, counted from 0."""

    name: str
    levels: tuple[Level, ...]

    def numbers(self, *labels: str) -> frozenset[int]:
        """The numbers of the levels with these labels; those that the model does not have are left out."""
        return frozenset(number for number, level in enumerate(self.levels) if level.label in labels)

    def case(self, engine: Engine) -> str:
        """The number of the level that two records come to, in an engine's SQL."""
        asked = ((number, level.condition) for number, level in enumerate(self.levels))
        whens = [f"WHEN {condition.sql(engine)} THEN {number}" for number, condition in asked if condition]
        return f"CASE {' '.join(whens)} ELSE {len(self.levels) - 1} END"


@dataclass(frozen=True)
class Threshold:
    """From which weight on a candidate serves a purpose, and what that cost where it was evaluated.

    Args:
        bits: the weight: log2 of the odds that the two are one person.
        found: the share of true links that reach it, 0 to 1; None until evaluated.
        right: the share of what reaches it that is a true link, 0 to 1; None until evaluated.
    """

    bits: float
    found: float | None = None
    right: float | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """Everything that is known of a model. Made by :meth:`load`. It is itself alone, so that what follows from it can
    be kept beside it.
    """

    name: str
    version: str
    comparisons: tuple[Comparison, ...]
    thresholds: Mapping[str, Threshold]
    known: float
    raw: Mapping[str, Any]
    bundle: Mapping[str, Any]

    @classmethod
    def load(cls, named: str | Path = "families") -> "Model":
        """Read a model and check that it fits this version of the software.

        Args:
            named: the path of a settings file, or the name of a shipped model, whose newest version is then meant.

        Raises:
            UnfitModel: a file is missing or no JSON, was changed after its bundle was written, was made for other keys
                or another way of cleaning, or asks what the engines cannot ask.
        """
        path = _path_of(named)
        settings, bundle = _json(path), _json(path.with_suffix(".bundle.json"))
        _check_bundle(path, bundle)
        return cls.made_of(settings, bundle, called=path.name)

    @classmethod
    def made_of(
        cls, settings: Mapping[str, Any], bundle: Mapping[str, Any] | None = None, called: str = "the settings"
    ) -> "Model":
        """A model of a Splink settings dictionary alone: to evaluate one that has no bundle yet. Raises UnfitModel."""
        bundle = bundle or {}
        try:
            comparisons = tuple(_comparison(told) for told in settings["comparisons"])
            thresholds = {purpose: Threshold(**told) for purpose, told in bundle.get("thresholds", {}).items()}
        except (KeyError, TypeError, NotInVocabulary, UnfitModel) as wrong:
            what = f"it has no {wrong}" if isinstance(wrong, KeyError) else str(wrong)
            raise UnfitModel(f"{called}: {what}") from wrong
        return cls(
            name=bundle.get("name", called),
            version=bundle.get("version", "not shipped"),
            comparisons=comparisons,
            thresholds=thresholds,
            known=bundle.get("known", 0.9),
            raw=settings,
            bundle=bundle,
        )

    @property
    def shown_in(self) -> int | None:
        """How many people the index had in which it was chosen from which weight on candidates are shown."""
        return self.bundle.get("shown_in")

    @cached_property
    def rarities(self) -> tuple[str, ...]:
        """The columns whose term frequencies the model asks for, in the order of the comparisons."""
        levels = (level for comparison in self.comparisons for level in comparison.levels)
        return tuple(dict.fromkeys(level.rarity.column for level in levels if level.rarity))

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns of a record that the model looks at."""
        levels = (level for comparison in self.comparisons for level in comparison.levels)
        return frozenset().union(*(level.condition.columns for level in levels if level.condition))

    def comparison(self, name: str) -> Comparison | None:
        """The comparison of this name, or None."""
        return next((each for each in self.comparisons if each.name == name), None)

    def prior(self, people: int, known: float | None = None) -> float:
        """The weight before anything is compared, in bits.

        Args:
            people: how many people the index holds.
            known: how probable it is that whoever is asked about is among them, 0 to 1.
        """
        share = min((self.known if known is None else known) / max(people, 2), 0.5)
        return math.log2(share / (1 - share))

    def weight(
        self,
        levels: tuple[int, ...],
        frequencies: Mapping[str, float | None],
        *,
        people: int,
        known: float | None = None,
    ) -> float:
        """What Fellegi and Sunter's sum comes to, in bits, before guards: the formula that every engine follows."""
        return self.prior(people, known) + sum(
            level.bits + (level.rarity.bits(frequencies.get(level.rarity.column)) if level.rarity else 0.0)
            for level in (each.levels[number] for each, number in zip(self.comparisons, levels, strict=True))
        )

    def compare(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[int, ...]:
        """The number of the level that each comparison of two records comes to."""
        return tuple(
            next(
                number
                for number, level in enumerate(comparison.levels)
                if level.condition is None or level.condition.holds(one, other)
            )
            for comparison in self.comparisons
        )

    def settings(self, engine: Engine = DUCKDB, **instead: Any) -> dict[str, Any]:
        """Splink's settings in an engine's SQL; ``instead`` replaces what the file says at the top level."""
        told = json.loads(json.dumps(self.raw)) | {"sql_dialect": engine.name} | instead
        for said, comparison in zip(told["comparisons"], self.comparisons, strict=True):
            for level, read_level in zip(said["comparison_levels"], comparison.levels, strict=True):
                if read_level.condition:
                    level["sql_condition"] = read_level.condition.sql(engine)
        return dict(told)


def _path_of(named: str | Path) -> Path:
    if isinstance(named, Path) or "/" in named or named.endswith(".json"):
        return Path(named)
    versions = sorted(path for path in MODELS.glob(f"{named}_*.json") if not path.name.endswith(".bundle.json"))
    if not versions:
        shipped = ", ".join(sorted({path.name.split("_")[0] for path in MODELS.glob("*_*.json")}))
        raise UnfitModel(f"No model is called {named!r}. Shipped are: {shipped}.")
    return versions[-1]


def _json(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise UnfitModel(f"{path.name}: cannot be read ({wrong.strerror}).") from wrong
    except ValueError as wrong:
        raise UnfitModel(f"{path.name}: is no JSON ({wrong}).") from wrong
    if not isinstance(told, dict):
        raise UnfitModel(f"{path.name}: is no JSON object.")
    return told


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, as its bundle names it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _check_bundle(path: Path, bundle: Mapping[str, Any]) -> None:
    if bundle.get("settings_sha256") != fingerprint(path):
        raise UnfitModel(f"{path.name}: is not the file that its bundle was written for (settings_sha256).")
    for what, ours in (("key_scheme", KEY_SCHEME), ("cleaning_version", CLEANING_VERSION)):
        if bundle.get(what) != ours:
            raise UnfitModel(
                f"{path.name}: was made for {what} {bundle.get(what)!r}, and this version of OpenMASH has {ours!r}."
            )


def _comparison(told: Mapping[str, Any]) -> Comparison:
    name = told["output_column_name"]
    try:
        conditions = [_condition(level) for level in told["comparison_levels"]]
        u_of = {
            condition.column: level.get("u_probability")
            for level, condition in zip(told["comparison_levels"], conditions, strict=True)
            if isinstance(condition, Same)
        }
        levels = tuple(_level(level, c, u_of) for level, c in zip(told["comparison_levels"], conditions, strict=True))
    except (NotInVocabulary, UnfitModel) as wrong:
        raise UnfitModel(f"the comparison {name!r}: {wrong}") from wrong
    if not levels or levels[-1].condition is not None or any(level.condition is None for level in levels[:-1]):
        raise UnfitModel(f"the comparison {name!r} does not end with one level ELSE.")
    return Comparison(name, levels)


def _condition(level: Mapping[str, Any]) -> Condition | None:
    return None if level["sql_condition"].strip().upper() == "ELSE" else read(level["sql_condition"])


def _level(told: Mapping[str, Any], condition: Condition | None, u_of: Mapping[str, Any]) -> Level:
    label = told.get("label_for_charts", "")
    if told.get("is_null_level"):
        return Level(label, condition, 0.0, is_null=True)
    m, u = _probability(told, label, "m"), _probability(told, label, "u")
    column = told.get("tf_adjustment_column")
    rarity = None
    if column:
        if condition != Same(column):
            raise UnfitModel(f"the level {label!r} has a term frequency of {column!r}, and does not ask for the same.")
        rarity = Rarity(
            column, told.get("tf_adjustment_weight", 1.0), told.get("tf_minimum_u_value", 0.0), u_of[column]
        )
    return Level(label, condition, math.log2(m / u), rarity)


def _probability(level: Mapping[str, Any], label: str, which: str) -> float:
    told = level.get(f"{which}_probability")
    if not isinstance(told, int | float) or isinstance(told, bool) or not 0 < told <= 1:
        raise UnfitModel(f"the level {label!r} has {which} {told!r}, which must be between 0 and 1. Train it.")
    return float(told)
