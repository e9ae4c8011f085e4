"""docs/reference/rules.md: by which rules the software says no, what it says then, and where the rule comes from."""

from collections.abc import Iterator
from itertools import groupby

from config.docs.code import Function, functions, rules_of
from config.docs.markdown import capital, paragraphs, spoken, table

_INTRODUCTION = """\
# Rules

Whenever the software refuses to do something now, it says which rule it goes by. The name of a rule never changes:
scenarios and tests name it. `…` in a sentence is filled in when it is shown. Moves that a state does not allow break
a rule of their own, named after the thing and the move (`contact.reopen`): see [states](states/contacts.md)."""


def pages() -> dict[str, str]:
    """The one page."""
    parts = [_INTRODUCTION]
    for package, of_package in groupby(_breaking(), key=lambda each: each.package):
        parts.append(f"## {capital(package)}")
        parts += [_rule(function) for function in of_package]
    return {"rules.md": "\n\n".join(parts)}


def _breaking() -> Iterator[Function]:
    return (each for each in functions() if rules_of(each))


def _rule(function: Function) -> str:
    title = capital(spoken(function.name.strip("_").removeprefix("require_")))
    rows = [(f"`{name}`", sentence) for name, sentence in dict.fromkeys(rules_of(function))]
    said = paragraphs(function.docstring)
    parts = [f"### {title}", *([said] if said else []), table(("Rule", "What the screen says"), rows)]
    return "\n\n".join([*parts, f"In `{function.path}`, `{function.name}`."])
