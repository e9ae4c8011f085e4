"""Surveys of those who use the service: a few questions, each with answers to choose from, and no free words.

Free words would name people; whoever answers stays unknown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import coded_values, each_of
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Surveys of those who use the service"
MOST_QUESTIONS = 12


@dataclass(frozen=True)
class SurveyAnswerRule:
    """An answer to choose."""

    code: str
    label: str


@dataclass(frozen=True)
class SurveyQuestion:
    """A question, and the answers to choose from."""

    code: str
    asks: str
    answers: tuple[SurveyAnswerRule, ...]


@dataclass(frozen=True, kw_only=True)
class SurveyRule(CodedRule):
    """One survey; ``intro`` is what whoever is asked reads first."""

    intro: str
    questions: tuple[SurveyQuestion, ...]

    def question(self, code: str) -> SurveyQuestion | None:
        """The question with this code; None where there is none."""
        return next((each for each in self.questions if each.code == code), None)


def read(table: Table) -> SurveyRule:
    """One ``[[surveys]]`` table."""
    questions = each_of(table, "questions", _question)
    if len(questions) > MOST_QUESTIONS:
        raise table.wrong("questions", f"at most {MOST_QUESTIONS} questions", list(questions))
    return SurveyRule(**coded_values(table), intro=table.text("intro"), questions=questions)


def _question(table: Table) -> SurveyQuestion:
    answers = each_of(table, "answers", _answer, at_least=2)
    return SurveyQuestion(table.code("code"), table.text("asks"), answers)


def _answer(table: Table) -> SurveyAnswerRule:
    return SurveyAnswerRule(table.code("code"), table.text("label"))


def say(surveys: Sequence[SurveyRule]) -> Iterator[Said]:
    """What is asked, and what can be answered."""
    for rule in surveys:
        yield Said(HEADING, rule.label, rule.intro, rule.source)
        for question in rule.questions:
            answers = " / ".join(each.label for each in question.answers)
            yield Said(HEADING, f"{rule.label}: {question.asks}", answers, rule.source)


def disagreements(surveys: Sequence[SurveyRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A code twice: of surveys, of a survey's questions, of a question's answers."""
    yield from repeated(("surveys",), "code", [rule.code for rule in surveys])
    for number, rule in enumerate(surveys):
        yield from repeated(("surveys", number, "questions"), "code", [each.code for each in rule.questions])
        for place, question in enumerate(rule.questions):
            path = ("surveys", number, "questions", place, "answers")
            yield from repeated(path, "code", [each.code for each in question.answers])
