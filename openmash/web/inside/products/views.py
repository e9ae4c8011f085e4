"""Putting a product together on one page, seeing it exactly as the team will, and letting it go."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.accounts import services as account_services
from openmash.core.errors import NotFound, RuleBroken, Stale
from openmash.decisions import queries as decision_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.products import queries, services
from openmash.products.queries import PartRow, ProductView
from openmash.screening import queries as screening_queries
from openmash.sealed import queries as sealed_queries
from openmash.sealed.queries import Room
from openmash.web.inside.products import pages
from openmash.web.inside.products.forms import ComposeForm, LeaveOutForm
from openmash.web.shared import product_copy, sharing
from openmash.web.shared.drafts import typed_before
from openmash.web.shared.forms import posted, version_in
from openmash.web.shared.pieces import Draft
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.COMPOSE_PRODUCT, kind=WRITE)
def start(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Begin a product for one team with the decisions that were ticked."""
    if request.method == "POST":
        team_id, ids = _uuids(request, "team"), _uuids(request, "decision")
        if team_id:
            product_id = services.start(
                enquiry_id=enquiry_id, team_id=team_id[0], decision_ids=ids, actor=request.actor, at=request.at
            )
            return redirect("products:compose", product_id=product_id)
    return redirect("decisions:decided", enquiry_id=enquiry_id)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=DISCLOSE)
def compose(request: HubRequest, product_id: UUID) -> HttpResponse:
    """The page on which a product is put together; once it is released, what was released and what came of it."""
    product = queries.product(product_id, actor=request.actor)
    if product.is_frozen:
        return redirect("products:approval", product_id=product_id)
    if not product.is_draft:
        return _afterwards(request, product)
    room = sealed_queries.room(product.enquiry_id, actor=request.actor, at=request.at)
    told = queries.guidance(product_id, actor=request.actor, at=request.at)
    initial = {**(asdict(told) if told else {}), "items": [str(each.item_id) for each in product.items]}
    initial |= {"purpose": product.sharing.purpose, "family": sharing.as_chosen(product.sharing)}
    initial["version"] = product.version
    kept = typed_before(actor=request.actor, form=_key(product_id))
    if kept is not None:
        # With the version it was begun from: what somebody saved meanwhile is shown before it is written over.
        initial |= {**{name: kept[name] for name in kept}, "items": kept.getlist("items")}
        initial["with_addresses"] = "with_addresses" in kept
    form = ComposeForm(initial=initial, readable=_readable(room))
    return _composing(request, product, room, form)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=WRITE)
def save(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Keep what was chosen and written, ask the owners, and go on to the preview."""
    if request.method != "POST":
        return redirect("products:compose", product_id=product_id)
    product = queries.product(product_id, actor=request.actor)
    room = sealed_queries.room(product.enquiry_id, actor=request.actor, at=request.at)
    form = ComposeForm(request.POST, readable=_readable(room))
    try:
        saved = form.accepts(lambda: _save(request, product_id, form))
    except Stale as stale:
        seen = request.POST.copy()
        seen["version"] = str(product.version)
        form = ComposeForm(seen, readable=_readable(room))
        form.add_error(None, stale.sentence)
        return _composing(request, product, room, form, overtaken=True)
    if saved:
        account_services.discard_draft(actor=request.actor, form=_key(product_id))
        return redirect("products:preview", product_id=product_id)
    return _composing(request, product, room, form)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=DISCLOSE)
def preview(request: HubRequest, product_id: UUID) -> HttpResponse:
    """The product exactly as the team will see it, and what still stands in the way."""
    product = queries.product(product_id, actor=request.actor)
    if not product.is_draft:
        return redirect("products:compose", product_id=product_id)
    seen = queries.preview(product_id, actor=request.actor, at=request.at)
    context = {
        "product": product,
        "copy": product_copy.page_of(seen.copy),
        "stopped_by": seen.stopped_by,
        "may_go_urgently": Permission.RELEASE_PRODUCT in request.actor.permissions,
    }
    return render(request, "products/preview.html", context)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=WRITE)
def send(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Freeze it as it was checked, and ask somebody who did not work on it."""
    if request.method != "POST":
        return redirect("products:preview", product_id=product_id)
    try:
        services.send_for_approval(
            product_id=product_id, actor=request.actor, at=request.at, version=version_in(request) or 0
        )
    except (RuleBroken, Stale) as error:
        messages.error(request, f"Not sent. {error.sentence}")
        return redirect("products:preview", product_id=product_id)
    messages.success(request, "Sent for approval. Managers who did not work on it have been told by e-mail.")
    return redirect("products:approval", product_id=product_id)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=WRITE)
def take_back(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Take it back to change it."""
    if request.method == "POST":
        try:
            services.take_back(product_id=product_id, actor=request.actor, at=request.at)
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
    return redirect("products:compose", product_id=product_id)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=WRITE)
def leave_out(request: HubRequest, product_id: UUID, item_id: UUID) -> HttpResponse:
    """Say why something of the room does not go to this team."""
    product = queries.product(product_id, actor=request.actor)
    if sealed_queries.closed_item(item_id, actor=request.actor, at=request.at).enquiry_id != product.enquiry_id:
        raise NotFound
    form = LeaveOutForm(posted(request))
    if form.accepts(
        lambda: services.leave_out(
            product_id=product_id,
            item_id=item_id,
            why=form.cleaned_data["why"],
            words=form.cleaned_data["words"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, f"Recorded: it does not go to {product.team_name}.")
        return redirect("products:compose", product_id=product_id)
    context = {
        "base": "shared/base_inside.html",
        "title": f"Leave it out of the product for {product.team_name}",
        "caption": product.reference,
        "intro": "Decisions not to share are kept in the release ledger as carefully as the others.",
        "form": form,
        "submit_label": "Leave it out",
        "cancel_url": reverse("products:compose", args=[product_id]),
    }
    return render(request, "shared/form_page.html", context)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=WRITE)
def abandon(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Put a product aside."""
    product = queries.product(product_id, actor=request.actor)
    if request.method == "POST":
        services.abandon(product_id=product_id, actor=request.actor, at=request.at)
        account_services.discard_draft(actor=request.actor, form=_key(product_id))
        messages.success(request, f"The product for {product.team_name} is put aside and will not be sent.")
        return redirect("decisions:decided", enquiry_id=product.enquiry_id)
    context = {
        "title": "Put this product aside?",
        "body": f"It will not be sent to {product.team_name}. What you wrote is kept and cannot be gone on with.",
        "submit_label": "Put it aside",
        "cancel_url": reverse("products:compose", args=[product_id]),
        "danger": True,
    }
    return render(request, "shared/confirm_page.html", context)


def _save(request: HubRequest, product_id: UUID, form: ComposeForm) -> None:
    services.say_why(
        product_id=product_id,
        told=form.why(),
        actor=request.actor,
        at=request.at,
        version=form.cleaned_data["version"],
    )
    services.choose_items(product_id=product_id, item_ids=form.item_ids(), actor=request.actor, at=request.at)
    services.write_guidance(product_id=product_id, told=form.guidance(), actor=request.actor, at=request.at)


def _parts(request: HubRequest, product_id: UUID) -> list[tuple[PartRow, str]]:
    """What each agency writes for the team; where it goes without, why."""
    parts = queries.parts_of(product_id, actor=request.actor)
    gone_without = any(each.without for each in parts)
    why = queries.why_without(product_id, actor=request.actor, at=request.at) if gone_without else {}
    return [(each, why.get(each.agency_id, "")) for each in parts]


def _composing(
    request: HubRequest, product: ProductView, room: Room, form: ComposeForm, *, overtaken: bool = False
) -> HttpResponse:
    enquiry = enquiry_queries.enquiry(product.enquiry_id, actor=request.actor)
    requests = sealed_queries.requests_of(product.enquiry_id, actor=request.actor)
    held = decision_queries.analysis(product.enquiry_id, actor=request.actor, at=request.at)
    context = {
        "form": form,
        "product": product,
        "enquiry": enquiry,
        "handed_on": pages.handed_on(product, enquiry),
        "safety_first": screening_queries.safety_first(product.enquiry_id, actor=request.actor),
        "parts": _parts(request, product.id),
        "own_agency_id": request.actor.agency_id if Permission.ANSWER_CHECKS in request.actor.permissions else None,
        "choices": pages.choices(room.items, requests, team_id=product.team_id, ticked=form["items"].value() or ()),
        "analysis": held.told if held else None,
        "returned_because": queries.why_returned(product.id, actor=request.actor, at=request.at),
        "saved_now": _saved_now(request, product.id, form) if overtaken else (),
        "draft": Draft(_key(product.id), reverse("account:save_draft")),
        "case_url": reverse("enquiries:case", args=[product.enquiry_id]),
    }
    return render(request, "products/compose.html", context)


def _saved_now(request: HubRequest, product_id: UUID, form: ComposeForm) -> list[tuple[str, object]]:
    """What somebody else saved, part by part, to be read before it is written over."""
    told = queries.guidance(product_id, actor=request.actor, at=request.at)
    parts = asdict(told).items() if told else ()
    return [(str(form.fields[name].label), text) for name, text in parts if name != "with_addresses"]


def _afterwards(request: HubRequest, product: ProductView) -> HttpResponse:
    enquiry = enquiry_queries.enquiry(product.enquiry_id, actor=request.actor)
    frozen = queries.frozen(product.id, actor=request.actor, at=request.at) if product.copy_id else None
    context = {
        "product": product,
        "handed_on": pages.handed_on(product, enquiry),
        "copy": product_copy.page_of(frozen) if frozen else None,
        "case_url": reverse("enquiries:case", args=[product.enquiry_id]),
        "may_tell": Permission.GIVE_FEEDBACK in request.actor.permissions,
    }
    return render(request, "products/released.html", context)


def _readable(room: Room) -> list[UUID]:
    return [item.id for item in room.items if item.readable]


def _uuids(request: HubRequest, name: str) -> list[UUID]:
    """The ids of that name that came with the form; what is no id was not sent by our page."""
    found = []
    for text in request.POST.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _key(product_id: UUID) -> str:
    return f"product:{product_id}"
