"""`openmash clock due`: the time, the arithmetic, and what is wrong, in words."""

import pytest

from config import cli
from config.clock_command import main


def asked(capsys: pytest.CaptureFixture[str], model: str, received: str, *words: str) -> tuple[int, str, str]:
    code = main(["due", "--model", model, "--received", received, *(words or ("--rating", "red"))])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_durhams_red_on_christmas_eve(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, "durham", "2026-12-24T15:30")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Due Tuesday 29 December 2026 at 11:30 (Europe/London)",
        "Red: decision within 4 working hours. Received Thursday 24 December 2026 at 15:30; 1 h 30 min counted on "
        "Thursday 24 December and 2 h 30 min on Tuesday 29 December; 25 and 28 December are bank holidays and "
        "26–27 December a weekend; due Tuesday 29 December 2026 at 11:30.",
        "",
        "An agency asked at that moment:",
        "Red: answer within 2 working hours. Asked Thursday 24 December 2026 at 15:30; 1 h 30 min counted on "
        "Thursday 24 December and 30 min on Tuesday 29 December; 25 and 28 December are bank holidays and "
        "26–27 December a weekend; due Tuesday 29 December 2026 at 09:30.",
    ]


def test_a_clock_that_runs_through_the_night_says_who_covers_it(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "kent", "2026-12-24 22:00", "--rating", "immediate")
    assert out.startswith("Due Friday 25 December 2026 at 02:00 (Europe/London)\n")
    assert "Out of hours: The unit's own Out Of Hours Service" in out
    assert "Out of hours:" not in asked(capsys, "durham", "2026-12-24 22:00")[1]


def test_another_clock_of_the_model_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "bury", "2026-12-24T18:30", "--clock", "daily_meeting")
    assert out.startswith("Due Tuesday 29 December 2026 at 17:00 (Europe/London)\nDaily meeting over red and amber:")
    assert "asked at that moment" not in out


def test_a_time_without_a_zone_is_the_hubs_own_and_one_with_a_zone_is_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert asked(capsys, "sandwell", "2026-07-01T10:00")[1].startswith("Due Wednesday 1 July 2026 at 14:00")
    assert asked(capsys, "sandwell", "2026-07-01T10:00+00:00")[1].startswith("Due Wednesday 1 July 2026 at 15:00")


@pytest.mark.parametrize(
    ("model", "received", "words", "says"),
    [
        ("devon", "2026-12-24T15:30", ("--rating", "blue"), "has no rating “blue”. It has: red, amber, green."),
        ("devon", "2026-12-24T15:30", ("--clock", "tea"), "has no clock “tea”"),
        ("atlantis", "2026-12-24T15:30", (), "no operating model called “atlantis”"),
        ("devon", "tomorrow", (), "Expected a day and time, like 2026-12-24T15:30; found “tomorrow”."),
        ("devon", "2026-12-24", (), "“2026-12-24” is a day without a time."),
        ("devon", "2026-03-29T01:30", (), "2026-03-29T01:30 never comes in Europe/London: the clocks go forward"),
        (
            "devon",
            "2026-10-25T01:30",
            (),
            "comes twice in Europe/London, as the clocks go back. "
            "Say which: 2026-10-25T01:30+0100 or 2026-10-25T01:30+0000.",
        ),
        ("durham", "2028-12-29T16:00", (), "Bank holidays are known from 1 January 2012 to 31 December 2028"),
    ],
)
def test_what_cannot_be_counted_is_said(
    model: str, received: str, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = asked(capsys, model, received, *words)
    assert (code, out) == (1, "")
    assert says in err


def test_either_of_the_hours_that_come_twice_can_be_meant(capsys: pytest.CaptureFixture[str]) -> None:
    first = asked(capsys, "devon", "2026-10-25T01:30+0100")[1]
    second = asked(capsys, "devon", "2026-10-25T01:30+0000")[1]
    assert first.startswith("Due Sunday 25 October 2026 at 04:30")
    assert second.startswith("Due Sunday 25 October 2026 at 05:30")


def test_a_rating_or_a_clock_has_to_be_named_and_not_both(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--rating", "red", "--clock", "conference"]):
        with pytest.raises(SystemExit) as ended:
            main(["due", "--model", "devon", "--received", "2026-12-24T15:30", *words])
        assert ended.value.code == 2
    assert "not allowed with argument" in capsys.readouterr().err


def test_the_one_command_hands_on_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["clock", "due", "--model", "durham", "--rating", "red", "--received", "2026-12-24T15:30"]
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("Due Tuesday 29 December 2026 at 11:30")
