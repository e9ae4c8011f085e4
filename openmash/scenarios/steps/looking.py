"""Looking, and what must be found."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import Deed, OfEnquiry, Step

PLACES = (
    *("worklist", "contact", "case", "room", "analysis", "reasons", "releases", "meeting"),
    *("inbox", "product", "receipt", "link", "messages"),
)


@dataclass(frozen=True, kw_only=True)
class Look(OfEnquiry, Deed):
    """Somebody opens a page, through the same queries and with the same audit as the page itself.

    ``case`` is all that the case page is made of; ``room`` the sealed room; ``analysis`` and ``reasons`` the sealed
    words of the hub; ``releases`` what an owner is asked to let go; ``meeting`` what was said in one. Outside are
    ``inbox`` and ``product``, what a receiving team has; ``receipt``, what a referrer's code shows; ``link``, what a
    virtual partner's one-time link shows. ``messages`` is every message the hub has queued so far, to anybody.
    """

    VERB: ClassVar[str] = "look"
    by: Annotated[str, Says("Who looks; left out for receipt, link and messages.", names="person")] = ""
    where: Annotated[str, Says("What they open.", choices=PLACES)]
    contact: Annotated[str, Says("Which contact (contact, receipt).", names="contact")] = ""
    product: Annotated[str, Says("Which product; left out: the newest.", names="product")] = ""
    meeting: Annotated[str, Says("Which meeting; left out: the newest.", names="meeting")] = ""
    child: Annotated[str, Says("Whose decision (reasons).", names="somebody")] = ""
    agency: Annotated[str, Says("Whose link (link).", names="agency")] = ""
    sees: Annotated[tuple[str, ...], Says("Pieces of text that must be there.")] = ()
    does_not_see: Annotated[tuple[str, ...], Says("Pieces of text that must not be there.")] = ()


@dataclass(frozen=True, kw_only=True)
class Say(Step):
    """Nothing happens: a sentence for whoever watches."""

    VERB: ClassVar[str] = "say"
    words: Annotated[str, Says("The sentence.")]


@dataclass(frozen=True, kw_only=True)
class ExpectContact(Step):
    """Where a contact stands."""

    VERB: ClassVar[str] = "expect_contact"
    contact: Annotated[str, Says("Which.", names="contact")]
    state: Annotated[
        str,
        Says(
            "Its state.",
            choices=(
                "received",
                "closed_with_advice",
                "signposted",
                "routed",
                "passed_on",
                "joined_to_another",
                "became_an_enquiry",
            ),
        ),
    ]
    filter: Annotated[str, Says("With which of the hub's filters it was turned away.")] = ""


@dataclass(frozen=True, kw_only=True)
class ExpectEnquiry(OfEnquiry, Step):
    """Where an enquiry stands."""

    VERB: ClassVar[str] = "expect_enquiry"
    state: Annotated[str, Says("Its state.", choices=("open", "closed"))]
    children: Annotated[tuple[str, ...], Says("Exactly whom a decision is to be made about.", names="somebody")] = ()


@dataclass(frozen=True, kw_only=True)
class ExpectRating(Step):
    """A child's rating, its due time, and what brought it about."""

    VERB: ClassVar[str] = "expect_rating"
    child: Annotated[str, Says("Which child.", names="somebody")]
    rating: Annotated[str, Says("The rating that holds.")]
    due: Annotated[datetime | None, Says("When the decision is due, local time.")] = None
    was: Annotated[tuple[str, ...], Says("All ratings before it, oldest first.")] = ()
    changed_after: Annotated[
        str, Says("The agency whose answer was the last before the rating was changed.", names="agency")
    ] = ""
    late: Annotated[bool | None, Says("Whether the decision is late now.")] = None


@dataclass(frozen=True, kw_only=True)
class ExpectChecks(OfEnquiry, Step):
    """Whom the hub asks, who was asked, who has answered, and who is late at this moment: exactly these."""

    VERB: ClassVar[str] = "expect_checks"
    waiting: Annotated[tuple[str, ...] | None, Says("Who has yet to answer.", names="agency")] = None
    late: Annotated[tuple[str, ...] | None, Says("Who has yet to answer and is late now.", names="agency")] = None
    answered: Annotated[tuple[str, ...] | None, Says("Who has answered.", names="agency")] = None
    usual: Annotated[
        tuple[str, ...] | None,
        Says("Whom the operating model asks now, for the rating and for what is raised.", names="agency"),
    ] = None


@dataclass(frozen=True, kw_only=True)
class ExpectCheck(OfEnquiry, Step):
    """One agency's request and answer."""

    VERB: ClassVar[str] = "expect_check"
    agency: Annotated[str, Says("Which.", names="agency")]
    state: Annotated[str, Says("Its state.", choices=("", "asked", "answered", "withdrawn"))] = ""
    due: Annotated[datetime | None, Says("When the answer is due, local time.")] = None
    nil_return: Annotated[str | None, Says("The nil return, or “” for none.")] = None
    items: Annotated[int | None, Says("How many items of information.")] = None
    late_effect: Annotated[str | None, Says("What a late answer says of itself.")] = None


@dataclass(frozen=True, kw_only=True)
class ExpectDecision(Step):
    """What was decided about a child, and on what."""

    VERB: ClassVar[str] = "expect_decision"
    child: Annotated[str, Says("Which child.", names="somebody")]
    outcome: Annotated[str, Says("The outcome's code.")]
    level: Annotated[str, Says("The level's code.")] = ""
    team: Annotated[str, Says("The team.", names="team")] = ""
    rating: Annotated[str, Says("The rating at that minute.")] = ""
    on_time: Annotated[bool | None, Says("Whether it was in time.")] = None
    knew_from: Annotated[
        tuple[str, ...],
        Says("Agencies whose answers had come by that minute, exactly these.", names="agency"),
    ] = ()
    decisions: Annotated[int | None, Says("How many decisions there have been about this child.")] = None


@dataclass(frozen=True, kw_only=True)
class ExpectProduct(Step):
    """Where a product stands."""

    VERB: ClassVar[str] = "expect_product"
    product: Annotated[str, Says("Which; left out: the newest.", names="product")] = ""
    state: Annotated[str, Says("Its state.", choices=("draft", "released", "abandoned"))]
    opened: Annotated[bool | None, Says("Whether the team opened it.")] = None
    acknowledged: Annotated[bool | None, Says("Whether the team acknowledged it.")] = None
    reported: Annotated[tuple[str, ...] | None, Says("What the team reported, in order.")] = None


@dataclass(frozen=True, kw_only=True)
class ExpectInTime(Step):
    """That one thing a team reported came in time after another, by a clock of the operating model."""

    VERB: ClassVar[str] = "expect_in_time"
    product: Annotated[str, Says("Which; left out: the newest.", names="product")] = ""
    clock: Annotated[str, Says("The clock's code: “conference”.")]
    starts: Annotated[str, Says("The report that starts it: “strategy_discussion”.")]
    ends: Annotated[str, Says("The report that must be in time: “conference”.")]
    last_day: Annotated[date | None, Says("The last day on which it would be in time.")] = None


@dataclass(frozen=True, kw_only=True)
class ExpectAudit(OfEnquiry, Step):
    """What the audit log holds about an enquiry."""

    VERB: ClassVar[str] = "expect_audit"
    event: Annotated[str, Says("The event's name: “item.read”.", pattern=r"^[a-z_0-9]+\.[a-z_0-9]+$")]
    by: Annotated[str, Says("Only events by this person.", names="person")] = ""
    contact: Annotated[str, Says("Look in the log of this contact instead.", names="contact")] = ""
    times: Annotated[int, Says("How many there are, exactly.")]


@dataclass(frozen=True, kw_only=True)
class ExpectMessages(Step):
    """How many messages of one kind the hub has queued so far."""

    VERB: ClassVar[str] = "expect_messages"
    kind: Annotated[str, Says("The kind: “product_released”.")]
    times: Annotated[int, Says("How many, exactly.")]
