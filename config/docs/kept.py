"""docs/reference/retention.md: for each table, how what the register promises is carried out, or why it is kept."""

from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string

from config.access_rules import data_of, our_models
from config.docs.markdown import table
from openmash.retention.rules import SHIPPED
from openmash.retention.rules.schedules import CLASS_WORDS

_INTRODUCTION = """\
# How long what is kept, and how that is carried out

The [data register](data-register.md) says how long each table is kept. Here is what makes it so. Nothing that a
schedule says is erased by itself: one person prepares a list, another approves it
([how records are kept and erased](../explanation/keeping-and-erasing.md)).

- **Erased by an approved list**: its keys are destroyed, or its words and names are blanked, when the enquiry, the
  contact or the owner's part is on a list that a second person approved.
- **Deleted by itself**: it was only ever kept for a while; the worker deletes it.
- **Stays without names**: says what was done, when and by whom; the people it points to are blanked once nothing else
  keeps them.
- **Kept**: as long as the hub, for the reason given."""


@dataclass(frozen=True)
class By:
    """Carried out by a function: on an approved list, or by the worker."""

    how: str
    function: str


@dataclass(frozen=True)
class Stays:
    """Nothing is done to it, and why."""

    how: str
    why: str


def _erased(function: str) -> By:
    return By("Erased by an approved list", f"openmash.{function}")


def _by_itself(function: str) -> By:
    return By("Deleted by itself", f"openmash.{function}")


def _without_names(why: str) -> Stays:
    return Stays("Stays without names", why)


def _kept(why: str) -> Stays:
    return Stays("Kept", why)


_WHO_DID_IT = "who worked in the hub, and as what, must stay answerable as long as what they did"
_LOG = "the log holds no personal data, and a log with gaps proves nothing"
_FOUND = "what was found about an adult, when and by whom; its words are sealed texts, whose keys are destroyed"
_SCREENED = "what it came to, when and by whom; its words are sealed texts, whose keys are destroyed"
_TIES = "ties ids together; says nothing by itself"

HOW: dict[str, By | Stays] = {
    "accounts.Draft": _by_itself("accounts.services.forget_old_drafts"),
    "accounts.Membership": _kept(_WHO_DID_IT),
    "accounts.OutsideSession": By("Deleted by itself", "config.tasks.every_night"),
    "accounts.User": _kept(_WHO_DID_IT),
    "adults.CapacityFinding": _without_names(_FOUND),
    "adults.ThreePartTest": _without_names(_FOUND),
    "adults.Wishes": _without_names(_FOUND),
    "adults.WishesResult": _without_names(_FOUND),
    "agencies.Absence": _kept("why an answer was late must stay answerable; of its people it names who covers"),
    "agencies.Agency": _kept("organisations, not people"),
    "agencies.Agreement": _kept("on what ground an agency shared must stay answerable; organisations, not people"),
    "agencies.VisitingDays": _kept("when an agency could be reached must stay answerable; organisations, not people"),
    "agencies.Team": _kept("organisations, not people"),
    "allegations.Allegation": _erased("allegations.services.erase"),
    "allegations.AllegationEntry": _erased("allegations.services.erase"),
    "allegations.DesignatedOfficer": _kept(_WHO_DID_IT),
    "api_keys.ApiKey": _kept(_WHO_DID_IT),
    "audit.Checkpoint": _kept(_LOG),
    "audit.Event": _kept(_LOG),
    "audit.Handed": _kept(_LOG),
    "audit.Leaf": _kept(_LOG),
    "audit.SigningKey": _kept(_LOG),
    "audit.Verification": _kept(_LOG),
    "checks.Check": _erased("checks.services.erase_questions"),
    "checks.Invitation": _by_itself("checks.services.forget_links"),
    "checks.OwnRecord": _erased("checks.services.erase_answers"),
    "checks.Reminder": _without_names("that an agency was reminded, and when"),
    "checks.Reply": _by_itself("checks.services.forget_replies"),
    "checks.RefusedMail": _by_itself("checks.services.forget_links"),
    "checks.ReplyFile": _by_itself("checks.services.forget_reply_files"),
    "contacts.Advice": _erased("contacts.services.erase"),
    "contacts.Contact": _erased("contacts.services.erase"),
    "contacts.ContactPerson": _erased("contacts.services.erase"),
    "contacts.Issue": _erased("contacts.services.erase"),
    "contacts.DirectReferral": _erased("contacts.services.erase"),
    "contacts.SurveyLink": _by_itself("contacts.services.forget_survey_links"),
    "contacts.SurveyAnswer": _kept("what people thought, without who or when; holds no personal data"),
    "contacts.Receipt": _by_itself("contacts.services.forget_receipts"),
    "contacts.SavedForm": _by_itself("contacts.services.forget_saved_forms"),
    "contacts.Submission": _by_itself("contacts.services.forget_letters"),
    "cover.DutyPlace": _kept(_WHO_DID_IT),
    "cover.DutyWeek": _kept(_WHO_DID_IT),
    "cover.Handover": _kept(_WHO_DID_IT),
    "cover.HandoverLine": _erased("cover.services.erase"),
    "cover.Placement": _kept(_WHO_DID_IT),
    "cover.Turn": _kept(_WHO_DID_IT),
    "decisions.Analysis": _without_names("its words are sealed texts, whose keys are destroyed"),
    "decisions.Decision": _without_names("what was decided, when and by whom; its reasons are sealed texts"),
    "decisions.Letter": _erased("decisions.services.erase_feedback"),
    "decisions.Feedback": _erased("decisions.services.erase_feedback"),
    "decisions.Section47": _without_names("its words are sealed texts, whose keys are destroyed"),
    "decisions.Revisit": _without_names("its words are sealed texts, whose keys are destroyed"),
    "oversight.Ending": _erased("oversight.services.erase"),
    "oversight.RequiredReview": _erased("oversight.services.erase"),
    "enquiries.Allocation": _without_names("who held it, and from when, stays answerable"),
    "differences.Challenge": _erased("differences.services.erase_challenges"),
    "differences.Difference": _erased("differences.services.erase"),
    "differences.SafetyAction": _erased("differences.services.erase"),
    "differences.Step": _erased("differences.services.erase"),
    "enquiries.Clock": _without_names("what was due, from when and by when, and when it happened"),
    "enquiries.Pause": _erased("enquiries.services.erase"),
    "enquiries.Enquiry": _erased("enquiries.services.erase"),
    "enquiries.EnquiryContact": _without_names(_TIES),
    "enquiries.EnquiryErasure": _kept("that something was erased must stay answerable; holds no personal data"),
    "enquiries.GateView": _erased("enquiries.services.erase"),
    "enquiries.Member": _without_names(_TIES),
    "enquiries.Rating": _erased("enquiries.services.erase"),
    "enquiries.StraightOn": _erased("enquiries.services.erase"),
    "enquiries.StageEntry": _without_names("when it entered which stage, and why"),
    "enquiries.Subject": _without_names(_TIES),
    "exclusions.Exclusion": _by_itself("exclusions.services.forget_ended"),
    "groups.Group": _erased("groups.services.erase"),
    "groups.GroupLink": _erased("groups.services.erase"),
    "groups.GroupReader": _erased("groups.services.erase"),
    "groups.GroupReview": _without_names("that it was looked at, when and by whom; its words are sealed texts"),
    "hubs.GoneLive": _kept("since when the hub took contacts must stay answerable; no personal data of a case"),
    "hubs.Hub": _kept("it is the hub"),
    "hubs.IntakeKey": _kept("without it no letter could be taken in"),
    "hubs.ModelVersion": _kept("by which rules a case was worked must stay answerable; no personal data of a case"),
    "meetings.Action": _without_names("its words are sealed texts, whose keys are destroyed"),
    "meetings.AgencyStatement": _without_names("its words are sealed texts, whose keys are destroyed"),
    "meetings.Attendance": _erased("meetings.services.erase"),
    "meetings.CaseRecord": _without_names("what a meeting came to, and when; its words are sealed texts"),
    "meetings.Meeting": _erased("meetings.services.erase"),
    "meetings.MeetingCase": _without_names(_TIES),
    "meetings.SecondRating": _without_names("its reason is a sealed text, whose key is destroyed"),
    "notifications.Message": _by_itself("notifications.services.forget_old"),
    "people.Address": _erased("people.services.erase"),
    "people.KeptApart": _erased("people.services.erase"),
    "people.Merge": _erased("people.services.erase"),
    "people.OtherName": _erased("people.services.erase"),
    "people.OpenCase": _erased("people.services.erase"),
    "people.Person": _erased("people.services.erase"),
    "people.Relationship": _erased("people.services.erase"),
    "people.StaffWarning": _erased("people.services.erase"),
    "products.AgencyPart": _without_names(
        "which agency wrote, when and by whom; its words are sealed texts, whose keys are destroyed"
    ),
    "person_index.Hit": _by_itself("person_index.services.forget_hits"),
    "person_index.Index": _kept("that an agency had an index here, and until when; no row of it"),
    "person_index.IndexSecret": _kept("without it no person index answers"),
    "person_index.Load": _kept("what came of an agency's file, in numbers; no row of it"),
    "person_index.LoadFile": _by_itself("person_index.services.forget_files"),
    "person_index.RefusedRow": _by_itself("person_index.services.forget_refused"),
    "products.CopyRecall": _erased("products.services.erase"),
    "products.Correction": _without_names(_TIES),
    "products.Product": _without_names("that something went to a team, and when"),
    "products.ProductAuthor": _without_names("who worked on it"),
    "products.ProductItem": _without_names(_TIES),
    "products.ProductSubject": _without_names(_TIES),
    "products.ReleasedCopy": _erased("products.services.erase"),
    "products.Rendition": _without_names("its bytes are sealed texts, whose keys are destroyed"),
    "products.RenditionVerdict": _without_names("its words are sealed texts, whose keys are destroyed"),
    "products.TeamOutcome": _erased("products.services.erase"),
    "products.TeamReport": _by_itself("products.services.forget_reports"),
    "products.UrgentRelease": _without_names("its words are sealed texts, whose keys are destroyed"),
    "retention.AccessOwner": _kept("that an agency was asked must stay answerable; holds no personal data"),
    "retention.AccessPiece": _by_itself("retention.services.forget_requests"),
    "retention.AccessRequest": _by_itself("retention.services.forget_requests"),
    "retention.Batch": _kept("who erased what must stay answerable; holds no personal data"),
    "retention.BatchLine": _kept("who erased what must stay answerable; holds no personal data"),
    "retention.Erasure": _kept("it is what a restored database is erased again by; holds no personal data"),
    "retention.Hold": _kept("why something was not erased must stay answerable"),
    "retention.OwnerReview": _kept("why something was or was not erased must stay answerable"),
    "retention.ScheduleLine": _kept("erasures name the line they were made under"),
    "screening.Checklist": _without_names(_SCREENED),
    "screening.ChecklistText": _kept("a text that is asked of many; no personal data"),
    "screening.JointScreening": _erased("screening.services.erase"),
    "screening.PanelPerson": _without_names(_TIES),
    "screening.PanelReferral": _without_names(_SCREENED),
    "screening.PanelWord": _without_names(_SCREENED),
    "screening.ReturnInterview": _without_names(_SCREENED),
    "screening.ScreeningVoice": _erased("screening.services.erase"),
    "sealed.Attachment": _erased("sealed.services.erase_items"),
    "sealed.Item": _erased("sealed.services.erase_items"),
    "sealed.ItemPerson": _erased("sealed.services.erase_items"),
    "sealed.ItemReader": _without_names("which colleagues an owner named as readers"),
    "sealed.ItemVersion": _erased("sealed.services.erase_items"),
    "sealed.LedgerLine": _without_names("on what ground something went or did not; its words are sealed texts"),
    "sealed.Protection": _erased("sealed.services.erase_texts"),
    "sealed.ProtectionAgainst": _without_names(_TIES),
    "sealed.ReleaseRequest": _erased("sealed.services.erase_items"),
    "sealed.SealedText": _erased("sealed.services.erase_texts"),
    "sealed.SpecialGrant": _without_names("who opened what without the owner, and what the review found"),
    "sealed.WaitingFile": _by_itself("sealed.services.forget_waiting_files"),
}


def function_of(how: By) -> Any:
    """The function that carries it out; ImportError where there is none."""
    return import_string(how.function)


def pages() -> dict[str, str]:
    """The one page."""
    rows = [
        (
            f"`{model._meta.db_table}`",
            data_of(model).retention,
            HOW[model._meta.label].how,
            _said(HOW[model._meta.label]),
        )
        for model in sorted(our_models(), key=lambda model: model._meta.label)
    ]
    shipped = [
        (
            CLASS_WORDS[line.record_class],
            "Police" if line.agency_kind else "Everybody without a line of their own",
            line.words,
            f"{line.source}{' (own choice)' if line.own_choice else ''}",
        )
        for line in SHIPPED
    ]
    parts = [
        _INTRODUCTION,
        table(("Table", "Kept", "How", "By, or why"), rows),
        "## The schedule that ships\n\nIt holds until a hub adopts lines of its own. Where nothing was found to cite, "
        "the line says so.",
        table(("Kind of record", "Whose", "Kept", "Source"), shipped),
    ]
    return {"retention.md": "\n\n".join(parts)}


def _said(how: By | Stays) -> str:
    return f"`{how.function}`" if isinstance(how, By) else how.why
