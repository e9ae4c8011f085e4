"""A hub's operating model: how this hub works, as data. Every rule says whence and since when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from openmash.access import Role
from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.errors import UnknownCode
from openmash.hubs.rules.rule import CodedRule, Rule, Serves, by_code
from openmash.hubs.rules.topics.answers_by_mail import AnswersByMailRule
from openmash.hubs.rules.topics.chasing import ChasingRule
from openmash.hubs.rules.topics.checklists import ChecklistRule
from openmash.hubs.rules.topics.counters import CounterRule
from openmash.hubs.rules.topics.duty_rota import DutyRotaRule
from openmash.hubs.rules.topics.filters import FilterRule
from openmash.hubs.rules.topics.framework import FrameworkRule, PartnerRule
from openmash.hubs.rules.topics.gates import GateRule
from openmash.hubs.rules.topics.issues import IssueRule
from openmash.hubs.rules.topics.ladders import LadderRule
from openmash.hubs.rules.topics.meetings import MeetingRule
from openmash.hubs.rules.topics.named_clocks import ClockRule
from openmash.hubs.rules.topics.out_of_hours import OutOfHoursRule
from openmash.hubs.rules.topics.panels import PanelRule
from openmash.hubs.rules.topics.pauses import PauseRule
from openmash.hubs.rules.topics.portals import PortalRule
from openmash.hubs.rules.topics.product_parts import ProductPartsRule
from openmash.hubs.rules.topics.referrer_letters import ReferrerLettersRule
from openmash.hubs.rules.topics.return_interviews import ReturnInterviewRule
from openmash.hubs.rules.topics.reviews import ReviewRule
from openmash.hubs.rules.topics.routes import RouteRule
from openmash.hubs.rules.topics.screenings import ScreeningRule
from openmash.hubs.rules.topics.stages import StageRule
from openmash.hubs.rules.topics.straight_on import StraightOnRule
from openmash.hubs.rules.topics.surveys import SurveyRule
from openmash.hubs.rules.topics.wall import WallRule


class Act(StrEnum):
    """What an operating model says who may do, beyond what a role may do at all."""

    RATE = "rate"
    DECIDE = "decide"


class ConsentNeed(StrEnum):
    """Whether a family's consent is needed at a level of the continuum of need."""

    NEEDED = "needed"
    NORMALLY_NEEDED = "normally_needed"
    NOT_NEEDED = "not_needed"


class CountsFrom(StrEnum):
    """Where a new rating's clock begins."""

    BEGINNING = "beginning"  # when the enquiry's own clock began
    RE_RATING = "re_rating"  # when the new rating was given


@dataclass(frozen=True, kw_only=True)
class AreaRule(CodedRule):
    """A part of the hub's area, covered from ``effective_from``."""


@dataclass(frozen=True, kw_only=True)
class ReferralTypeRule(CodedRule):
    """A way a concern comes in, taken from ``effective_from``.

    Args:
        channels: what comes by these (codes of ``CHANNELS``) is of this type unless somebody says otherwise.
        everywhere: whether it is taken from every area, those not switched on yet included.
    """

    channels: tuple[str, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True, kw_only=True)
class LevelRule(CodedRule):
    """A level of the continuum of need; ``rank`` 1 is the lowest, ``basis`` its lawful footing in words."""

    meaning: str
    basis: str
    consent: ConsentNeed
    rank: int
    serves: frozenset[Serves] = frozenset()
    """Whom it is for; empty is everybody whom the hub serves."""


@dataclass(frozen=True, kw_only=True)
class RatingRule(CodedRule):
    """A rating of risk.

    ``rank`` 1 is the most urgent. ``clock`` runs to the decision, ``check_clock`` to each agency's answer.
    ``colour`` is for the screen: red, amber, green, blue or grey; always shown with the label, never alone.
    """

    meaning: str
    rank: int
    colour: str
    clock: ClockSpec
    check_clock: ClockSpec


@dataclass(frozen=True, kw_only=True)
class OutcomeRule(CodedRule):
    """What a decision can come to: a level and the kinds of team that may receive it, or the end of the flow.

    ``told_to_referrer`` is the sentence the referrer may see: it names no fact of the case.
    """

    level: str | None
    team_kinds: tuple[str, ...]
    ends_flow: bool
    told_to_referrer: str
    serves: frozenset[Serves] = frozenset()
    """Whom it is for; empty is everybody whom the hub serves."""
    section_42: bool = False
    """Whether by it the council makes enquiries, or causes them to be made, under section 42 of the Care Act 2014."""
    section_47: bool = False
    """Whether by it the council makes enquiries under section 47 of the Children Act 1989."""

    @property
    def needs_team(self) -> bool:
        """Whether a product goes to a receiving team."""
        return bool(self.team_kinds)


@dataclass(frozen=True, kw_only=True)
class CheckRule(Rule):
    """The kinds of agency asked by default for a rating."""

    rating: str
    agency_kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WhoRule(Rule):
    """Who may rate, or decide, for whom; their role must carry the permission as well."""

    act: Act
    serves: frozenset[Serves]
    roles: tuple[Role, ...]
    registered_social_worker: bool


@dataclass(frozen=True, kw_only=True)
class ReasonRule(CodedRule):
    """A reason for not having sought consent that the hub accepts."""


@dataclass(frozen=True, kw_only=True)
class ConsentRules(Rule):
    """The hub's consent rule in words, and the reasons it accepts for not having sought consent."""

    words: str
    reasons_not_sought: tuple[ReasonRule, ...]

    def reason(self, code: str) -> ReasonRule:
        """The reason with this code; raises ``UnknownCode``."""
        return by_code(self.reasons_not_sought, code, "reason for not seeking consent", "This hub")


@dataclass(frozen=True, kw_only=True)
class ReRatingRule(Rule):
    """Where the clock counts from when a rating goes up, and when it goes down."""

    up: CountsFrom
    down: CountsFrom


@dataclass(frozen=True)
class DayHours:
    """When the hub is open on a weekday (0 is Monday), local time; ``closes`` 00:00 is the next midnight."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class ClosedDay:
    """A day on which the hub is closed besides weekends and bank holidays."""

    day: date
    why: str


@dataclass(frozen=True, kw_only=True)
class OfficeHours(Rule):
    """When the hub works.

    ``bank_holidays`` names the GOV.UK division; ``holidays_known_to`` says that the model itself carries the
    bank holidays beyond the published data, as ``closed_days``, up to that day.
    """

    time_zone: str
    bank_holidays: str
    days: tuple[DayHours, ...]
    closed_days: tuple[ClosedDay, ...]
    holidays_known_to: date | None
    out_of_hours_cover: str


@dataclass(frozen=True, kw_only=True)
class OperatingModel(Rule):
    """How one hub works. Read with ``parse`` or ``load``; never half valid."""

    name: str
    version: int
    title: str
    summary: str
    serves: frozenset[Serves]
    office: OfficeHours
    areas: tuple[AreaRule, ...]
    referral_types: tuple[ReferralTypeRule, ...]
    levels: tuple[LevelRule, ...]
    ratings: tuple[RatingRule, ...]
    outcomes: tuple[OutcomeRule, ...]
    checks: tuple[CheckRule, ...]
    who: tuple[WhoRule, ...]
    clocks: tuple[ClockRule, ...]
    consent: ConsentRules
    re_rating: ReRatingRule
    pauses: tuple[PauseRule, ...] = ()
    out_of_hours: OutOfHoursRule | None = None
    chasing: tuple[ChasingRule, ...] = ()
    gates: tuple[GateRule, ...] = ()
    issues: tuple[IssueRule, ...] = ()
    filters: tuple[FilterRule, ...] = ()
    screenings: tuple[ScreeningRule, ...] = ()
    checklists: tuple[ChecklistRule, ...] = ()
    panels: tuple[PanelRule, ...] = ()
    return_interviews: ReturnInterviewRule | None = None
    stages: tuple[StageRule, ...] = ()
    ladders: tuple[LadderRule, ...] = ()
    meetings: tuple[MeetingRule, ...] = ()
    counters: tuple[CounterRule, ...] = ()
    reviews: tuple[ReviewRule, ...] = ()
    straight_on: tuple[StraightOnRule, ...] = ()
    routes: tuple[RouteRule, ...] = ()
    surveys: tuple[SurveyRule, ...] = ()
    portals: tuple[PortalRule, ...] = ()
    wall: WallRule | None = None
    product_parts: ProductPartsRule | None = None
    answers_by_mail: AnswersByMailRule | None = None
    duty_rota: DutyRotaRule | None = None
    referrer_letters: ReferrerLettersRule | None = None
    framework: FrameworkRule | None = None
    partners: tuple[PartnerRule, ...] = ()

    def area(self, code: str) -> AreaRule:
        """The area with this code; raises ``UnknownCode``."""
        return by_code(self.areas, code, "area", self.title)

    def referral_type(self, code: str) -> ReferralTypeRule:
        """The referral type with this code; raises ``UnknownCode``."""
        return by_code(self.referral_types, code, "referral type", self.title)

    def level(self, code: str) -> LevelRule:
        """The level of need with this code; raises ``UnknownCode``."""
        return by_code(self.levels, code, "level of need", self.title)

    def rating(self, code: str) -> RatingRule:
        """The rating with this code; raises ``UnknownCode``."""
        return by_code(self.ratings, code, "rating", self.title)

    def outcome(self, code: str) -> OutcomeRule:
        """The outcome with this code; raises ``UnknownCode``."""
        return by_code(self.outcomes, code, "outcome", self.title)

    def clock(self, code: str) -> ClockRule:
        """The clock with this code; raises ``UnknownCode``."""
        return by_code(self.clocks, code, "clock", self.title)

    def gate(self, code: str) -> GateRule:
        """The gate with this code; raises ``UnknownCode``."""
        return by_code(self.gates, code, "gate", self.title)

    def stage(self, code: str) -> StageRule:
        """The stage with this code; raises ``UnknownCode``."""
        return by_code(self.stages, code, "stage", self.title)

    def ladder(self, code: str) -> LadderRule:
        """The ladder with this code; raises ``UnknownCode``."""
        return by_code(self.ladders, code, "ladder", self.title)

    def meeting(self, code: str) -> MeetingRule:
        """The meeting with this code; raises ``UnknownCode``."""
        return by_code(self.meetings, code, "meeting", self.title)

    def issue(self, code: str) -> IssueRule:
        """The issue with this code; raises ``UnknownCode``."""
        return by_code(self.issues, code, "issue", self.title)

    def filter(self, code: str) -> FilterRule:
        """The filter with this code; raises ``UnknownCode``."""
        return by_code(self.filters, code, "filter", self.title)

    def screening(self, code: str) -> ScreeningRule:
        """The screening with this code; raises ``UnknownCode``."""
        return by_code(self.screenings, code, "screening", self.title)

    def checklist(self, code: str) -> ChecklistRule:
        """The risk checklist with this code; raises ``UnknownCode``."""
        return by_code(self.checklists, code, "checklist", self.title)

    def panel(self, code: str) -> PanelRule:
        """The panel with this code; raises ``UnknownCode``."""
        return by_code(self.panels, code, "panel", self.title)

    def review(self, code: str) -> ReviewRule:
        """The required review with this code; raises ``UnknownCode``."""
        return by_code(self.reviews, code, "required review", self.title)

    def route(self, code: str) -> RouteRule:
        """The route with this code; raises ``UnknownCode``."""
        return by_code(self.routes, code, "route", self.title)

    def levels_for(self, whom: Serves) -> tuple[LevelRule, ...]:
        """The levels of need that are for a child, an unborn child or an adult."""
        return tuple(level for level in self.levels if not level.serves or whom in level.serves)

    def outcomes_for(self, whom: Serves) -> tuple[OutcomeRule, ...]:
        """What a decision about a child, an unborn child or an adult can come to."""
        return tuple(outcome for outcome in self.outcomes if not outcome.serves or whom in outcome.serves)

    def ratings_by_urgency(self) -> tuple[RatingRule, ...]:
        """All ratings, the most urgent first."""
        return tuple(sorted(self.ratings, key=lambda rating: rating.rank))

    def agencies_asked(
        self, rating_code: str, day: date | None = None, *, issues: Collection[str] = ()
    ) -> tuple[str, ...]:
        """The kinds of agency asked by default, of those that have joined by a day; raises ``UnknownCode``.

        Args:
            rating_code: the rating.
            day: on which they are asked; None leaves nobody out.
            issues: codes of what the case raises; what each also asks is added where the rating asks anybody at all.
        """
        self.rating(rating_code)
        kinds = next(rule.agency_kinds for rule in self.checks if rule.rating == rating_code)
        if kinds:
            more = (kind for rule in self.issues if rule.code in issues for kind in rule.also_asks)
            kinds = tuple(dict.fromkeys((*kinds, *more)))
        return tuple(kind for kind in kinds if day is None or self.partner_from(kind, day) is None)

    @property
    def kinds_ever_asked(self) -> frozenset[str]:
        """Every kind of agency that some rating or some issue asks."""
        rated = (kind for rule in self.checks for kind in rule.agency_kinds)
        return frozenset((*rated, *(kind for rule in self.issues for kind in rule.also_asks)))

    def partner_from(self, agency_kind: str, day: date) -> PartnerRule | None:
        """The rule by which a kind of agency is not asked on a day; None where it is."""
        return next(
            (each for each in self.partners if each.agency_kind == agency_kind and not each.in_force(day)), None
        )

    def who_may(self, act: Act, serves: Serves) -> WhoRule:
        """Who may rate or decide for a child, an unborn child or an adult.

        Raises:
            UnknownCode: the hub does not serve them.
        """
        for rule in self.who:
            if rule.act is act and serves in rule.serves:
                return rule
        raise UnknownCode("service for", serves, model=self.title, known=sorted(self.serves))
