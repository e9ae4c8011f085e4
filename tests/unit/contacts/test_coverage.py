"""Phased start: which area and which type a hub takes, on the day on which a contact was received."""

from datetime import UTC, date, datetime

import pytest

from openmash.contacts.rules import ContactTold, PersonInvolved, coverage, require_area, require_switched_on
from openmash.hubs.rules import OperatingModel, load, parse, source
from tests.refusals import refused, sentence_of

AREA, KIND = ("contacts.area_is_switched_on", "area"), ("contacts.referral_type_is_switched_on", "referral_type")


def told(received: datetime, *, channel: str = "telephone", area: str = "", kind: str = "") -> ContactTold:
    return ContactTold(
        channel=channel,
        kind="referral",
        received_at=received,
        referrer_name="Alex Tremain",
        referrer_role="",
        referrer_organisation="",
        referrer_telephone="",
        referrer_email="",
        source="2A",
        concern="A bruise.",
        immediate_danger=False,
        consent="given",
        consent_reason="",
        people=(PersonInvolved("child", "Jack"),),
        area=area,
        referral_type=kind,
    )


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)


@pytest.fixture(scope="module")
def devon() -> OperatingModel:
    return load("devon")


@pytest.fixture(scope="module")
def camden() -> OperatingModel:
    return load("camden")


def test_an_area_is_taken_from_its_first_day_and_not_the_day_before(devon: OperatingModel) -> None:
    before, on = told(at("2010-10-31"), area="exeter"), told(at("2010-11-01"), area="exeter")
    assert refused(require_switched_on, before, devon) == AREA
    assert refused(require_switched_on, on, devon) is None
    assert "“Exeter” is taken from 1 November 2010" in sentence_of(require_switched_on, before, devon)


def test_the_day_is_that_of_the_wall_clock_in_the_united_kingdom(devon: OperatingModel) -> None:
    text = source("devon").replace("effective_from = 2010-11-01", "effective_from = 2026-06-01")
    model = parse(text, source_name="mine.toml")
    midnight = datetime(2026, 5, 31, 23, 0, tzinfo=UTC)  # already 1 June in summer time
    assert refused(require_switched_on, told(midnight, area="exeter"), model) is None
    assert refused(require_switched_on, told(midnight.replace(minute=0, hour=22), area="exeter"), model) == AREA


def test_a_type_that_comes_from_everywhere_is_taken_from_an_area_that_is_not_on(devon: OperatingModel) -> None:
    report = told(at("2010-07-01"), channel="police_report", area="exeter")
    assert require_switched_on(report, devon).referral_type == "police_report"
    assert refused(require_switched_on, told(at("2010-07-01"), area="exeter"), devon) == AREA


def test_a_type_is_taken_from_its_first_day_whenever_it_is_typed_in(camden: OperatingModel) -> None:
    early, on = told(at("2013-05-31"), kind="e_caf"), told(at("2013-06-01"), kind="e_caf")
    assert refused(require_switched_on, early, camden) == KIND
    assert refused(require_switched_on, on, camden) is None


def test_what_the_hub_does_not_have_is_refused(camden: OperatingModel) -> None:
    assert refused(require_switched_on, told(at("2026-01-05"), area="mars"), camden) == AREA
    assert refused(require_switched_on, told(at("2026-01-05"), kind="pigeon"), camden) == KIND
    assert refused(require_area, "mars", camden, date(2026, 1, 5)) == AREA
    assert refused(require_area, "camden", camden, date(2026, 1, 5)) is None


def test_a_type_that_ended_says_until_when(camden: OperatingModel) -> None:
    ended = source("camden").replace(
        "effective_from = 2013-06-01", "effective_from = 2013-06-01\neffective_to = 2014-01-31", 1
    )
    model = parse(ended, source_name="mine.toml")
    assert "until 31 January 2014" in sentence_of(require_switched_on, told(at("2014-02-01"), kind="e_caf"), model)
    assert refused(require_switched_on, told(at("2014-01-31"), kind="e_caf"), model) is None


def test_what_nobody_said_is_the_only_one_or_what_comes_by_the_channel(
    camden: OperatingModel, devon: OperatingModel
) -> None:
    by_police = require_switched_on(told(at("2026-01-05"), channel="police_report"), camden)
    assert (by_police.area, by_police.referral_type) == ("camden", "merlin")
    by_telephone = require_switched_on(told(at("2026-01-05")), camden)
    assert (by_telephone.area, by_telephone.referral_type) == ("camden", "")
    in_devon = require_switched_on(told(at("2026-01-05")), devon)
    assert (in_devon.area, in_devon.referral_type) == ("", "telephone")


def test_what_comes_by_a_channel_whose_type_is_not_on_is_refused(camden: OperatingModel) -> None:
    assert refused(require_switched_on, told(at("2012-11-30"), channel="police_report"), camden) == KIND
    assert require_switched_on(told(at("2012-11-30")), camden).area == "", "not on yet, so it is not assumed"


def test_a_list_to_choose_from_says_what_is_not_on(devon: OperatingModel) -> None:
    found = coverage(devon, date(2010, 7, 1))
    assert found.choices(found.areas, first="Not known yet") == [
        ("", "Not known yet"),
        ("north_devon", "North Devon"),
        ("exeter", "Exeter (from 1 November 2010)"),
        ("rest_of_devon", "The rest of Devon (from 1 April 2011)"),
    ]
    assert coverage(devon, date(2026, 1, 5)).not_on == {}
