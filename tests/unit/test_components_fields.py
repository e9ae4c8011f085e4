"""What the fields accept, and what they say about what they do not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.utils import timezone

from openmash.web.shared.fields import (
    GovDateField,
    GovDateTimeField,
    NHSNumberField,
    PostcodeField,
    TelephoneField,
)
from openmash.web.shared.forms import GovForm, whole_number


class Birth(GovForm):
    dob = GovDateField(label="Date of birth", past=True)


class Happened(GovForm):
    at = GovDateTimeField(label="When it happened")


class Person(GovForm):
    nhs = NHSNumberField(label="NHS number", required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    telephone = TelephoneField(label="Telephone", required=False)
    surname = forms.CharField(label="Family name", max_length=5)
    who = forms.CharField(label="Who is calling?")
    relation = forms.ChoiceField(label="Relation to the child", choices=[("", ""), ("mother", "Mother")])
    email = forms.EmailField(label="Their email address", required=False)
    told = forms.BooleanField(label="I told the family")
    own = forms.CharField(label="Reasons", error_messages={"required": "Say why"})


def born(day: str, month: str, year: str) -> Birth:
    return Birth({"dob_day": day, "dob_month": month, "dob_year": year})


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("5", "11", "2019"),
        ("05", "11", "2019"),
        ("5", "Nov", "2019"),
        ("5", "november", "2019"),
        (" 5 ", "NOV.", "2019 "),
        ("5/11/2019", "", ""),
        ("5 Nov 2019", "", ""),
    ],
)
def test_a_date_may_be_typed_in_these_ways(day: str, month: str, year: str) -> None:
    form = born(day, month, year)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["dob"] == date(2019, 11, 5)


@pytest.mark.parametrize(
    ("typed", "sentence", "marked"),
    [
        (("", "", ""), "Enter the date of birth", "required"),
        (("5", "", "2019"), "Date of birth must include a month", "month"),
        (("", "", "2019"), "Date of birth must include a day and month", "day month"),
        (("31", "2", "2019"), "Date of birth must be a real date, like 27 3 2019", "day month year"),
        (("5", "Octember", "2019"), "Date of birth must be a real date, like 27 3 2019", "day month year"),
        (("x", "2", "2019"), "Date of birth must be a real date, like 27 3 2019", "day month year"),
        (("9" * 40, "2", "2019"), "Date of birth must be a real date, like 27 3 2019", "day month year"),
        (("5", "9" * 5_000, "2019"), "Date of birth must be a real date, like 27 3 2019", "day month year"),
        (("5", "11", "19"), "Date of birth must have a year of 4 numbers, like 2019", "year"),
        (("5", "11", "1019"), "Date of birth must be in 1900 or later", "year"),
        (("5", "11", "2919"), "Date of birth must be today or in the past", "day month year"),
    ],
)
def test_a_wrong_date_says_what_is_wrong(typed: tuple[str, str, str], sentence: str, marked: str) -> None:
    fault = born(*typed).errors.as_data()["dob"][0]
    assert (list(fault.messages), fault.code) == ([sentence], marked)


def test_what_was_typed_for_a_wrong_date_is_shown_again() -> None:
    assert born("31", "Feb", "2019")["dob"].value() == ["31", "Feb", "2019"]


def test_a_date_not_before_today_may_be_asked_for() -> None:
    field = GovDateField(label="Due date", future=True, required=False)
    day = timezone.localdate() - timedelta(days=1)
    with pytest.raises(forms.ValidationError, match="Due date must be today or in the future"):
        field.clean([str(day.day), str(day.month), str(day.year)])
    assert field.clean(["", "", ""]) is None


@pytest.mark.parametrize("typed", ["14:30", "1430", "14.30", "2:30pm", "2.30 PM"])
def test_a_time_may_be_typed_in_these_ways(typed: str) -> None:
    form = Happened({"at_day": "6", "at_month": "7", "at_year": "2026", "at_time": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == datetime(2026, 7, 6, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "When it happened must include a time, like 14:30"),
        ("25:00", "When it happened must have a real time, like 14:30 or 2:30pm"),
        ("noon", "When it happened must have a time, like 14:30 or 2:30pm"),
        ("13pm", "When it happened must have a time, like 14:30 or 2:30pm"),
        ("2", "When it happened must have a time, like 14:30 or 2:30pm"),
    ],
)
def test_a_wrong_time_says_what_is_wrong(typed: str, sentence: str) -> None:
    form = Happened({"at_day": "6", "at_month": "7", "at_year": "2026", "at_time": typed})
    assert form.errors["at"] == [sentence]


def test_a_time_without_a_date_asks_for_the_date() -> None:
    form = Happened({"at_time": "14:30"})
    assert form.errors["at"] == ["When it happened must include a day, month and year"]


def test_a_moment_is_shown_in_local_time() -> None:
    form = Happened(initial={"at": datetime(2026, 7, 6, 13, 30, tzinfo=UTC)})
    assert form["at"].field.widget.decompress(form["at"].value()) == ["6", "7", "2026", "14:30"]


def person(**typed: Any) -> Person:
    return Person({"surname": "Okafo", "who": "x", "relation": "mother", "told": "on", "own": "x", **typed})


@pytest.mark.parametrize("typed", ["9990000018", "999 000 0018", "999-000-0018", "  9990000018 "])
def test_an_nhs_number_may_have_spaces(typed: str) -> None:
    form = person(nhs=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["nhs"] == "9990000018"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("nhs", "999 000 001", "NHS number must be 10 numbers, like 999 000 0018"),
        (
            "nhs",
            "999 000 0081",
            "NHS number is not a real NHS number: a digit may be wrong or two may be swapped",
        ),
        ("postcode", "EX1", "Postcode must be a full UK postcode, like EX1 1AA"),
        (
            "telephone",
            "none",
            "Telephone must be a telephone number, like 01632 960 001 or 07700 900 982",
        ),
        ("email", "a@b", "Their email address must be an email address, like name@example.org"),
        ("surname", "Okafor", "Family name must be 5 characters or fewer; it is 6 now"),
        ("surname", "", "Enter the family name"),
        ("who", "", "Answer the question “Who is calling?”"),
        ("relation", "", "Select the relation to the child"),
        ("relation", "uncle", "Relation to the child: choose one of the answers listed"),
        ("told", "", "Tick “I told the family” to go on"),
        ("own", "", "Say why"),
    ],
)
def test_a_fault_is_told_in_a_sentence(name: str, typed: str, sentence: str) -> None:
    assert person(**{name: typed}).errors[name] == [sentence]


@pytest.mark.parametrize(("typed", "kept"), [("ex11aa", "EX1 1AA"), ("EX1 1AA", "EX1 1AA"), ("sw1a-1aa", "SW1A 1AA")])
def test_a_postcode_is_kept_as_the_post_writes_it(typed: str, kept: str) -> None:
    form = person(postcode=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["postcode"] == kept


def test_an_untouched_date_is_no_change() -> None:
    field = Birth().fields["dob"]
    assert not field.has_changed(date(2019, 3, 27), ["27", "3", "2019"])
    assert not field.has_changed(None, ["", "", ""])
    assert field.has_changed(None, ["27", "", ""])


@pytest.mark.parametrize("typed", ["", None, "x", "-1", "1.5", "²", "9" * 10, "9" * 5_000])
def test_a_number_that_no_page_of_ours_sent_is_none(typed: str | None) -> None:
    assert whole_number(typed) is None
    assert whole_number("7") == 7


ODD = [
    "a\x00b",
    "x" * 30_000,
    "9" * 40,
    "9" * 5_000,
    "-1",
    "1e400",
    "\u202e\u2066",
    "²",
    "٣",
    "\ud800",
    "a\r\nb",
    "[1]",
    "NaN",
]


class Everything(Person):
    dob = GovDateField(label="Date of birth", required=False)
    at = GovDateTimeField(label="When it happened", required=False)


NAMES = [f"{field}_{part}" for field in ("dob", "at") for part in ("day", "month", "year")] + [
    "at_time",
    *Person.base_fields,
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_put_into_a_box_the_form_answers(name: str, odd: str) -> None:
    good = {"dob_day": "5", "dob_month": "11", "dob_year": "2019", "at_day": "5", "at_month": "11", "at_year": "2019"}
    form = Everything({**good, "at_time": "14:30", name: odd})
    assert form.is_valid() in (True, False)
    assert str(form["dob"]), "and can be shown again"
