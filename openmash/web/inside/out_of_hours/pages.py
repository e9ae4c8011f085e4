"""Who covers the hub while it is closed, what is due before morning and what was handed over, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from openmash.access import Actor
from openmash.cover import permissions, queries
from openmash.cover.queries import HandoverView, MorningLine
from openmash.hubs import queries as hub_queries


@dataclass(frozen=True)
class TurnLine:
    """A turn of duty on the roster."""

    name: str
    telephone: str
    begins_at: datetime
    ends_at: datetime
    named_by: str
    withdraw_url: str


@dataclass(frozen=True)
class DueLine:
    """A case in which something is due before morning, and what was said of it when it was handed over."""

    family: str
    reference: str
    url: str
    colour: str
    label: str
    due_at: datetime
    what: str
    note: str


@dataclass(frozen=True)
class Handed:
    """What was handed over last."""

    words: str
    handed_at: datetime
    taken_over_at: datetime | None
    take_over_url: str


@dataclass(frozen=True)
class Page:
    """Everything on the page."""

    team: str
    words: str
    telephone: str
    closed_now: bool
    closes_at: datetime | None
    opens_at: datetime | None
    owner: str
    owner_telephone: str
    turns: tuple[TurnLine, ...]
    lines: tuple[DueLine, ...]
    handed: Handed | None
    name_url: str
    hand_over_url: str


def build(actor: Actor, at: datetime) -> Page:
    """Gather the page; the number of statements does not grow with the cases."""
    cover = queries.cover(actor.hub_id, at=at)
    model = hub_queries.model_of(actor.hub_id, at)
    last = queries.last_handover(actor, at=at)
    hands_over = bool(model.out_of_hours and model.out_of_hours.handover and permissions.can_hand_over(actor))
    night = cover.night
    return Page(
        team=cover.team,
        words=cover.words,
        telephone=cover.telephone,
        closed_now=bool(night and night.is_now),
        closes_at=night.begins_at if night else None,
        opens_at=night.ends_at if night else None,
        owner=cover.owner.name if cover.owner else "",
        owner_telephone=cover.owner.telephone if cover.owner else "",
        turns=_turns(actor, at),
        lines=lines(queries.due_before_morning(actor, at=at), last.words if last else {}),
        handed=_handed(last, actor) if last else None,
        name_url=reverse("out_of_hours:name") if permissions.can_name(actor) else "",
        hand_over_url=reverse("out_of_hours:hand_over") if hands_over else "",
    )


def lines(found: list[MorningLine], notes: Mapping[UUID, str]) -> tuple[DueLine, ...]:
    """The cases as lines."""
    return tuple(
        DueLine(
            family=line.family,
            reference=line.reference,
            url=reverse("enquiries:case", args=[line.enquiry_id]),
            colour=line.rating_colour,
            label=line.rating_label,
            due_at=line.due_at,
            what=_what(line),
            note=notes.get(line.enquiry_id, ""),
        )
        for line in found
    )


def _turns(actor: Actor, at: datetime) -> tuple[TurnLine, ...]:
    may_name = permissions.can_name(actor)
    return tuple(
        TurnLine(
            name=turn.name,
            telephone=turn.telephone,
            begins_at=turn.begins_at,
            ends_at=turn.ends_at,
            named_by=turn.named_by_name,
            withdraw_url=reverse("out_of_hours:withdraw", args=[turn.id]) if may_name else "",
        )
        for turn in queries.turns(actor, at=at)
    )


def _handed(last: HandoverView, actor: Actor) -> Handed:
    waits = last.taken_over_at is None and last.owner_id == actor.id
    return Handed(
        words=f"{last.handed_by_name} handed over to {last.owner_name}",
        handed_at=last.handed_at,
        taken_over_at=last.taken_over_at,
        take_over_url=reverse("out_of_hours:take_over", args=[last.id]) if waits else "",
    )


def _what(line: MorningLine) -> str:
    said = []
    if line.decisions:
        said.append("a decision" if line.decisions == 1 else f"{line.decisions} decisions")
    if line.answers:
        said.append("an agency’s answer" if line.answers == 1 else f"{line.answers} agencies’ answers")
    words = ", ".join([*said, *line.clocks])
    return words[:1].upper() + words[1:]
