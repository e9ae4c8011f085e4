"""A duty rota that a model gets wrong, each fault said in its line; and Birmingham's, counted by hand."""

from datetime import date

import pytest

from openmash.hubs.rules import DutyRotaRule, ModelInvalid, in_words, load, parse, source


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("first_week = 2012-04-02", "first_week = 2012-04-03", "expected a Monday"),
        ("first_week = 2012-04-02\nweeks = 1", "first_week = 2012-04-02\nweeks = 0", "1 to 13 weeks"),
        ("first_week = 2012-04-02\nweeks = 1", "first_week = 2012-04-02\nweeks = 14", "1 to 13 weeks"),
        ('code = "south_2"\nlabel = "South team 2"', 'code = "south_1"\nlabel = "South team 2"', "each code once"),
        ("first_week = 2012-04-02\nweeks = 1", "first_week = 2012-04-02\nweek = 1", "key weeks is missing"),
        ('code = "south_3"\nlabel = "South team 3"', 'code = "south_3"\nlabel = ""', "not empty"),
    ],
)
def test_a_wrong_rota_is_said_in_its_line(old: str, new: str, says: str) -> None:
    text = source("birmingham")
    assert text.count(old) == 1, old
    with pytest.raises(ModelInvalid) as refused:
        parse(text.replace(old, new), source_name="mine.toml")
    assert all(each.startswith("mine.toml, line ") for each in refused.value.problems)
    assert says in "\n".join(refused.value.problems)


@pytest.mark.parametrize(
    ("day", "team", "began"),
    [
        (date(2012, 4, 2), "south_1", date(2012, 4, 2)),
        (date(2012, 4, 8), "south_1", date(2012, 4, 2)),
        (date(2012, 4, 9), "south_2", date(2012, 4, 9)),
        (date(2012, 4, 22), "south_3", date(2012, 4, 16)),
        (date(2012, 4, 23), "south_1", date(2012, 4, 23)),
        (date(2012, 10, 28), "south_3", date(2012, 10, 22)),  # the clocks go back: a week stays a week
        (date(2013, 1, 1), "south_1", date(2012, 12, 31)),
    ],
)
def test_whose_turn_a_day_is_in(day: date, team: str, began: date) -> None:
    rota = load("birmingham").duty_rota
    assert isinstance(rota, DutyRotaRule)
    turn, monday = rota.turn_of(day)
    assert (turn.code, monday) == (team, began)


def test_birmingham_says_its_rota_and_devon_has_none() -> None:
    said = {(each.heading, each.about): each.words for each in in_words(load("birmingham"))}
    assert said["The duty rota", "Turns"].startswith("South team 1, South team 2 and South team 3, a week each, from")
    assert load("devon").duty_rota is None
