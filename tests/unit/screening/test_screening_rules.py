"""Screening together, checklists, return interviews and panels: what must be said, just within and just beyond."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from openmash.access import Actor, Permission, Role
from openmash.hubs.rules import ClockKind, load
from openmash.screening import permissions
from openmash.screening.rules import checklists, interviews, joint, panels
from openmash.screening.rules.checklists import ChecklistTold
from openmash.screening.rules.interviews import InterviewTold
from openmash.screening.rules.joint import Voice
from openmash.screening.rules.panels import PanelTold
from tests.refusals import refused

JOINT = load("birmingham").screening("domestic_abuse")
MARAC, CHECKLIST = load("marac_link").panel("marac"), load("marac_link").checklist("domestic_abuse_risk")
GANGS = load("manchester").panel("gang_unit")
POLICE, COUNCIL, CHARITY = uuid4(), uuid4(), uuid4()
KINDS = {POLICE: "police", COUNCIL: "social_care", CHARITY: "domestic_abuse"}
TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)


def voices(*outcomes: str) -> list[Voice]:
    return [Voice(each, "Jo Penrose", outcome) for each, outcome in zip(KINDS, outcomes, strict=False)]


def screened(given: list[Voice], outcome: str, reasons: str = "Nobody was hurt.") -> tuple[str, str | None] | None:
    return refused(joint.require_whole, JOINT, given, KINDS, outcome=outcome, reasons=reasons)


def test_everybody_who_screens_gives_a_view_and_the_gravest_stands() -> None:
    agree = voices("no_issue", "no_issue", "no_issue")
    assert screened(agree, "no_issue") is None
    assert screened(agree, "section_47") is None, "they may come to more than any of them said"
    assert screened(agree[:2], "no_issue") == ("screening.everybody_gives_a_view", None)
    assert screened([*agree, agree[0]], "no_issue") == ("screening.one_view_an_agency", None)
    one = voices("no_issue", "initial_assessment", "no_issue")
    assert screened(one, "single_agency") == ("screening.gravest_view_stands", "outcome")
    assert screened(one, "initial_assessment") is None


@pytest.mark.parametrize(
    ("given", "outcome", "reasons", "rule"),
    [
        (voices("no_issue", "no_issue", "no_issue"), "no_issue", " ", ("screening.outcome_has_reasons", "reasons")),
        (voices("no_issue", "no_issue", "no_issue"), "nothing", "x", ("screening.outcome_is_the_hubs", "outcome")),
        (voices("no_issue", "nothing", "no_issue"), "no_issue", "x", ("screening.outcome_is_the_hubs", "outcome")),
        (voices("no_issue", "no_issue", "no_issue"), "no_issue", "x" * 4001, ("screening.words_fit", "reasons")),
        (
            [*voices("no_issue", "no_issue"), Voice(CHARITY, " ", "no_issue")],
            "no_issue",
            "x",
            ("screening.view_is_somebodys", "said_by"),
        ),
        (
            [*voices("no_issue", "no_issue"), Voice(CHARITY, "x" * 121, "no_issue")],
            "no_issue",
            "x",
            ("screening.view_is_somebodys", "said_by"),
        ),
    ],
)
def test_a_screening_that_is_not_whole_is_refused(
    given: list[Voice], outcome: str, reasons: str, rule: tuple[str, str]
) -> None:
    assert screened(given, outcome, reasons) == rule
    assert screened(voices("no_issue", "no_issue", "no_issue"), "no_issue", "x" * 4000) is None


def test_what_is_triaged_is_not_screened_any_more() -> None:
    assert refused(joint.require_waits, waits=True) is None
    assert refused(joint.require_waits, waits=False) == ("screening.before_triage", None)


def test_the_score_is_added_up_and_decides_nothing() -> None:
    text = checklists.example()
    codes = [question.code for question in text.questions]
    none = ChecklistTold(dict.fromkeys(codes, "no"), "high", "I believe him.", with_them=True)
    assert text.score(none.answers) == 0
    assert text.score(dict.fromkeys(codes, "yes")) == text.most == len(codes)
    assert text.score(dict.fromkeys(codes, "not_known")) == 0
    for judgement in ("standard", "medium", "high"):
        assert refused(checklists.require_whole, replace(none, judgement=judgement), text, CHECKLIST) is None
    assert refused(checklists.require_whole, replace(none, judgement="certain"), text, CHECKLIST) == (
        "screening.somebody_judges",
        "judgement",
    )
    assert refused(checklists.require_whole, replace(none, why=""), text, CHECKLIST) == (
        "screening.judgement_has_reasons",
        "why",
    )
    unanswered = {**none.answers, "hurt": ""}
    assert refused(checklists.require_whole, replace(none, answers=unanswered), text, CHECKLIST) == (
        "screening.every_question_is_answered",
        "q_hurt",
    )


QUESTION = '[[questions]]\ncode = "a"\ntext = "A?"\n'
HEAD = 'code = "mine"\ntitle = "Mine"\nlicence = "Ours"\nsource = "Us"\n'


@pytest.mark.parametrize(
    "raw",
    [
        "code = ",
        QUESTION,
        HEAD,
        HEAD.replace('"mine"', '"my own"') + QUESTION,
        HEAD.replace('"mine"', f'"{"x" * 41}"') + QUESTION,
        HEAD + QUESTION + QUESTION,
        HEAD + QUESTION + "weight = -1\n",
        HEAD + QUESTION + "weight = 101\n",
        HEAD + QUESTION + 'weight = "1"\n',
        HEAD + QUESTION.replace('"A?"', '" "'),
        HEAD + 'questions = ["A?"]\n',
        HEAD + QUESTION + "#" * checklists.LONGEST_TEXT,
        HEAD + "".join(QUESTION.replace('"a"', f'"a{n}"') for n in range(61)),
    ],
)
def test_a_text_that_is_no_checklist_says_why(raw: str) -> None:
    assert refused(checklists.read_text, raw) == ("screening.checklist_is_readable", "text")
    sixty = "".join(QUESTION.replace('"a"', f'"a{n}"') + "weight = 100\n" for n in range(60))
    assert checklists.read_text(HEAD + sixty).most == 6000


def test_a_found_child_is_spoken_with_in_the_hubs_time_or_the_national_one() -> None:
    assert (interviews.NATIONAL.kind, interviews.NATIONAL.amount) == (ClockKind.ELAPSED_HOURS, 72)
    assert interviews.clock(load("devon")) is interviews.NATIONAL
    assert interviews.clock(load("kent")).amount == 72
    assert refused(interviews.require_child, "child") is None
    for kind in ("unborn", "adult", ""):
        assert refused(interviews.require_child, kind) == ("screening.interview_is_with_a_child", None)


def test_a_child_is_missing_before_found_and_found_before_now() -> None:
    before = NOW - timedelta(hours=1)
    assert refused(interviews.require_times, before, NOW, at=NOW) is None
    assert refused(interviews.require_times, None, NOW, at=NOW) is None
    assert refused(interviews.require_times, NOW, NOW, at=NOW) is None
    assert refused(interviews.require_times, None, NOW + timedelta(seconds=1), at=NOW) == (
        "screening.found_before_now",
        "found_at",
    )
    assert refused(interviews.require_times, NOW, before, at=NOW) == (
        "screening.missing_before_found",
        "missing_from",
    )


def test_an_interview_says_who_held_it_and_what_the_child_said() -> None:
    told = InterviewTold("A youth worker", independent=True, said="I was at the arcade.", themes=("missing",))
    whole = interviews.require_whole
    assert refused(whole, told, ("missing",)) is None
    assert refused(whole, replace(told, interviewer=" "), ("missing",)) == (
        "screening.interviewer_is_named",
        "interviewer",
    )
    assert refused(whole, replace(told, interviewer="x" * 121), ("missing",)) is not None
    assert refused(whole, replace(told, interviewer="x" * 120), ("missing",)) is None
    assert refused(whole, replace(told, said=""), ("missing",)) == ("screening.child_is_heard", "said")
    assert refused(whole, told, ()) == ("screening.themes_are_the_hubs", "themes")
    assert refused(interviews.require_why_not, "She will not.") is None
    assert refused(interviews.require_why_not, " ") == ("screening.not_held_for_a_reason", "why")


BROUGHT = PanelTold(why="He found her twice.", agrees=True, safe_contact="By the school.")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"why": ""}, ("screening.panel_is_told_why", "why")),
        ({"agrees": False}, ("screening.agreement_or_the_reason", "why_not_asked")),
        ({"safe_contact": " "}, ("screening.safety_before_disclosure", "safe_contact")),
        ({"why": "x" * 4001}, ("screening.words_fit", "why")),
    ],
)
def test_a_victim_is_brought_with_why_and_how_they_are_reached_safely(
    changes: dict[str, object], rule: tuple[str, str]
) -> None:
    assert refused(panels.require_whole, MARAC, BROUGHT) is None
    assert refused(panels.require_whole, MARAC, replace(BROUGHT, agrees=False, why_not_asked="Danger.")) is None
    assert refused(panels.require_whole, MARAC, replace(BROUGHT, **changes)) == rule


def test_crime_alone_is_not_what_the_gang_unit_picks_out() -> None:
    told = PanelTold(why="He is hunted.", agrees=True)
    both = replace(told, grounds=("criminality", "danger_to_family"))
    assert refused(panels.require_whole, GANGS, both) is None
    for grounds in ((), ("criminality",)):
        assert refused(panels.require_whole, GANGS, replace(told, grounds=grounds)) == (
            "screening.picked_out_for_safeguarding",
            "grounds",
        )
    assert refused(panels.require_whole, GANGS, replace(told, grounds=("fame",))) == (
        "screening.grounds_are_the_panels",
        "grounds",
    )


def test_a_victim_is_sixteen_on_their_birthday() -> None:
    old_enough = panels.require_old_enough
    assert refused(old_enough, MARAC, date(2010, 11, 18), on=TODAY) is None
    assert refused(old_enough, MARAC, date(2010, 11, 19), on=TODAY) == ("screening.old_enough_for_the_panel", "person")
    assert refused(old_enough, MARAC, None, on=TODAY) is None
    assert refused(old_enough, GANGS, date(2020, 1, 1), on=TODAY) is None


def test_whoever_is_named_is_in_the_case_and_named_once() -> None:
    one, other = UUID(int=1), UUID(int=2)
    known = frozenset({one, other})
    assert refused(panels.require_nobody_twice, one, (other,), known) is None
    assert refused(panels.require_nobody_twice, one, (one,), known) == ("screening.at_risk_beside_them", "at_risk")
    stranger = ("screening.somebody_of_the_case", "person")
    assert refused(panels.require_nobody_twice, UUID(int=3), (), known) == stranger
    assert refused(panels.require_nobody_twice, one, (UUID(int=3),), known) == stranger


def test_a_panel_meets_today_or_later_and_what_it_says_is_written() -> None:
    assert refused(panels.require_ahead, TODAY, on=TODAY) is None
    assert refused(panels.require_ahead, TODAY - timedelta(days=1), on=TODAY) == (
        "screening.panel_meets_ahead",
        "meets_on",
    )
    assert refused(panels.require_words, "A plan.") is None
    assert refused(panels.require_words, " ") == ("screening.words_are_written", "words")


def test_somebody_checks_that_it_is_safe_before_the_conference_is_told() -> None:
    assert refused(panels.require_safe, MARAC, checked=True) is None
    assert refused(panels.require_safe, MARAC, checked=False) == ("screening.safe_before_it_is_told", "checked")
    assert refused(panels.require_safe, GANGS, checked=False) is None


@pytest.mark.parametrize("role", Role)
def test_who_screens_works_reads_and_loads(role: Role) -> None:
    actor = Actor(id=uuid4(), name="Pat", hub_id=uuid4(), role=role)
    held = actor.permissions
    assert bool(permissions.can_load_texts(actor)) == (Permission.ADMINISTER in held)
    assert bool(permissions.can_screen(actor)) == (Permission.TRIAGE in held)
    assert bool(permissions.can_see(actor)) == (Permission.SEE_ENQUIRIES in held)
    assert bool(permissions.can_work(actor)) == (Permission.ENTER_SEALED_ROOM in held)
    assert bool(permissions.can_read_words(actor)) == (Permission.ENTER_SEALED_ROOM in held)
    sees = bool({Permission.SEE_CONTACTS, Permission.SEE_ENQUIRIES} & held)
    assert bool(permissions.can_see_screenings(actor)) == sees
