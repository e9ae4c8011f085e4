"""What may be seen at the front door, and what the schedules of retention ask of it."""

from openmash.contacts.queries.direct import DirectView, direct_referrals_of
from openmash.contacts.queries.front_door import (
    PER_PAGE,
    AdviceView,
    ContactHead,
    ContactPage,
    ContactPersonView,
    ContactRow,
    ContactView,
    FailedSubmission,
    contact,
    contacts,
    failed_submissions,
    involved,
    recent,
    rows,
    similar,
    waiting,
)
from openmash.contacts.queries.history import EndedAtTheDoor, Related, ended_at_the_door, names_in, references, related
from openmash.contacts.queries.issues import IssueView, issues_of, raising
from openmash.contacts.queries.keeping import (
    Ended,
    contacts_naming,
    contacts_telling_of,
    ended,
    people_in,
    still_told_of,
    with_those_joined,
)
from openmash.contacts.queries.of_people import NamedIn, named_in, people_in_contact
from openmash.contacts.queries.recognising import already_known
from openmash.contacts.queries.surveys import QuestionCounted, SurveyCounted, surveys_counted

__all__ = [
    "PER_PAGE",
    "AdviceView",
    "ContactHead",
    "ContactPage",
    "ContactPersonView",
    "ContactRow",
    "ContactView",
    "DirectView",
    "Ended",
    "EndedAtTheDoor",
    "FailedSubmission",
    "IssueView",
    "NamedIn",
    "QuestionCounted",
    "Related",
    "SurveyCounted",
    "already_known",
    "contact",
    "contacts",
    "contacts_naming",
    "contacts_telling_of",
    "direct_referrals_of",
    "ended",
    "ended_at_the_door",
    "failed_submissions",
    "involved",
    "issues_of",
    "named_in",
    "names_in",
    "people_in",
    "people_in_contact",
    "raising",
    "recent",
    "references",
    "related",
    "rows",
    "similar",
    "still_told_of",
    "surveys_counted",
    "waiting",
    "with_those_joined",
]
