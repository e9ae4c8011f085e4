"""Everything a scenario can say happens or is looked at. How each is done is in ``scenarios.playing``."""

from openmash.scenarios.steps.adults import (
    AnswerThreeParts,
    ExpectAdult,
    RecordCapacity,
    RecordResult,
    RecordWishes,
)
from openmash.scenarios.steps.allegations import (
    ConcludeAllegation,
    ConsiderAllegation,
    DecideEmployer,
    ExpectAllegations,
    NameOfficer,
    NoteAllegationStep,
    OpenAllegation,
    RaiseAllegation,
)
from openmash.scenarios.steps.base import Step
from openmash.scenarios.steps.checks import (
    Answer,
    AnswerNothing,
    Ask,
    AskAgain,
    Chase,
    Reply,
    ReplyByMail,
    WithdrawCheck,
)
from openmash.scenarios.steps.clocks import (
    ClockworkGoesRound,
    ExpectBeforeMorning,
    ExpectClock,
    ExpectOwner,
    ExpectReminders,
    HandOver,
    NameOwner,
    NoteHappening,
    PauseClock,
    RecordAbsence,
    ResumeClock,
    TakeOver,
)
from openmash.scenarios.steps.decision import (
    Analyse,
    Decide,
    ExpectLetter,
    ReturnLetter,
    Revisit,
    SendLetter,
    TellAgencies,
    TellReferrer,
    WriteLetter,
)
from openmash.scenarios.steps.differing import (
    ExpectDifference,
    ExpectGate,
    ExpectStage,
    GiveView,
    KeepSafe,
    RaiseDifference,
    SettleDifference,
    StepsRunOut,
    TakeFurther,
    WithdrawDifference,
)
from openmash.scenarios.steps.enquiry import (
    AddContact,
    CloseEnquiry,
    ExpectStraightOn,
    GoStraightOn,
    OpenEnquiry,
    Rate,
    ReopenEnquiry,
)
from openmash.scenarios.steps.front_door import (
    CarryOver,
    CloseWithAdvice,
    ExpectDirect,
    FetchDirect,
    HandOnDirectly,
    Identify,
    IssueKey,
    Join,
    NoteOpenCase,
    NoteTakenIn,
    PassOn,
    Record,
    Refer,
    ReopenContact,
    Route,
    Signpost,
)
from openmash.scenarios.steps.groups import BeginGroup, ExpectGroups, LinkInGroup, OpenGroup, ReviewGroup
from openmash.scenarios.steps.keeping_out import KeepOut
from openmash.scenarios.steps.looking import (
    ExpectAudit,
    ExpectCheck,
    ExpectChecks,
    ExpectContact,
    ExpectDecision,
    ExpectEnquiry,
    ExpectInTime,
    ExpectMessages,
    ExpectProduct,
    ExpectRating,
    Look,
    Say,
)
from openmash.scenarios.steps.meeting import (
    Attend,
    BringUpToDate,
    CancelMeeting,
    CompleteAction,
    Convene,
    ConveneOverTheDay,
    ExpectInvitations,
    ExpectMeeting,
    GiveAction,
    HoldMeeting,
    Invite,
    PutOnAgenda,
    RateAgain,
    SayInMeeting,
    WriteMeeting,
)
from openmash.scenarios.steps.model import ExpectVersion, GoLive, PutIntoForce, Sign
from openmash.scenarios.steps.network import LookAtNetwork
from openmash.scenarios.steps.operations import (
    Allocate,
    ChangeDutyWeek,
    ExpectForecast,
    ExpectLoad,
    ExpectOnDuty,
    ExpectRotation,
    ExpectWall,
    PlaceOnRota,
    TakeIn,
)
from openmash.scenarios.steps.oversight import ExpectCounts, ExpectReview, ReviewEnding
from openmash.scenarios.steps.product import (
    Abandon,
    Acknowledge,
    Approve,
    ChooseItems,
    GoWithoutPart,
    LeaveOut,
    Release,
    ReleaseUrgently,
    Report,
    ReviewUrgentRelease,
    SendBack,
    SendForApproval,
    StartProduct,
    WriteGuidance,
    WritePart,
)
from openmash.scenarios.steps.reports import (
    ExpectMissing,
    ExpectProfile,
    ExpectReferrals,
    LookForSomebody,
    OpenProfile,
)
from openmash.scenarios.steps.required_reviews import (
    ExpectAudits,
    ExpectRequiredReviews,
    NoteNearMiss,
    RecordFinding,
)
from openmash.scenarios.steps.room import (
    AddItem,
    Consent,
    CorrectItem,
    RecordLawfulBasis,
    Refuse,
    WithdrawItem,
)
from openmash.scenarios.steps.screening import (
    BringToPanel,
    CompleteChecklist,
    EndInterview,
    ExpectChecklist,
    ExpectInterview,
    ExpectIssues,
    ExpectPanel,
    KeepInStep,
    NoteFound,
    PanelSays,
    RaiseIssues,
    ScreenTogether,
)
from openmash.scenarios.steps.surveys import AnswerSurvey, ExpectSurvey, InviteToSurvey
from openmash.scenarios.steps.visits import ExpectVisit, SetVisits

STEPS: dict[str, type[Step]] = {
    step.VERB: step
    for step in (
        *(Say, Record, Refer, CloseWithAdvice, Signpost, Join, ReopenContact, Identify, NoteOpenCase, PassOn),
        *(IssueKey, HandOnDirectly, FetchDirect, CarryOver, NoteTakenIn, ExpectDirect),
        *(Route, OpenEnquiry, AddContact, Rate, GoStraightOn, ExpectStraightOn, CloseEnquiry, ReopenEnquiry),
        *(Allocate, ExpectWall, ExpectForecast, ExpectLoad, PlaceOnRota, ChangeDutyWeek, ExpectOnDuty),
        *(NameOfficer, RaiseAllegation, ConsiderAllegation, DecideEmployer, NoteAllegationStep, ConcludeAllegation),
        *(OpenAllegation, ExpectAllegations, SetVisits, ExpectVisit, LookAtNetwork, KeepOut),
        *(TakeIn, ExpectRotation, BeginGroup, LinkInGroup, ReviewGroup, OpenGroup, ExpectGroups, ExpectMissing),
        *(LookForSomebody, OpenProfile, ExpectProfile),
        *(Ask, Chase, WithdrawCheck, AskAgain, AnswerNothing, Answer, Reply, ReplyByMail),
        *(AddItem, CorrectItem, WithdrawItem, Consent, Refuse, RecordLawfulBasis),
        *(AnswerThreeParts, RecordCapacity, RecordWishes, RecordResult, ExpectAdult),
        *(RaiseIssues, ExpectIssues, ScreenTogether, CompleteChecklist, ExpectChecklist),
        *(NoteFound, EndInterview, ExpectInterview, BringToPanel, PanelSays, KeepInStep, ExpectPanel),
        *(NoteNearMiss, RecordFinding, ExpectRequiredReviews, ExpectAudits, ExpectReferrals),
        *(InviteToSurvey, AnswerSurvey, ExpectSurvey),
        *(ReviewEnding, ExpectReview, ExpectCounts),
        *(Analyse, Decide, Revisit, TellReferrer, TellAgencies, WriteLetter, SendLetter, ReturnLetter, ExpectLetter),
        *(NoteHappening, PauseClock, ResumeClock, NameOwner, HandOver, TakeOver, RecordAbsence, ClockworkGoesRound),
        *(ExpectClock, ExpectOwner, ExpectBeforeMorning, ExpectReminders),
        *(GiveView, ExpectGate, ExpectStage, StepsRunOut, ExpectDifference),
        *(Convene, ConveneOverTheDay, BringUpToDate, PutOnAgenda, Invite, Attend, SayInMeeting, WriteMeeting),
        *(RateAgain, GiveAction, CompleteAction, HoldMeeting, CancelMeeting, ExpectMeeting, ExpectInvitations),
        *(RaiseDifference, SettleDifference, TakeFurther, WithdrawDifference, KeepSafe),
        *(
            StartProduct,
            ChooseItems,
            WriteGuidance,
            WritePart,
            GoWithoutPart,
            LeaveOut,
            SendForApproval,
            Approve,
            SendBack,
            Release,
            ReleaseUrgently,
            ReviewUrgentRelease,
            Abandon,
            Acknowledge,
            Report,
        ),
        *(
            Look,
            ExpectContact,
            ExpectEnquiry,
            ExpectRating,
            ExpectChecks,
            ExpectCheck,
            ExpectDecision,
        ),
        *(PutIntoForce, Sign, GoLive, ExpectVersion),
        *(ExpectProduct, ExpectInTime, ExpectAudit, ExpectMessages),
    )
}

__all__ = ["STEPS", "Step"]
