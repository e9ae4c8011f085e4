"""When a meeting may be called, written down and closed. Plain Python; each rule says where it comes from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import AGENCY_KINDS, MeetingResult, MeetingRule
from openmash.meetings.rules import wording
from openmash.meetings.rules.told import ActionTold, AttendanceTold, Calling, RecordTold

EARLIEST, LATEST = timedelta(days=14), timedelta(days=90)
SHORTEST, LONGEST = 5, 480  # minutes
LONGEST_PLACE, LONGEST_NAMES, LONGEST_WORDS = 200, 200, 20_000
LATEST_ACTION = timedelta(days=366)


def require_one_of_the_hubs(code: str, rules: Sequence[MeetingRule], *, about_a_case: bool) -> MeetingRule:
    """Only the meetings of the hub's operating model and the statutory ones are held; each over what it is for.

    Args:
        code: which.
        rules: those of the hub.
        about_a_case: whether it is called about one enquiry, and not over the cases of the day.

    Returns:
        The meeting's rule.
    """
    fitting = [rule for rule in rules if rule.kind.has_agenda is not about_a_case]
    found = next((rule for rule in fitting if rule.code == code), None)
    if found is None:
        labels = ", ".join(rule.label for rule in fitting) or "none"
        raise RuleBroken("meetings.meeting_is_the_hubs", f"Choose one of this hub's meetings: {labels}.", field="code")
    return found


def require_rating_comes_to_it(rule: MeetingRule, rating: str, label: str) -> None:
    """A case comes to a meeting with the ratings that the hub's model names for it.

    Source: the operating model, ``ratings`` of the meeting; Home Office (2014), annex D, Sandwell: "the MASH Meeting
    for Red and Amber cases".
    """
    if rule.ratings and rating not in rule.ratings:
        raise RuleBroken(
            "meetings.rating_comes_to_it",
            f"{rule.label} is not for cases rated {label}. Choose another meeting, or change the rating first.",
            field="code",
        )


def require_likely_time(starts_at: datetime, *, at: datetime) -> None:
    """A wrong month or year is noticed; one that was held at once may be written down up to two weeks later."""
    if not at - EARLIEST <= starts_at <= at + LATEST:
        raise RuleBroken(
            "meetings.starts_at_a_likely_time",
            "Enter a day within the last 14 days or the next 90.",
            field="starts_on",
        )


def require_after_the_referral(starts_at: datetime, received_at: datetime) -> None:
    """Nobody meets about a case before it has come in; an earlier time is a slip of the day."""
    if starts_at < received_at:
        sentence = "Enter a time after the concern came in."
        raise RuleBroken("meetings.starts_after_the_referral", sentence, field="starts_on")


def require_calling(told: Calling) -> None:
    """A meeting has a length, a place or a number to ring, and somebody who is invited."""
    if not SHORTEST <= told.minutes_long <= LONGEST:
        sentence = f"Enter a length of {SHORTEST} to {LONGEST} minutes."
        raise RuleBroken("meetings.length_is_likely", sentence, field="minutes_long")
    if not told.place.strip():
        sentence = "Enter the room, or the number or link by which people join."
        raise RuleBroken("meetings.place_is_named", sentence, field="place")
    _require_fits(told.place, LONGEST_PLACE, "place", field="place")
    if not told.agency_ids:
        raise RuleBroken("meetings.somebody_is_invited", "Select at least one agency to invite.", field="agencies")


def require_chair(*, may_chair: bool) -> None:
    """The chair is one of those whom the hub's model lets chair this meeting, and who may open the case.

    Source: the operating model, ``chairs`` of the meeting; Home Office (2014), annex D, Sandwell: "the responsible
    social worker chairs the meeting".
    """
    if not may_chair:
        sentence = "Select one of the colleagues listed: this meeting is chaired by one of them."
        raise RuleBroken("meetings.chair_may_chair", sentence, field="chair")


def require_case_open(*, is_open: bool, reference: str) -> None:
    """A meeting is called about an open enquiry only."""
    if not is_open:
        raise RuleBroken(
            "meetings.enquiry_is_open", f"Enquiry {reference} is closed. Reopen it before calling anybody."
        )


def require_not_planned_already(label: str, *, planned: bool) -> None:
    """One meeting of a kind at a time about one case: a second invitation would leave people in two places."""
    if planned:
        raise RuleBroken(
            "meetings.one_planned_at_a_time",
            f"{label}: one is planned already. Open that one, or call it off first.",
            field="code",
        )


def require_cases(count: int) -> None:
    """A meeting over the cases of the day is called when there is a case to go through."""
    if not count:
        raise RuleBroken("meetings.agenda_has_cases", "No open case has a rating that comes to this meeting.")


def require_attendance(told: AttendanceTold, rule: MeetingRule, agency_kind: str, *, field: str) -> None:
    """How an agency took part is a way that the meeting knows; whoever took part has a name.

    Source: the operating model, ``ways`` and ``criteria`` of the meeting; Birmingham's tables of conferences (invited,
    criteria met, attended).
    """
    ways = {*map(str, rule.ways), wording.APOLOGIES, wording.ABSENT, ""}
    if told.how not in ways:
        allowed = ", ".join(wording.HOW_WORDS[how].lower() for how in wording.HOW_WORDS if how in ways)
        raise RuleBroken("meetings.way_is_the_meetings", f"Choose how they took part: {allowed}.", field=f"{field}-how")
    criteria = {each.code for each in rule.criteria_of(agency_kind)}
    if told.criterion and told.criterion not in criteria | ({wording.NO_CRITERION} if criteria else set()):
        sentence = "Choose one of the criteria by which this agency attends."
        raise RuleBroken("meetings.criterion_is_the_agencys", sentence, field=f"{field}-criterion")
    if told.how in wording.PRESENT and not told.who_came.strip():
        sentence = "Enter the names of those who took part."
        raise RuleBroken("meetings.who_came_is_named", sentence, field=f"{field}-who_came")
    _require_fits(told.who_came, LONGEST_NAMES, "list of names", field=f"{field}-who_came")


def require_view(words: str, *, field: str = "words") -> None:
    """An agency's view says something.

    Source: Home Office (2014), annex D, Sandwell: "all agencies are given the opportunity to input".
    """
    if not words.strip():
        raise RuleBroken("meetings.view_says_something", "Enter what the agency says.", field=field)
    _require_fits(words, LONGEST_WORDS, "view", field=field)


def require_record(told: RecordTold, results: Iterable[MeetingResult]) -> None:
    """What was said and what it came to is written down for each case; a case that was not reached says only that.

    Source: Working Together to Safeguard Children: a strategy discussion is recorded, with its decision and reasons.
    """
    known = {each.code: each.label for each in results}
    if told.result not in known:
        sentence = f"Choose what it came to: {'; '.join(known.values())}."
        raise RuleBroken("meetings.result_is_the_meetings", sentence, field="result")
    if told.result != wording.NOT_REACHED.code:
        if not told.minutes.strip():
            raise RuleBroken("meetings.minutes_are_written", "Enter what was said.", field="minutes")
        if not told.decision.strip():
            sentence = "Enter what was decided, and why."
            raise RuleBroken("meetings.decision_is_written", sentence, field="decision")
    _require_fits(told.minutes, LONGEST_WORDS, "record of what was said", field="minutes")
    _require_fits(told.decision, LONGEST_WORDS, "decision", field="decision")


def require_second_rating(rule: MeetingRule, reason: str, *, decided: bool, rated_already: bool, field: str) -> None:
    """Only a meeting that rates again does; once for each child or adult who is not yet decided about, with a reason.

    Source: Home Office (2014), annex D, Sandwell: "following the MASH Meeting ... there is a further Rag rating to
    determine where the child's needs will be best met".
    """
    if not rule.second_rating:
        sentence = f"{rule.label} gives no second rating in this hub. Change the rating on the case page."
        raise RuleBroken("meetings.rates_again", sentence, field=f"{field}-rating")
    if decided:
        sentence = "They are decided about already; a rating no longer changes anything."
        raise RuleBroken("meetings.rated_before_decision", sentence, field=f"{field}-rating")
    if rated_already:
        sentence = "This meeting has rated them a second time already."
        raise RuleBroken("meetings.rated_again_once", sentence, field=f"{field}-rating")
    if not reason.strip():
        sentence = "Say why: what the agencies said that confirms or changes the rating."
        raise RuleBroken("meetings.second_rating_has_a_reason", sentence, field=f"{field}-reason")
    _require_fits(reason, LONGEST_WORDS, "reason", field=f"{field}-reason")


def require_action(told: ActionTold, *, at: datetime, field: str) -> None:
    """An action says what, who and by when; a day in the past, or years away, is a slip.

    Source: Working Together to Safeguard Children: what immediate and short-term action is needed, and who does what
    by when.
    """
    if not told.words.strip():
        raise RuleBroken("meetings.action_says_what", "Enter what is to be done.", field=f"{field}-words")
    _require_fits(told.words, LONGEST_WORDS, "action", field=f"{field}-words")
    if not at <= told.due_at <= at + LATEST_ACTION:
        sentence = "Enter a time from now to a year from now."
        raise RuleBroken("meetings.action_is_due_later", sentence, field=f"{field}-due_on")


def require_still_planned(*, planned: bool, label: str) -> None:
    """Nothing is added to a meeting that is over or was called off; its record may be put right."""
    if not planned:
        raise RuleBroken("meetings.still_planned", f"{label} is over or was called off: nothing can be added to it.")


def require_begun(starts_at: datetime, *, at: datetime) -> None:
    """A meeting that has not begun was not held; one may begin up to an hour early."""
    if at < starts_at - timedelta(hours=1):
        raise RuleBroken("meetings.has_begun", "This meeting has not begun. Change its time, or wait for it.")


def require_attendance_noted(missing: Sequence[str]) -> None:
    """Whether each invited agency came is known before the meeting is closed.

    Source: Birmingham's review (2013), conferences: invited, attended, not attended.
    """
    if missing:
        raise RuleBroken(
            "meetings.attendance_is_noted", f"Say whether they took part: {', '.join(missing)}.", field="attendance"
        )


def require_quorum(missing_kinds: Sequence[str], present: int, rule: MeetingRule, *, without: str) -> None:
    """A meeting is held with its quorum, or with the reason for going on without it.

    Source: the operating model, ``quorum`` of the meeting; Working Together to Safeguard Children for strategy
    discussions.

    Args:
        missing_kinds: kinds of agency that the quorum names and that took no part.
        present: how many agencies took part.
        rule: the meeting.
        without: why it went on without them, a code of ``WITHOUT_QUORUM_WORDS``; empty where nobody says so.
    """
    if without and without not in wording.WITHOUT_QUORUM_WORDS:
        sentence = "Choose why the meeting went on without its quorum."
        raise RuleBroken("meetings.reason_without_quorum", sentence, field="without")
    short = bool(rule.quorum) and (bool(missing_kinds) or present < rule.quorum.at_least)  # type: ignore[union-attr]
    if short and not without:
        named = ", ".join(kind.replace("_", " ") for kind in missing_kinds)
        least = rule.quorum.at_least if rule.quorum else 0
        wanting = f"missing: {named}" if named else f"{present} of at least {least} agencies took part"
        raise RuleBroken(
            "meetings.quorum",
            f"{rule.label} has no quorum ({wanting}). Choose why it went on without it, or call it off.",
            field="without",
        )


def require_recorded(missing: Sequence[str]) -> None:
    """Each case is written down before the meeting is closed."""
    if missing:
        raise RuleBroken(
            "meetings.each_case_is_recorded",
            f"Write down what was said and decided: {', '.join(missing)}.",
            field="minutes",
        )


def require_all_rated_again(missing: Sequence[str]) -> None:
    """A meeting that rates again rates everybody not yet decided about before it is closed.

    Source: Home Office (2014), annex D, Sandwell.
    """
    if missing:
        raise RuleBroken("meetings.everybody_is_rated_again", f"Give the second rating of {', '.join(missing)}.")


def require_reason_to_cancel(reason: str) -> None:
    """A meeting is called off for one of the reasons that a hub counts."""
    if reason not in wording.CANCELLED_WORDS:
        raise RuleBroken("meetings.cancelled_with_a_reason", "Choose why it is called off.", field="reason")


def require_not_done_already(*, done: bool) -> None:
    """An action is done once."""
    if done:
        raise RuleBroken("meetings.action_is_open", "This action is marked as done already.")


def missing_from_quorum(rule: MeetingRule, present_kinds: Collection[str]) -> tuple[str, ...]:
    """The kinds of agency that the quorum names and that took no part."""
    return tuple(kind for kind in rule.quorum.agency_kinds if kind not in present_kinds) if rule.quorum else ()


def results_of(rule: MeetingRule) -> tuple[MeetingResult, ...]:
    """What a meeting can come to about a case: the hub's own results, or those usual for its kind."""
    named = rule.results or wording.USUAL_RESULTS[rule.kind]
    return (*named, wording.NOT_REACHED) if rule.kind.has_agenda else named


def invited_by_default(rule: MeetingRule, asked: Sequence[str]) -> tuple[str, ...]:
    """The kinds of agency invited unless whoever calls the meeting says otherwise.

    Args:
        rule: the meeting.
        asked: the kinds of agency that the hub asks for the case's rating.
    """
    quorum = rule.quorum.agency_kinds if rule.quorum else ()
    return rule.invites or tuple(kind for kind in AGENCY_KINDS if kind in {*asked, *quorum})


def on_time(due_at: datetime | None, starts_at: datetime) -> bool | None:
    """Whether a meeting was in time; None where it has no clock. The very minute is in time."""
    return None if due_at is None else starts_at <= due_at


def label_of(codes: Mapping[str, str], code: str) -> str:
    """A code in words; empty for an empty code."""
    return codes[code] if code else ""


def _require_fits(text: str, longest: int, what: str, *, field: str) -> None:
    if len(text) > longest:
        raise RuleBroken(
            "meetings.words_fit",
            f"The {what} is {len(text)} characters long; it must be {longest} characters or fewer.",
            field=field,
        )
