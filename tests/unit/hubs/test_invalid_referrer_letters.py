"""Letters to referrers that a model gets wrong, each said in its line; and Nottinghamshire's, which are right."""

import pytest

from openmash.hubs.rules import ModelInvalid, in_words, load, parse, source

ROLES = 'second_eyes = true\nroles = ["practice_manager", "operations_manager"]'


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ('second_eyes = "yes"\nroles = ["practice_manager"]', "true or false"),
        ('roles = ["practice_manager"]', "key second_eyes is missing"),
        ('second_eyes = true\nroles = ["practice_manger"]', "did you mean practice_manager?"),
        ('second_eyes = true\nroles = ["coordinator"]', "may tell referrers what came of it; not coordinator"),
        ('second_eyes = true\nroles = ["practice_manager"]\nclose = "x"', "close"),
    ],
)
def test_wrong_letters_are_said_in_their_line(new: str, says: str) -> None:
    text = source("nottinghamshire")
    assert text.count(ROLES) == 1
    with pytest.raises(ModelInvalid) as refused:
        parse(text.replace(ROLES, new), source_name="mine.toml")
    assert all(each.startswith("mine.toml, line ") for each in refused.value.problems)
    assert says in "\n".join(refused.value.problems)


def test_nottinghamshire_says_who_sees_them_and_devon_writes_none() -> None:
    said = {(each.heading, each.about): each.words for each in in_words(load("nottinghamshire"))}
    assert said["Letters to referrers", "Second eyes"].startswith("seen before they go by somebody else")
    assert load("devon").referrer_letters is None
