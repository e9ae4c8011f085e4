"""Risk checklists: a text with questions, the answers, the score they make, and the judgement that decides.

A score is a help to memory, and a low one proves no safety: a professional judges, in their own words, and the score
never stands in the place of that (local choice).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import ChecklistRule, UnknownCode
from openmash.screening.rules.words import require_fits

EXAMPLE = "example"
LONGEST_TEXT = 40_000
_MOST_QUESTIONS = 60
_MOST_WEIGHT = 100
_HERE = Path(__file__).resolve().parents[1] / "checklists"


class Answer(StrEnum):
    """What can be answered to a question of a checklist."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


ANSWER_WORDS: Mapping[str, str] = {Answer.YES: "Yes", Answer.NO: "No", Answer.NOT_KNOWN: "Not known"}


@dataclass(frozen=True)
class Question:
    """One question; ``weight`` is what a yes adds to the score."""

    code: str
    text: str
    weight: int


@dataclass(frozen=True)
class Text:
    """A checklist as it is asked.

    Args:
        code: what operating models call it.
        licence, source: by what right it is used, and whose it is.
    """

    code: str
    title: str
    licence: str
    source: str
    questions: tuple[Question, ...]

    @property
    def most(self) -> int:
        """The highest score there can be."""
        return sum(question.weight for question in self.questions)

    def score(self, answers: Mapping[str, str]) -> int:
        """What the answers add up to."""
        return sum(question.weight for question in self.questions if answers.get(question.code) == Answer.YES)


@dataclass(frozen=True)
class ChecklistTold:
    """A completed checklist.

    Args:
        answers: by the code of the question.
        judgement: a code of the hub's judgements for this checklist.
        why: the professional's own words: what they judge, and why so.
        with_them: whether it was gone through with the person; otherwise by what is known of them.
    """

    answers: Mapping[str, str]
    judgement: str
    why: str
    with_them: bool


def read_text(raw: str) -> Text:
    """The checklist in a TOML text.

    Raises:
        RuleBroken: ``screening.checklist_is_readable``, with what is wrong.
    """
    if len(raw) > LONGEST_TEXT:
        raise _unreadable(f"it must be {LONGEST_TEXT} characters or fewer")
    try:
        values = tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(f"it is not TOML: {error}") from error
    said = {key: _said(values, key, "") for key in ("code", "title", "licence", "source")}
    if not said["code"].isidentifier() or len(said["code"]) > 40:
        raise _unreadable("code must be letters, digits and underscores, 40 or fewer")
    questions = values.get("questions")
    if not isinstance(questions, list) or not 1 <= len(questions) <= _MOST_QUESTIONS:
        raise _unreadable(f"it needs 1 to {_MOST_QUESTIONS} tables headed [[questions]]")
    found = tuple(_question(each, number) for number, each in enumerate(questions, start=1))
    if len({question.code for question in found}) < len(found):
        raise _unreadable("two questions have the same code")
    return Text(questions=found, **said)


@cache
def example() -> Text:
    """The invented checklist that ships, for trying things out."""
    return read_text(example_source())


def example_source() -> str:
    """Its text."""
    return (_HERE / f"{EXAMPLE}.toml").read_text(encoding="utf-8")


def require_whole(told: ChecklistTold, text: Text, rule: ChecklistRule) -> None:
    """Every question is answered, and somebody judges in their own words, whatever the score.

    Source: local choice (see the head of this module); the operating model, ``[[checklists]]``.
    """
    for question in text.questions:
        if told.answers.get(question.code) not in ANSWER_WORDS:
            raise RuleBroken(
                "screening.every_question_is_answered",
                "Answer every question. Where it is not known, say so.",
                field=f"q_{question.code}",
            )
    try:
        rule.judgement(told.judgement)
    except UnknownCode as error:
        raise RuleBroken("screening.somebody_judges", "Select what you judge.", field="judgement") from error
    if not told.why.strip():
        raise RuleBroken(
            "screening.judgement_has_reasons",
            "Say in your own words what you judge and why. The score decides nothing.",
            field="why",
        )
    require_fits({"why": told.why})


def _question(values: Any, number: int) -> Question:
    if not isinstance(values, dict):
        raise _unreadable(f"question {number} is no table")
    where = f"question {number}: "
    weight = values.get("weight", 1)
    if not isinstance(weight, int) or isinstance(weight, bool) or not 0 <= weight <= _MOST_WEIGHT:
        raise _unreadable(f"{where}weight must be a whole number from 0 to {_MOST_WEIGHT}")
    code = _said(values, "code", where)
    if not code.isidentifier():
        raise _unreadable(f"{where}code must be letters, digits and underscores")
    return Question(code, _said(values, "text", where), weight)


def _said(values: Mapping[str, Any], key: str, where: str) -> str:
    value = values.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _unreadable(f"{where}{key} must be a text in quotes that is not empty")
    return value.strip()


def _unreadable(why: str) -> RuleBroken:
    return RuleBroken("screening.checklist_is_readable", f"This is not yet a checklist: {why}.", field="text")
