"""Where somebody can go: the service navigation, from what their role permits."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from openmash.access import ROLES, Actor, Permission
from openmash.hubs.queries import HubView
from openmash.web.shared.frame import Contact, Frame, NavItem


@dataclass(frozen=True)
class Place:
    """One place of the navigation, and the permission that shows it."""

    label: str
    url_name: str
    permission: Permission | None


PLACES: dict[str, tuple[Place, ...]] = {
    "inside": (
        Place("My work", "worklist:mine", None),
        Place("Contacts", "contacts:list", Permission.SEE_CONTACTS),
        Place("Enquiries", "enquiries:list", Permission.SEE_ENQUIRIES),
        Place("Meetings", "meetings:list", Permission.SEE_ENQUIRIES),
        Place("Operations", "operations:overview", Permission.ALLOCATE),
        Place("Wall screen", "wall:show", Permission.SEE_WALL),
        Place("Out of hours", "out_of_hours:show", Permission.SEE_ENQUIRIES),
        Place("Who is away", "absences:list", Permission.SEE_ENQUIRIES),
        Place("Disputed", "differences:list", Permission.SEE_ENQUIRIES),
        Place("Release requests", "sealed:releases", Permission.CONTROL_OWN_ITEMS),
        Place("Who opened our information", "audit:ours", Permission.CONTROL_OWN_ITEMS),
        Place("Second reviews", "oversight:waiting", Permission.DECIDE),
        Place("Reviews", "reviews:list", Permission.REVIEW_EXCEPTIONS),
        Place("Kept out", "exclusions:list", Permission.MANAGE_EXCLUSIONS),
        Place("The log", "audit:log", Permission.SEE_AUDIT),
        Place("How the hub works", "operating_model:overview", Permission.SEE_OPERATING_MODEL),
        Place("Keep and erase", "retention:overview", Permission.REVIEW_EXCEPTIONS),
        Place("Subject access", "subject_access:list", Permission.MANAGE_RECORDS),
    ),
    "outside": (Place("Cases passed to us", "inbox:list", Permission.RECEIVE_PRODUCTS),),
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
    items = []
    for place in PLACES[settings.DOOR]:
        if place.permission is not None and place.permission not in actor.permissions:
            continue
        url = reverse(place.url_name)
        current = path == url if url == "/" else path.startswith(url)
        items.append(NavItem(place.label, url, current=current))
    return tuple(items)


def _contacts(hub: HubView) -> tuple[Contact, ...]:
    return (
        Contact("Telephone", hub.telephone, f"tel:{hub.telephone.replace(' ', '')}"),
        Contact("Out of hours", hub.out_of_hours_telephone, f"tel:{hub.out_of_hours_telephone.replace(' ', '')}"),
    )
