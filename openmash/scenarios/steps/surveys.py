"""Asking those who used the service what they thought."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import Deed, PersonsDeed, Step


@dataclass(frozen=True, kw_only=True)
class InviteToSurvey(PersonsDeed):
    """Whoever raised a contact is asked what they thought of the hub."""

    VERB: ClassVar[str] = "invite_to_survey"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    survey: Annotated[str, Says("Which survey, a code of the operating model.")]


@dataclass(frozen=True, kw_only=True)
class AnswerSays:
    """One answer."""

    question: Annotated[str, Says("The question's code.")]
    answer: Annotated[str, Says("The answer's code.")]


@dataclass(frozen=True, kw_only=True)
class AnswerSurvey(Deed):
    """Whoever was asked answers, by their one-time link at the outside door."""

    VERB: ClassVar[str] = "answer_survey"
    contact: Annotated[str, Says("About which contact they were asked.", names="contact")]
    answers: Annotated[tuple[AnswerSays, ...], Says("What they choose.")] = ()


@dataclass(frozen=True, kw_only=True)
class ExpectSurvey(Step):
    """What the report says of a survey in a month."""

    VERB: ClassVar[str] = "expect_survey"
    by: Annotated[str, Says("Who reads the report.", names="person")]
    month: Annotated[date, Says("The month's first day.")]
    answered: Annotated[int, Says("How many answered.")]
    shown: Annotated[tuple[str, ...], Says("Each answer of each question with its number; empty: not shown.")] = ()
