"""The page of a meeting while it goes on: who came, what each agency says, what it comes to, who does what."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission, require
from openmash.accounts import services as account_services
from openmash.core.errors import NotFound, RuleBroken, Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel
from openmash.meetings import permissions, queries, rules, services
from openmash.meetings.queries import CaseOpened, MeetingView
from openmash.web.inside.meetings import pages
from openmash.web.inside.meetings.forms import AttendanceForm, CaseForm, CloseForm, InviteForm, ViewForm
from openmash.web.shared.drafts import typed_before
from openmash.web.shared.forms import posted
from openmash.web.shared.pieces import Draft
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.SEE_ENQUIRIES, kind=DISCLOSE)
def meeting(request: HubRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting: with its agenda, or, about one case, with all that is said of it for those who enter the room."""
    services.look_at(meeting_id=meeting_id, actor=request.actor, at=request.at)
    view = queries.meeting(meeting_id, actor=request.actor)
    case = pages.own_case(view)
    if case is not None and permissions.can_take_part(request.actor):
        return _case_page(request, view, case.id)
    return render(request, "meetings/meeting.html", _context(request, view))


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def case(request: HubRequest, meeting_id: UUID, case_id: UUID) -> HttpResponse:
    """One case of an agenda, with all that is said of it."""
    services.look_at(meeting_id=meeting_id, actor=request.actor, at=request.at)
    return _case_page(request, queries.meeting(meeting_id, actor=request.actor), case_id)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def save(request: HubRequest, meeting_id: UUID, case_id: UUID) -> HttpResponse:
    """Keep what the chair typed on the page, and close the meeting where they say so."""
    if request.method != "POST":
        return redirect("meetings:meeting", meeting_id=meeting_id)
    view = queries.meeting(meeting_id, actor=request.actor)
    if case_id not in {each.id for each in view.cases}:
        raise NotFound
    require(permissions.can_write(request.actor, view.chair_id))
    opened = queries.opened(meeting_id, case_id, actor=request.actor, at=request.at)
    form = _case_form(request, view, opened, data=request.POST)
    if form.is_valid():
        try:
            _keep(request, view, opened, form)
        except RuleBroken as broken:
            form.blame(broken)
        except Stale as stale:
            seen = request.POST.copy()
            seen["number"], seen["version"] = str(opened.case.number), str(view.version)
            form = _case_form(request, view, opened, data=seen)
            form.add_error(None, f"{stale.sentence} What they wrote is shown beside what you typed.")
        else:
            account_services.discard_draft(actor=request.actor, form=_key(case_id))
            closed = " The meeting is closed." if "closes" in request.POST else ""
            messages.success(request, f"Saved in the sealed room.{closed}")
            return redirect("meetings:meeting", meeting_id=meeting_id)
    return _case_page(request, view, case_id, opened=opened, form=form)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def give_view(request: HubRequest, meeting_id: UUID, case_id: UUID) -> HttpResponse:
    """The reader's own agency says what it thinks of a case."""
    view = queries.meeting(meeting_id, actor=request.actor)
    line = next((each for each in view.cases if each.id == case_id), None)
    if line is None:
        raise NotFound
    form = ViewForm(posted(request))
    agency_id = request.actor.agency_id
    if agency_id and form.accepts(
        lambda: services.give_view(
            case_id=case_id,
            agency_id=agency_id,
            words=form.cleaned_data["words"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Your agency's view is in the record of the meeting.")
        return redirect(_address(view, case_id))
    context = {"form": form, "meeting": view, "case": line, "back_url": _address(view, case_id)}
    return render(request, "meetings/view.html", context)


def _keep(request: HubRequest, view: MeetingView, opened: CaseOpened, form: CaseForm) -> None:
    told, number = form.case(), form.cleaned_data["number"]
    if not view.planned:
        if told.record is not None:
            services.write_record(
                case_id=opened.case.id, told=told.record, actor=request.actor, at=request.at, number=number
            )
        return
    sitting = services.Sitting(
        attendance=form.attendance(),
        cases={opened.case.id: told},
        numbers={opened.case.id: number} if number is not None else {},
        closes="closes" in request.POST,
        without=form.cleaned_data.get("without", ""),
    )
    version = form.cleaned_data["version"]
    services.write_down(meeting_id=view.id, told=sitting, actor=request.actor, at=request.at, version=version)


def _case_page(
    request: HubRequest,
    view: MeetingView,
    case_id: UUID,
    *,
    opened: CaseOpened | None = None,
    form: CaseForm | None = None,
) -> HttpResponse:
    opened = opened or queries.opened(view.id, case_id, actor=request.actor, at=request.at)
    may_write = bool(permissions.can_write(request.actor, view.chair_id)) and view.cancelled_at is None
    if may_write and form is None:
        form = _case_form(request, view, opened)
    own = {each.agency_id for each in view.attendance} & {request.actor.agency_id}
    context = {
        **_context(request, view),
        "opened": opened,
        "case_url": reverse("enquiries:case", args=[opened.case.enquiry_id]),
        "rated": pages.rated(opened, _model(opened, request), request.actor),
        "form": form if may_write else None,
        "draft": Draft(_key(case_id), reverse("account:save_draft")),
        "may_give_view": bool(own) and view.planned and not may_write,
    }
    if form is not None and may_write:
        context |= {
            "attendance_rows": pages.attendance_rows(form),
            "speakers": [form[f"view-{each.agency_id}"] for each in form.speakers],
            "rating_rows": pages.rating_rows(form),
            "action_rows": pages.action_rows(form),
        }
    return render(request, "meetings/case.html", context)


def _case_form(request: HubRequest, view: MeetingView, opened: CaseOpened, data: Any = None) -> CaseForm:
    rule, model = queries.rule(view.id, actor=request.actor), _model(opened, request)
    own_page, planned = not view.has_agenda, view.planned
    attendance = pages.attendance_initial(view) if own_page else {"version": view.version}
    initial = pages.case_initial(opened) | attendance
    if data is None:
        initial |= _typed_before(request, opened)
    speakers = pages.invitees(view, rule) if planned else ()
    return CaseForm(
        data,
        rule=rule,
        invitees=speakers if own_page else (),
        speakers=speakers,
        subjects=pages.to_rate(opened, rule, model, request.actor) if planned else (),
        ratings=pages.rating_choices(rule, model),
        results=rules.results_of(rule),
        owners=pages.owners(view, request.actor),
        due_at=pages.usual_due(model, request.at),
        action_rows=3 if planned else 0,
        closes=own_page and planned and rule.quorum is not None,
        initial=initial,
    )


def _typed_before(request: HubRequest, opened: CaseOpened) -> dict[str, str]:
    """What was typed and not sent, with the number of the record that it was begun from."""
    kept = typed_before(actor=request.actor, form=_key(opened.case.id))
    return {name: str(kept[name]) for name in kept if name not in ("version", "without")} if kept else {}


def _model(opened: CaseOpened, request: HubRequest) -> OperatingModel:
    return enquiry_queries.model_for(opened.case.enquiry_id, actor=request.actor)


def _context(request: HubRequest, view: MeetingView) -> dict[str, Any]:
    rule = queries.rule(view.id, actor=request.actor)
    model = hub_queries.model_of(request.actor.hub_id)
    return {
        "meeting": view,
        "rule": rule,
        "may": pages.may(view, request.actor),
        "quorum": pages.quorum_words(rule, view),
        "groups": pages.agenda(view, model) if view.has_agenda else (),
        "new_cases": queries.not_on_the_agenda(view.id, actor=request.actor) if view.has_agenda and view.planned else 0,
        "attendance_form": AttendanceForm(
            rule=rule, invitees=pages.invitees(view, rule), initial=pages.attendance_initial(view)
        ),
        "close_form": CloseForm(initial={"version": view.version}),
        "invite_form": InviteForm(agencies=pages.not_invited(view, request.actor)),
        "now": request.at,
    }


def _address(view: MeetingView, case_id: UUID) -> str:
    if view.has_agenda:
        return reverse("meetings:case", args=[view.id, case_id])
    return reverse("meetings:meeting", args=[view.id])


def _key(case_id: UUID) -> str:
    return f"meeting:{case_id}"
