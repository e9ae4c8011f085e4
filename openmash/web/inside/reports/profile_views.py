"""The profile of a person or a place over cases: asked for with a purpose, pictured, and never kept."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openmash.access import Actor, Permission
from openmash.enquiries import queries as enquiry_queries
from openmash.insight import permissions as insight_permissions
from openmash.people.queries import Found, PersonView
from openmash.reporting import services
from openmash.reporting.rules import Event, Profile, counts, often, timeline
from openmash.web.inside.reports.forms import PlaceForm, PurposeForm, SomebodyForm
from openmash.web.inside.reports.pages import Line, Shown, counted, key
from openmash.web.shared.bars import BAR_WIDTH
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import WRITE, HubRequest, screen
from openmash.web.shared.templatetags import case_work

_LINES = ("Contacts", "Ratings", "Outcomes")


@dataclass(frozen=True)
class Somebody:
    """Somebody who was found: who they are, without where they live."""

    name: str
    facts: str
    url: str


@screen(permission=Permission.EXAMINE_PROFILES, kind=WRITE)
def somebody(request: HubRequest) -> HttpResponse:
    """Whose profile: people by name, date of birth or number; that somebody looked is on the log."""
    form = SomebodyForm(posted(request))
    found: list[Found] = []

    def look() -> None:
        words = form.cleaned_data["words"]
        found.append(services.look_for_somebody(words=words, actor=request.actor, at=request.at))

    rows = [_somebody(each) for each in found[0].people] if form.accepts(look) else None
    context = {"form": form, "rows": rows, "more": bool(found and found[0].more)}
    return render(request, "reports/somebody.html", context)


@screen(permission=Permission.EXAMINE_PROFILES, kind=WRITE)
def of_place(request: HubRequest) -> HttpResponse:
    """What the hub has on record of the people of a postcode or a school."""
    form = PlaceForm(posted(request))
    found: list[Profile] = []

    def open_it() -> None:
        typed = form.cleaned_data
        found.append(
            services.open_profile_of_place(
                of=typed["of"],
                words=typed["words"],
                purpose=typed["purpose"],
                actor=request.actor,
                at=request.at,
            )
        )

    shown = found[0] if form.accepts(open_it) else None
    return _page(request, form, "Profile of a place", shown, back=reverse("reports:profiles"))


@screen(permission=Permission.EXAMINE_PROFILES, kind=WRITE)
def of_person(request: HubRequest, person_id: UUID) -> HttpResponse:
    """What the hub has on record of somebody."""
    person = enquiry_queries.require_person(person_id, actor=request.actor)
    form = PurposeForm(posted(request))
    found: list[Profile] = []

    def open_it() -> None:
        purpose = form.cleaned_data["purpose"]
        found.append(
            services.open_profile_of_person(person_id=person_id, purpose=purpose, actor=request.actor, at=request.at)
        )

    shown = found[0] if form.accepts(open_it) else None
    title, links = f"Profile of {person.display_name}", _network_url(person_id, request.actor)
    return _page(request, form, title, shown, back=_back_url(person_id, request.actor), network_url=links)


def _somebody(person: PersonView) -> Somebody:
    born = f"born {case_work.day(person.born_on)}, {person.age_words}" if person.born_on else person.age_words
    also = f"also {', '.join(person.other_names)}" if person.other_names else ""
    facts = ", ".join(part for part in (born, also) if part)
    return Somebody(person.display_name, facts, reverse("reports:of_person", args=[person.id]))


def _back_url(person_id: UUID, actor: Actor) -> str:
    """Whoever records contacts came from the person's page; the analyst, who opens none, from looking for them."""
    if Permission.RECORD_CONTACT in actor.permissions:
        return reverse("people:person", args=[person_id])
    return reverse("reports:profiles")


def _network_url(person_id: UUID, actor: Actor) -> str:
    return reverse("network:of_person", args=[person_id]) if insight_permissions.can_look(actor) else ""


def _page(
    request: HubRequest, form: PurposeForm, title: str, profile: Profile | None, *, back: str, network_url: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "profile": profile,
        "tables": _tables(profile) if profile else [],
        "bar_width": BAR_WIDTH,
        "back_url": back,
        "network_url": network_url,
    }
    return render(request, "reports/profile.html", context)


def _tables(profile: Profile) -> list[Shown]:
    """The timeline first, then what was counted; each with its picture."""
    return [
        _timeline(profile),
        _counted("kinds", "Contacts", "By their kind.", counts(profile, Event.CONTACT)),
        _counted("issues", "Issues", "What these contacts raised, once for each.", often(profile.issues)),
        _counted(
            "ratings",
            "Ratings",
            "Every rating that was given, the first and those after.",
            counts(profile, Event.RATING),
        ),
        _counted("outcomes", "Outcomes", "Every decision that was made.", counts(profile, Event.OUTCOME)),
    ]


def _timeline(profile: Profile) -> Shown:
    found = timeline(profile)
    numbers = [(each.contacts, each.ratings, each.outcomes) for each in found]
    most = max((sum(each) for each in numbers), default=0)
    lines = tuple(
        Line(each.label, tuple(map(str, row)), counted(row, most)) for each, row in zip(found, numbers, strict=True)
    )
    return Shown(
        "timeline", "What happened when", "Contacts, ratings and outcomes.", ("When", *_LINES), lines, key(_LINES)
    )


def _counted(code: str, title: str, says: str, found: list[tuple[str, int]]) -> Shown:
    most = max((count for _, count in found), default=0)
    lines = tuple(Line(label, (str(count),), counted((count,), most)) for label, count in found)
    return Shown(code, title, says, (title, "Number"), lines)
