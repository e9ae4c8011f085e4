"""What a model gets wrong of portals: each said in its line."""

import pytest

from openmash.hubs.rules import ModelInvalid, in_words, load, parse, source

PORTAL = 'agency_kind = "police"\nissues = ["vulnerable_child", "domestic_abuse", "vulnerable_adult"]'


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (PORTAL.replace("police", "polices"), "did you mean police?"),
        (PORTAL.replace("domestic_abuse", "domestic_abuses"), "expected issues out of"),
        ('agency_kind = "police"\nissues = []', "at least one issue"),
        (PORTAL.replace("agency_kind", "agency"), "key agency_kind is missing"),
        (PORTAL + "\nsends = true", "there is no such key"),
    ],
)
def test_a_wrong_portal_is_said_in_its_line(new: str, says: str) -> None:
    text = source("blackburn")
    assert PORTAL in text
    with pytest.raises(ModelInvalid) as refused:
        parse(text.replace(PORTAL, new, 1), source_name="mine.toml")
    assert all(each.startswith("mine.toml, line ") for each in refused.value.problems)
    assert says in "\n".join(refused.value.problems)


def test_a_wrong_time_of_a_portal_is_said_in_its_line() -> None:
    before, clock, after = source("blackburn").partition("[portals.clock]")
    assert clock
    with pytest.raises(ModelInvalid) as refused:
        parse(before + clock + after.replace("elapsed_hours", "elapsed", 1), source_name="mine.toml")
    [said] = refused.value.problems
    assert said.startswith("mine.toml, line ")
    assert "elapsed_hours" in said


def test_blackburn_says_what_the_police_take() -> None:
    said, taken_in = [
        each for each in in_words(load("blackburn")) if each.heading == "Direct referrals into another system"
    ]
    assert said.words.startswith("a file for the system of police, of what raises ")
    assert taken_in.words == "within 4 hours, day and night"
    assert not load("devon").portals
