"""What the screens of the sealed room show, as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from openmash.access import Actor, Permission
from openmash.sealed.queries import FileView, GrantRow, ItemView, ReleaseRow, RequestToAnswer, Room
from openmash.sealed.rules import PURPOSE_WORDS, passages
from openmash.sealed.states import ReleaseState
from openmash.web.inside.sealed.forms import EditedForm, RedactForm, RefusalForm

SAID = {
    ReleaseState.ASKED: ("Not answered yet", "yellow"),
    ReleaseState.CONSENTED: ("The agency that owns it agrees", "green"),
    ReleaseState.REFUSED: ("The agency that owns it does not agree", "red"),
    ReleaseState.LAWFUL_BASIS: ("May leave on a lawful basis", "purple"),
    ReleaseState.URGENT: ("Went urgently, without waiting for the owner", "red"),
}


@dataclass(frozen=True)
class Asked:
    """What was said about letting an item go to one team."""

    id: UUID
    team_name: str
    words: str
    colour: str
    detail: str
    may_record_basis: bool
    waits: bool
    may_think_again: bool
    reason_id: UUID | None


@dataclass(frozen=True)
class Line:
    """An item in the room, with what the reader may do about it."""

    item: ItemView
    happened_on: date | None
    asked: tuple[Asked, ...]
    files: tuple[FileView, ...] = ()
    grants: tuple[GrantRow, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Items under one heading; in order of time there is one group without a heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RequestPage:
    """One request to the reader's agency, with the forms that answer it; ``open_part`` is the one with a fault."""

    request: RequestToAnswer
    edited: EditedForm
    refusal: RefusalForm
    redact: RedactForm
    passages: tuple[str, ...]
    purpose_words: str
    open_part: str = ""


def groups(
    room: Room,
    requests: Iterable[ReleaseRow],
    actor: Actor,
    *,
    by_agency: bool,
    files: Mapping[UUID, tuple[FileView, ...]],
    grants: Mapping[UUID, tuple[GrantRow, ...]],
    names: Mapping[UUID, str],
) -> tuple[Group, ...]:
    """The room in order of time, or under each agency.

    Args:
        room: what is in it.
        requests: what was asked of the owners.
        actor: who reads.
        by_agency: under each agency instead of one list by date of the fact.
        files: what is attached, by item.
        grants: who opened what the reader's own agency holds back, by item.
        names: of the readers whom the reader's own agency named.
    """
    asked = _asked(requests, actor)
    lines = [
        Line(
            item,
            item.fact_on,
            asked[item.id],
            files.get(item.id, ()),
            grants.get(item.id, ()),
            tuple(sorted(names[each] for each in item.readers if each in names)),
        )
        for item in room.items
    ]
    # What has no date comes last: it is not known to be early.
    lines.sort(key=lambda line: (line.happened_on or date.max, line.item.sealed_at))
    if not by_agency:
        return (Group("", tuple(lines)),) if lines else ()
    lines.sort(key=lambda line: line.item.agency_name)
    return tuple(Group(name, tuple(found)) for name, found in groupby(lines, key=lambda line: line.item.agency_name))


def request_page(request: RequestToAnswer, **faulty: EditedForm | RefusalForm) -> RequestPage:
    """A request with empty forms, or with the one that was sent and has a fault (``edited=`` or ``refusal=``)."""
    prefix = str(request.row.id)
    edited = faulty.get("edited") or EditedForm(prefix=prefix, initial={"edited_text": request.text})
    refusal = faulty.get("refusal") or RefusalForm(prefix=prefix)
    assert isinstance(edited, EditedForm)  # noqa: S101  # callers name what they pass
    assert isinstance(refusal, RefusalForm)  # noqa: S101
    return RequestPage(
        request=request,
        edited=edited,
        refusal=refusal,
        redact=RedactForm(prefix=f"redact-{prefix}"),
        passages=passages(request.text),
        purpose_words=PURPOSE_WORDS.get(request.row.purpose, ""),
        open_part=next(iter(faulty), ""),
    )


def _asked(requests: Iterable[ReleaseRow], actor: Actor) -> dict[UUID, tuple[Asked, ...]]:
    found: dict[UUID, tuple[Asked, ...]] = defaultdict(tuple)
    for row in requests:
        found[row.item_id] += (_one_asked(row, actor),)
    return found


def _one_asked(row: ReleaseRow, actor: Actor) -> Asked:
    words, colour = SAID[ReleaseState(row.state)]
    if not row.current:
        words, colour = "Corrected since: ask again", "grey"
    open_to_basis = row.current and row.state in (ReleaseState.ASKED, ReleaseState.REFUSED)
    may = Permission.RECORD_LAWFUL_BASIS in actor.permissions and actor.id != row.asked_by
    waits = row.current and row.state == ReleaseState.ASKED
    again = row.current and row.state in (ReleaseState.CONSENTED, ReleaseState.REFUSED)
    return Asked(
        id=row.id,
        team_name=row.team_name,
        words=words,
        colour=colour,
        detail=_detail(row),
        may_record_basis=open_to_basis and may,
        waits=waits,
        may_think_again=again,
        reason_id=row.reason_id,
    )


def _detail(row: ReleaseRow) -> str:
    if row.answered_at is None:
        return f"Asked by {row.asked_by_name}"
    if row.gateway_title:
        return f"{row.gateway_title}, recorded by {row.answered_by_name}"
    return f"{row.answered_by_name}{', to edited words' if row.edited else ''}"
