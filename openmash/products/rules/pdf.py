"""A copy as a PDF file: tagged for screen readers (PDF/UA-1), the same bytes for the same copy, nothing hidden in it.

What anybody wrote is handed to the typesetter as data, never as markup; its only fonts are its own.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import typst

from openmash.products.rules.copies import AgencyWords, Copy, PartInCopy, SubjectInCopy

STANDARD: Final = "ua-1"
_TEMPLATE = Path(__file__).with_name("copy.typ")
_UK = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class _Part:
    """A heading with what stands below it."""

    heading: str
    level: int = 1
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Page:
    """The whole of what is typeset: what is not named here is not in the file."""

    title: str
    marking: str
    reference: str
    recipient: str
    intro: str
    parts: tuple[_Part, ...]
    closing: str


def to_pdf(copy: Copy) -> bytes:
    """The copy as a PDF file; the same copy always gives the same bytes.

    A character that its fonts do not have is written as its number, ``[U+674E]``, and the page says so.
    """
    page = asdict(_page(copy))
    try:
        return _typeset(_cleaned(page, _visible))
    except typst.TypstError:
        page["closing"] = f"{page['closing']} {_NUMBERED}"
        return _typeset(_cleaned(page, _spelled_out))


def _typeset(page: object) -> bytes:
    made: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"copy": json.dumps(page, sort_keys=True)},
        pdf_standards=STANDARD,
    )
    return made


def _page(copy: Copy) -> _Page:
    return _Page(
        title=f"{copy.reference} from {copy.hub}",
        marking=copy.marking,
        reference=copy.reference,
        recipient=f"for {copy.team}",
        intro=f"From {copy.hub} for {copy.team}.",
        parts=tuple(_parts(copy)),
        closing="What is not here stays with the agencies; speak to them.",
    )


def _parts(copy: Copy) -> Iterable[_Part]:
    yield from (_subject(each, overall=bool(copy.parts)) for each in copy.subjects)
    if copy.warnings or copy.staff_safety:
        yield _Part(
            "Danger to staff who will visit",
            facts=tuple(
                (each.person, f"{each.words} (since {_day(each.since)}; ask {each.recorded_by})")
                for each in copy.warnings
            ),
            paragraphs=_paragraphs(copy.staff_safety),
        )
    yield _Part("Recommendations", paragraphs=_paragraphs(copy.recommendations or "None written yet."))
    for heading, text in (("Whom to speak to", copy.speak_to), ("Summary of the analysis", copy.summary)):
        if text:
            yield _Part(heading, paragraphs=_paragraphs(text))
    yield from (_agency_part(each) for each in copy.parts)
    for agency in dict.fromkeys(each.agency for each in copy.words):
        yield _Part(agency)
        yield from (_words(each) for each in copy.words if each.agency == agency)


def _subject(subject: SubjectInCopy, *, overall: bool) -> _Part:
    born = f"Born {_day(subject.born_on)}" if subject.born_on else ""
    expected = f"Expected {_day(subject.expected_on)}" if subject.expected_on else ""
    facts = [
        ("Overall level of need" if overall else "Level of need", subject.level),
        ("Decision", f"{subject.outcome} ({_moment(subject.decided_at)}, {subject.decided_by})"),
        (subject.kind, born or expected or "Date of birth not known"),
        *([("Lives at", subject.address)] if subject.address else []),
    ]
    return _Part(subject.name, facts=tuple(facts))


def _agency_part(part: PartInCopy) -> _Part:
    return _Part(
        f"Summary report and analysis: {part.agency}",
        facts=(("Level of need that it sees", part.level),),
        paragraphs=(*_paragraphs(part.report), *_paragraphs(part.analysis)),
        notes=(f"Speak to {part.written_by}.",),
    )


def _words(words: AgencyWords) -> _Part:
    handling = [f"Handle with care: {words.handling}"] if words.handling else []
    return _Part(
        f"{words.kind}, {_day(words.fact_on)}" if words.fact_on else words.kind,
        level=2,
        paragraphs=_paragraphs(words.text),
        notes=(*handling, f"Speak to {words.professional}. {words.basis}."),
    )


def _paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """Paragraphs as lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return tuple(tuple(each.split("\n")) for each in lines.split("\n\n") if each.strip())


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _moment(iso: str) -> str:
    at = datetime.fromisoformat(iso).astimezone(_UK)
    return f"{at.day} {at:%B %Y, %H:%M}"


def _cleaned(value: object, clean: Callable[[str], str]) -> object:
    """The same structure with every text cleaned."""
    if isinstance(value, str):
        return "".join(clean(each) for each in value)
    if isinstance(value, dict):
        return {name: _cleaned(each, clean) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each, clean) for each in value]
    return value


def _visible(letter: str) -> str:
    """The letter, or nothing for what nobody would see on paper and a machine would read: controls, zero widths."""
    if letter in "\n\t":
        return " "
    return "" if unicodedata.category(letter) in ("Cc", "Cf") else letter


def _spelled_out(letter: str) -> str:
    """The letter if every font has it, else its number."""
    kept = _visible(letter)
    surely_there = ord(letter) < _LATIN or letter in _PUNCTUATION
    return kept if surely_there or not kept else f"[U+{ord(letter):04X}]"


_NUMBERED = (
    "A character that this file cannot show is written as its number, as in [U+674E]; the page in the inbox shows it."
)
_LATIN = 0x180  # Basic Latin, Latin-1 and Latin Extended-A
_PUNCTUATION = "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac"
