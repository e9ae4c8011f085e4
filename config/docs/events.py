"""docs/reference/audit-events.md: everything that the log can hold."""

from collections import defaultdict

from config.docs.code import Function, events_of, functions, said_by
from config.docs.markdown import capital, sentence, table
from config.docs.states import machines

_INTRODUCTION = """\
# Audit events

What the log holds. An event is written in the same transaction as what it speaks of: if it cannot be written, that
does not happen either. It holds who, in which role, of which agency, when, about what, and codes, numbers and ids;
never a name and never free text, so that nothing has to be erased from it. Nobody can change or delete an event: the
doors' database roles may only insert, and a trigger refuses the rest.

Events of reading (`item.read`, `text.read`, `room.opened`, `contact.opened`, ...) are written *before* anything is
shown."""


def written() -> dict[str, list[Function]]:
    """Every event that the code writes, and the functions that write it."""
    found: dict[str, list[Function]] = defaultdict(list)
    for function in functions():
        for name in events_of(function):
            found[name].append(function)
    return dict(sorted(found.items()))


def pages() -> dict[str, str]:
    """The one page."""
    rows = [(f"`{name}`", _when(name, by), _where(by)) for name, by in written().items()]
    return {"audit-events.md": "\n\n".join([_INTRODUCTION, table(("Event", "When", "Where in the code"), rows)])}


def _when(name: str, by: list[Function]) -> str:
    moves = [
        move.words
        for found in machines().values()
        for machine in found.values()
        for move in machine.moves
        if move.event == name
    ]
    said = [sentence(text) for function in by for text in said_by(function)]
    return " / ".join(dict.fromkeys(capital(words.rstrip(".")) for words in (moves or said)))


def _where(by: list[Function]) -> str:
    return ", ".join(dict.fromkeys(f"`{each.path.removeprefix('openmash/')}`" for each in by))
