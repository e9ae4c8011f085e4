"""The scenarios that ship with the product, and files of one's own."""

from importlib.resources import files
from pathlib import Path

from openmash.scenarios.errors import UnknownScenario
from openmash.scenarios.reading import parse
from openmash.scenarios.script import Scenario

_FOLDER = files("openmash.scenarios") / "cases"


def available() -> tuple[str, ...]:
    """The names of the scenarios that ship, in alphabetical order."""
    names = [each.name for each in _FOLDER.iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def source(name: str) -> str:
    """The TOML text of a scenario that ships.

    Raises:
        UnknownScenario: none of that name ships.
    """
    if name not in available():
        raise UnknownScenario(name, available())
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def load(name_or_path: str) -> Scenario:
    """A scenario by its name, or from a file.

    Raises:
        UnknownScenario: there is neither.
        ScenarioInvalid: the text is not a scenario.
    """
    path = Path(name_or_path)
    if name_or_path not in available() and path.is_file():
        return parse(path.read_text(encoding="utf-8"), source_name=path.name)
    return parse(source(name_or_path), source_name=f"{name_or_path}.toml")
