"""What a virtual partner's letter must look like. It was written by whoever held the link: nothing in it is trusted."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from openmash.sealed.errors import BrokenLetter
from openmash.sealed.rules.items import LONGEST_NAME, LONGEST_TEXT, ItemTold, LeavePolicy, Sensitivity, SourceKind

MOST_ITEMS = 50
MOST_FILES = 20  # of one item; how many an installation takes is asked when they are put in


@dataclass(frozen=True)
class ReplyTold:
    """A virtual partner's reply in our own words: items, or a nil return (a code of the checks package).

    ``files`` names, for each item in order, the files that were sent with it.
    """

    name: str
    items: tuple[ItemTold, ...]
    files: tuple[tuple[UUID, ...], ...]
    nil_return: str
    searched: str
    explanation: str
    late_effect: str
    late_effect_why: str


def read_letter(letter: Any) -> ReplyTold:
    """Read a letter.

    Args:
        letter: decrypted JSON, from anybody.

    Raises:
        BrokenLetter: it is not a reply; the sentence names the part, never what it says.
    """
    if not isinstance(letter, dict):
        raise BrokenLetter("The reply is not in a form that can be read. Ring the agency and take the answer down.")
    name, role = (_text(letter, "name", LONGEST_NAME), _text(letter, "role", LONGEST_NAME))
    if not name:
        raise BrokenLetter("The reply does not say who answered. Ring the agency and take the answer down.")
    signed = f"{name}, {role}"[:LONGEST_NAME] if role else name
    raw = letter.get("items") or []
    if not isinstance(raw, list) or len(raw) > MOST_ITEMS:
        raise BrokenLetter(_unreadable("items"))
    return ReplyTold(
        name=signed,
        items=tuple(_item(one).by(signed) for one in raw),
        files=tuple(_files(one) for one in raw),
        nil_return=_text(letter, "nil_return", 20),
        searched=_text(letter, "searched", LONGEST_TEXT),
        explanation=_text(letter, "explanation", LONGEST_TEXT),
        late_effect=_text(letter, "late_effect", 10),
        late_effect_why=_text(letter, "late_effect_why", LONGEST_TEXT),
    )


def _item(raw: Any) -> ItemTold:
    if not isinstance(raw, dict):
        raise BrokenLetter(_unreadable("items"))
    return ItemTold(
        text=_text(raw, "text", LONGEST_TEXT),
        source_kind=_text(raw, "source_kind", 20) or SourceKind.FACT,
        sensitivity=_text(raw, "sensitivity", 20) or Sensitivity.HUB,
        leave=_text(raw, "leave", 20) or LeavePolicy.ASK,
        fact_on=_day(raw),
        handling=_text(raw, "handling", LONGEST_TEXT),
        professional=_text(raw, "professional", LONGEST_NAME),
    )


def _files(raw: dict[str, Any]) -> tuple[UUID, ...]:
    named = raw.get("files", [])
    if not isinstance(named, list) or len(named) > MOST_FILES or len(set(map(str, named))) != len(named):
        raise BrokenLetter(_unreadable("files"))
    try:
        return tuple(UUID(str(each)) for each in named)
    except ValueError as error:
        raise BrokenLetter(_unreadable("files")) from error


def _text(letter: dict[str, Any], key: str, most: int) -> str:
    value = letter.get(key, "")
    # PostgreSQL holds no NUL character; a letter that has one was not typed by a person.
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise BrokenLetter(_unreadable(key))
    return value.strip()


def _day(raw: dict[str, Any]) -> date | None:
    written = _text(raw, "fact_on", 10)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise BrokenLetter(_unreadable("fact_on")) from error


def _unreadable(part: str) -> str:
    return f"The part “{part}” of the reply cannot be read. Ring the agency and take the answer down."
