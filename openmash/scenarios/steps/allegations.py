"""Allegations against people who work with children, and the designated officer who manages them."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import PersonsDeed, Step

# As openmash.allegations.rules has them; a test keeps both in step.
PARTS = ("harmed", "offence", "risk", "unsuitable")
ENDS = ("substantiated", "unsubstantiated", "unfounded", "false", "malicious")
DONE = ("initial_discussion", "position_of_trust_meeting", "review", "advice")


@dataclass(frozen=True, kw_only=True)
class NameOfficer(PersonsDeed):
    """A colleague is named designated officer."""

    VERB: ClassVar[str] = "name_officer"
    whom: Annotated[str, Says("Who.", names="person")]


@dataclass(frozen=True, kw_only=True)
class RaiseAllegation(PersonsDeed):
    """An allegation is raised from a contact."""

    VERB: ClassVar[str] = "raise_allegation"
    called: Annotated[str, Says("The allegation's name for later steps.", makes="allegation")]
    contact: Annotated[str, Says("In which contact it was told.", names="contact")]
    name: Annotated[str, Says("Who works with children.")]
    work: Annotated[str, Says("What they do with children.")]
    employer: Annotated[str, Says("For whom.")] = ""
    words: Annotated[str, Says("What is alleged.")]
    colleague: Annotated[str, Says("Who in the hub they are, where they work there.", names="person")] = ""


@dataclass(frozen=True, kw_only=True)
class ConsiderAllegation(PersonsDeed):
    """The designated officer considers it against the harm threshold."""

    VERB: ClassVar[str] = "consider_allegation"
    allegation: Annotated[str, Says("Which.", names="allegation")]
    met: Annotated[tuple[str, ...], Says("Which parts of the threshold are met.", choices=PARTS)] = ()
    why: Annotated[str, Says("Why.")]
    advice: Annotated[str, Says("What is to be done now.")]


@dataclass(frozen=True, kw_only=True)
class DecideEmployer(PersonsDeed):
    """The designated officer decides whether the employer is told."""

    VERB: ClassVar[str] = "decide_employer"
    allegation: Annotated[str, Says("Which.", names="allegation")]
    tell: Annotated[bool, Says("Whether they are told.")]
    why: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class NoteAllegationStep(PersonsDeed):
    """A discussion, a meeting or advice is written down."""

    VERB: ClassVar[str] = "note_allegation_step"
    allegation: Annotated[str, Says("Which.", names="allegation")]
    kind: Annotated[str, Says("What was done.", choices=DONE)]
    words: Annotated[str, Says("Who took part and what was agreed.")]


@dataclass(frozen=True, kw_only=True)
class ConcludeAllegation(PersonsDeed):
    """The outcome is recorded."""

    VERB: ClassVar[str] = "conclude_allegation"
    allegation: Annotated[str, Says("Which.", names="allegation")]
    outcome: Annotated[str, Says("What it came to.", choices=ENDS)]
    why: Annotated[str, Says("What it rests on.")]
    dbs: Annotated[str, Says("What is done about a referral to the Disclosure and Barring Service.")] = ""


@dataclass(frozen=True, kw_only=True)
class OpenAllegation(PersonsDeed):
    """Somebody opens an allegation; that they did is on the log."""

    VERB: ClassVar[str] = "open_allegation"
    allegation: Annotated[str, Says("Which.", names="allegation")]
    state: Annotated[str, Says("How it stands.")] = ""
    due: Annotated[str, Says("By when it is to be considered, local time: “2026-10-07 17:00”.")] = ""
    kept_until: Annotated[str, Says("Until when it is kept, as 2036-10-07.")] = ""
    sees: Annotated[tuple[str, ...], Says("Pieces of text that must be there.")] = ()


@dataclass(frozen=True, kw_only=True)
class ExpectAllegations(Step):
    """How many allegations somebody finds from a contact; none where they may not know."""

    VERB: ClassVar[str] = "expect_allegations"
    by: Annotated[str, Says("Who looks.", names="person")]
    contact: Annotated[str, Says("Of which contact.", names="contact")]
    number: Annotated[int, Says("How many.")]
