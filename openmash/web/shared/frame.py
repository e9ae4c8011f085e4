"""What stands around every page: whose hub it is, where one can go, who is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class NavItem:
    """One link of the service navigation or of a sub-navigation; those of a group stand under "More"."""

    label: str
    url: str
    current: bool = False
    group: str = ""


@dataclass(frozen=True)
class Contact:
    """A way to reach the hub, e.g. ``Contact("Telephone", "01632 960 100", "tel:01632960100")``."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class Frame:
    """Everything the base pages need; middleware puts it on the request as ``request.frame``.

    Args:
        hub_name: e.g. "Devon MASH"; empty before one is known.
        home_url: where the service name leads.
        navigation: the service navigation.
        signed_in_name: of the person signed in; empty if nobody is.
        signed_in_role: as it is shown beside the name.
        sign_out_url: takes a POST.
        contacts: ways to reach the hub, shown to the public.
        session_seconds: idle seconds until the session ends; 0 for no warning.
        session_extend_url: a GET of it keeps the session alive.
        session_ended_url: where the browser goes when the session has ended.
    """

    hub_name: str = ""
    home_url: str = "/"
    navigation: tuple[NavItem, ...] = ()
    signed_in_name: str = ""
    signed_in_role: str = ""
    sign_out_url: str = ""
    contacts: tuple[Contact, ...] = field(default=())
    session_seconds: int = 0
    session_extend_url: str = ""
    session_ended_url: str = "/"


def page_frame(request: HttpRequest) -> Mapping[str, Any]:
    """Context processor: ``frame``, ``demo`` and this door's ``base_template`` for the base pages."""
    return {
        "frame": getattr(request, "frame", Frame()),
        "demo": settings.OPENMASH_DEMO,
        "base_template": f"shared/base_{settings.DOOR}.html",
    }
