"""Every address that either door answers, walked as Django resolves it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from openmash.access.declared import Audience, Kind, Screen, declaration

DOORS = ("inside", "outside")


@dataclass(frozen=True)
class Address:
    """One address of one door.

    Args:
        door: ``"inside"`` or ``"outside"``.
        name: as it is reversed, ``"contacts:detail"``.
        pattern: as it is written, ``"contacts/<uuid:contact_id>/"``.
        view: what answers it.
        parts: the name and the sort of each part of it that varies.
    """

    door: str
    name: str
    pattern: str
    view: Callable[..., Any]
    parts: tuple[tuple[str, str], ...]

    @property
    def screen(self) -> Screen | None:
        """What its view declares; None for a view that declares nothing."""
        return declaration(self.view)

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody must have signed in."""
        return self.screen is not None and self.screen.permission not in (Audience.PUBLIC, Audience.BY_KEY)

    @property
    def needs_a_key(self) -> bool:
        """Whether an agency's computer system must come with its key; nobody opens it in a browser."""
        return self.screen is not None and self.screen.permission is Audience.BY_KEY

    @property
    def changes(self) -> bool:
        """Whether it may be posted to."""
        return self.screen is not None and self.screen.kind is Kind.WRITE

    def __str__(self) -> str:
        return f"{self.door}-{self.name}"


def all_of(door: str) -> list[Address]:
    """Every address of a door, in the order in which they are tried."""
    return list(_walk(door, get_resolver(f"config.urls_{door}").url_patterns))


def everywhere() -> list[Address]:
    """Every address of both doors."""
    return [address for door in DOORS for address in all_of(door)]


def _walk(
    door: str,
    patterns: Sequence[URLPattern | URLResolver],
    spaces: tuple[str, ...] = (),
    before: str = "",
    parts: tuple[tuple[str, str], ...] = (),
) -> Iterator[Address]:
    for each in patterns:
        so_far, told = f"{before}{each.pattern}", parts + _parts(each)
        if isinstance(each, URLResolver):
            space = (each.namespace,) if each.namespace else ()
            yield from _walk(door, each.url_patterns, spaces + space, so_far, told)
        else:
            name = ":".join([*spaces, each.name or ""])
            yield Address(door, name, so_far, each.callback, told)


def _parts(each: URLPattern | URLResolver) -> tuple[tuple[str, str], ...]:
    converters = each.pattern.converters
    if converters:
        return tuple(
            (name, type(converter).__name__.removesuffix("Converter").lower()) for name, converter in converters.items()
        )
    groups = getattr(getattr(each.pattern, "regex", None), "groupindex", {})  # a regular expression
    return tuple((name, "string") for name in groups)
