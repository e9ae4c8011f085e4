"""What holds for every page that a web test opens."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Template
from django.test.signals import template_rendered

from tests.web.handed import rows_of_tables

# Django's own: who is signed in, as the context processor of `auth` gives it to every page.
GIVEN_BY_DJANGO = frozenset({"user", "perms", "request", "block", "csrf_token", "messages", "DEFAULT_MESSAGE_LEVELS"})
THEIRS = ("account/", "allauth/", "mfa/", "django/")


@pytest.fixture(autouse=True)
def templates_are_handed_plain_values() -> Iterator[None]:
    """A page is handed frozen dataclasses and plain values: from a row a template could walk on into other tables."""
    handed: set[str] = set()

    def look(sender: Template, template: Template, context: Any, **_: Any) -> None:
        name = str(template.name or "")
        if name.startswith(THEIRS) or context is None:
            return
        for key, value in context.flatten().items():
            if key not in GIVEN_BY_DJANGO:
                handed.update(f"{name}: {found}" for found in rows_of_tables(value, key))

    template_rendered.connect(look)
    yield
    template_rendered.disconnect(look)
    assert sorted(handed) == [], "queries return frozen dataclasses; hand the page one of those"
