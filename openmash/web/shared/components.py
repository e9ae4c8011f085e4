"""GOV.UK Design System components, drawn by the macros of govuk-frontend-jinja.

One environment is kept for the life of the process: building one takes sixteen milliseconds a component.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, TemplateNotFound

# The macros import each other under exactly this prefix.
_PREFIX = "govuk_frontend_jinja"


@cache
def _environment() -> Environment:
    # The macros ask for keys of parameters nobody gave; only ChainableUndefined lets them.
    return Environment(
        loader=PrefixLoader({_PREFIX: PackageLoader(_PREFIX)}), autoescape=True, undefined=ChainableUndefined
    )


@cache
def _macro(name: str) -> Callable[[Mapping[str, Any]], str]:
    try:
        template = _environment().get_template(f"{_PREFIX}/components/{name}/macro.html")
    except TemplateNotFound as error:
        raise LookupError(f"There is no GOV.UK component called {name!r}.") from error
    macro: Callable[[Mapping[str, Any]], str] = getattr(template.module, f"govuk{_pascal(name)}")
    return macro


def draw(name: str, params: Mapping[str, Any]) -> SafeString:
    """Return the HTML of one component.

    Args:
        name: as the Design System spells it, e.g. ``"error-summary"``.
        params: the component's options in its own spelling; ``text`` is escaped, ``html`` is not.

    Raises:
        LookupError: no component has that name.
    """
    return mark_safe(str(_macro(name)(plain(params))))


def options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return tag arguments as component options: ``summary_text`` -> ``summaryText``; ``__`` nests."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        *outer, last = (_camel(part) for part in name.split("__"))
        place = found
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = value
    return found


def plain(value: Any) -> Any:
    """Return `value` with translations made into text, which the macros do not know how to escape."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
