"""Ratings as a form offers them: what each means, and the clock it starts, in words."""

from dataclasses import dataclass
from datetime import datetime

from openmash.clocks.deadlines import rating_deadline, re_rated_deadline
from openmash.enquiries.queries import EnquiryView, SubjectView
from openmash.hubs.rules import OperatingModel


@dataclass(frozen=True)
class RatingTag:
    """A rating as a coloured word."""

    colour: str
    label: str


def tag(code: str, model: OperatingModel) -> RatingTag:
    """The rating's own colour and word; empty ones where nobody has rated yet."""
    if not code:
        return RatingTag("", "")
    rule = model.rating(code)
    return RatingTag(rule.colour, rule.label)


def choices(model: OperatingModel) -> list[tuple[str, str]]:
    """The hub's ratings, the most urgent first."""
    return [(rule.code, rule.label) for rule in model.ratings_by_urgency()]


def hints_of_first(model: OperatingModel, received_at: datetime) -> dict[str, str]:
    """For each rating what it means and what its clock comes to."""
    return {r.code: f"{r.meaning} {rating_deadline(model, r.code, received_at).words}" for r in model.ratings}


def hints_of_change(model: OperatingModel, subject: SubjectView, enquiry: EnquiryView, at: datetime) -> dict[str, str]:
    """For each rating what it means and what changing to it now would do to the clock."""
    if subject.due_at is None:
        return hints_of_first(model, enquiry.received_at)
    began = subject.ratings[0].clock_started_at if subject.ratings else enquiry.received_at
    said = {}
    for rule in model.ratings:
        if rule.code == subject.rating:
            said[rule.code] = "This is the rating now."
            continue
        due = re_rated_deadline(
            model,
            old_code=subject.rating,
            new_code=rule.code,
            began_at=began,
            re_rated_at=at,
            old_due_at=subject.due_at,
        )
        said[rule.code] = f"{rule.meaning} {due.words}"
    return said
