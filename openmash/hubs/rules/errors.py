"""What can go wrong with an operating model, each with a sentence that says where and what was expected."""

from collections.abc import Iterable

from openmash.core.errors import OpenMashError


class ModelInvalid(OpenMashError):
    """A text is not an operating model; nothing of it is used.

    Args:
        source_name: the file (or screen) the text came from.
        problems: one line for each thing wrong: line number, table, key, what was expected, what was found.
    """

    def __init__(self, source_name: str, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        many = "1 thing needs" if len(self.problems) == 1 else f"{len(self.problems)} things need"
        listed = "\n".join(f"- {problem}" for problem in self.problems)
        super().__init__(f"{source_name} is not yet an operating model: {many} putting right.\n{listed}")


class UnknownModel(OpenMashError):
    """No operating model of that name ships with the product."""

    def __init__(self, name: str, available: Iterable[str]) -> None:
        super().__init__(
            f"There is no operating model called “{name}”. The models that ship are: {', '.join(available)}."
        )


class UnknownCode(OpenMashError):
    """A hub's operating model has no such rating, outcome, level, …

    Args:
        what: the kind of thing, in words ("rating").
        code: what was asked for.
        model: the model's title.
        known: the codes there are.
    """

    def __init__(self, what: str, code: str, *, model: str, known: Iterable[str]) -> None:
        there_are = ", ".join(known) or "none"
        super().__init__(f"{model}'s operating model has no {what} “{code}”. It has: {there_are}.")
        self.what = what
        self.code = code
