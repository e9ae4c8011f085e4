"""docs/reference/states/: what can happen to a contact, an enquiry, a request, drawn from the machines in the code."""

from functools import cache
from importlib import import_module

from config.docs.markdown import capital, sentence, spoken, table
from config.environment import PROJECT
from openmash.core.transitions import Machine


def machines() -> dict[str, dict[str, Machine]]:
    """Every machine, by its package and then by the name it has there."""
    return {package: _of(package) for package in _packages()}


def pages() -> dict[str, str]:
    """A page for each package that has states."""
    return {f"states/{package}.md": _page(package, found) for package, found in machines().items()}


@cache
def _packages() -> tuple[str, ...]:
    files = sorted((PROJECT / "openmash").glob("*/states.py"))
    return tuple(path.parent.name for path in files)


def _of(package: str) -> dict[str, Machine]:
    module = import_module(f"openmash.{package}.states")
    return {name: value for name, value in vars(module).items() if isinstance(value, Machine)}


def _page(package: str, found: dict[str, Machine]) -> str:
    module = import_module(f"openmash.{package}.states")
    source = f"Read from `openmash/{package}/states.py`. Whatever is not listed cannot happen."
    parts = [f"# {capital(package)}: states and moves", f"{sentence(module.__doc__)} {source}"]
    for machine in found.values():
        parts += [f"## {capital(machine.noun)}", _drawing(machine), _states(machine), _moves(machine)]
    return "\n\n".join(parts)


def _drawing(machine: Machine) -> str:
    final = machine.final_states()
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {machine.initial}"]
    lines += [f"    {state} : {capital(spoken(str(state)))}" for state in machine.states]
    for move in machine.moves:
        lines += [f"    {source} --> {move.target} : {spoken(move.name)}" for source in sorted(move.sources)]
    lines += [f"    {state} --> [*]" for state in machine.states if str(state) in final]
    return "\n".join([*lines, "```"])


def _states(machine: Machine) -> str:
    final = machine.final_states()
    rows = [
        (f"`{state}`", words, _when(str(state) == str(machine.initial), str(state) in final))
        for state, words in machine.states.items()
    ]
    return table(("State", "Meaning", ""), rows)


def _when(first: bool, last: bool) -> str:
    return ", ".join(word for word, holds in (("begins here", first), ("final", last)) if holds)


def _moves(machine: Machine) -> str:
    rows = [
        (
            f"`{move.name}`",
            move.words,
            ", ".join(f"`{each}`" for each in sorted(move.sources)),
            f"`{move.target}`",
            f"`{move.event}`",
        )
        for move in machine.moves
    ]
    return table(("Move", "Meaning", "From", "To", "Audit event"), rows)
