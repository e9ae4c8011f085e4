"""What must be on record before the hub goes on with a case: how it stands, and giving a view."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.agencies import queries as agency_queries
from openmash.enquiries import permissions, queries, services
from openmash.enquiries.queries import GateStanding
from openmash.hubs.rules import AGENCY_KINDS, GateRule
from openmash.web.inside.gates.forms import GateForm
from openmash.web.shared.screen import WRITE, HubRequest, screen


@dataclass(frozen=True)
class GateBox:
    """One gate on the page: how it stands, and the form for whoever may give a view."""

    code: str
    standing: GateStanding
    awaited: tuple[str, ...]
    form: GateForm | None


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def of_enquiry(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Every gate of the hub as it stands for one enquiry; each form posts to this page and names its gate."""
    reference = queries.reference(enquiry_id, actor=request.actor)
    model = queries.model_for(enquiry_id, actor=request.actor)
    forms = {gate.code: form for gate in model.gates if (form := _form(request, gate)) is not None}
    said = request.POST.get("gate", "")
    form = forms.get(said) if request.method == "POST" else None
    if form is not None and form.accepts(
        lambda: services.give_view(
            enquiry_id=enquiry_id,
            gate=said,
            told=form.told(),
            agency_id=form.agency_id,
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Your view is on record.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    boxes = [_box(each, forms.get(each.rule.code)) for each in queries.gates_of(enquiry_id, actor=request.actor)]
    context = {
        "reference": reference,
        "boxes": boxes,
        "form": form,
        "stage": queries.stage_of(enquiry_id, actor=request.actor),
        "case_url": reverse("enquiries:case", args=[enquiry_id]),
        "now": request.at,
    }
    return render(request, "gates/of_enquiry.html", context)


def _box(standing: GateStanding, form: GateForm | None) -> GateBox:
    awaited = tuple(kind.replace("_", " ") for kind in AGENCY_KINDS if kind in standing.awaited)
    return GateBox(standing.rule.code, standing, awaited, form)


def _form(request: HubRequest, gate: GateRule) -> GateForm | None:
    """The form of a gate, if whoever looks may give a view: bound where it is the one that was sent."""
    if not permissions.can_view_gate(request.actor, gate):
        return None
    sent = request.POST if request.method == "POST" and request.POST.get("gate") == gate.code else None
    return GateForm(sent, prefix=gate.code, question=gate.question, elsewhere=_elsewhere(request, gate))


def _elsewhere(request: HubRequest, gate: GateRule) -> list[tuple[str, str]]:
    """The agencies that join from elsewhere and whose view the gate asks for."""
    found = agency_queries.agencies(request.actor.hub_id)
    own = request.actor.agency_id
    return [(str(a.id), a.name) for a in found if a.kind in gate.agency_kinds and not a.co_located and a.id != own]
