"""The codes that a meeting keeps, and what each of them means."""

from collections.abc import Mapping

from openmash.hubs.rules import MeetingKind, MeetingResult, Way

APOLOGIES, ABSENT = "apologies", "absent"
HOW_WORDS: Mapping[str, str] = {
    str(Way.ROOM): "In the room",
    str(Way.PHONE): "By telephone",
    str(Way.VIDEO): "By video",
    APOLOGIES: "Sent apologies",
    ABSENT: "Did not come",
}
PRESENT = frozenset({str(way) for way in Way})

NO_CRITERION = "none_met"
"""An agency was invited, and none of the criteria for which it attends is met."""
NO_CRITERION_WORDS = "No criterion met"

NOT_REACHED = MeetingResult("not_reached", "Not reached: it comes up at the next meeting")

WITHOUT_QUORUM_WORDS: Mapping[str, str] = {
    "cannot_wait": "The child's or adult's safety cannot wait for them",
    "views_given": "They gave their view beforehand",
    "nobody_free": "They were asked and could send nobody in time",
}
CANCELLED_WORDS: Mapping[str, str] = {
    "moved": "Another time was agreed",
    "not_needed": "It is no longer needed",
    "no_quorum": "Too few could come",
    "by_mistake": "It was called by mistake",
}

_NEXT_STEP = (
    MeetingResult("go_on", "Go on as planned"),
    MeetingResult("more_wanted", "More information is wanted first"),
    MeetingResult("strategy_discussion", "Strategy discussion now"),
    MeetingResult("decide_now", "Ready for the decision"),
    MeetingResult("step_down", "Step down to early help"),
)
_STRATEGY = (
    MeetingResult("section_47_joint", "Section 47 enquiry, jointly with the police"),
    MeetingResult("section_47_single", "Section 47 enquiry by children's social care alone"),
    MeetingResult("assessment", "No section 47 enquiry: assessment as a child in need"),
    MeetingResult("no_further_action", "No further action under these procedures"),
)
USUAL_RESULTS: Mapping[MeetingKind, tuple[MeetingResult, ...]] = {
    MeetingKind.DAILY: _NEXT_STEP,
    MeetingKind.BRIEFING: _NEXT_STEP,
    MeetingKind.MASH: _NEXT_STEP,
    MeetingKind.DOMESTIC_ABUSE_CALL: (
        MeetingResult("fast_track", "Meets the child protection threshold: straight into the hub"),
        MeetingResult("single_agency", "One agency follows it up"),
        MeetingResult("marac", "Referred to the risk assessment conference (MARAC)"),
        MeetingResult("support_offered", "Support offered to the victim"),
        MeetingResult("no_further_action", "No further action"),
    ),
    MeetingKind.STRATEGY_DISCUSSION: (
        *_STRATEGY,
        MeetingResult("strategy_meeting", "Strategy meeting, with everybody round one table"),
    ),
    MeetingKind.STRATEGY_MEETING: _STRATEGY,
    MeetingKind.CONFERENCE: (
        MeetingResult("protection_plan", "Child protection plan"),
        MeetingResult("child_in_need_plan", "Child in need plan"),
        MeetingResult("no_plan", "No plan"),
        MeetingResult("adjourned", "Adjourned: another conference"),
    ),
}
"""What meetings of each kind come to, where the hub's own model names no results.

Source: Working Together to Safeguard Children, strategy discussion and initial child protection conference; the
domestic abuse call: Home Office (2014), annex D, Wiltshire ("fast tracked through to the MASH"). The others are
OpenMASH's own.
"""
