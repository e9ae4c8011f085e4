"""Plain pieces of Markdown."""

import inspect
from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what would end a cell is escaped."""
    lines = ["| " + " | ".join(headings) + " |", "| " + " | ".join("---" for _ in headings) + " |"]
    lines += ["| " + " | ".join(_cell(each) for each in row) + " |" for row in rows]
    return "\n".join(lines)


def paragraphs(docstring: str | None) -> str:
    """A docstring as it reads on a page: without the lists of arguments and errors."""
    text = inspect.cleandoc(docstring or "")
    for heading in ("Args:", "Raises:", "Returns:"):
        text = text.split(f"\n{heading}")[0]
    return text.replace("``", "`").strip()


def sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(paragraphs(docstring).split("\n\n")[0].split())


def spoken(name: str) -> str:
    """A name of the code as words: ``open_enquiry`` is "open enquiry"."""
    return name.replace("_", " ").strip()


def capital(words: str) -> str:
    """With a capital letter at the beginning, the rest as it is."""
    return words[:1].upper() + words[1:]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
