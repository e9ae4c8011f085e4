"""The tables of each report, from what was counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from openmash.checks.queries import Timeliness
from openmash.contacts.queries import SurveyCounted
from openmash.contacts.rules import FEWEST_SHOWN
from openmash.oversight.queries import Audited
from openmash.reporting.queries import Conferences, Screened
from openmash.reporting.rules import (
    CaseFigures,
    DiversionLine,
    Episode,
    Holds,
    MonthLine,
    Moves,
    Naming,
    Period,
    QualityLine,
    ReferralFigures,
    Timing,
    Trend,
    average,
    beside,
    cross,
    diversion,
    hot_spots,
    issues_of,
    moves,
    percent,
    quality,
    themes,
    timings,
    total,
    where_from,
)
from openmash.web.inside.reports.pages import Line, Shown, counted, crossed, key, length, share

_MOVED = ("More serious", "The same", "Less serious")
_ANSWERED = ("In time", "Late", "Overdue", "Waiting")


def outcomes(cases: Sequence[CaseFigures]) -> list[Shown]:
    """What came of it, all in all and by who referred."""
    found = cross(cases, lambda case: (case.source,), lambda case: case.outcome)
    most = max(found.all.counts, default=0)
    every = zip(found.columns, found.all.counts, found.all.percents, strict=True)
    ends = {case.outcome for case in cases if case.ends}
    return [
        Shown(
            "outcomes",
            "What came of it",
            "Children and adults about whom something came in during these months, by the newest decision about them.",
            ("Outcome", "Number", "Share"),
            tuple(Line(label, (str(count), share(part)), counted((count,), most)) for label, count, part in every),
        ),
        crossed("sources", "By who referred", "By the source of the enquiry's first contact.", "Source", found),
        Shown(
            "ended",
            "From whom what ended came",
            "Of each outcome that ends what the hub does: the share that each source makes up.",
            ("Source", *(each for each in found.columns if each in ends)),
            tuple(
                Line(row.label, tuple(share(found.share(row.label, each)) for each in found.columns if each in ends))
                for row in found.rows
                if ends
            ),
        ),
    ]


def cases(found: Sequence[CaseFigures], zone: tzinfo, *, at: datetime) -> list[Shown]:
    """The management information data set: time taken, presenting issue, rating before and after, and each case."""
    return [
        _time(timings(found, at=at)),
        crossed(
            "issues",
            "Presenting issue and outcome",
            "A child or adult with several issues counts under each.",
            "Issue",
            cross(found, issues_of, lambda case: case.outcome),
        ),
        crossed(
            "before-and-after",
            "Rating before and after",
            "Lines: the first rating in the hub. Columns: the rating at the decision or, while there is none, now.",
            "Rated first",
            cross(found, lambda case: (case.before.label,), lambda case: case.after.label),
        ),
        _data_set(found, zone),
    ]


def audits(found: Sequence[Audited], *, with_actions: bool) -> list[Shown]:
    """Case audits: the grades by month; and what is to be done, for whoever may read it."""
    graded = crossed(
        "audits",
        "Grades",
        "Closed cases that were drawn by lot, by the month in which they closed.",
        "Closed",
        cross(found, lambda each: (f"{each.month:%B %Y}",), lambda each: each.grade, in_order=True),
    )
    if not with_actions:
        return [graded]
    lines = tuple(Line(f"{each.month:%B %Y}", (each.grade, each.action)) for each in found if each.action)
    headings = ("Closed", "Grade", "Action")
    return [graded, Shown("actions", "What is to be done", "As the auditors wrote it.", headings, lines)]


def referrals(found: Sequence[ReferralFigures]) -> list[Shown]:
    """The quality of referrals, by source and by month; where what came in went; and how much was diverted."""
    by_source, by_month = quality(found)
    says = (
        "Referrals that said when everybody was born, where they live, what the child or adult said, whether the "
        "family was asked, and how to reach whoever referred. Requests for advice are not counted."
    )
    return [
        _quality("quality-by-source", "Quality of referrals, by who referred", says, "Source", by_source),
        _quality("quality-by-month", "Quality of referrals, by month", says, "Month", by_month),
        crossed(
            "went",
            "Where what came in went",
            "By the month in which it came in; of an enquiry, the furthest that anybody in it went.",
            "Month",
            cross(found, lambda each: (f"{each.month:%B %Y}",), lambda each: each.went.value, in_order=True),
        ),
        _diversion(diversion(found)),
    ]


def _quality(code: str, title: str, says: str, first: str, lines: Sequence[QualityLine]) -> Shown:
    most = max((line.count for line in lines), default=0)
    shown = (
        Line(
            line.label,
            (str(line.count), *map(share, line.shares)),
            counted((line.whole, line.count - line.whole), most),
        )
        for line in lines
    )
    headings = (first, "Referrals", *(each.value for each in Holds), "All")
    return Shown(code, title, says, headings, tuple(shown), key(("All of these", "Something was missing")))


def _diversion(lines: Sequence[DiversionLine]) -> Shown:
    most = max((line.count for line in lines), default=0)
    shown = []
    for line in lines:
        counts = (line.diverted, line.settled - line.diverted, line.count - line.settled)
        cells = (str(line.count), *map(str, counts), share(line.share))
        shown.append(Line(f"{line.month:%B %Y}", cells, counted(counts, most)))
    labels = ("Diverted", "Not diverted", "Not decided yet")
    says = "Diverted: to early help, another service or advice. The share is of what is decided."
    return Shown(
        "diversion", "Diversion", says, ("Month", "Came in", *labels, "Share diverted"), tuple(shown), key(labels)
    )


def surveys(found: Sequence[SurveyCounted]) -> list[Shown]:
    """What was answered, question by question."""
    return [_survey(each) for each in found]


def _survey(found: SurveyCounted) -> Shown:
    most = max((question.count for question in found.questions), default=0)
    lines = []
    for question in found.questions:
        for label, count in question.answers:
            cells = (label, str(count), share(percent(count, question.count)))
            lines.append(Line(question.asks, cells, counted((count,), most)))
    few = "" if lines else f" Shown from {FEWEST_SHOWN} answers on, so that nobody is recognised."
    says = f"Answered: {found.answered}. Nobody knows by whom.{few}"
    headings = ("Question", "Answer", "Number", "Share")
    return Shown(f"survey-{found.code}", found.label, says, headings, tuple(lines))


def _time(timed: Sequence[Timing]) -> Shown:
    most = max((each.decided + each.overdue for each in timed), default=0)
    lines = []
    for each in timed:
        counts = (each.in_time, each.decided - each.in_time, each.overdue)
        numbers = (str(each.decided), str(each.in_time), str(each.overdue), share(each.share))
        cells = (*numbers, length(each.typical), length(each.longest))
        lines.append(Line(each.rating.label, cells, counted(counts, most)))
    headings = ("Rating", "Decided", "In time", "Overdue", "Share in time", "Half took no longer than", "Longest")
    says = "First decisions, by the rating that set the deadline. What is overdue counts as late in the share."
    return Shown("time", "Time taken to decide", says, headings, tuple(lines), key(("In time", "Late", "Overdue")))


def _data_set(found: Sequence[CaseFigures], zone: tzinfo) -> Shown:
    headings = ("Received", "Source", "Issues", "Rated first", "Rated at decision", "Outcome", "Hours taken", "In time")
    lines = (
        Line(
            f"{case.received_at.astimezone(zone):%Y-%m-%d}",
            (
                *(case.source, "; ".join(issues_of(case)), case.before.label, case.after.label, case.outcome),
                _hours(case.taken),
                "yes" if case.in_time else "no",
            ),
        )
        for case in found
    )
    says = "One line for each child or adult, without name or reference, for your own analysis."
    return Shown("data-set", "The data set", says, headings, tuple(lines), only_file=True)


def _hours(taken: timedelta | None) -> str:
    return "" if taken is None else f"{taken / timedelta(hours=1):.1f}"


def months(lines: Sequence[MonthLine]) -> Shown:
    """Birmingham's table."""
    most = max((sum(line.counts) for line in lines), default=0)
    labels = ("Strategy discussions", "Strategy meetings", "Section 47 enquiries")
    shown = [
        Line(f"{line.month:%B %Y}", tuple(map(str, line.counts)), counted(line.counts, most))
        for line in lines
        if line.month
    ]
    sums = Line("All", tuple(map(str, total(lines).counts)), sums_up=True)
    mean = Line("Monthly average", tuple(str(each) for each in average(lines)), sums_up=True)
    says = "Discussions and meetings that were held; children about whom section 47 enquiries were decided."
    return Shown(
        "months", "Discussions, meetings, section 47", says, ("Month", *labels), (*shown, sums, mean), key(labels)
    )


def conferences(found: Sequence[Conferences]) -> Shown:
    """How each agency was invited to conferences, and came."""
    most = max((each.invited for each in found), default=0)
    lines = (
        Line(
            each.agency,
            tuple(map(str, (each.invited, each.met, each.attended, each.timed, each.in_time))),
            counted((each.attended, each.invited - each.attended), most),
        )
        for each in found
    )
    headings = ("Agency", "Invited", "Met their criteria", "Attended", "With a deadline", "Held by it")
    says = "Conferences held in these months."
    return Shown("conferences", "Conferences", says, headings, tuple(lines), key(("Attended", "Did not attend")))


def screening(found: Screened) -> Shown:
    """What contacts that were screened together came to."""
    most = max((each.count for each in found.outcomes), default=0)
    lines = tuple(
        Line(each.label, (str(each.count), share(each.share)), counted((each.count,), most)) for each in found.outcomes
    )
    says = f"{found.contacts} contacts that agencies screened together; of one screened again, the newest result."
    return Shown(f"screening-{found.code}", found.label, says, ("Came to", "Number", "Share"), lines)


def ratings(now: Sequence[CaseFigures], before: Sequence[CaseFigures], period: Period) -> list[Shown]:
    """Which way ratings went, in these months and as many before; and by the first rating."""
    both = ((period.before, before), (period, now))
    headings = tuple(heading for label in _MOVED for heading in (label, f"{label}, share"))
    firsts = sorted({case.before for case in now}, key=lambda each: (each.rank, each.label))
    by_first = tuple(_moved(each.label, moves([case for case in now if case.before == each])) for each in firsts)
    return [
        Shown(
            "moves",
            "Which way ratings went",
            "From the first rating in the hub to the rating at the decision, with as many months before to compare.",
            ("Months", *headings),
            tuple(_moved(each.words, moves(those)) for each, those in both),
            key(_MOVED),
        ),
        Shown(
            "moves-by-rating",
            "By the first rating",
            f"{period.words}.",
            ("Rated first", *headings),
            by_first,
            key(_MOVED),
        ),
    ]


def _moved(label: str, found: Moves) -> Line:
    counts = (found.up, found.same, found.down)
    cells = tuple(cell for count in counts for cell in (str(count), share(percent(count, found.all))))
    return Line(label, cells, counted(counts, found.all))


def lateness(found: Sequence[Timeliness]) -> Shown:
    """How each agency answered."""
    most = max((each.asked for each in found), default=0)
    lines = []
    for each in found:
        counts = (each.in_time, each.late, each.overdue, each.waiting)
        answered = each.asked - each.waiting
        cells = (str(each.asked), *map(str, counts), share(percent(each.in_time, answered)), str(each.reminded))
        lines.append(Line(each.agency_name, cells, counted(counts, most)))
    headings = ("Agency", "Asked", *_ANSWERED, "Share in time", "Reminded")
    says = "What agencies were asked in these months. The share leaves out what waits and is not due yet."
    return Shown("agencies", "How agencies answered", says, headings, tuple(lines), key(_ANSWERED))


def places(
    now: Sequence[Naming],
    before: Sequence[Naming],
    cases: tuple[Sequence[CaseFigures], Sequence[CaseFigures]],
    period: Period,
) -> list[Shown]:
    """Hot spots and trends: places and schools, and what is raised, each beside the months before."""
    raised = beside(*([issue for case in each for issue in issues_of(case)] for each in cases))
    says = (
        f"Contacts of these months about whoever lives or goes there, and of {period.before.words}. A place with one "
        "contact, or one child or adult, is not named."
    )
    lives, goes = where_from(now, before, lambda each: each.sector), where_from(now, before, lambda each: each.school)
    return [
        _trends("sectors", "From where contacts come", says, "Lives in", lives, people=True),
        _trends("schools", "From which schools", says, "School", goes, people=True),
        _trends("raised", "What is raised", f"Cases with each issue, and in {period.before.words}.", "Issue", raised),
    ]


def _trends(code: str, title: str, says: str, first: str, found: Sequence[Trend], *, people: bool = False) -> Shown:
    most = max((max(each.now, each.before) for each in found), default=0)
    lines = tuple(
        Line(
            each.label,
            (str(each.now), *((str(each.people),) if people else ()), str(each.before), each.change),
            counted((each.now,), most),
        )
        for each in found
    )
    headings = (first, "Contacts", "Children and adults") if people else (first, "Cases")
    return Shown(code, title, says, (*headings, "Before", "Change"), lines)


def missing(found: Sequence[Episode]) -> list[Shown]:
    """Children who were missing: how soon they were spoken with, what came to light, and from where they go."""
    places, lines = hot_spots(found), themes(found)
    most, often = (
        max((each.episodes for each in places), default=0),
        max((each.interviews for each in lines), default=0),
    )
    return [
        crossed(
            "interviews",
            "Return interviews",
            "By the month in which the child was found; in time is by the hub's clock for them.",
            "Found",
            cross(found, lambda each: (f"{each.month:%B %Y}",), lambda each: each.spoken.value, in_order=True),
        ),
        Shown(
            "themes",
            "Themes of risk",
            "What came to light in the interviews that were held. One interview can bring up several.",
            ("Theme", "Interviews", "Children"),
            tuple(
                Line(each.label, (str(each.interviews), str(each.children)), counted((each.interviews,), often))
                for each in lines
            ),
        ),
        Shown(
            "hot-spots",
            "From where children go missing",
            "By the postcode sector in which they live. A place with one episode is not named.",
            ("Lives in", "Episodes", "Children", "More than once"),
            tuple(
                Line(
                    each.label,
                    (str(each.episodes), str(each.children), str(each.again)),
                    counted((each.episodes,), most),
                )
                for each in places
            ),
        ),
    ]
