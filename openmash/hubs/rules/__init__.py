"""Operating models: how each hub works, as data. Plain Python; the tables of ``hubs`` are not known here."""

from openmash.hubs.rules.clock_specs import ClockKind, ClockSpec, ordinal
from openmash.hubs.rules.errors import ModelInvalid, UnknownCode, UnknownModel
from openmash.hubs.rules.kinds import AGENCY_KINDS, TEAM_KINDS
from openmash.hubs.rules.loading import available, load, source
from openmash.hubs.rules.operating_model import (
    Act,
    AreaRule,
    CheckRule,
    ClosedDay,
    ConsentNeed,
    ConsentRules,
    CountsFrom,
    DayHours,
    LevelRule,
    OfficeHours,
    OperatingModel,
    OutcomeRule,
    RatingRule,
    ReasonRule,
    ReferralTypeRule,
    ReRatingRule,
    WhoRule,
)
from openmash.hubs.rules.parsing import parse
from openmash.hubs.rules.rewriting import rewritten
from openmash.hubs.rules.rule import CodedRule, Rule, Serves
from openmash.hubs.rules.said import Said
from openmash.hubs.rules.saying import Difference, differences, in_words
from openmash.hubs.rules.topics.chasing import Chased, ChasingRule, When
from openmash.hubs.rules.topics.checklists import ChecklistRule, Judgement
from openmash.hubs.rules.topics.counters import Counted, CounterRule, Over
from openmash.hubs.rules.topics.duty_rota import DutyRotaRule, DutyTeamRule
from openmash.hubs.rules.topics.filters import FilterRule
from openmash.hubs.rules.topics.framework import FrameworkRule, PartnerRule
from openmash.hubs.rules.topics.gates import GateRule, Guards
from openmash.hubs.rules.topics.issues import IssueRule, Theme
from openmash.hubs.rules.topics.ladders import About, LadderRule, StepRule
from openmash.hubs.rules.topics.meetings import (
    CountedFrom,
    Criterion,
    LeadsTo,
    MeetingDue,
    MeetingKind,
    MeetingResult,
    MeetingRule,
    Quorum,
    Way,
)
from openmash.hubs.rules.topics.named_clocks import HAPPENED, ClockRule, Happening, RunsFor
from openmash.hubs.rules.topics.out_of_hours import OutOfHoursRule
from openmash.hubs.rules.topics.panels import GroundRule, PanelRule
from openmash.hubs.rules.topics.pauses import PauseRule
from openmash.hubs.rules.topics.portals import PortalRule
from openmash.hubs.rules.topics.product_parts import ProductPartsRule
from openmash.hubs.rules.topics.referrer_letters import ReferrerLettersRule
from openmash.hubs.rules.topics.return_interviews import ReturnInterviewRule
from openmash.hubs.rules.topics.reviews import GradeRule, Reviewed, ReviewRule
from openmash.hubs.rules.topics.routes import RouteRule
from openmash.hubs.rules.topics.screenings import ScreeningOutcome, ScreeningRule, Then
from openmash.hubs.rules.topics.stages import StageRule
from openmash.hubs.rules.topics.straight_on import StraightOnRule
from openmash.hubs.rules.topics.surveys import SurveyQuestion, SurveyRule
from openmash.hubs.rules.topics.wall import FamilyOnWall, WallRule
from openmash.hubs.rules.versions import (
    NoModelInForce,
    StoredVersion,
    day_of,
    in_force,
    numbered,
    read,
    require_draft,
    require_goes_live_once,
    require_later_day,
    require_live,
    require_not_begun,
    require_signed,
    require_why,
)

__all__ = [
    "AGENCY_KINDS",
    "HAPPENED",
    "TEAM_KINDS",
    "About",
    "Act",
    "AreaRule",
    "Chased",
    "ChasingRule",
    "CheckRule",
    "ChecklistRule",
    "ClockKind",
    "ClockRule",
    "ClockSpec",
    "ClosedDay",
    "CodedRule",
    "ConsentNeed",
    "ConsentRules",
    "Counted",
    "CountedFrom",
    "CounterRule",
    "CountsFrom",
    "Criterion",
    "DayHours",
    "Difference",
    "DutyRotaRule",
    "DutyTeamRule",
    "FamilyOnWall",
    "FilterRule",
    "FrameworkRule",
    "GateRule",
    "GradeRule",
    "GroundRule",
    "Guards",
    "Happening",
    "IssueRule",
    "Judgement",
    "LadderRule",
    "LeadsTo",
    "LevelRule",
    "MeetingDue",
    "MeetingKind",
    "MeetingResult",
    "MeetingRule",
    "ModelInvalid",
    "NoModelInForce",
    "OfficeHours",
    "OperatingModel",
    "OutOfHoursRule",
    "OutcomeRule",
    "Over",
    "PanelRule",
    "PartnerRule",
    "PauseRule",
    "PortalRule",
    "ProductPartsRule",
    "Quorum",
    "RatingRule",
    "ReRatingRule",
    "ReasonRule",
    "ReferralTypeRule",
    "ReferrerLettersRule",
    "ReturnInterviewRule",
    "ReviewRule",
    "Reviewed",
    "RouteRule",
    "Rule",
    "RunsFor",
    "Said",
    "ScreeningOutcome",
    "ScreeningRule",
    "Serves",
    "StageRule",
    "StepRule",
    "StoredVersion",
    "StraightOnRule",
    "SurveyQuestion",
    "SurveyRule",
    "Theme",
    "Then",
    "UnknownCode",
    "UnknownModel",
    "WallRule",
    "Way",
    "When",
    "WhoRule",
    "available",
    "day_of",
    "differences",
    "in_force",
    "in_words",
    "load",
    "numbered",
    "ordinal",
    "parse",
    "read",
    "require_draft",
    "require_goes_live_once",
    "require_later_day",
    "require_live",
    "require_not_begun",
    "require_signed",
    "require_why",
    "rewritten",
    "source",
]
