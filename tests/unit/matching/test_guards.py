"""Twins, namesakes and households: shown, and never suggested; one person with a slip of the pen still is."""

import csv
import io
from datetime import date

import pytest

from openmash.matching import csv_records, guards
from openmash.matching.cleaning import clean
from openmash.matching.invented import CITY, TODAY
from openmash.matching.invented.accounts import Account, Writer
from openmash.matching.invented.families import Families
from openmash.matching.invented.writing import told_apart
from openmash.matching.model import Model
from openmash.matching.records import Birth, Name, Place, Record

CAROL = Record(
    names=(Name("Carol", "", "Fernsby"),),
    birth=Birth(date(2015, 5, 9)),
    sex="F",
    places=(Place("M14 5AA", "10001234567"),),
)


def like_carol(**other: object) -> Record:
    return CAROL._replace(**other)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load("families")


def named(given: str, **other: object) -> Record:
    """Somebody of Carol's family with another given name."""
    return like_carol(names=(Name(given, "", "Fernsby"),), **other)


ELSEWHERE = {"places": (Place("EX1 2AB"),)}
EXPECTED = {"birth": Birth(date(2015, 5, 12), "expected"), "sex": "U"}


def weighed(model: Model, one: Record, other: Record) -> tuple[str | None, float, float]:
    """Which guard stands, the weight before guards and after."""
    levels = model.compare(clean(one)._asdict(), clean(other)._asdict())
    weight = model.weight(levels, {"forename": 0.0001, "surname": 0.00001}, people=100_000)
    guard = guards.found(model, levels)
    return (guard.name if guard else None), weight, guards.capped(model, levels, weight)


@pytest.mark.parametrize(
    ("other", "guard"),
    [
        (like_carol(names=(Name("Peter", "", "Fernsby"),), sex="M"), "twin"),
        (like_carol(names=(Name("Ursula", "", "Fernsby"),)), "twin"),
        (like_carol(names=(Name("Chloe", "", "Fernsby"),)), "twin"),
        (like_carol(names=(Name("Caron", "", "Fernsby"),), sex="M"), "twin of the other sex"),
        (like_carol(names=(Name("Fernsby", "", "Peter"),), sex="M"), "twin"),
        (like_carol(names=(Name("Fernsby", "", "Carol"),), sex="M"), "twin of the other sex"),
        (named("C"), "twin"),
        (named("Darol"), "twin"),
        (named("Peter", places=()), "nothing of their own"),
        (named("Peter", **ELSEWHERE), "nothing of their own"),
        (named("Peter", birth=Birth(date(2015, 9, 5))), "nothing of their own"),
        (named("", **ELSEWHERE), "nothing of their own"),
        (named("Baby", **EXPECTED), "nothing of their own"),
        (like_carol(names=(Name("Peter", "", "Threlkeld"),)), "birthday and address"),
        (like_carol(names=()), "birthday and address"),
        (like_carol(birth=Birth(date(1988, 2, 3))), "namesake"),
        (like_carol(names=(Name("Peter", "", "Fernsby"),), birth=Birth(date(1988, 2, 3))), "household"),
        (like_carol(names=(Name("Peter", "", "Fernsby"),), birth=Birth(date(2013, 8, 1))), "household"),
    ],
)
def test_somebody_else_of_the_family_is_never_suggested(model: Model, other: Record, guard: str) -> None:
    found, weight, after = weighed(model, CAROL, other)
    assert found == guard
    assert after == min(weight, model.thresholds["suggest"].bits - guards.BELOW)
    assert after < model.thresholds["suggest"].bits


@pytest.mark.parametrize(
    "other",
    [
        CAROL,
        like_carol(names=(Name("Carole", "", "Fernsby"),)),
        like_carol(names=(Name("Carol", "", "Fernsbie"),)),
        like_carol(birth=Birth(date(2015, 9, 5))),
        like_carol(names=(Name("Fernsby", "", "Carol"),)),
    ],
)
def test_the_same_child_with_a_slip_of_the_pen_is_still_suggested(model: Model, other: Record) -> None:
    found, weight, after = weighed(model, CAROL, other)
    assert found is None
    assert after == weight > model.thresholds["suggest"].bits


def test_brothers_who_share_the_first_of_their_names_are_not_suggested_for_each_other(model: Model) -> None:
    ali, umar, himself = (named(f"Mohammed {called}", sex="M") for called in ("Ali", "Umar", "A"))
    assert weighed(model, ali, umar)[0] == "twin with a name in common"
    assert weighed(model, ali, himself)[0] is None


def test_two_accounts_of_one_unborn_child_are_suggested_and_the_child_once_born_is_not(model: Model) -> None:
    unborn, other = named("Unborn", **EXPECTED), named("Baby", **EXPECTED)
    found, weight, after = weighed(model, unborn, other)
    assert found is None
    assert after == weight > model.thresholds["suggest"].bits
    assert weighed(model, unborn, CAROL)[0] == "nothing of their own"  # or her twin


def test_a_twin_is_hardly_ever_suggested_in_place_of_the_other(model: Model) -> None:
    """Twins of one invented place, each as asked about and as an index has them: the page has the figure at large."""
    families = Families(7, 0, of=1, profile=CITY, today=TODAY.toordinal())
    writer = Writer(7, 0, profile=CITY, today=TODAY.toordinal())
    twins = [(person, twin) for person in families.populate(15_000) if (twin := told_apart(person))]
    suggested = {"other": 0, "own": 0}
    for person, twin in twins:
        asked = read_account(writer.question(person))
        for who, meant in (("other", twin), ("own", person)):
            after = weighed(model, asked, read_account(writer.row_of_index(meant)))[2]
            suggested[who] += after >= model.thresholds["suggest"].bits
    assert len(twins) > 150
    assert suggested["other"] / len(twins) < 0.02
    assert suggested["own"] / len(twins) > 0.6


def read_account(account: Account) -> Record:
    """A line of an index as it is read."""
    lines = io.BytesIO((",".join(("reference", *Account._fields)) + "\n").encode() + _line(account))
    [record] = [row for _, row in csv_records.read(csv_records.lines_of(lines), today=TODAY) if isinstance(row, Record)]
    return record


def _line(account: Account) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(("R1", *account))
    return text.getvalue().encode()


def test_a_number_that_only_one_person_has_outdoes_every_guard(model: Model) -> None:
    other = like_carol(names=(Name("Peter", "", "Fernsby"),), sex="M")
    assert weighed(model, CAROL, other)[0] == "twin"
    numbered = {"nhs_number": "999 000 0018"}
    found, weight, after = weighed(model, CAROL._replace(**numbered), other._replace(**numbered))
    assert found is None
    assert after == weight


def test_a_guard_that_the_model_cannot_tell_does_not_stand(model: Model) -> None:
    raw = dict(model.raw)
    raw["comparisons"] = [each for each in raw["comparisons"] if each["output_column_name"] not in ("home", "sex")]
    without_home = Model.made_of(raw, {"thresholds": {"suggest": {"bits": 6.0}}})
    assert [guard.name for guard in guards.fitting(without_home)] == ["household", "nothing of their own"]
    assert guards.sql(without_home, "w", {each.name: each.name for each in without_home.comparisons}) != "w"


def test_a_model_that_suggests_nothing_caps_nothing(model: Model) -> None:
    plain = Model.made_of(model.raw)
    levels = plain.compare(clean(CAROL)._asdict(), clean(like_carol(names=(Name("Zoe", "", "Fernsby"),)))._asdict())
    assert guards.found(plain, levels) is not None
    assert guards.capped(plain, levels, 50.0) == 50.0
    assert guards.sql(plain, "w", {}) == "w"
