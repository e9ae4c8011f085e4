"""What came of cases, in numbers: tables with their pictures, and each as a file. They name nobody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from openmash.access import Actor, Permission
from openmash.core.errors import NotFound
from openmash.oversight import permissions as oversight_permissions
from openmash.reporting import permissions, queries
from openmash.reporting.rules import Period
from openmash.web.inside.reports import forms, tables
from openmash.web.inside.reports.pages import Shown
from openmash.web.shared import csv_files
from openmash.web.shared.bars import BAR_WIDTH
from openmash.web.shared.screen import READ, HubRequest, screen

REPORTS = {
    "outcomes": "What came of cases",
    "cases": "Issues, ratings and time taken",
    "child_protection": "Strategy discussions and section 47",
    "ratings": "Ratings that went up or down",
    "lateness": "How agencies answered",
    "missing": "Missing children: themes and hot spots",
    "places": "Hot spots and trends",
    "audits": "Case audits",
    "surveys": "What people thought of the hub",
    "referrals": "Quality of referrals, and diversion",
}
Build = Callable[[Actor, Period, datetime], Iterable[Shown]]


@dataclass(frozen=True)
class Place:
    """A report in the list of reports."""

    label: str
    url: str
    current: bool


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def outcomes(request: HubRequest) -> HttpResponse:
    """Outcomes, split by who referred."""
    return _report(request, "outcomes", lambda actor, period, _: tables.outcomes(queries.cases(actor, period)))


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def cases(request: HubRequest) -> HttpResponse:
    """The management information data set."""
    return _report(request, "cases", _cases)


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def child_protection(request: HubRequest) -> HttpResponse:
    """Strategy discussions, strategy meetings and section 47 enquiries by month; conferences; joint screening."""
    return _report(request, "child_protection", _child_protection)


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def ratings(request: HubRequest) -> HttpResponse:
    """Whether the hub found more, or less, to fear than was seen at first."""
    return _report(request, "ratings", _ratings)


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def lateness(request: HubRequest) -> HttpResponse:
    """Which agency answered in time."""
    return _report(
        request, "lateness", lambda actor, period, at: [tables.lateness(queries.lateness(actor, period, at=at))]
    )


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def missing(request: HubRequest) -> HttpResponse:
    """Return interviews in time, what they brought to light, and from where children go missing."""
    return _report(request, "missing", lambda actor, period, _: tables.missing(queries.missing(actor, period)))


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def places(request: HubRequest) -> HttpResponse:
    """From which places and schools contacts come, and what they raise, beside as many months before."""
    return _report(request, "places", _places)


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def audits(request: HubRequest) -> HttpResponse:
    """How cases that were drawn by lot were graded."""
    reads = bool(oversight_permissions.can_read_what_is_to_be_done(request.actor))

    def build(actor: Actor, period: Period, _: datetime) -> Iterable[Shown]:
        return tables.audits(queries.audits(actor, period), with_actions=reads)

    return _report(request, "audits", build)


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def referrals(request: HubRequest) -> HttpResponse:
    """What referrals held, and how much went to whoever fits best, short of a statutory service."""
    return _report(request, "referrals", lambda actor, period, _: tables.referrals(queries.referrals(actor, period)))


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def surveys(request: HubRequest) -> HttpResponse:
    """What those who used the service thought of it."""
    return _report(request, "surveys", lambda actor, period, _: tables.surveys(queries.surveys(actor, period)))


def _cases(actor: Actor, period: Period, at: datetime) -> Iterable[Shown]:
    return tables.cases(queries.cases(actor, period), queries.zone_of(actor), at=at)


def _child_protection(actor: Actor, period: Period, _: datetime) -> Iterable[Shown]:
    yield tables.months(queries.child_protection(actor, period))
    yield tables.conferences(queries.conferences(actor, period))
    for each in queries.screenings(actor, period):
        yield tables.screening(each)


def _places(actor: Actor, period: Period, _: datetime) -> Iterable[Shown]:
    now, before = queries.namings(actor, period)
    cases = queries.cases(actor, period), queries.cases(actor, period.before)
    return tables.places(now, before, cases, period)


def _ratings(actor: Actor, period: Period, _: datetime) -> Iterable[Shown]:
    now, before = queries.cases(actor, period), queries.cases(actor, period.before)
    return tables.ratings(now, before, period)


def _report(request: HubRequest, name: str, build: Build) -> HttpResponse:
    """The page of a report, or one of its tables as a file; where the months cannot be read, only that is said."""
    default = Period.up_to(timezone.localdate(request.at), months=forms.MONTHS)
    first, last = (forms.as_typed(month) for month in (default.first, default.last))
    typed = {"first": request.GET.get("first", first), "last": request.GET.get("last", last)}
    form = forms.PeriodForm(typed)
    period: Period | None = form.cleaned_data["period"] if form.is_valid() else None
    shown = list(build(request.actor, period, request.at)) if period else []
    if "file" in request.GET and period:
        return _file(shown, request.GET["file"], period)
    context = {
        "title": REPORTS[name],
        "url": reverse(f"reports:{name}"),
        "places": [Place(label, _address(each, typed), each == name) for each, label in REPORTS.items()],
        "form": form,
        "words": period.words if period else "",
        "tables": [(each, _address(name, {**typed, "file": each.code})) for each in shown],
        "bar_width": BAR_WIDTH,
        "may_profile": bool(permissions.can_profile(request.actor)),
    }
    return render(request, "reports/report.html", context)


def _address(name: str, asked: dict[str, str]) -> str:
    return f"{reverse(f'reports:{name}')}?{urlencode(asked)}"


def _file(shown: Iterable[Shown], code: str, period: Period) -> HttpResponse:
    table = next((each for each in shown if each.code == code), None)
    if table is None:
        raise NotFound
    name = f"{table.code}-{period.first:%Y-%m}-{period.last:%Y-%m}.csv"
    return csv_files.response(name, table.headings, ((line.label, *line.cells) for line in table.lines))
