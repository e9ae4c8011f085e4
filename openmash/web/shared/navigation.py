"""Where somebody can go: the service navigation, from what their role permits."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from openmash.access import ROLES, Actor, Permission
from openmash.allegations import queries as allegation_queries
from openmash.hubs.queries import HubView
from openmash.web.shared.frame import Contact, Frame, NavItem

# What most people need each hour stands in the bar; the rest one click further on, under "More", by what it is about.
AT_HAND = ""
TODAY = "Today"
INFORMATION = "Information and who sees it"
HUB = "The hub"
ROOM_IN_THE_BAR = 7


@dataclass(frozen=True)
class Place:
    """One place of the navigation.

    Args:
        permission: what shows it; None: it is everybody's.
        group: under "More".
        also: whom else it is shown, whom no role but a person's name lets in.
    """

    label: str
    url_name: str
    permission: Permission | None
    group: str = TODAY
    also: Callable[[Actor], bool] | None = None

    def is_for(self, actor: Actor) -> bool:
        """Whether they can go there."""
        if self.permission is None or self.permission in actor.permissions:
            return True
        return self.also is not None and self.also(actor)


PLACES: dict[str, tuple[Place, ...]] = {
    "inside": (
        Place("My work", "worklist:mine", None, AT_HAND),
        Place("Contacts", "contacts:list", Permission.SEE_CONTACTS, AT_HAND),
        Place("Enquiries", "enquiries:list", Permission.SEE_ENQUIRIES, AT_HAND),
        Place("Find a person", "people:find", Permission.RECORD_CONTACT),
        Place("Meetings", "meetings:list", Permission.SEE_ENQUIRIES, AT_HAND),
        Place("Operations", "operations:overview", Permission.ALLOCATE, AT_HAND),
        Place("Release requests", "sealed:releases", Permission.CONTROL_OWN_ITEMS, AT_HAND),
        Place("Wall screen", "wall:show", Permission.SEE_WALL),
        Place("Out of hours", "out_of_hours:show", Permission.SEE_ENQUIRIES),
        Place("Duty rota", "duty_rota:show", Permission.SEE_ENQUIRIES),
        Place("Staff rotation", "rotation:list", Permission.ALLOCATE),
        Place("Who is away", "absences:list", Permission.SEE_ENQUIRIES),
        Place("Visiting partners", "visits:list", Permission.SEE_ENQUIRIES),
        Place("Return interviews", "screening:interviews_due", Permission.SEE_ENQUIRIES),
        Place("Disputes", "differences:list", Permission.SEE_ENQUIRIES),
        Place("Groups and places", "groups:list", Permission.ENTER_SEALED_ROOM),
        Place("Allegations against staff", "allegations:list", Permission.DECIDE, also=allegation_queries.is_officer),
        Place("Second reviews", "oversight:waiting", Permission.DECIDE),
        Place("Reviews due", "oversight:reviews_due", Permission.DECIDE),
        Place("Who opened our information", "audit:ours", Permission.CONTROL_OWN_ITEMS, INFORMATION),
        Place("Identities kept apart", "people:kept_apart", Permission.MANAGE_EXCLUSIONS, INFORMATION),
        Place("How people are matched", "people:thresholds", Permission.SEE_REPORTS, INFORMATION),
        Place("Kept out of a case", "exclusions:list", Permission.MANAGE_EXCLUSIONS, INFORMATION),
        Place("Special access and urgent releases", "reviews:list", Permission.REVIEW_EXCEPTIONS, INFORMATION),
        Place("Reports", "reports:outcomes", Permission.SEE_REPORTS),
        Place("Profiles", "reports:profiles", Permission.EXAMINE_PROFILES),
        Place("The log", "audit:log", Permission.SEE_AUDIT, INFORMATION),
        Place("Your person index", "person_index:overview", Permission.KEEP_INDEX, INFORMATION),
        Place("Person indexes", "person_index:hub", Permission.ADMINISTER, HUB),
        Place("How the hub works", "operating_model:overview", Permission.SEE_OPERATING_MODEL, HUB),
        Place("Checklists", "screening:texts", Permission.ADMINISTER, HUB),
        Place("Agreements", "agreements:list", Permission.RECORD_AGREEMENTS, HUB),
        Place("Keep and erase", "retention:overview", Permission.REVIEW_EXCEPTIONS, HUB),
        Place("Subject access", "subject_access:list", Permission.MANAGE_RECORDS, HUB),
    ),
    "outside": (Place("Cases passed to us", "inbox:list", Permission.RECEIVE_PRODUCTS, AT_HAND),),
}


def member_frame(hub: HubView, actor: Actor, *, path: str) -> Frame:
    """What stands around the pages of somebody signed in."""
    return Frame(
        hub_name=hub.name,
        home_url="/",
        navigation=_navigation(actor, path),
        signed_in_name=actor.name,
        signed_in_role=_role_words(actor),
        sign_out_url=reverse("account_logout"),
        contacts=_contacts(hub),
        session_seconds=settings.SESSION_COOKIE_AGE,
        session_extend_url=reverse("account:stay"),
        session_ended_url=reverse("account_login"),
    )


def public_frame(hub: HubView) -> Frame:
    """What stands around a hub's public pages."""
    return Frame(hub_name=hub.name, home_url=f"/{hub.slug}/", contacts=_contacts(hub))


def _role_words(actor: Actor) -> str:
    title = ROLES[actor.role].title
    return f"{title}, {actor.agency_name}" if actor.agency_name else title


def _navigation(actor: Actor, path: str) -> tuple[NavItem, ...]:
    theirs = [place for place in PLACES[settings.DOOR] if place.is_for(actor)]
    all_fit = len(theirs) <= ROOM_IN_THE_BAR
    urls = [reverse(place.url_name) for place in theirs]
    above = [url for url in urls if (path == url if url == "/" else path.startswith(url))]
    here = max(above, key=len, default="")  # of /people/ and /people/kept-apart/ the nearer one
    return tuple(
        NavItem(place.label, url, current=url == here, group=AT_HAND if all_fit else place.group)
        for place, url in zip(theirs, urls, strict=True)
    )


def _contacts(hub: HubView) -> tuple[Contact, ...]:
    return (
        Contact("Telephone", hub.telephone, f"tel:{hub.telephone.replace(' ', '')}"),
        Contact("Out of hours", hub.out_of_hours_telephone, f"tel:{hub.out_of_hours_telephone.replace(' ', '')}"),
    )
