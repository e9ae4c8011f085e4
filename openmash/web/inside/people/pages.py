"""What the pages of people show, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from openmash.access import Actor
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import InCase
from openmash.insight import permissions as insight_permissions
from openmash.people import permissions
from openmash.people import queries as people_queries
from openmash.people.queries import MergeView, Offered, PersonView
from openmash.people.states import MergeState
from openmash.person_index import queries as index_queries
from openmash.reporting import permissions as reporting_permissions
from openmash.web.shared import candidates_panel
from openmash.web.shared.evidence import Step, steps
from openmash.web.shared.templatetags import case_work

STATE_COLOURS = {
    MergeState.PROPOSED: ("Waits for a second person", "yellow"),
    MergeState.MERGED: ("One person", "green"),
    MergeState.REFUSED: ("Two people", "grey"),
    MergeState.WITHDRAWN: ("Taken back", "grey"),
    MergeState.UNDONE: ("Undone", "grey"),
}
PURPOSES = {
    "show": ("Somebody is shown", "Below this nobody is offered at all."),
    "suggest": ("A link is suggested", "Shown as “very alike”. A person still says who it is."),
}


@dataclass(frozen=True)
class CaseOnPage:
    """A case that somebody is in, as one line with its link."""

    reference: str
    url: str
    words: str


@dataclass(frozen=True)
class FoundOnPage:
    """Somebody who was found, with the cases of theirs that whoever looks may see."""

    name: str
    url: str
    facts: str
    where: str
    cases: tuple[CaseOnPage, ...]


@dataclass(frozen=True)
class MergeOnPage:
    """A proposal on the list and on its own page."""

    merge: MergeView
    url: str
    state_label: str
    state_colour: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class ThresholdOnPage:
    """From where on a candidate serves a purpose, and what that costs."""

    purpose: str
    words: str
    found: str
    wrong: str


def found(people: Iterable[PersonView], *, actor: Actor) -> tuple[FoundOnPage, ...]:
    """Rows of a search, each with the cases that lead on from it."""
    shown = list(people)
    cases = enquiry_queries.cases_of([each.id for each in shown], actor=actor)
    return tuple(_found(each, cases.get(each.id, ())) for each in shown)


def person_page(person: PersonView, *, actor: Actor) -> dict[str, Any]:
    """Everything the page of one person shows."""
    kept = enquiry_queries.people_kept_from(actor)
    records = people_queries.same_as([person.id], hub_id=actor.hub_id)
    said = people_queries.merges_of(records, actor=actor, without=kept)
    cases = enquiry_queries.cases_of([person.id], actor=actor).get(person.id, ())
    return {
        "person": person,
        "facts": facts(person),
        "cases": [_case(each) for each in cases],
        "merges": [merge_on_page(each) for each in said],
        "may_profile": bool(reporting_permissions.can_profile(actor)),
        "may_see_network": bool(insight_permissions.can_look(actor)),
        "may_keep_apart": bool(permissions.can_answer_merge(actor)),
        "may_propose": bool(permissions.can_propose_merge(actor)),
    }


def facts(person: PersonView) -> list[tuple[str, str]]:
    """Label and value of what is known of somebody."""
    rows = (
        ("Age", person.age_words),
        ("Born", _day(person.born_on)),
        ("Sex", {"F": "Female", "M": "Male"}.get(person.sex, "Not known")),
        ("NHS number", case_work.nhs_number(person.nhs_number)),
        ("Also known as", ", ".join(person.other_names)),
        ("Addresses, newest first", "; ".join(address.words for address in person.addresses)),
    )
    return [row for row in rows if row[1]]


def merge_on_page(one: MergeView) -> MergeOnPage:
    """A proposal with its evidence as a picture and in words."""
    label, colour = STATE_COLOURS[MergeState(one.state)]
    return MergeOnPage(one, reverse("people:merge", args=[one.id]), label, colour, steps(one.evidence))


def choices(offered: Offered, more: Sequence[PersonView]) -> tuple[list[tuple[UUID, str]], dict[str, str]]:
    """Records to choose from: those the index offers, then those that were looked for; and why each is there."""
    known = {each.person.id: candidates_panel.person_words(each.person) for each in offered.candidates}
    hints = {str(each.person.id): candidates_panel.because(each) for each in offered.candidates}
    for each in more:
        known.setdefault(each.id, candidates_panel.person_words(each))
    return list(known.items()), hints


def thresholds() -> list[ThresholdOnPage]:
    """For each purpose: what share of people is found from there on, and what share of those shown is somebody else.

    As the model's own evaluation measured them; where it did not, the page says so.
    """
    rows = []
    for purpose, held in index_queries.thresholds().items():
        title, words = PURPOSES.get(purpose, (purpose.replace("_", " ").capitalize(), ""))
        found_words = _share(held.found, "of 100 people who are there, {} are found and {} are missed")
        wrong = _share(held.right, "of 100 that come out, {} are the person meant and {} are somebody else")
        rows.append(ThresholdOnPage(title, words, found_words, wrong))
    return rows


def _share(share: float | None, words: str) -> str:
    if share is None:
        return "not measured yet"
    return words.format(f"{share * 100:.1f}", f"{(1 - share) * 100:.1f}")


def _found(person: PersonView, cases: Sequence[InCase]) -> FoundOnPage:
    born = f"born {_day(person.born_on)}, {person.age_words}" if person.born_on else person.age_words
    also = f"also {', '.join(person.other_names)}" if person.other_names else ""
    return FoundOnPage(
        name=person.display_name,
        url=reverse("people:person", args=[person.id]),
        facts=", ".join(part for part in (born, also) if part),
        where=person.addresses[0].words if person.addresses else "",
        cases=tuple(_case(each) for each in cases),
    )


def _case(one: InCase) -> CaseOnPage:
    name = "enquiries:case" if one.is_enquiry else "contacts:detail"
    kind = "enquiry" if one.is_enquiry else "contact"
    stands = "open" if one.is_open else "closed"
    words = f"{kind}, {stands}, {one.part[:1].lower()}{one.part[1:]}, {case_work.date_time(one.since)}"
    return CaseOnPage(one.reference, reverse(name, args=[one.id]), words)


def _day(day: date | None) -> str:
    return case_work.day(day)
