"""What a view declares is found on it, and nothing else is taken for a declaration."""

from types import SimpleNamespace

from openmash.access import Permission
from openmash.access.declared import Audience, Kind, Screen, declaration


def test_a_view_s_declaration_is_found() -> None:
    declared = Screen(Permission.DECIDE, Kind.WRITE)
    assert declaration(SimpleNamespace(screen=declared)) == declared
    by_key = Screen(Audience.BY_KEY, Kind.READ)
    assert declaration(SimpleNamespace(screen=by_key)) == by_key


def test_a_view_that_declared_nothing_has_none() -> None:
    assert declaration(SimpleNamespace()) is None
    assert declaration(SimpleNamespace(screen="public")) is None
