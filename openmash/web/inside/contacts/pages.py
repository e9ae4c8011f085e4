"""What the pages of contacts show, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse

from openmash.access import Actor, Permission
from openmash.agencies import queries as agency_queries
from openmash.allegations import permissions as allegation_permissions
from openmash.allegations import queries as allegation_queries
from openmash.clocks.deadlines import rating_deadline
from openmash.contacts import permissions
from openmash.contacts import queries as contact_queries
from openmash.contacts.queries import ContactPage, ContactPersonView, ContactRow, ContactView
from openmash.contacts.states import ContactState
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import rules as enquiry_rules
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import CodedRule, OperatingModel
from openmash.people import permissions as people_permissions
from openmash.people import queries as people_queries
from openmash.people.queries import Offered, OpenCaseView, PersonView
from openmash.screening import queries as screening_queries
from openmash.web.inside.contacts import triage_forms
from openmash.web.inside.contacts.forms import ContactForm, PeopleForms
from openmash.web.inside.contacts.triage_forms import PersonOnPage, PersonRow, RatingOnPage
from openmash.web.shared import candidates_panel, counters_panel, open_cases_panel
from openmash.web.shared.error_lists import form_lines
from openmash.web.shared.templatetags import case_work


@dataclass(frozen=True)
class RunningOnPage:
    """An enquiry that is open about somebody who is, or may be, named here."""

    enquiry_id: UUID
    reference: str
    names: str
    url: str


def pager(found: ContactPage) -> Page[int]:
    """The pages of a list, for the links under it; asks the database nothing."""
    return Paginator(range(found.total), found.per_page).page(found.number)


def consent_words(hub_id: UUID) -> str:
    """The hub's consent rule, with the reasons it accepts for not having asked."""
    rule = hub_queries.model_of(hub_id).consent
    reasons = "; ".join(reason.label[:1].lower() + reason.label[1:] for reason in rule.reasons_not_sought)
    return f"{rule.words} Reasons for not asking: {reasons}."


def error_lines(form: ContactForm, people: PeopleForms) -> list[dict[str, Any]]:
    """Every fault of the page for the summary at its top, each a link to its field."""
    lines = list(form_lines(form))
    for number, row in enumerate(people.forms, start=1):
        if row.is_bound and not row.is_blank:
            lines += form_lines(row, f"Person {number}: ")
    return lines


def row_lines(rows: Iterable[PersonRow]) -> list[dict[str, Any]]:
    """Every fault of the forms about people, each a link to its field."""
    return [line for row in rows for line in form_lines(row.form)]


def contact_page(contact_id: UUID, *, actor: Actor, at: datetime, **forms: Any) -> dict[str, Any]:
    """Everything the page of one contact shows.

    Args:
        contact_id: the contact, whose opening is in the log already.
        actor: who looks.
        at: now.
        forms: forms that were sent and not accepted, in place of fresh ones.
    """
    contact = contact_queries.contact(contact_id, actor=actor)
    model = hub_queries.model_of(actor.hub_id)
    offered = _offered(contact, actor, at)
    people = [_person(view, offered.get(view.id), model) for view in contact.people]
    triages = contact.waits and bool(permissions.can_triage(actor))
    kept = enquiry_queries.contacts_kept_from(actor)
    similar = contact_queries.similar(contact_id, actor=actor, without=kept) if triages else []
    open_here = open_cases(contact, actor=actor, candidates=offered)
    shown = {
        "contact": contact,
        "about": ", ".join(person.view.display_name for person in people if person.view.is_about) or "Nobody named",
        "people": people,
        "summary": _summary(contact, model),
        "filtered": _filtered(contact, actor),
        "similar": similar,
        **_open_to(contact, open_here, actor, triages=triages),
        "running": _running(people, actor) if triages else [],
        "ratings": ratings(model, contact) if triages else [],
        "may_triage": triages,
        "may_take_back": bool(permissions.can_identify(actor)) and contact.state != ContactState.ENQUIRY,
        "may_rate": Permission.RATE in actor.permissions,
        "may_route": triages and bool(model.routes) and not contact.immediate_danger,
        "may_advise": contact.waits and bool(permissions.can_advise(actor)),
        "may_reopen": bool(permissions.can_triage(actor)) and _is_closed(contact),
        "may_tell": not contact.waits and bool(permissions.can_tell_referrer(actor)),
        "direct_url": _direct_url(contact, model, actor),
        "allegations": allegation_queries.of_contact(contact.id, actor=actor),
        "raise_url": _raise_url(contact, actor),
        **_surveys(contact, model, actor),
        "may_give_receipt": not contact.has_receipt and bool(permissions.can_record(actor)),
        "enquiry_url": _enquiry_url(contact, actor),
        **_issues(contact, model, actor, triages=triages),
        "counters": counters_panel.of_contact(contact_id, model, actor=actor),
        "now": at,
    }
    return {**shown, **_forms(people, similar, model, contact, actor.hub_id), **forms}


def ratings(model: OperatingModel, contact: ContactView) -> list[RatingOnPage]:
    """The hub's ratings, most urgent first, each with the deadline it would set on this contact."""
    return [
        RatingOnPage(
            code=rule.code,
            label=rule.label,
            colour=rule.colour,
            meaning=rule.meaning,
            due_words=f"Due {case_work.date_time(rating_deadline(model, rule.code, contact.received_at).due_at)}.",
        )
        for rule in model.ratings_by_urgency()
    ]


def _raise_url(contact: ContactView, actor: Actor) -> str:
    """Where an allegation is raised, once the hub has named somebody whom it goes to."""
    able = allegation_permissions.can_raise(actor) and allegation_queries.officers(actor.hub_id)
    return reverse("allegations:raise", args=[contact.id]) if able else ""


def _direct_url(contact: ContactView, model: OperatingModel, actor: Actor) -> str:
    """Where it is handed directly to another agency's system, in a hub that does."""
    return reverse("contacts:direct", args=[contact.id]) if model.portals and permissions.can_triage(actor) else ""


def _surveys(contact: ContactView, model: OperatingModel, actor: Actor) -> dict[str, Any]:
    """The hub's surveys, once triage is done with it, for whoever may ask, and whether the referrer was asked."""
    if contact.waits or not (model.surveys and permissions.can_tell_referrer(actor)):
        return {"surveys": []}
    asked = contact_queries.is_surveyed(contact.id, since=contact.received_at, actor=actor)
    return {"surveys": [(rule.code, rule.label) for rule in model.surveys], "surveyed": asked}


def _issues(contact: ContactView, model: OperatingModel, actor: Actor, *, triages: bool) -> dict[str, Any]:
    """What the contact raises, how it was screened, and which screenings are for what it raises."""
    issues = contact_queries.issues_of([contact.id], actor=actor)
    raised = {issue.code for issue in issues if issue.taken_back_at is None}
    fitting = [rule for rule in model.screenings if triages and (not rule.issues or raised & {*rule.issues})]
    return {
        "has_issues": bool(model.issues),
        "issues": issues,
        "may_raise": bool(permissions.can_record(actor)),
        "screenings": screening_queries.screenings_of([contact.id], actor=actor) if model.screenings else [],
        "to_screen": [(rule.label, reverse("screening:screen", args=[contact.id, rule.code])) for rule in fitting],
    }


def _forms(
    people: list[PersonOnPage],
    similar: list[tuple[ContactRow, tuple[str, ...]]],
    model: OperatingModel,
    contact: ContactView,
    hub_id: UUID,
) -> dict[str, Any]:
    version = {"version": contact.version}
    return {
        "rows": triage_forms.person_rows(people, ratings(model, contact)),
        "advice_form": triage_forms.AdviceForm(initial=version),
        "signpost_form": triage_forms.SignpostForm(initial=version, filters=model.filters),
        "join_form": triage_forms.JoinForm(similar=similar, initial=version),
        "route_form": triage_forms.RouteForm(
            initial=version, routes=model.routes, teams=agency_queries.teams(hub_id) if model.routes else ()
        ),
        "reopen_form": triage_forms.ReopenForm(initial=version),
        "tell_form": triage_forms.TellForm(initial={"said": _may_be_said(contact)}),
    }


def open_cases(
    contact: ContactView, *, actor: Actor, candidates: Mapping[UUID, Offered] | None = None
) -> list[OpenCaseView]:
    """To whom the cases of those named in a contact are open.

    Args:
        contact: the contact.
        actor: who looks.
        candidates: by whom in the contact, people who may be them; their open cases are shown too, if given.
    """
    known = [each.person.id for each in contact.people if each.person]
    alike = [each.person.id for found in (candidates or {}).values() for each in found.candidates]
    return people_queries.open_cases([*known, *alike], actor=actor)


def _open_to(contact: ContactView, found: Sequence[OpenCaseView], actor: Actor, *, triages: bool) -> dict[str, Any]:
    """Whose case is open to whom, and whether this contact can be passed to one of them."""
    known = {each.person.id for each in contact.people if each.person}
    passable = [each for each in found if each.person_id in known] if triages else []
    notes = known and people_permissions.can_note_open_case(actor)
    return {
        "open_cases": [open_cases_panel.line(each, actor=actor) for each in found],
        "open_to_url": reverse("contacts:open_to", args=[contact.id]) if notes else "",
        "may_pass_on": bool(passable),
        "pass_form": triage_forms.PassOnForm(open_cases=passable, initial={"version": contact.version}),
    }


def _offered(contact: ContactView, actor: Actor, at: datetime) -> dict[UUID, Offered]:
    if not contact.waits or not permissions.can_identify(actor):
        return {}
    kept = enquiry_queries.people_kept_from(actor)
    return contact_queries.already_known(contact.id, actor=actor, at=at, without=kept)


def _person(view: ContactPersonView, offered: Offered | None, model: OperatingModel) -> PersonOnPage:
    told = (
        ("Born", _day(view.born_on)),
        ("Expected", _day(view.expected_on)),
        ("Sex", {"F": "Female", "M": "Male"}.get(view.sex, "")),
        ("Relationship", view.relationship),
        ("Address", ", ".join(part for part in (view.address, view.postcode) if part)),
        ("School, nursery or work", view.school),
        ("NHS number", case_work.nhs_number(view.nhs_number)),
    )
    rated = enquiry_rules.serves(view.involvement, model) is not None
    found = offered or Offered()
    return PersonOnPage(
        view,
        tuple(fact for fact in told if fact[1]),
        found,
        rated,
        shown=candidates_panel.on_page(found.candidates),
    )


def _running(people: list[PersonOnPage], actor: Actor) -> list[RunningOnPage]:
    known: dict[UUID, PersonView] = {}
    for person in people:
        if person.view.person is not None:
            known[person.view.person.id] = person.view.person
        known |= {candidate.person.id: candidate.person for candidate in person.candidates}
    found: dict[UUID, RunningOnPage] = {}
    for person_id, running in enquiry_queries.running_enquiries(list(known), actor=actor).items():
        before = found.get(running.enquiry_id)
        names = ", ".join(filter(None, (before.names if before else "", known[person_id].display_name)))
        url = reverse("enquiries:case", args=[running.enquiry_id])
        found[running.enquiry_id] = RunningOnPage(running.enquiry_id, running.reference, names, url)
    return list(found.values())


def _summary(contact: ContactView, model: OperatingModel) -> list[tuple[str, str]]:
    who = ", ".join(filter(None, (contact.referrer_name, contact.referrer_role, contact.referrer_organisation)))
    rows = (
        ("From", who or contact.source_label),
        ("Source", contact.source_label if who else ""),
        ("Telephone", contact.referrer_telephone),
        ("Email", contact.referrer_email),
        ("Received", f"{case_work.date_time(contact.received_at)}, {contact.channel_label.lower()}"),
        ("Area", _label(model.areas, contact.area)),
        ("What sort of notice", _label(model.referral_types, contact.referral_type)),
        ("Written down", f"{case_work.date_time(contact.recorded_at)} by {contact.recorded_by_name}"),
        ("The family knows", contact.consent_label),
        ("Why", contact.consent_reason),
    )
    return [row for row in rows if row[1]]


def _label(rules: Iterable[CodedRule], code: str) -> str:
    """What people call a code of the model; of one that an earlier version had, the code itself in words."""
    return next((rule.label for rule in rules if rule.code == code), code.replace("_", " ").capitalize())


def _filtered(contact: ContactView, actor: Actor) -> str:
    """With which of the hub's filters it was turned away, in the words of the model that held then."""
    if not contact.filter_code:
        return ""
    return hub_queries.model_of(actor.hub_id, at=contact.triaged_at).filter(contact.filter_code).label


def _may_be_said(contact: ContactView) -> str:
    if contact.state == ContactState.ADVISED:
        return (
            "A social worker has given you advice. We are taking no further action. If you worry again, tell us again."
        )
    if contact.state == ContactState.PASSED_ON:
        return "What you told us has been passed to those who will follow it up."
    if contact.state == ContactState.ROUTED:
        return "We have told a service that can help, and they have it now. If you worry again, tell us again."
    if contact.state == ContactState.SIGNPOSTED:
        return "We looked at what you told us. Another service is better placed to help, as we told you."
    return ""


def _enquiry_url(contact: ContactView, actor: Actor) -> str:
    if contact.state != ContactState.ENQUIRY:
        return ""
    enquiry_id = enquiry_queries.enquiry_of_contact(contact.id, actor=actor)
    return reverse("enquiries:case", args=[enquiry_id]) if enquiry_id else ""


def _is_closed(contact: ContactView) -> bool:
    return contact.state in (ContactState.ADVISED, ContactState.SIGNPOSTED, ContactState.PASSED_ON, ContactState.ROUTED)


def _day(day: date | None) -> str:
    return case_work.day(day)
