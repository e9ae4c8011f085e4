"""What is signed before a hub goes live, when agencies join, and what comes by which channel."""

from datetime import date

import pytest

from openmash.hubs.rules import ModelInvalid, load, parse, source
from openmash.hubs.rules.saying import in_words

LONDON, DARTFORD, DEVON = (source(name) for name in ("london_borough", "dartford_gravesend", "devon"))

# (text, what stands there, what is put in its place, what the error must say)
WRONG = (
    (LONDON, 'title = "London MASH governance framework"\n', "", "key title is missing"),
    (LONDON, 'signed_by = ["social_care"', 'signed_by = ["social_car"', "did you mean social_care?"),
    (LONDON, 'signed_by = ["social_care"', 'signed_by = ["police", "social_care"', "expected each code once"),
    (LONDON, "[framework]\n", "[framework]\nsigned = true\n", "there is no such key; did you mean signed_by?"),
    (DARTFORD, 'agency_kind = "education"', 'agency_kind = "educatoin"', "did you mean education?"),
    (DARTFORD, 'agency_kind = "housing"', 'agency_kind = "education"', "education is already that of number 1"),
    (DARTFORD, 'agency_kind = "housing"', 'agency_kind = "voluntary"', "none asks voluntary"),
    (DARTFORD, "effective_from = 2015-01-05", 'effective_from = "January"', "expected a date without quotes"),
    (DARTFORD, 'agency_kind = "education"\n', "", "key agency_kind is missing"),
    (DEVON, 'channels = ["telephone"]', 'channels = ["telefone"]', "did you mean telephone?"),
    (DEVON, 'channels = ["telephone"]', 'channels = "telephone"', "expected a list of codes in quotes"),
    (DEVON, "everywhere = true", 'everywhere = "yes"', "expected true or false, without quotes"),
    (DEVON, "everywhere = true", "everywere = true", "there is no such key; did you mean everywhere?"),
)


@pytest.mark.parametrize(("text", "there", "instead", "says"), WRONG)
def test_what_is_wrong_is_said_once_with_its_line(text: str, there: str, instead: str, says: str) -> None:
    assert there in text
    with pytest.raises(ModelInvalid) as invalid:
        parse(text.replace(there, instead, 1), source_name="mine.toml")
    [problem] = invalid.value.problems
    assert says in problem
    assert problem.startswith("mine.toml, line ")


def test_a_framework_is_signed_by_somebody() -> None:
    lines = ["signed_by = []" if line.startswith("signed_by") else line for line in LONDON.splitlines()]
    with pytest.raises(ModelInvalid, match="at least one kind of agency that signs"):
        parse("\n".join(lines), source_name="mine.toml")


def test_a_model_without_these_tables_works_as_before() -> None:
    model = load("durham")
    assert (model.framework, model.partners) == (None, ())
    red = model.ratings_by_urgency()[0].code
    assert model.agencies_asked(red, date(2014, 1, 1)) == model.agencies_asked(red)


def test_a_kind_that_joins_later_is_asked_from_its_day() -> None:
    model = load("dartford_gravesend")
    assert "education" not in model.agencies_asked("urgent", date(2015, 1, 4))
    assert "education" in model.agencies_asked("urgent", date(2015, 1, 5))
    assert "police" in model.agencies_asked("urgent", date(2014, 7, 1))
    rule = model.partner_from("housing", date(2015, 8, 31))
    assert rule is not None
    assert rule.effective_from == date(2015, 9, 1)
    assert model.partner_from("housing", date(2015, 9, 1)) is None


def test_it_is_all_said_in_words() -> None:
    london = {(each.heading, each.about): each.words for each in in_words(load("london_borough"))}
    assert (
        "until then the hub takes nothing in" in london["Before the hub goes live", "London MASH governance framework"]
    )
    dartford = {(each.heading, each.about): each.words for each in in_words(load("dartford_gravesend"))}
    assert dartford["Agencies that join", "Housing"] == "asked from 1 September 2015"
    devon = {(each.heading, each.about): each.words for each in in_words(load("devon"))}
    police = devon["What comes in", "Police report of concern for a child (121a)"]
    assert police == "from 1 June 2010; whatever comes by police report; from every area"
