"""Steps of an enquiry."""

from datetime import datetime

from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.enquiry import (
    AddContact,
    CloseEnquiry,
    ExpectStraightOn,
    FirstRatingSays,
    GoStraightOn,
    OpenEnquiry,
    Rate,
    ReopenEnquiry,
)


@act.register
def open_enquiry(step: OpenEnquiry, stage: Stage, at: datetime) -> str:
    ratings = _first_ratings(step.ratings, stage)
    enquiry_id = enquiry_services.open_(
        contact_id=stage.contacts[step.contact], ratings=ratings, actor=stage.actor(step.by), at=at
    )
    stage.enquiries[step.called] = enquiry_id
    rated = [
        f"{subject.person.display_name} {subject.rating} ({subject.ratings[-1].reason})"
        for subject in stage.enquiry(step.called).subjects
    ]
    return f"opens an enquiry; rated: {'; '.join(rated)}"


@act.register
def add_contact(step: AddContact, stage: Stage, at: datetime) -> str:
    enquiry_services.add_contact(
        enquiry_id=stage.enquiry_id(step.enquiry),
        contact_id=stage.contacts[step.contact],
        ratings=_first_ratings(step.ratings, stage),
        actor=stage.actor(step.by),
        at=at,
    )
    return "adds the contact to the enquiry about the same family"


@act.register
def rate(step: Rate, stage: Stage, at: datetime) -> str:
    _, before = stage.subject(step.child)
    enquiry_services.rate(
        subject_id=before.id, rating=step.rating, reason=step.reason, actor=stage.actor(step.by), at=at
    )
    _, after = stage.subject(step.child)
    name = after.person.display_name
    return f"rates {name} {step.rating} (was {before.rating}): “{step.reason}”. {after.ratings[-1].due_words}"


@act.register
def go_straight_on(step: GoStraightOn, stage: Stage, at: datetime) -> str:
    _, subject = stage.subject(step.child)
    enquiry_services.go_straight_on(
        subject_id=subject.id, team_id=stage.teams[step.team], spoke=step.spoke, actor=stage.actor(step.by), at=at
    )
    return f"gives {subject.person.display_name} straight to a worker: “{step.spoke}”"


@act.register
def expect_straight_on(step: ExpectStraightOn, stage: Stage, at: datetime) -> str:
    enquiry, subject = stage.subject(step.child)
    found = enquiry_queries.straight_on_of(enquiry.id, actor=stage.prompter())
    teams = {team_id: key for key, team_id in stage.teams.items()}
    there = sorted(teams[each.team_id] for each in found if each.subject_id == subject.id)
    return is_("straight on to", ", ".join(sorted(step.teams)) or "nobody", ", ".join(there) or "nobody")


@act.register
def close(step: CloseEnquiry, stage: Stage, at: datetime) -> str:
    enquiry_services.close(enquiry_id=stage.enquiry_id(step.enquiry), actor=stage.actor(step.by), at=at)
    return "closes the enquiry"


@act.register
def reopen(step: ReopenEnquiry, stage: Stage, at: datetime) -> str:
    enquiry_services.reopen(enquiry_id=stage.enquiry_id(step.enquiry), actor=stage.actor(step.by), at=at)
    return "reopens the enquiry"


def _first_ratings(said: tuple[FirstRatingSays, ...], stage: Stage) -> tuple[FirstRating, ...]:
    return tuple(FirstRating(stage.contact_person_id(each.child), each.rating, each.reason) for each in said)
