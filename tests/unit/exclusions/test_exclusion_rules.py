"""When a colleague is kept out of a case, to which day, and who lets them in again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from openmash.exclusions import rules
from tests.refusals import refused

AT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 1 July already, in the United Kingdom
TODAY = date(2026, 7, 1)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("ground", "words", "expected"),
    [
        ("relative", "", None),
        ("conflict", "x" * 500, None),
        ("other", "Taught him.", None),
        ("dislike", "", ("exclusions.ground_is_given", "ground")),
        ("other", " ", ("exclusions.other_reason_is_given", "words")),
        ("relative", "x" * 501, ("exclusions.reason_not_too_long", "words")),
    ],
)
def test_an_exclusion_gives_its_ground_and_any_other_reason_is_written_out(
    ground: str, words: str, expected: Any
) -> None:
    assert refused(rules.require_ground, ground, words) == expected


def test_its_last_day_is_today_or_later_in_the_united_kingdom_and_may_be_left_open() -> None:
    for until in (None, TODAY, TOMORROW):
        assert refused(rules.require_until_ahead, until, at=AT) is None
    assert refused(rules.require_until_ahead, YESTERDAY, at=AT) == ("exclusions.last_day_ahead", "until")


def test_it_is_over_once_its_last_day_has_passed_and_never_without_one() -> None:
    assert [rules.is_over(until, at=AT) for until in (YESTERDAY, TODAY, TOMORROW, None)] == [True, False, False, False]


def test_nobody_lets_themselves_in_again() -> None:
    kept_out, somebody_else = uuid4(), uuid4()

    assert refused(rules.require_somebody_else_ends_it, actor_id=kept_out, excluded_id=kept_out) == (
        "exclusions.ended_by_somebody_else",
        None,
    )
    assert refused(rules.require_somebody_else_ends_it, actor_id=somebody_else, excluded_id=kept_out) is None
