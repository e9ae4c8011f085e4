"""What comes in, and what is done with it at the front door."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import Deed, PersonsDeed, Step

SOURCES = (
    *("1A", "1B", "1C", "1D", "2A", "2B", "3A", "3B", "3C", "3D", "3E", "3F"),
    *("4", "5A", "5B", "5C", "5D", "6", "7", "8", "9", "10"),
)


@dataclass(frozen=True, kw_only=True)
class PersonNamed:
    """Somebody a contact names."""

    key: Annotated[str, Says("What later steps call them.", makes="somebody")]
    involvement: Annotated[
        str, Says("What part they have.", choices=("child", "unborn", "adult_at_risk", "household", "alleged", "other"))
    ]
    given_name: Annotated[str, Says("Given name.")] = ""
    family_name: Annotated[str, Says("Family name.")] = ""
    born_on: Annotated[date | None, Says("Date of birth.")] = None
    expected_on: Annotated[date | None, Says("Of an unborn child: the expected date.")] = None
    sex: Annotated[str, Says("As the children in need census has it.", choices=("F", "M", "U"))] = "U"
    nhs_number: Annotated[
        str, Says("From the range that is never issued: 999 000 0000 and up.", pattern=r"^(999\d{7})?$")
    ] = ""
    relationship: Annotated[str, Says("How they belong to the child, in words.")] = ""
    address: Annotated[str, Says("Where they live.")] = ""
    postcode: Annotated[str, Says("Its postcode.")] = ""
    school: Annotated[str, Says("Their school.")] = ""


@dataclass(frozen=True, kw_only=True)
class Referrer:
    """Whoever raises the worry."""

    name: Annotated[str, Says("Name.")] = ""
    role: Annotated[str, Says("Post.")] = ""
    organisation: Annotated[str, Says("Where they work.")] = ""
    telephone: Annotated[str, Says("Telephone.")] = ""
    email: Annotated[str, Says("E-mail.")] = ""


@dataclass(frozen=True, kw_only=True)
class Worry:
    """What was told, by whom and of whom; the same on every way in."""

    source: Annotated[str, Says("Referral source, as the children in need census codes it.", choices=SOURCES)]
    concern: Annotated[str, Says("The concern, as it was told.")]
    consent: Annotated[str, Says("Does the family know and agree?", choices=("given", "told", "not_sought"))]
    consent_reason: Annotated[str, Says("Why not, where it is not “given”.")] = ""
    child_said: Annotated[str, Says("What the child said, in the child's own words.")] = ""
    immediate_danger: Annotated[bool, Says("Whether somebody is in danger now.")] = False
    referrer: Annotated[Referrer | None, Says("Whoever raises it.")] = None
    people: Annotated[tuple[PersonNamed, ...], Says("Who is named; left out only where advice names nobody.")] = ()
    area: Annotated[str, Says("The part of the hub's area, a code of its operating model.")] = ""
    referral_type: Annotated[str, Says("What sort of notice it is, a code of its operating model.")] = ""


@dataclass(frozen=True, kw_only=True)
class Record(Worry, PersonsDeed):
    """Somebody inside records a call, an email, a letter or a police report."""

    VERB: ClassVar[str] = "record"
    called: Annotated[str, Says("The contact's name for later steps.", makes="contact")]
    channel: Annotated[str, Says("How it came.", choices=("telephone", "email", "letter", "police_report"))]
    kind: Annotated[
        str,
        Says(
            "What it is.",
            choices=(
                "referral",
                "advice",
                "police_notification",
                "information_request",
                "out_of_hours",
                "transfer_in",
            ),
        ),
    ] = "referral"


@dataclass(frozen=True, kw_only=True)
class Refer(Worry, Deed):
    """Somebody without an account sends the public form at the outside door; the hub's worker takes it in."""

    VERB: ClassVar[str] = "refer"
    called: Annotated[str, Says("The contact's name for later steps.", makes="contact")]


@dataclass(frozen=True, kw_only=True)
class CloseWithAdvice(PersonsDeed):
    """A social worker gives advice and closes the contact."""

    VERB: ClassVar[str] = "close_with_advice"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    advice: Annotated[str, Says("The advice, as it was given.")]


@dataclass(frozen=True, kw_only=True)
class Signpost(PersonsDeed):
    """The contact is not for the hub: whoever raised it is told where to turn."""

    VERB: ClassVar[str] = "signpost"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    reason: Annotated[str, Says("Where to, and why.")]
    filter: Annotated[str, Says("In a hub that has filters: which of them, a code of its operating model.")] = ""


@dataclass(frozen=True, kw_only=True)
class NoteOpenCase(PersonsDeed):
    """Social care says that somebody's case is open to one of its workers already."""

    VERB: ClassVar[str] = "note_open_case"
    somebody: Annotated[str, Says("Whose case, of those a contact names.", names="somebody")]
    team: Annotated[str, Says("The worker's team.", names="team")]
    worker: Annotated[str, Says("The worker's name.")]
    since: Annotated[date, Says("Since when.")]


@dataclass(frozen=True, kw_only=True)
class PassOn(PersonsDeed):
    """The contact goes to the worker who has the case already."""

    VERB: ClassVar[str] = "pass_on"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    somebody: Annotated[str, Says("Whose case is open to that worker.", names="somebody")]
    spoke: Annotated[str, Says("Whom they told, how, and what happens now.")]


@dataclass(frozen=True, kw_only=True)
class Route(PersonsDeed):
    """The contact is handed on at the door to a service outside the hub, without an enquiry."""

    VERB: ClassVar[str] = "route"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    route: Annotated[str, Says("By which of the hub's routes, a code of its operating model.")]
    team: Annotated[str, Says("The service.", names="team")]
    spoke: Annotated[str, Says("Whom they told there, how, and what happens now.")]


@dataclass(frozen=True, kw_only=True)
class HandOnDirectly(PersonsDeed):
    """A file of the contact is made for another agency's own system."""

    VERB: ClassVar[str] = "hand_on_directly"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    portal: Annotated[str, Says("Which portal, a code of the operating model.")]
    why: Annotated[str, Says("Why it goes there.")]
    fetched_by: Annotated[
        str, Says("The agency whose own system fetches it; left out: somebody carries it over.", names="agency")
    ] = ""
    holds: Annotated[tuple[str, ...], Says("Words that must be in the file.")] = ()
    does_not_hold: Annotated[tuple[str, ...], Says("Words that must not.")] = ()


@dataclass(frozen=True, kw_only=True)
class IssueKey(PersonsDeed):
    """A key for direct referrals is issued to the receiving system of their own agency."""

    VERB: ClassVar[str] = "issue_key"
    name: Annotated[str, Says("Which system holds it.")]


@dataclass(frozen=True, kw_only=True)
class FetchDirect(Deed):
    """An agency's own system, with its key, fetches what waits for it of a contact, and says that it took it in."""

    VERB: ClassVar[str] = "fetch_direct"
    agency: Annotated[str, Says("Whose system.", names="agency")]
    contact: Annotated[str, Says("Which contact.", names="contact")]
    reference: Annotated[str, Says("The reference it gives it; left out: it only fetches.")] = ""
    holds: Annotated[tuple[str, ...], Says("Words that must be in the file.")] = ()
    does_not_hold: Annotated[tuple[str, ...], Says("Words that must not.")] = ()


@dataclass(frozen=True, kw_only=True)
class CarryOver(PersonsDeed):
    """What waits to be fetched is taken, to be carried over."""

    VERB: ClassVar[str] = "carry_over"
    contact: Annotated[str, Says("Which contact.", names="contact")]


@dataclass(frozen=True, kw_only=True)
class NoteTakenIn(PersonsDeed):
    """The other system took it in; its reference is noted."""

    VERB: ClassVar[str] = "note_taken_in"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    reference: Annotated[str, Says("The reference it was given there.")]


@dataclass(frozen=True, kw_only=True)
class ExpectDirect(Step):
    """What was handed directly to another system of a contact."""

    VERB: ClassVar[str] = "expect_direct"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    made: Annotated[int, Says("How many files were made.")]
    late: Annotated[int, Says("How many should have been taken in by now, and were not.")] = 0
    references: Annotated[tuple[str, ...], Says("The references of those that were taken in.")] = ()


@dataclass(frozen=True, kw_only=True)
class Join(PersonsDeed):
    """The contact is one more notice of an event that the hub has already."""

    VERB: ClassVar[str] = "join"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    to: Annotated[str, Says("The contact it is joined to.", names="contact")]
    reason: Annotated[str, Says("Why they are about the same event.")]


@dataclass(frozen=True, kw_only=True)
class ReopenContact(PersonsDeed):
    """Something new came in about a contact that was closed."""

    VERB: ClassVar[str] = "reopen_contact"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    reason: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class Identify(PersonsDeed):
    """Somebody says that a person named in a contact is a person the hub knows already."""

    VERB: ClassVar[str] = "identify"
    somebody: Annotated[str, Says("Whom the contact names.", names="somebody")]
    is_: Annotated[str, Says("Who that is: somebody named in an earlier contact.", names="somebody")]
    because: Annotated[tuple[str, ...], Says("Words that must be among the reasons the system offers.")] = ()
