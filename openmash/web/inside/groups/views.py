"""Groups of victims, people who pose risk and places: the list, those of a case, one group, and changing it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from openmash.access import Permission
from openmash.enquiries import queries as enquiry_queries
from openmash.groups import permissions, queries, rules, services
from openmash.web.inside.groups.forms import KEEP, BeginForm, LinkForm, ReviewForm, SeesForm, TakeOutForm
from openmash.web.shared.forms import GovForm, posted
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen

# A person's label on the form says who else they are to the case, not what they are to the group.
PARTS = (
    (rules.Part.VICTIM, "Victims, and those at risk of becoming one"),
    (rules.Part.POSES_RISK, "People who pose risk"),
    (rules.Part.PLACE, "Places of exploitation"),
)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """The groups that the reader may see; what stands in one is read by opening it."""
    found = queries.groups(request.actor, at=request.at)
    rows = [(row, row.is_kept and rules.review_is_late(row.review_on, at=request.at)) for row in found]
    return render(request, "groups/list.html", {"rows": rows})


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=READ)
def of_case(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """The groups that a case or somebody in it is in, and those it can be added to."""
    rows = queries.groups_of_case(enquiry_id, actor=request.actor, at=request.at)
    context = {
        "reference": enquiry_queries.reference(enquiry_id, actor=request.actor),
        "here": [row for row in rows if row.here],
        "others": [row for row in rows if not row.here],
        "may_keep": bool(permissions.can_keep(request.actor)),
        "enquiry_id": enquiry_id,
        "case_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "groups/of_case.html", context)


@screen(permission=Permission.RATE, kind=WRITE)
def begin(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Begin a group from a case."""
    permissions.require_can_keep(request.actor)
    queries.groups_of_case(enquiry_id, actor=request.actor, at=request.at)
    people = queries.who_can_be_named(request.actor)
    initial = {"review_on": timezone.localdate(request.at) + rules.LONGEST_UNTIL_REVIEW / 2}
    form = BeginForm(posted(request), grounds=rules.lawful_grounds(at=request.at), people=people, initial=initial)
    made: list[UUID] = []

    def save() -> None:
        made.append(services.begin(enquiry_id=enquiry_id, told=form.told(), actor=request.actor, at=request.at))

    if form.accepts(save):
        messages.success(request, "The group is begun. Now say who and what is in it, from this case.")
        return redirect("groups:add", enquiry_id=enquiry_id, group_id=made[0])
    return _form_page(
        request,
        form,
        "Begin a group",
        reverse("groups:of_case", args=[enquiry_id]),
        caption=enquiry_queries.reference(enquiry_id, actor=request.actor),
        intro="For what is seen across cases: several victims, the same people who pose risk, the same places.",
        submit_label="Begin it",
    )


@screen(permission=Permission.RATE, kind=WRITE)
def add(request: HubRequest, enquiry_id: UUID, group_id: UUID) -> HttpResponse:
    """Link somebody in the case, or a place that came to light in it, with a group."""
    permissions.require_can_keep(request.actor)
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    name = queries.name_of(group_id, actor=request.actor, at=request.at)
    everybody = (*(s.person for s in enquiry.subjects), *(m.person for m in enquiry.members))
    form = LinkForm(posted(request), people=[(person.id, person.display_name) for person in everybody])
    save = _act(request, lambda **who: services.link(group_id=group_id, enquiry_id=enquiry_id, told=form.told(), **who))
    if form.accepts(save):
        messages.success(request, "Added. Whoever may see the group sees it now.")
        return redirect("groups:group", group_id=group_id)
    back = reverse("groups:of_case", args=[enquiry_id])
    return _form_page(request, form, f"Add to {name}", back, caption=enquiry.reference, submit_label="Add to the group")


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def show(request: HubRequest, group_id: UUID) -> HttpResponse:
    """One group with every reason; that it was opened is on the log first."""
    group = services.open_(group_id=group_id, actor=request.actor, at=request.at)
    context = {"group": group, "parts": [(heading, group.of(part)) for part, heading in PARTS]}
    return render(request, "groups/group.html", context)


@screen(permission=Permission.RATE, kind=WRITE)
def review(request: HubRequest, group_id: UUID) -> HttpResponse:
    """Look at a group again: keep it until another day, or close it."""
    permissions.require_can_keep(request.actor)
    name = queries.name_of(group_id, actor=request.actor, at=request.at)
    form = ReviewForm(posted(request))

    def save(**who: Any) -> None:
        typed = form.cleaned_data
        next_on = typed["review_on"] if typed["then"] == KEEP else None
        services.review(group_id=group_id, found=typed["why"], next_on=next_on, **who)

    if form.accepts(_act(request, save)):
        messages.success(request, "Written down.")
        return redirect("groups:group", group_id=group_id)
    return _form_page(request, form, f"Look at {name} again", reverse("groups:group", args=[group_id]))


@screen(permission=Permission.RATE, kind=WRITE)
def let_see(request: HubRequest, group_id: UUID) -> HttpResponse:
    """Say anew who may see a group."""
    permissions.require_can_keep(request.actor)
    name = queries.name_of(group_id, actor=request.actor, at=request.at)
    sees, readers = queries.readers_of(group_id, actor=request.actor, at=request.at)
    initial = {"sees": sees, "readers": [str(each) for each in readers]}
    form = SeesForm(posted(request), people=queries.who_can_be_named(request.actor), initial=initial)

    def save(**who: Any) -> None:
        typed = form.cleaned_data
        services.let_see(group_id=group_id, sees=typed["sees"], readers=typed["readers"], **who)

    if form.accepts(_act(request, save)):
        messages.success(request, "Saved. It holds from now on.")
        return redirect("groups:group", group_id=group_id)
    return _form_page(request, form, f"Who may see {name}", reverse("groups:group", args=[group_id]))


@screen(permission=Permission.RATE, kind=WRITE)
def take_out(request: HubRequest, link_id: UUID) -> HttpResponse:
    """Take somebody or some place out of a group."""
    permissions.require_can_keep(request.actor)
    group_id = queries.group_of_link(link_id, actor=request.actor, at=request.at)
    form = TakeOutForm(posted(request))
    save = _act(request, lambda **who: services.take_out(link_id=link_id, why=form.cleaned_data["why"], **who))
    if form.accepts(save):
        messages.success(request, "Taken out. That they were in it stays on record.")
        return redirect("groups:group", group_id=group_id)
    title = f"Take out of {queries.name_of(group_id, actor=request.actor, at=request.at)}"
    return _form_page(request, form, title, reverse("groups:group", args=[group_id]))


def _act(request: HubRequest, service: Callable[..., object]) -> Callable[[], object]:
    """The service call, by whoever sits here and now."""
    return lambda: service(actor=request.actor, at=request.at)


def _form_page(request: HubRequest, form: GovForm, title: str, back: str, **more: str) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back, "cancel_url": back, **more}
    return render(request, "shared/form_page.html", context)
