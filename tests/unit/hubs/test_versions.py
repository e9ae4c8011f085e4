"""Which version of an operating model holds when, and changing single values in its text."""

from datetime import UTC, date, datetime

import pytest

from openmash.hubs.rules import (
    ModelInvalid,
    NoModelInForce,
    StoredVersion,
    day_of,
    in_force,
    load,
    numbered,
    parse,
    require_draft,
    require_goes_live_once,
    require_later_day,
    require_live,
    require_not_begun,
    require_signed,
    require_why,
    rewritten,
    source,
)
from openmash.hubs.rules.lines import Path
from openmash.hubs.rules.rewriting import Plain
from openmash.hubs.rules.versions import read_as
from tests.refusals import refused, sentence_of

TODAY = date(2026, 11, 18)
DEVON = source("devon")
FIRST = StoredVersion("devon", 1, None, DEVON)
SECOND = StoredVersion("devon", 2, date(2026, 12, 1), DEVON)
THIRD = StoredVersion("devon", 3, date(2026, 12, 1), DEVON)
LONDON = load("london_borough").framework


@pytest.mark.parametrize(
    ("day", "versions", "number"),
    [
        (date(2026, 11, 30), (FIRST, SECOND), 1),
        (date(2026, 12, 1), (FIRST, SECOND), 2),
        (date(2026, 12, 1), (THIRD, SECOND, FIRST), 3),
        (date(1999, 1, 1), (FIRST, SECOND), 1),
    ],
)
def test_the_version_whose_day_came_last_holds(day: date, versions: tuple[StoredVersion, ...], number: int) -> None:
    assert in_force(versions, day).version == number


def test_where_none_holds_nothing_is_guessed() -> None:
    with pytest.raises(NoModelInForce):
        in_force((SECOND,), date(2026, 11, 30))


def test_a_day_is_one_in_the_united_kingdom() -> None:
    assert day_of(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert day_of(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)


def test_a_text_gets_the_number_of_its_version_and_nothing_else_changes() -> None:
    changed = numbered(DEVON, 7)
    assert parse(changed, source_name="mine").version == 7
    assert [line for line in changed.splitlines() if line not in DEVON.splitlines()] == ["version = 7"]


def test_each_rule_of_a_version_within_and_beyond_its_limit() -> None:
    later = ("operating_model.from_a_later_day", "effective_from")
    assert refused(require_later_day, None, today=TODAY) == later
    assert refused(require_later_day, TODAY, today=TODAY) == later
    assert require_later_day(date(2026, 11, 19), today=TODAY) == date(2026, 11, 19)
    begun = ("operating_model.not_begun", None)
    assert refused(require_not_begun, TODAY, today=TODAY) == begun
    assert refused(require_not_begun, None, today=TODAY) == begun
    assert refused(require_not_begun, date(2026, 11, 19), today=TODAY) is None
    assert refused(require_draft, is_draft=False) == ("operating_model.is_a_draft", None)
    assert refused(require_draft, is_draft=True) is None
    assert refused(require_why, "  ") == ("operating_model.says_why", "why")
    assert refused(require_why, "Quicker.") is None


def test_each_rule_of_going_live_within_and_beyond_its_limit() -> None:
    assert LONDON is not None
    assert refused(require_signed, LONDON, ["Housing"]) == ("hubs.framework_is_signed", "live_from")
    assert refused(require_signed, LONDON, []) is None
    assert refused(require_live, LONDON, None, day=TODAY) == ("hubs.is_live", None)
    assert refused(require_live, LONDON, date(2026, 11, 19), day=TODAY) == ("hubs.is_live", None)
    assert refused(require_live, LONDON, TODAY, day=TODAY) is None
    assert refused(require_live, None, None, day=TODAY) is None
    assert "from 19 November 2026" in sentence_of(require_live, LONDON, date(2026, 11, 19), day=TODAY)
    once = ("hubs.goes_live_once", "live_from")
    assert refused(require_goes_live_once, LONDON, TODAY) == once
    assert refused(require_goes_live_once, None, None) == once
    assert refused(require_goes_live_once, LONDON, None) is None


def test_a_value_is_changed_on_its_own_line() -> None:
    path = ("ratings", 0, "clock", "amount")
    changed = rewritten(DEVON, {path: 3}, source_name="mine")
    assert parse(changed, source_name="mine").ratings[0].clock.amount == 3
    assert len([pair for pair in zip(DEVON.splitlines(), changed.splitlines(), strict=True) if len(set(pair)) > 1]) == 1


def test_a_value_that_is_there_already_leaves_the_text_untouched() -> None:
    model = load("devon")
    same: dict[Path, Plain | None] = {
        ("checks", 0, "agency_kinds"): model.checks[0].agency_kinds,
        ("ratings", 0, "clock", "amount"): 4,
    }
    assert rewritten(DEVON, same, source_name="mine") == DEVON


def test_a_key_is_put_in_and_taken_out_again() -> None:
    path = ("areas", 1, "effective_to")
    ended = rewritten(DEVON, {path: date(2030, 1, 1)}, source_name="mine")
    assert parse(ended, source_name="mine").areas[1].effective_to == date(2030, 1, 1)
    assert rewritten(ended, {path: None}, source_name="mine").splitlines() == DEVON.splitlines()
    assert rewritten(DEVON, {path: None}, source_name="mine") == DEVON


def test_quotes_and_lists_are_written_as_toml_has_them() -> None:
    changed = rewritten(
        DEVON, {("title",): 'A "new" \\ way', ("checks", 0, "agency_kinds"): ["police"]}, source_name="mine"
    )
    model = parse(changed, source_name="mine")
    assert (model.title, model.checks[0].agency_kinds) == ('A "new" \\ way', ("police",))


def test_a_value_over_several_lines_or_in_an_inline_table_is_left_to_the_text() -> None:
    spread = DEVON.replace('serves = ["child", "unborn"]', 'serves = [\n  "child",\n  "unborn",\n]', 1)
    with pytest.raises(ModelInvalid, match=r"line \d+: serves goes on over several lines"):
        rewritten(spread, {("serves",): ["child"]}, source_name="mine")
    with pytest.raises(ModelInvalid, match="a table that this form cannot change"):
        rewritten(DEVON, {("nowhere", "amount"): 3}, source_name="mine")


@pytest.mark.parametrize("said", ["version = 1_0", '"version" = 9'])
def test_a_text_does_not_call_itself_another_version_than_the_one_it_is_kept_as(said: str) -> None:
    assert read_as(numbered(DEVON, 7), 7).version == 7
    with pytest.raises(ModelInvalid, match="Write “version = 7”"):
        read_as(numbered(DEVON.replace("version = 1", said, 1), 7), 7)


@pytest.mark.parametrize(
    ("bomb", "says"),
    [
        ("a = " + "[\n" * 5_000, "lists stand in lists too deeply"),
        (".".join("a" * 90_000) + " = 1", "a line must be 500 characters or fewer"),
        ("y = " + "1" * 5_000, "a line must be 500 characters or fewer"),
        ("# a\n" * 60_000, "it must be 200,000 or fewer"),
    ],
    ids=["nested", "dotted", "digits", "long"],
)
def test_a_text_that_would_keep_the_server_busy_is_refused_in_words(bomb: str, says: str) -> None:
    with pytest.raises(ModelInvalid, match=says):
        parse(bomb, source_name="typed")
