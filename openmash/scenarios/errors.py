"""What can go wrong with a scripted case, each with a sentence that says where."""

from collections.abc import Iterable

from openmash.core.errors import OpenMashError


class UnknownScenario(OpenMashError):
    """No scenario of that name ships with the product, and there is no such file."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(
            f"There is no scenario called “{name}”, and no file of that name. The scenarios that ship are: "
            f"{', '.join(known)}."
        )


class ScenarioInvalid(OpenMashError):
    """A text is not a scenario; nothing of it is played.

    Args:
        source_name: the file the text came from.
        problems: one line for each thing wrong: line, step, key, what was expected, what was found.
    """

    def __init__(self, source_name: str, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        many = "1 thing needs" if len(self.problems) == 1 else f"{len(self.problems)} things need"
        listed = "\n".join(f"- {problem}" for problem in self.problems)
        super().__init__(f"{source_name} cannot be played yet: {many} putting right.\n{listed}")


class Unmet(Exception):
    """Something was not as the step expects it; the player adds which step and line it was.

    Args:
        expected: what the scenario expects, in words.
        found: what was found instead, in words.
    """

    def __init__(self, *, expected: str, found: str) -> None:
        super().__init__(f"expected {expected}; found {found}")
        self.expected = expected
        self.found = found


class ExpectationFailed(OpenMashError):
    """The play stopped: a step did not come out as the scenario says.

    Args:
        source_name: the scenario's file.
        line: where the step stands in it.
        number: which step, from 1.
        verb: what the step does.
        expected: what the scenario expects, in words.
        found: what was found instead, in words.
    """

    def __init__(
        self,
        *,
        source_name: str,
        line: int,
        number: int,
        verb: str,
        expected: str,
        found: str,
    ) -> None:
        super().__init__(f"{source_name}, line {line}, step {number} ({verb}): expected {expected}; found {found}.")
        self.line = line
        self.number = number
        self.verb = verb
        self.expected = expected
        self.found = found
