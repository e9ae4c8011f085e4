"""Somebody the hub knows who may be the one meant: who, why they are shown, and what speaks for and against."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from openmash.people.queries import Candidate, PersonView
from openmash.web.shared.evidence import Step, steps


@dataclass(frozen=True)
class CandidateOnPage:
    """One of those offered.

    Args:
        words: name, age, other names and where they live.
        because: why they are shown, a sentence; never a bare score.
        guard: what keeps a link from being suggested although much agrees: "May be a twin …"; empty if nothing does.
        steps: each comparison, with its picture.
        untold: what could not be compared, as a sentence.
    """

    id: UUID
    name: str
    words: str
    because: str
    guard: str
    steps: tuple[Step, ...]
    untold: str


def on_page(found: Iterable[Candidate]) -> tuple[CandidateOnPage, ...]:
    """Those offered, as ``shared/parts/candidate.html`` shows them."""
    return tuple(_on_page(each) for each in found)


def person_words(person: PersonView) -> str:
    """Somebody on one line: name, age, other names, where they live."""
    where = person.addresses[0].words if person.addresses else ""
    names = f"also {', '.join(person.other_names)}" if person.other_names else ""
    return ", ".join(part for part in (person.display_name, person.age_words, names, where) if part)


def because(each: Candidate) -> str:
    """Why somebody is shown, as a sentence, with the guard's words after it."""
    alike = "Very alike" if each.suggested else "Alike"
    words = f"{alike}. Shown because: {each.because}." if each.because else "Shown because little speaks against it."
    return f"{words} {each.guard}".strip()


def _on_page(each: Candidate) -> CandidateOnPage:
    return CandidateOnPage(
        id=each.person.id,
        name=each.person.display_name,
        words=person_words(each.person),
        because=because(each),
        guard=each.guard,
        steps=steps(each.evidence),
        untold=f"Not compared, because it is not known of both: {', '.join(each.untold)}." if each.untold else "",
    )
