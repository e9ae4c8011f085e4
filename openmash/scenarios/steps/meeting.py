"""Meetings: called, attended, spoken in, written down, closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from openmash.meetings.rules import CANCELLED_WORDS, HOW_WORDS, WITHOUT_QUORUM_WORDS
from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed, Step

_MONTH = r"^\d{4}-\d{2}$"


@dataclass(frozen=True, kw_only=True)
class _Calling(PersonsDeed):
    """When and where, who chairs, who is invited."""

    called: Annotated[str, Says("The meeting's name for later steps.", makes="meeting")]
    code: Annotated[str, Says("Which meeting, a code of the operating model (or a statutory one).")]
    chair: Annotated[str, Says("Who chairs.", names="person")]
    agencies: Annotated[tuple[str, ...], Says("Who is invited.", names="agency", at_least=1)]
    starts: Annotated[datetime | None, Says("When it begins, local time; left out: at once.")] = None
    minutes: Annotated[int, Says("How long it is meant to last.")] = 30
    place: Annotated[str, Says("Where, or how to join.")] = "In the hub"


@dataclass(frozen=True, kw_only=True)
class Convene(OfEnquiry, _Calling):
    """Somebody calls a meeting about one enquiry; also one that was held, and is noted afterwards (a conference)."""

    VERB: ClassVar[str] = "convene"


@dataclass(frozen=True, kw_only=True)
class ConveneOverTheDay(_Calling):
    """Somebody calls a meeting that goes through the cases of the day."""

    VERB: ClassVar[str] = "convene_over_the_day"


@dataclass(frozen=True, kw_only=True)
class OfMeeting:
    """Something about a meeting."""

    meeting: Annotated[str, Says("Which meeting; left out: the newest.", names="meeting")] = ""


@dataclass(frozen=True, kw_only=True)
class BringUpToDate(OfMeeting, PersonsDeed):
    """Somebody puts on the agenda what has come in since it was made."""

    VERB: ClassVar[str] = "bring_agenda_up_to_date"


@dataclass(frozen=True, kw_only=True)
class PutOnAgenda(OfMeeting, OfEnquiry, PersonsDeed):
    """Somebody puts one case on the agenda, whatever its rating."""

    VERB: ClassVar[str] = "put_on_agenda"


@dataclass(frozen=True, kw_only=True)
class Invite(OfMeeting, PersonsDeed):
    """Somebody invites further agencies."""

    VERB: ClassVar[str] = "invite"
    agencies: Annotated[tuple[str, ...], Says("Which.", names="agency", at_least=1)]


@dataclass(frozen=True, kw_only=True)
class Attend(OfMeeting, PersonsDeed):
    """Somebody notes how agencies took part, or that they did not."""

    VERB: ClassVar[str] = "attend"
    agencies: Annotated[tuple[str, ...], Says("Which.", names="agency", at_least=1)]
    how: Annotated[str, Says("How.", choices=tuple(map(str, HOW_WORDS)))] = "room"
    who: Annotated[str, Says("The names of those who came; needed where somebody did.")] = ""
    criterion: Annotated[str, Says("For which reason they attend, a code of the meeting's, or “none_met”.")] = ""


@dataclass(frozen=True, kw_only=True)
class SayInMeeting(OfMeeting, OfEnquiry, PersonsDeed):
    """An agency gives its view of a case."""

    VERB: ClassVar[str] = "say_in_meeting"
    words: Annotated[str, Says("What it says; sealed.")]
    agency: Annotated[str, Says("Whose view; left out: that of whoever says it.", names="agency")] = ""


@dataclass(frozen=True, kw_only=True)
class WriteMeeting(OfMeeting, OfEnquiry, PersonsDeed):
    """The chair, or whoever takes the minutes, writes down what was said about a case and what it came to."""

    VERB: ClassVar[str] = "record_meeting"
    result: Annotated[str, Says("What it came to, a code of the meeting's results; “not_reached” on an agenda.")]
    minutes: Annotated[str, Says("What was said; sealed.")] = ""
    decision: Annotated[str, Says("What was decided, and why; sealed.")] = ""


@dataclass(frozen=True, kw_only=True)
class RateAgain(OfMeeting, PersonsDeed):
    """The meeting gives a child or adult a second rating, confirmed or changed."""

    VERB: ClassVar[str] = "rate_again"
    child: Annotated[str, Says("Whom.", names="somebody")]
    rating: Annotated[str, Says("A rating of the operating model.")]
    reason: Annotated[str, Says("Why; sealed.")]


@dataclass(frozen=True, kw_only=True)
class GiveAction(OfMeeting, OfEnquiry, PersonsDeed):
    """The meeting gives somebody something to do."""

    VERB: ClassVar[str] = "give_action"
    called: Annotated[str, Says("The action's name for later steps.", makes="action")]
    words: Annotated[str, Says("What is to be done; sealed.")]
    agency: Annotated[str, Says("Which agency.", names="agency")]
    owner: Annotated[str, Says("Which colleague of it.", names="person")] = ""
    due: Annotated[datetime, Says("By when, local time.")]


@dataclass(frozen=True, kw_only=True)
class CompleteAction(PersonsDeed):
    """Somebody says that an action is done."""

    VERB: ClassVar[str] = "complete_action"
    action: Annotated[str, Says("Which.", names="action")]


@dataclass(frozen=True, kw_only=True)
class HoldMeeting(OfMeeting, PersonsDeed):
    """The chair closes the meeting: it took place."""

    VERB: ClassVar[str] = "hold_meeting"
    without: Annotated[
        str, Says("Why it went on without its quorum.", choices=("", *map(str, WITHOUT_QUORUM_WORDS)))
    ] = ""


@dataclass(frozen=True, kw_only=True)
class CancelMeeting(OfMeeting, PersonsDeed):
    """Somebody calls a meeting off."""

    VERB: ClassVar[str] = "cancel_meeting"
    reason: Annotated[str, Says("Why.", choices=tuple(map(str, CANCELLED_WORDS)))]


@dataclass(frozen=True, kw_only=True)
class ExpectMeeting(OfMeeting, Step):
    """Where a meeting stands."""

    VERB: ClassVar[str] = "expect_meeting"
    state: Annotated[str, Says("Its state.", choices=("planned", "held", "cancelled"))]
    cases: Annotated[tuple[str, ...] | None, Says("The enquiries it speaks of, in any order.", names="enquiry")] = None
    due: Annotated[datetime | None, Says("By when its (nearest) case is due, local time.")] = None
    on_time: Annotated[bool | None, Says("Whether it began, or begins, by then.")] = None
    present: Annotated[tuple[str, ...] | None, Says("The agencies that took part.", names="agency")] = None
    had_quorum: Annotated[bool | None, Says("Whether it was held with its quorum.")] = None
    result: Annotated[str, Says("What its one case came to, a code.")] = ""


@dataclass(frozen=True, kw_only=True)
class ExpectInvitations(Step):
    """What the table of invitations says of one agency and one meeting in one month."""

    VERB: ClassVar[str] = "expect_invitations"
    month: Annotated[str, Says("Which month: “2012-11”.", pattern=_MONTH)]
    code: Annotated[str, Says("Which meeting.")]
    agency: Annotated[str, Says("Which agency.", names="agency")]
    invited: Annotated[int, Says("How often it was invited.")]
    met: Annotated[int, Says("How often a criterion for coming was met.")]
    attended: Annotated[int, Says("How often it came.")]
    in_time: Annotated[int, Says("How many of those meetings were in time.")]
