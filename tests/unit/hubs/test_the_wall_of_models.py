"""What a model lets its wall screens say: every fault in one line, and nothing of the family where it is silent."""

import pytest

from openmash.hubs.rules import FamilyOnWall, ModelInvalid, available, differences, in_words, load, parse, source

NOTTINGHAMSHIRE = source("nottinghamshire")
HEAD, _, _AFTER = NOTTINGHAMSHIRE.partition("[wall]\n")
_BLOCK, _, REST = _AFTER.partition("\n\n")
BLOCK = f"[wall]\n{_BLOCK}"


def with_wall(block: str) -> str:
    """Nottinghamshire's model with another ``[wall]`` table."""
    return f"{HEAD}{block}\n\n{REST}"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('family = "nothing"', 'family = "nobody"', "key family: expected one of nothing, initials, names"),
        ('family = "nothing"', "family = false", "key family: expected a text in quotes"),
        ('family = "nothing"\n', "", "key family is missing"),
        ("holder = true", 'holder = "yes"', "key holder: expected true or false"),
        ("holder = true\n", "", "key holder is missing"),
        ('source = "Case', 'soruce = "Case', "key source is missing"),
        (
            "effective_from = 2012-11-01",
            'effective_from = "2012"',
            "key effective_from: expected a date without quotes",
        ),
        ("[wall]", "[[wall]]", "expected"),
        ("holder = true", 'holder = true\nscreens = "two"', "screens"),
    ],
)
def test_a_fault_is_said_in_one_line_with_its_place(old: str, new: str, says: str) -> None:
    assert parse(with_wall(BLOCK), source_name="mine.toml") == load("nottinghamshire")
    assert old in BLOCK
    with pytest.raises(ModelInvalid) as refused:
        parse(with_wall(BLOCK.replace(old, new)), source_name="mine.toml")
    [problem] = refused.value.problems
    assert says in problem
    assert problem.startswith("mine.toml, line ")


def test_a_model_may_leave_it_out_and_then_its_wall_names_nobody() -> None:
    without = parse(with_wall(""), source_name="mine.toml")
    assert without.wall is None
    assert [said for said in in_words(without) if said.heading == "The wall screen"] == []


def test_no_model_that_ships_puts_a_family_on_the_wall() -> None:
    rules = [model.wall for model in map(load, available()) if model.wall]
    assert rules
    assert {rule.family for rule in rules} == {FamilyOnWall.NOTHING}


def test_what_it_says_is_told_in_words_and_compared() -> None:
    initials = parse(with_wall(BLOCK.replace('"nothing"', '"initials"')), source_name="mine.toml")
    [change] = differences(load("nottinghamshire"), initials)
    assert (change.about, change.second) == ("Of the family", "the initials of those it is about")
