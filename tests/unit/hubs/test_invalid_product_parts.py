"""The parts of a product that a model gets wrong, each said in its line; and Durham's, which is right."""

import pytest

from openmash.hubs.rules import ModelInvalid, in_words, load, parse, source

KINDS = 'agency_kinds = ["social_care", "police", "health", "education", "domestic_abuse"]\nsource = "Report: “a set'


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ('agency_kinds = []\nsource = "Report: “a set', "at least one kind of agency"),
        ('agency_kinds = ["polce"]\nsource = "Report: “a set', "did you mean police?"),
        ('agency_kinds = ["police", "police"]\nsource = "Report: “a set', "each code once"),
        ('agency_kinds = ["housing"]\nsource = "Report: “a set', "none asks housing"),
        ('kinds = ["police"]\nsource = "Report: “a set', "agency_kinds"),
        ('agency_kinds = ["police"]\nsources = "Report: “a set', "is “sources” meant to be source?"),
    ],
)
def test_wrong_parts_are_said_in_their_line(new: str, says: str) -> None:
    text = source("durham")
    assert text.count(KINDS) == 1
    with pytest.raises(ModelInvalid) as refused:
        parse(text.replace(KINDS, new), source_name="mine.toml")
    assert all(each.startswith("mine.toml, line ") for each in refused.value.problems)
    assert says in "\n".join(refused.value.problems)


def test_durham_says_who_writes_and_devon_waits_for_nobody() -> None:
    said = {(each.heading, each.about): each.words for each in in_words(load("durham"))}
    assert "a summary report and an analysis from social care" in said["The parts of a product", "Agencies"].lower()
    assert load("devon").product_parts is None
