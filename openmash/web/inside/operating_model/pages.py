"""What the screens of the operating model show: plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from openmash.access import Actor
from openmash.hubs import permissions
from openmash.hubs.queries import VersionView
from openmash.hubs.rules import OperatingModel, available, differences, in_words, load
from openmash.worklists.queries import RatingWhatIf, WhatIf


@dataclass(frozen=True)
class Fact:
    """One line of what a model says, or of how two differ."""

    about: str
    words: str
    source: str = ""
    before: str = ""


@dataclass(frozen=True)
class Chapter:
    """Facts under one heading."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class MayDo:
    """What the actor may do with a version now; each is a button, or is not there."""

    edit: bool
    approve: bool
    withdraw: bool
    prepared_it: bool


@dataclass(frozen=True)
class TriedLine:
    """One rating of what a version would have done, in words."""

    label: str
    given: int
    deadlines: str
    late: str
    asked: str


def said(model: OperatingModel) -> tuple[Chapter, ...]:
    """Everything that a model says, under its headings."""
    return _chapters((each.heading, Fact(each.about, each.words, each.source)) for each in in_words(model))


def changed(before: OperatingModel, after: OperatingModel) -> tuple[Chapter, ...]:
    """Every fact in which two versions differ."""
    return _chapters(
        (each.heading, Fact(each.about, each.second or "nothing any more", before=each.first or "nothing until now"))
        for each in differences(before, after)
    )


def _chapters(facts: Iterable[tuple[str, Fact]]) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(heading, tuple(fact for _, fact in found)) for heading, found in groupby(facts, key=itemgetter(0))
    )


def may_do(version: VersionView, actor: Actor) -> MayDo:
    """What stands open to somebody."""
    prepares = bool(permissions.can_prepare(actor))
    return MayDo(
        edit=prepares and version.is_draft,
        approve=bool(permissions.can_approve(actor, prepared_by=version.prepared_by)) and version.waits,
        withdraw=prepares and not version.in_force and version.state in ("draft", "proposed", "approved"),
        prepared_it=actor.id in version.prepared_by,
    )


def shipped() -> list[tuple[str, str, str]]:
    """Name, title and summary of the models that ship."""
    return [(name, load(name).title, load(name).summary) for name in available()]


def tried(found: WhatIf) -> tuple[TriedLine, ...]:
    """One line for each rating that was given last month."""
    return tuple(
        TriedLine(each.label, each.given, _deadlines(each), _late(each), _asked(each)) for each in found.ratings
    )


def _deadlines(each: RatingWhatIf) -> str:
    parts = ((each.earlier, "earlier"), (each.later, "later"), (each.same, "the same"))
    said = [f"{count} {words}" for count, words in parts if count]
    if each.unknown:
        said.append(f"{each.unknown} could not be given: there is no such rating")
    return ", ".join(said)


def _late(each: RatingWhatIf) -> str:
    if each.late_after == each.late_before:
        return f"{each.late_before}, as it was"
    return f"{each.late_after} instead of {each.late_before}"


def _asked(each: RatingWhatIf) -> str:
    more = f"also {_kinds(each.more)}" if each.more else ""
    fewer = f"no longer {_kinds(each.fewer)}" if each.fewer else ""
    return "; ".join(filter(None, (more, fewer))) or "the same agencies"


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in kinds)
