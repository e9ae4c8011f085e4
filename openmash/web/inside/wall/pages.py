"""The wall in words: what is late before what is awaited, and what is awaited before what has come."""

from collections.abc import Iterable
from dataclasses import dataclass

from openmash.clocks.wording import joined
from openmash.worklists.queries import Answer, Asked, RatingCount, Wall, WallLine

_MOST_NAMED = 2
_ORDER = (Answer.LATE, Answer.WAITING, Answer.ANSWERED)


@dataclass(frozen=True)
class AgencyMark:
    """One agency with a sign and a word, so that neither colour nor sign stands alone."""

    name: str
    sign: str
    word: str
    kind: str


@dataclass(frozen=True)
class Line:
    """One enquiry on the wall.

    Args:
        who: the family and the holder, as far as the hub's model lets a wall say it.
        agencies: each with how it stands, the late ones first.
        words: the same in few words, for a line that must be short.
    """

    row: WallLine
    who: str
    agencies: tuple[AgencyMark, ...]
    words: str


@dataclass(frozen=True)
class Board:
    """What is drawn anew every few seconds; ``before`` and ``after`` are pages, 0 where there is only one."""

    counts: tuple[RatingCount, ...]
    open_: int
    late: int
    urgent: tuple[Line, ...]
    changed: tuple[Line, ...]
    turning: tuple[Line, ...]
    page: int
    pages: int
    before: int
    after: int


_MARKS = {
    Answer.LATE: ("!", "late"),
    Answer.WAITING: ("…", "awaited"),
    Answer.ANSWERED: ("✓", "answered"),
}


def board(wall: Wall) -> Board:
    """The wall as the page draws it."""
    several = wall.pages > 1
    return Board(
        counts=wall.counts,
        open_=wall.open_,
        late=wall.late,
        urgent=tuple(_line(each) for each in wall.urgent),
        changed=tuple(_line(each) for each in wall.changed),
        turning=tuple(_line(each) for each in wall.turning),
        page=wall.page,
        pages=wall.pages,
        before=((wall.page - 2) % wall.pages + 1) if several else 0,
        after=(wall.page % wall.pages + 1) if several else 0,
    )


def _line(row: WallLine) -> Line:
    marks = sorted(row.asked, key=lambda each: (_ORDER.index(each.answer), each.agency))
    return Line(
        row=row,
        who=", ".join(filter(None, (row.family, row.holder or ("" if row.held else "nobody holds it")))),
        agencies=tuple(AgencyMark(each.agency, *_MARKS[each.answer], kind=str(each.answer)) for each in marks),
        words=_words(row.asked),
    )


def _words(asked: Iterable[Asked]) -> str:
    """ "Health late, 2 of 6 answered", "3 of 3 answered", "nobody asked"."""
    rows = list(asked)
    if not rows:
        return "nobody asked"
    late = [each.agency for each in rows if each.answer is Answer.LATE]
    named = joined(late) if len(late) <= _MOST_NAMED else f"{len(late)} agencies"
    answered = f"{sum(each.answer is Answer.ANSWERED for each in rows)} of {len(rows)} answered"
    return f"{named} late, {answered}" if late else answered
