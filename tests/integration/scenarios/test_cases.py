"""The cases of the seeds, and one for each hub played, come out as they say; with one expectation wrong they do not."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from openmash.hubs import queries as hub_queries
from openmash.scenarios import cli, loading
from openmash.scenarios.errors import ExpectationFailed
from openmash.scenarios.playing import play
from openmash.scenarios.reading import parse
from openmash.scenarios.story import Silent, Storyteller
from tests.nights import at_night

pytestmark = pytest.mark.django_db

# name: (what stands there, what is put in its place, the step that must fail, what it must say)
WRONG = {
    "bexley-valium": (
        'sees = ["Seven months pregnant", "high',
        'sees = ["Six months pregnant", "high',
        "look",
        "expected Kim Tranter to see “Six months pregnant” on the product; found that it is not there",
    ),
    "birmingham-screening": (
        'event = "decision.made"\nby = "leader"\ntimes = 4',
        'event = "decision.made"\nby = "leader"\ntimes = 5',
        "expect_audit",
        "expected decision.made by Hetty Marlow in the audit log: 5 times; found 4 times",
    ),
    "birmingham-sergeant-and-leader": (
        "met = 1\nattended = 1",
        "met = 2\nattended = 1",
        "expect_invitations",
        "expected criteria met: 2; found 1",
    ),
    "birmingham-weekly-rota": (
        'refused_by = "cover.week_that_can_change"',
        'refused_by = "cover.another_team_with_a_reason"',
        "change_duty_week",
        "expected a refusal by cover.another_team_with_a_reason; found one by cover.week_that_can_change",
    ),
    "blackburn-one-report-several-issues": (
        'issues = ["vulnerable_child", "domestic_abuse", "domestic_abuse", "adult_financial"]',
        'issues = ["vulnerable_child", "domestic_abuse", "adult_financial"]',
        "expect_issues",
        "expected issues raised: adult_financial, domestic_abuse, vulnerable_child; found",
    ),
    "bradford-police-screening": (
        'contact = "quarrel"\nstate = "signposted"',
        'contact = "quarrel"\nstate = "received"',
        "expect_contact",
        "expected the contact's state: received; found signposted",
    ),
    "bury-daily-meeting": (
        "due = 2026-11-11T11:30:00",
        "due = 2026-11-11T12:30:00",
        "expect_meeting",
        "expected due: Wed 11 Nov 2026 12:30; found Wed 11 Nov 2026 11:30",
    ),
    "bury-indicators": (
        "settled = 3\ndiverted = 2",
        "settled = 3\ndiverted = 1",
        "expect_referrals",
        "expected diverted: 1; found 2",
    ),
    "bury-re-referral": (
        'reached = ["Re-referral within twelve months"]',
        'reached = ["Third contact in twelve months"]',
        "expect_review",
        "expected counters reached: Third contact in twelve months; found Re-referral within twelve months",
    ),
    "camden-groups-and-places": (
        "episodes = 3, children = 2, again = 1",
        "episodes = 3, children = 3, again = 0",
        "expect_missing",
        "expected hot spots: N97 4: 3 times, 3 children, 0 again",
    ),
    "camden-one-type-at-a-time": (
        'refused_says = "from 1 June 2013"',
        'refused_says = "from 1 July 2013"',
        "record",
        "expected the refusal to say “from 1 July 2013”",
    ),
    "cornwall-consultation": (
        'does_not_see = ["a man of 31"]',
        'does_not_see = ["Demelza Nance"]',
        "look",
        "expected Jenna Pascoe not to see “Demelza Nance” on the case page; found that it is there",
    ),
    "dartford-starts-small": (
        'enquiry = "tarn"\nversion = 1',
        'enquiry = "tarn"\nversion = 2',
        "expect_version",
        "expected version 2; found version 1",
    ),
    "devon-area-by-area": (
        'refused_by = "contacts.area_is_switched_on"\nrefused_says = "“Exeter',
        'refused_by = "contacts.referral_type_is_switched_on"\nrefused_says = "“Exeter',
        "record",
        "expected a refusal by contacts.referral_type_is_switched_on; found one by contacts.area_is_switched_on",
    ),
    "devon-box-1-fabricated-illness": (
        'changed_after = "health"',
        'changed_after = "police"',
        "expect_rating",
        "expected last answer before the rating changed: Police; found Health",
    ),
    "devon-case-1-unborn": (
        "last_day = 2026-04-13",
        "last_day = 2026-04-09",
        "expect_in_time",
        "found Mon 13 Apr 2026",
    ),
    "devon-case-2-dangerous-driving": (
        'does_not_see = ["stabbed", "robbery on 21 February", "heavy drug users"]',
        'does_not_see = ["Kieran"]',
        "look",
        "expected Marion Tolley not to see “Kieran” on the case page; found that it is there",
    ),
    "devon-case-3-domestic-abuse": (
        'refused_by = "decisions.outcome_needs_a_team"',
        'refused_by = "decisions.team_fits_outcome"',
        "decide",
        "expected a refusal by decisions.team_fits_outcome; found one by decisions.outcome_needs_a_team",
    ),
    "devon-case-4-burned-feet": (
        'event = "room.opened"\nby = "ines"\ntimes = 1',
        'event = "room.opened"\nby = "ines"\ntimes = 2',
        "expect_audit",
        "expected room.opened by Ines Carvalho in the audit log: 2 times; found once",
    ),
    "durham-two-ambers": (
        "due = 2026-09-07T12:40:00",
        "due = 2026-09-04T20:40:00",
        "expect_rating",
        "found Mon 07 Sep 2026 12:40",
    ),
    "ealing-one-car": (
        'state = "not_taken"\ntold = 1',
        'state = "heard"\ntold = 1',
        "expect_panel",
        "expected the referral's state: heard; found not_taken",
    ),
    "first-response-one-door": (
        "waiting = []\nlate = []\nanswered = []",
        'waiting = ["police"]\nlate = []\nanswered = []',
        "expect_checks",
        "expected yet to answer: police; found nobody",
    ),
    "hampshire-secure-mail": (
        'put_aside_by = "uploads.mail_has_words"',
        'put_aside_by = "uploads.mail_quotes_one_request"',
        "reply_by_mail",
        "expected to be put aside by: uploads.mail_quotes_one_request; found uploads.mail_has_words",
    ),
    "hampshire-christmas-eve": (
        "until = 2026-12-29T09:00:00",
        "until = 2026-12-28T09:00:00",
        "expect_owner",
        "expected the hub opens: Mon 28 Dec 2026 09:00; found Tue 29 Dec 2026 09:00",
    ),
    "kent-allegation-against-staff": (
        'state = "concluded"',
        'state = "taken_on"',
        "open_allegation",
        "expected state: taken_on; found concluded",
    ),
    "kent-weekly-visit": (
        "next_on = 2026-12-03",
        "next_on = 2026-11-26",
        "expect_visit",
        "expected next visit: 2026-11-26; found 2026-12-03",
    ),
    "ealing-network": (
        "number_of_cases = 1",
        "number_of_cases = 2",
        "look_at_network",
        "expected cases: 2; found 1",
    ),
    "kent-adult-and-missing-child": (
        "due = 2026-10-05T16:20:00",
        "due = 2026-10-06T16:20:00",
        "expect_interview",
        "expected due: Tue 06 Oct 2026 16:20; found Mon 05 Oct 2026 16:20",
    ),
    "kent-themes-of-risk": (
        'theme = "Domestic abuse", interviews = 2, children = 2',
        'theme = "Domestic abuse", interviews = 2, children = 1',
        "expect_missing",
        "Domestic abuse: 2 interviews, 1 children; found",
    ),
    "kent-night-and-day": (
        "until = 2026-11-23T09:00:00",
        "until = 2026-11-22T09:00:00",
        "expect_owner",
        "expected the hub opens: Sun 22 Nov 2026 09:00; found Mon 23 Nov 2026 09:00",
    ),
    "london-borough-signs-first": (
        'refused_by = "hubs.framework_is_signed"',
        'refused_by = "hubs.is_live"',
        "go_live",
        "expected a refusal by hubs.is_live; found one by hubs.framework_is_signed",
    ),
    "manchester-high-risk-for-safeguarding": (
        'state = "heard"\nat_risk = 1',
        'state = "heard"\nat_risk = 2',
        "expect_panel",
        "expected others in danger: 2; found 1",
    ),
    "marac-link-one-family-two-forums": (
        "score = 1",
        "score = 5",
        "expect_checklist",
        "expected score: 5; found 1",
    ),
    "merton-brag": (
        "due = 2026-09-11T17:00:00",
        "due = 2026-09-10T17:00:00",
        "expect_rating",
        "found Fri 11 Sep 2026 17:00",
    ),
    "merton-conference-link": (
        "at_risk = 1\ntold = 3",
        "at_risk = 1\ntold = 4",
        "expect_panel",
        "expected told between them: 4; found 3",
    ),
    "northamptonshire-threshold": (
        "due = 2026-09-04T13:10:00",
        "due = 2026-09-03T15:00:00",
        "expect_rating",
        "found Fri 04 Sep 2026 13:10",
    ),
    "nottinghamshire-letters": (
        'kind = "letter_to_see"\ntimes = 2',
        'kind = "letter_to_see"\ntimes = 3',
        "expect_messages",
        "expected messages “letter_to_see”: 3; found 2",
    ),
    "nottinghamshire-rating-dispute": (
        "due = 2026-09-03T12:00:00",
        "due = 2026-09-03T12:01:00",
        "expect_difference",
        "expected settled by: Thu 03 Sep 2026 12:01; found Thu 03 Sep 2026 12:00",
    ),
    "nottinghamshire-profiles": (
        'ratings = ["Amber: 2"]',
        'ratings = ["Amber: 3"]',
        "expect_profile",
        "expected ratings: Amber: 3; found Amber: 2",
    ),
    "nottinghamshire-rotation": (
        'leave_with_work = ["rotating"]\nnote',
        "note",
        "expect_rotation",
        "expected leave with work: nobody; found Isolde Farnsfield",
    ),
    "nottinghamshire-wall": (
        'agencies_late = ["health"]',
        'agencies_late = ["police"]',
        "expect_wall",
        "expected late on the wall: police; found health",
    ),
    "sandwell-gang-links": (
        'usual = ["social_care", "police", "health", "youth", "school"]',
        'usual = ["social_care", "police", "health", "school"]',
        "expect_checks",
        "expected asked by this hub: health, police, school, social_care; "
        "found health, police, school, social_care, youth",
    ),
    "sandwell-violence-at-home": (
        "due = 2026-09-05T20:00:00",
        "due = 2026-09-07T17:00:00",
        "expect_rating",
        "found Sat 05 Sep 2026 20:00",
    ),
    "westminster-daily-briefing": (
        "due = 2026-09-16T10:00:00",
        "due = 2026-09-15T10:00:00",
        "expect_rating",
        "found Wed 16 Sep 2026 10:00",
    ),
    "wiltshire-daily-call": (
        'cases = ["seend", "keevil", "bromham"]',
        'cases = ["seend", "keevil"]',
        "expect_meeting",
        "expected its cases: keevil, seend; found bromham, keevil, seend",
    ),
    "wiltshire-two-stages": (
        "due = 2026-09-03T15:20:00",
        "due = 2026-09-03T14:52:00",
        "expect_stage",
        "expected through it by: Thu 03 Sep 2026 14:52; found Thu 03 Sep 2026 15:20",
    ),
}


# Of the source documents themselves: what each of them expects is made wrong every day, the other hubs' at night.
SEEDS = (
    "bexley-valium",
    "devon-box-1-fabricated-illness",
    "devon-case-1-unborn",
    "devon-case-2-dangerous-driving",
    "devon-case-3-domestic-abuse",
    "devon-case-4-burned-feet",
)

# Of one thing that a hub does, beside the scenarios of its whole case.
OF_ONE_THING = {
    "birmingham-weekly-rota",
    "camden-groups-and-places",
    "ealing-network",
    "hampshire-secure-mail",
    "kent-allegation-against-staff",
    "kent-themes-of-risk",
    "kent-weekly-visit",
    "nottinghamshire-letters",
    "nottinghamshire-profiles",
    "nottinghamshire-rotation",
    "sandwell-gang-links",
}


@pytest.mark.parametrize("name", loading.available())
def test_the_case_comes_out_as_the_seed_says(name: str) -> None:
    played = play(loading.load(name), teller=Silent())
    assert played.checks >= (8 if name in OF_ONE_THING else 15), "a case that checks little proves little"


@pytest.mark.parametrize("name", [*SEEDS, *at_night(*sorted(set(loading.available()) - set(SEEDS)))])
def test_one_wrong_expectation_fails_and_is_named(name: str) -> None:
    stands, instead, verb, says = WRONG[name]
    text = loading.source(name)
    assert text.count(stands) == 1, "exactly one expectation is made wrong"
    wrong = parse(text.replace(stands, instead), source_name=f"{name}.toml")
    with pytest.raises(ExpectationFailed) as caught:
        play(wrong, teller=Silent())
    line = text[: text.index(stands)].count("[[steps]]")
    assert caught.value.number == line
    assert caught.value.verb == verb
    assert says in caught.value.sentence
    assert caught.value.sentence.startswith(f"{name}.toml, line ")


def test_a_play_leaves_nothing_behind_not_even_keys() -> None:
    before = {path.name for path in Path(settings.OPENMASH_KEYS).glob("*.json")}
    played = play(loading.load("devon-case-4-burned-feet"), teller=Silent())
    assert played.slug not in [hub.slug for hub in hub_queries.all_hubs()]
    after = {path.name for path in Path(settings.OPENMASH_KEYS).glob("*.json")}
    assert before <= after
    assert after - before <= {"sign-in.json"}  # of the whole installation: the first hub makes it, and it stays


def test_a_play_that_is_kept_stays_and_can_be_played_again() -> None:
    case = loading.load("devon-case-4-burned-feet")
    first, second = (play(case, teller=Silent(), keep=True).slug for _ in range(2))
    assert first != second
    assert {first, second} <= {hub.slug for hub in hub_queries.all_hubs()}


def test_a_step_that_should_have_been_refused_fails() -> None:
    text = loading.source("devon-case-4-burned-feet").replace(
        'by = "terry"\ncontact = "call"', 'by = "terry"\nrefused_by = "permission"\ncontact = "call"'
    )
    with pytest.raises(ExpectationFailed, match="expected a refusal by permission; found that it was done"):
        play(parse(text, source_name="x.toml"), teller=Silent())


def test_a_step_that_is_refused_unexpectedly_fails() -> None:
    text = loading.source("devon-case-4-burned-feet").replace('refused_by = "enquiries.rating_differs"', "")
    with pytest.raises(ExpectationFailed, match=r"expected it to be done; found a refusal by enquiries.rating_differs"):
        play(parse(text, source_name="x.toml"), teller=Silent())


def test_the_story_says_when_who_what_and_what_was_checked() -> None:
    lines: list[str] = []
    play(loading.load("devon-case-4-burned-feet"), teller=Storyteller(lines.append))
    story = re.sub(r"\s+", " ", "\n".join(lines))
    assert "Tuesday 21 April 2026" in story
    assert "10:55 Ines Carvalho (Duty social worker) rates Rosie Lake green (was red)" in story
    assert "✓ Terry Vale (Business support) tries to open enquiry and is refused (permission)" in story
    assert "✓ Rosie Lake's rating: green" in story


def test_speed_waits_as_long_as_the_story_would_at_that_speed() -> None:
    waited: list[float] = []
    play(loading.load("devon-case-4-burned-feet"), teller=Storyteller(lambda _: None, speed=10, sleep=waited.append))
    assert waited[1] == pytest.approx(0.5), "five minutes at ten a second"
    assert max(waited) <= 8


def test_the_command_says_what_failed_and_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stands, instead, *_ = WRONG["devon-case-4-burned-feet"]
    file = tmp_path / "wrong.toml"
    file.write_text(loading.source("devon-case-4-burned-feet").replace(stands, instead), encoding="utf-8")
    assert cli.main(["play", str(file)]) == 1
    assert "wrong.toml, line" in capsys.readouterr().err


def test_the_command_plays_and_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["play", "devon-case-4-burned-feet"]) == 0
    assert "As it should be" in capsys.readouterr().out


def test_the_command_lists_the_cases(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in loading.available())
    assert cli.main(["play"]) == 1, "nothing named is not a success"
