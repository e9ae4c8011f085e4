"""The operating models that ship with the product, read from the package's own files."""

from functools import cache
from importlib.resources import files

from openmash.hubs.rules.errors import UnknownModel
from openmash.hubs.rules.operating_model import OperatingModel
from openmash.hubs.rules.parsing import parse

_FOLDER = files("openmash.hubs") / "operating_models"


def available() -> tuple[str, ...]:
    """The names of the models that ship, in alphabetical order."""
    names = [each.name for each in _FOLDER.iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def source(name: str) -> str:
    """The TOML text of a model that ships, comments and all.

    Raises:
        UnknownModel: none of that name ships.
    """
    if name not in available():
        raise UnknownModel(name, available())
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")


@cache
def load(name: str) -> OperatingModel:
    """A model that ships, read once for each process.

    Raises:
        UnknownModel: none of that name ships.
        ModelInvalid: the file is not an operating model.
    """
    return parse(source(name), source_name=f"{name}.toml")
