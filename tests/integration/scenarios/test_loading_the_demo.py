"""The demo's hub is made once and whole: loading it again changes nothing, a load that fails leaves nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from openmash.hubs import queries as hub_queries
from openmash.scenarios import demo
from openmash.scenarios.demo import plan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)


def test_loading_again_changes_nothing_and_says_so() -> None:
    said: list[str] = []
    assert demo.load(now=NOW, contacts=1, say=said.append)
    said.clear()
    assert demo.load(now=NOW, contacts=1, say=said.append) is False
    assert said == ["The hub “Devon” is there already."]


def test_a_load_that_fails_leaves_neither_rows_nor_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name for path in Path(settings.OPENMASH_KEYS).glob("*.json")}

    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(plan, "fortnight", broken)
    with pytest.raises(KeyboardInterrupt):
        demo.load(now=NOW, contacts=3, say=lambda _: None)
    assert [hub.slug for hub in hub_queries.all_hubs() if hub.slug == "devon"] == []
    after = {path.name for path in Path(settings.OPENMASH_KEYS).glob("*.json")}
    assert after - before <= {"sign-in.json"}
