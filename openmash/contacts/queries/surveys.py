"""What people who used the service answered, as numbers; too few answers are not shown."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.audit import queries as audit_queries
from openmash.contacts import permissions, rules
from openmash.contacts.models import SurveyAnswer
from openmash.hubs import queries as hub_queries


@dataclass(frozen=True)
class QuestionCounted:
    """One question: how often each answer was chosen, in the survey's order."""

    asks: str
    answers: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """How many answered it."""
        return sum(number for _, number in self.answers)


@dataclass(frozen=True)
class SurveyCounted:
    """One survey over some months; ``questions`` is empty while there are too few answers to be shown."""

    code: str
    label: str
    answered: int
    questions: tuple[QuestionCounted, ...]


def is_surveyed(contact_id: UUID, *, since: datetime, actor: Actor) -> bool:
    """Whether whoever raised a contact was asked what they thought of the hub; the log alone knows.

    Args:
        contact_id: the contact.
        since: when it was received.
        actor: who looks.
    """
    return audit_queries.how_often("survey.invited", about_id=contact_id, since=since, actor=actor) > 0


def surveys_counted(actor: Actor, *, first: date, last: date) -> list[SurveyCounted]:
    """What was answered in these months, by the surveys of the model in force; raises Refused.

    Args:
        actor: who reads it.
        first, last: the first days of the first and the last month.
    """
    require(permissions.can_see_surveys(actor))
    rows = list(SurveyAnswer.objects.filter(hub_id=actor.hub_id, month__gte=first, month__lte=last))
    found = []
    for rule in hub_queries.model_of(actor.hub_id).surveys:
        theirs = [row.answers for row in rows if row.survey == rule.code]
        shown = theirs if len(theirs) >= rules.FEWEST_SHOWN else []
        questions = []
        for question in rule.questions if shown else ():
            counted = Counter(each.get(question.code) for each in shown)
            answers = tuple((each.label, counted[each.code]) for each in question.answers)
            questions.append(QuestionCounted(question.asks, answers))
        found.append(SurveyCounted(rule.code, rule.label, len(theirs), tuple(questions)))
    return found
