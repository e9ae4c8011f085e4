"""Issues, screening together, checklists, return interviews, and panels beside the hub."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed, Step


@dataclass(frozen=True, kw_only=True)
class IssueSays:
    """One issue."""

    issue: Annotated[str, Says("A code of the operating model.")]
    about: Annotated[str, Says("About whom; left out: nobody in particular.", names="somebody")] = ""


@dataclass(frozen=True, kw_only=True)
class RaiseIssues(PersonsDeed):
    """Somebody says which issues a contact raises: one report may raise several."""

    VERB: ClassVar[str] = "raise_issues"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    issues: Annotated[tuple[IssueSays, ...], Says("The issues.", at_least=1)]


@dataclass(frozen=True, kw_only=True)
class ExpectIssues(Step):
    """Which issues a contact raises."""

    VERB: ClassVar[str] = "expect_issues"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    issues: Annotated[tuple[str, ...], Says("Their codes, each as often as it is raised.")]


@dataclass(frozen=True, kw_only=True)
class VoiceSays:
    """One agency's view in a screening."""

    agency: Annotated[str, Says("Whose.", names="agency")]
    said_by: Annotated[str, Says("Who gives it, by name.")]
    outcome: Annotated[str, Says("What they say it comes to.")]


@dataclass(frozen=True, kw_only=True)
class ScreenTogether(PersonsDeed):
    """Agencies screen a contact together."""

    VERB: ClassVar[str] = "screen_together"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    screening: Annotated[str, Says("Which screening of the operating model.")]
    voices: Annotated[tuple[VoiceSays, ...], Says("Each agency's view.")]
    outcome: Annotated[str, Says("What it comes to.")]
    reasons: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class CompleteChecklist(OfEnquiry, PersonsDeed):
    """Somebody completes a risk checklist about a person of the case."""

    VERB: ClassVar[str] = "complete_checklist"
    checklist: Annotated[str, Says("Which, of the operating model.")]
    about: Annotated[str, Says("About whom.", names="somebody")]
    yes: Annotated[tuple[str, ...], Says("Codes of the questions answered yes; the others are answered no.")] = ()
    judgement: Annotated[str, Says("What the professional judges.")]
    why: Annotated[str, Says("Why, in their own words.")]
    with_them: Annotated[bool, Says("Whether it is gone through with the person.")] = True


@dataclass(frozen=True, kw_only=True)
class ExpectChecklist(OfEnquiry, Step):
    """The newest checklist about somebody."""

    VERB: ClassVar[str] = "expect_checklist"
    about: Annotated[str, Says("About whom.", names="somebody")]
    score: Annotated[int, Says("The score.")]
    judgement: Annotated[str, Says("The judgement, which the score does not change.")]


@dataclass(frozen=True, kw_only=True)
class NoteFound(OfEnquiry, PersonsDeed):
    """A missing child is found; a return interview is due."""

    VERB: ClassVar[str] = "note_found"
    called: Annotated[str, Says("The interview's name for later steps.", makes="interview")]
    child: Annotated[str, Says("Who was found.", names="somebody")]
    found: Annotated[datetime, Says("When, local time.")]
    missing_from: Annotated[datetime | None, Says("Since when they were missing.")] = None


@dataclass(frozen=True, kw_only=True)
class EndInterview(PersonsDeed):
    """A return interview is held, declined, or cannot be held."""

    VERB: ClassVar[str] = "end_interview"
    interview: Annotated[str, Says("Which.", names="interview")]
    ended: Annotated[str, Says("How.", choices=("held", "declined", "not_possible"))]
    interviewer: Annotated[str, Says("Who spoke with the child.")] = ""
    independent: Annotated[bool, Says("Whether independent of whoever looks after the child.")] = True
    said: Annotated[str, Says("What the child said; or why it was not held.")]
    themes: Annotated[tuple[str, ...], Says("What came to light, by codes of issues.")] = ()


@dataclass(frozen=True, kw_only=True)
class ExpectInterview(OfEnquiry, Step):
    """How a return interview stands."""

    VERB: ClassVar[str] = "expect_interview"
    child: Annotated[str, Says("Whose.", names="somebody")]
    state: Annotated[str, Says("Its state.", choices=("due", "held", "declined", "not_possible"))]
    due: Annotated[datetime | None, Says("By when it is due, local time.")] = None
    late: Annotated[bool, Says("Whether it was ended late, or is late now.")] = False


@dataclass(frozen=True, kw_only=True)
class BringToPanel(OfEnquiry, PersonsDeed):
    """Somebody of a case is brought to a panel beside the hub."""

    VERB: ClassVar[str] = "bring_to_panel"
    called: Annotated[str, Says("The referral's name for later steps.", makes="referral")]
    panel: Annotated[str, Says("Which, of the operating model.")]
    about: Annotated[str, Says("Who is brought.", names="somebody")]
    why: Annotated[str, Says("What the panel should know.")]
    agrees: Annotated[bool, Says("Whether they know and agree.")] = True
    why_not_asked: Annotated[str, Says("If not, why it goes on.")] = ""
    grounds: Annotated[tuple[str, ...], Says("Codes of the panel's grounds.")] = ()
    safe_contact: Annotated[str, Says("How they are reached safely, and who must not learn of it.")] = ""
    at_risk: Annotated[tuple[str, ...], Says("Who else is in danger with them.", names="somebody")] = ()


@dataclass(frozen=True, kw_only=True)
class PanelSays(PersonsDeed):
    """The panel says when it meets, what it plans, or that it does not take it."""

    VERB: ClassVar[str] = "panel_says"
    referral: Annotated[str, Says("Which referral.", names="referral")]
    what: Annotated[str, Says("What.", choices=("list", "hear", "turn_away"))]
    meets_on: Annotated[date | None, Says("The day on which it meets.")] = None
    words: Annotated[str, Says("The plan, or why it is not taken.")] = ""


@dataclass(frozen=True, kw_only=True)
class KeepInStep(PersonsDeed):
    """What the hub tells the panel, or the panel the hub, so that one family's plans go together."""

    VERB: ClassVar[str] = "keep_in_step"
    referral: Annotated[str, Says("Which referral.", names="referral")]
    to_panel: Annotated[bool, Says("Whether the hub tells the panel; otherwise the panel tells the hub.")]
    words: Annotated[str, Says("What.")]
    checked: Annotated[bool, Says("Whether somebody checked that telling it puts nobody in danger.")] = False


@dataclass(frozen=True, kw_only=True)
class ExpectPanel(Step):
    """How a referral to a panel stands."""

    VERB: ClassVar[str] = "expect_panel"
    referral: Annotated[str, Says("Which referral.", names="referral")]
    state: Annotated[str, Says("Its state.", choices=("referred", "listed", "heard", "not_taken"))]
    at_risk: Annotated[int, Says("How many others are in danger with them.")] = 0
    told: Annotated[int, Says("How often something went between the hub and the panel.")] = 0
