"""A released copy as both doors show it: the preview inside is the page that the team reads outside."""

from dataclasses import dataclass
from datetime import date, datetime

from openmash.products.rules import Copy


@dataclass(frozen=True)
class SubjectOnPage:
    """A child or adult in a copy, with dates as dates."""

    name: str
    kind: str
    born_on: date | None
    expected_on: date | None
    address: str
    level: str
    outcome: str
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True)
class WordsOnPage:
    """One piece of an agency's words."""

    kind: str
    fact_on: date | None
    professional: str
    text: str
    basis: str
    handling: str


@dataclass(frozen=True)
class AgencyOnPage:
    """An agency and everything of it that was let go."""

    name: str
    words: tuple[WordsOnPage, ...]


@dataclass(frozen=True)
class WarningOnPage:
    """A recorded danger to staff."""

    person: str
    words: str
    since: date | None
    recorded_by: str


@dataclass(frozen=True)
class PartOnPage:
    """What one agency wrote for the team."""

    agency: str
    written_by: str
    report: str
    analysis: str
    level: str


@dataclass(frozen=True)
class CopyOnPage:
    """A copy, ready to be shown; nothing is added to what was frozen."""

    marking: str
    reference: str
    hub: str
    team: str
    released_at: datetime | None
    released_by: str
    subjects: tuple[SubjectOnPage, ...]
    summary: str
    recommendations: str
    speak_to: str
    staff_safety: str
    agencies: tuple[AgencyOnPage, ...]
    warnings: tuple[WarningOnPage, ...] = ()
    parts: tuple[PartOnPage, ...] = ()


def page_of(copy: Copy, *, released_at: datetime | None = None, released_by: str = "") -> CopyOnPage:
    """A frozen copy as its page.

    Args:
        copy: the copy.
        released_at: when it left; None while it has not.
        released_by: who let it go, where the reader may know.
    """
    names = dict.fromkeys(each.agency for each in copy.words)
    return CopyOnPage(
        marking=copy.marking,
        reference=copy.reference,
        hub=copy.hub,
        team=copy.team,
        released_at=released_at,
        released_by=released_by,
        subjects=tuple(
            SubjectOnPage(
                name=each.name,
                kind=each.kind,
                born_on=_day(each.born_on),
                expected_on=_day(each.expected_on),
                address=each.address,
                level=each.level,
                outcome=each.outcome,
                decided_at=datetime.fromisoformat(each.decided_at),
                decided_by=each.decided_by,
            )
            for each in copy.subjects
        ),
        summary=copy.summary,
        recommendations=copy.recommendations,
        speak_to=copy.speak_to,
        staff_safety=copy.staff_safety,
        agencies=tuple(AgencyOnPage(name, _words_of(copy, name)) for name in names),
        warnings=tuple(WarningOnPage(w.person, w.words, _day(w.since), w.recorded_by) for w in copy.warnings),
        parts=tuple(PartOnPage(p.agency, p.written_by, p.report, p.analysis, p.level) for p in copy.parts),
    )


def _words_of(copy: Copy, agency: str) -> tuple[WordsOnPage, ...]:
    return tuple(
        WordsOnPage(each.kind, _day(each.fact_on), each.professional, each.text, each.basis, each.handling)
        for each in copy.words
        if each.agency == agency
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
