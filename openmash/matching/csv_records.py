"""The file of an index: one person a line, in comma-separated values. Every line is read, or refused with its reason.

UTF-8; the first line names the columns (any order; only `reference` is obligatory); several values in one cell are
parted by `|`; no line breaks inside a cell.
"""

import csv
import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import BinaryIO, Literal, NamedTuple, get_args

from openmash.matching import cleaning
from openmash.matching.records import Accuracy, Birth, Name, NameUse, Place, Record, Sex

COLUMNS = (
    *("reference", "given_names", "family_name", "other_names", "born_on", "born_accuracy", "sex"),
    *("nhs_number", "upn", "postcodes", "phones", "school"),
)
CHANGE = "change"  # one more column of a delta file: put or remove
LONGEST_LINE = 1 << 16  # bytes
MOST_VALUES = 20  # of one kind for one person
OLDEST = 130  # years


class Fault(NamedTuple):
    """Why a line, or one value of it, was not taken.

    Args:
        line: the line's number in the file; the columns' names stand on line 1.
        column: the column's name; empty if it is the whole line.
        sentence: for whoever made the file. Says nothing of what stands in the cell.
        kept: the line was taken without this value.
        whole_file: nothing of the file can be read.
    """

    line: int
    column: str
    sentence: str
    kept: bool = False
    whole_file: bool = False


class Removal(NamedTuple):
    """A line of a delta file: this person is no longer in the agency's index."""

    reference: str


Row = Record | Removal | Fault


class Unreadable(Exception):
    """A cell that spoils its line: column and sentence."""


class Doubtful(NamedTuple):
    """A value that was left out, of a line that was taken."""

    column: str
    sentence: str


class References:
    """The references that were met, eight bytes each: ten million cost 128 MB.

    They are kept as 64-bit numbers; that two of ten million fall together is less likely than 1 in 300,000.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 << 10))
        self._count = 0

    def met(self, number: int) -> bool:
        """Whether this reference was met before; from now on it was."""
        slots, mask = self._slots, len(self._slots) - 1
        at = number & mask
        while slots[at]:
            if slots[at] == number:
                return True
            at = (at + 1) & mask
        slots[at] = number
        self._count += 1
        if self._count * 3 > len(slots) * 2:
            self._grow()
        return False

    def _grow(self) -> None:
        old, self._slots = self._slots, array("Q", bytes(len(self._slots) * 16))
        slots, mask = self._slots, len(self._slots) - 1
        for number in old:
            if number:
                at = number & mask
                while slots[at]:
                    at = (at + 1) & mask
                slots[at] = number


def number_of(reference: str) -> int:
    """The number that stands for a reference; never 0."""
    return int.from_bytes(blake2b(reference.encode(), digest_size=8).digest(), "little") or 1


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of a line that is too long, only its beginning, so that memory is bounded."""
    while line := file.readline(LONGEST_LINE + 2):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE)


def read(lines: Iterable[bytes], *, today: date, delta: bool = False) -> Iterator[tuple[int, Row]]:
    """Every person of a file, or why not.

    Args:
        lines: of the file, as bytes; `lines_of(file)` bounds their length.
        today: nobody is born after it, unless they are expected.
        delta: the file has a column `change`, with put or remove on every line.

    Yields:
        (line number, record, removal or fault). A fault that says `kept` is followed by its record.
    """
    rows = iter(lines)
    header = columns(next(rows, b""), delta=delta)
    if isinstance(header, Fault):
        yield 1, header
        return
    seen = References()
    for number, line in enumerate(rows, 2):
        if not line.strip():
            continue
        row, doubts = read_line(line, header, number, today=today)
        if not isinstance(row, Fault) and seen.met(number_of(row.reference)):
            row, doubts = duplicate(number), ()
        for doubt in doubts:
            yield number, Fault(number, doubt.column, doubt.sentence, kept=True)
        yield number, row


def duplicate(line: int) -> Fault:
    """The reference of this line was met before."""
    return Fault(line, "reference", "This reference stands on an earlier line of the file.")


def columns(line: bytes, *, delta: bool = False) -> tuple[str, ...] | Fault:
    """The columns of a file, of its first line."""
    known = (*COLUMNS, CHANGE) if delta else COLUMNS
    cells = cells_of(line.removeprefix(b"\xef\xbb\xbf"), None)
    sentence = ""
    if isinstance(cells, str):
        sentence = cells
    elif any(sign in cell for cell in cells for sign in ";\t") and "reference" not in cells:
        sentence = "Columns must be parted by commas."
    elif unknown := [cell for cell in cells if cell not in known]:
        sentence = f"There is no column “{unknown[0][:40]}”. The columns are: {', '.join(known)}."
    elif len(set(cells)) < len(cells):
        sentence = "A column stands in the first line twice."
    elif missing := [name for name in ("reference", *((CHANGE,) if delta else ())) if name not in cells]:
        sentence = f"The column “{missing[0]}” is missing from the first line."
    else:
        return cells
    return Fault(1, "", sentence, whole_file=True)


def read_line(line: bytes, header: tuple[str, ...], number: int, *, today: date) -> tuple[Row, tuple[Doubtful, ...]]:
    """What one line says, and which of its values were left out.

    Args:
        line: as it stands in the file.
        header: the file's columns.
        number: the line's number.
        today: nobody is born after it, unless they are expected.
    """
    cells = cells_of(line, len(header))
    if isinstance(cells, str):
        return Fault(number, "", cells), ()
    told = dict(zip(header, cells, strict=True))
    try:
        reference = reference_of(told["reference"])
        change = told.get(CHANGE, "put")
        if change == "remove":
            return Removal(reference), ()
        if change != "put":
            raise Unreadable(CHANGE, "Must be put or remove.")
        return _person(reference, told, today)
    except Unreadable as refused:
        return Fault(number, *refused.args), ()


def cells_of(line: bytes, wanted: int | None) -> tuple[str, ...] | str:
    """The cells of a line, or what is wrong with it."""
    if len(line) > LONGEST_LINE:
        return f"The line is longer than {LONGEST_LINE:,} bytes."
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return "The line is not UTF-8. Save the file as “CSV UTF-8”."
    if "\0" in text:
        return "The line contains a NUL character."
    cells = text.split(",")
    if '"' in text:
        try:
            cells = next(csv.reader([text], strict=True))
        except (csv.Error, StopIteration):
            return "A quotation mark is not closed on this line."
    if wanted is not None and len(cells) != wanted:
        return f"The line has {len(cells)} columns instead of {wanted}."
    return tuple(cells)


def reference_of(text: str) -> str:
    reference = text.strip()
    if not reference:
        raise Unreadable("reference", "The agency's own reference is missing.")
    if len(reference) > 100 or not reference.isprintable():
        raise Unreadable("reference", "A reference has at most 100 characters, all of them printable.")
    return reference


def _person(reference: str, told: dict[str, str], today: date) -> tuple[Record, tuple[Doubtful, ...]]:
    doubts: list[Doubtful] = []
    cell = told.get
    births = _births(cell("born_on", ""), cell("born_accuracy", ""), today)
    record = Record(
        _names(cell("given_names", ""), cell("family_name", ""), cell("other_names", "")),
        births[0] if births else None,
        _sex(cell("sex", "")),
        _places(text, doubts) if (text := cell("postcodes")) else (),
        _phones(text, doubts) if (text := cell("phones")) else (),
        _number("nhs_number", text, cleaning.nhs, "NHS number", doubts) if (text := cell("nhs_number")) else "",
        _number("upn", text, cleaning.upn, "UPN", doubts) if (text := cell("upn")) else "",
        reference,
        _short("school", text.strip()) if (text := cell("school")) else "",
        births[1:],
    )
    if not (record.names or record.nhs_number or record.upn or record.phones):
        raise Unreadable("", "There is neither a name nor a number to find this person by.")
    return record, tuple(doubts)


def _values(column: str, text: str) -> list[str]:
    if not text:
        return []
    values = [value.strip() for value in text.split("|") if value.strip()]
    if len(values) > MOST_VALUES:
        raise Unreadable(column, f"There are more than {MOST_VALUES} values in one cell.")
    return values


def _short(column: str, text: str) -> str:
    if len(text) > cleaning.LONGEST_NAME:
        raise Unreadable(column, f"Longer than {cleaning.LONGEST_NAME} characters.")
    return text


def _names(given: str, family: str, others: str) -> tuple[Name, ...]:
    given, family = _short("given_names", given.strip()), _short("family_name", family.strip())
    usual = (Name(given, "", family),) if given or family else ()
    if not others:
        return usual
    return usual + tuple(_other_name(value) for value in _values("other_names", others))


def _other_name(value: str) -> Name:
    parts = [_short("other_names", part.strip()) for part in value.split("/")]
    if len(parts) > 3:
        raise Unreadable("other_names", "Each other name is written given/family/use.")
    given, family, use = (*parts, "", "")[:3]
    return Name(given, "", family, _use(use))


def _use(text: str) -> NameUse:
    use = text or "alias"
    if use not in get_args(NameUse):
        raise Unreadable("other_names", f"The use of a name is one of {', '.join(get_args(NameUse))}.")
    return use  # type: ignore[return-value] # it is one of them


def _sex(text: str) -> Sex:
    sex = _SEXES.get(text) or _SEXES.get(text.strip().upper())
    if sex is None:
        raise Unreadable("sex", "Must be F, M, U or empty.")
    return sex


_SEXES: dict[str, Sex] = {"F": "F", "M": "M", "U": "U", "": "U"}
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PRECISE: dict[int, Literal["year", "month", "day"]] = {1: "year", 2: "month", 3: "day"}


@lru_cache(1 << 17)
def _births(days: str, accuracy: str, today: date) -> tuple[Birth, ...]:
    if accuracy not in ("", *get_args(Accuracy)):
        raise Unreadable("born_accuracy", f"Must be one of {', '.join(get_args(Accuracy))}, or empty.")
    return tuple(_birth(day, accuracy, today) for day in _values("born_on", days))


def _birth(text: str, accuracy: str, today: date) -> Birth:
    match = _DAY.fullmatch(text)
    if match is None:
        raise Unreadable("born_on", "A date is written year-month-day, like 2019-04-30.")
    parts = [int(part) for part in match.groups() if part]
    try:
        day = date(*parts, *[1] * (3 - len(parts)))
    except ValueError as impossible:
        raise Unreadable("born_on", "There is no such day.") from impossible
    if day > today and accuracy != "expected":
        raise Unreadable("born_on", "The day is in the future. For an unborn child, born_accuracy is expected.")
    if not today.year - OLDEST <= day.year <= today.year + 1:
        raise Unreadable("born_on", f"The day is more than {OLDEST} years ago, or more than a year ahead.")
    written = _PRECISE[len(parts)]
    return Birth(day, written if written != "day" else accuracy or "day")  # type: ignore[arg-type] # checked above


def _places(text: str, doubts: list[Doubtful]) -> tuple[Place, ...]:
    places = [_place(value) for value in _values("postcodes", text)]
    doubts.extend(dict.fromkeys(doubt for _, found in places for doubt in found))
    return tuple(place for place, _ in places if place.postcode or place.uprn)


@lru_cache(cleaning.CACHED)
def _place(text: str) -> tuple[Place, tuple[Doubtful, ...]]:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) > 4:
        raise Unreadable("postcodes", "Each postcode is written postcode:uprn:since:until.")
    code, uprn, since, until = (*parts, "", "", "")[:4]
    doubts = []
    if code and cleaning.postcode(code) == (None, None):
        doubts.append(Doubtful("postcodes", "Something in this cell is no postcode of the United Kingdom."))
        code = ""
    if uprn and cleaning.uprn(uprn) is None:
        doubts.append(Doubtful("postcodes", "A UPRN has at most twelve digits."))
        uprn = ""
    return Place(code, uprn, "", _moved(since), _moved(until)), tuple(doubts)


@lru_cache(1 << 16)
def _moved(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as impossible:
        raise Unreadable("postcodes", "Since and until are days, written year-month-day.") from impossible


def _phones(text: str, doubts: list[Doubtful]) -> tuple[str, ...]:
    values = _values("phones", text)
    good = tuple(value for value in values if cleaning.phone(value) is not None)
    if len(good) < len(values):
        doubts.append(Doubtful("phones", "Something in this cell is no telephone number."))
    return good


def _number(column: str, text: str, check: Callable[[str], str | None], what: str, doubts: list[Doubtful]) -> str:
    value = _short(column, text.strip())
    if value and check(value) is None:
        doubts.append(Doubtful(column, f"This is no {what}: it is too short or too long, or its check is wrong."))
    return value
