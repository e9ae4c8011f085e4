"""Who works in a hub, and as whom somebody acts."""

import base64
import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db.models import QuerySet

from openmash.access import ROLES, Actor, Permission, Role
from openmash.accounts.models import Draft, Membership
from openmash.agencies import queries as agency_queries
from openmash.core import envelopes
from openmash.core.errors import NotFound
from openmash.core.keys import ring


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in a hub, as colleagues may see them."""

    user_id: UUID
    name: str
    email: str
    role: Role
    agency_id: UUID
    agency_name: str
    team_id: UUID | None


def actor_for(user_id: UUID, hub_id: UUID) -> Actor:
    """The person as an actor in a hub.

    Raises:
        NotFound: they are no member, or no longer.
    """
    row = (
        _members(hub_id)
        .filter(user_id=user_id)
        .values(
            *("role", "agency_id", "team_id", "registration", "vetting_level", "vetted_until"),
            *("user__name", "agency__name"),
        )
        .first()
    )
    if row is None:
        raise NotFound("You are not a member of this hub. Ask the hub's administrator.")
    role = Role(row["role"])
    needs_agreement = ROLES[role].permissions & {Permission.ENTER_SEALED_ROOM, Permission.SEE_NETWORK}
    return Actor(
        id=user_id,
        name=row["user__name"],
        hub_id=hub_id,
        role=role,
        agency_id=row["agency_id"],
        agency_name=row["agency__name"],
        team_id=row["team_id"],
        registration=row["registration"],
        vetting=row["vetting_level"],
        vetted_until=row["vetted_until"],
        agreement_until=agency_queries.agreement_until(row["agency_id"], hub_id) if needs_agreement else None,
    )


def hubs_of(user_id: UUID) -> list[UUID]:
    """The hubs a person works in, by the hub's name; asked before a hub is chosen, so it sees only their own rows."""
    rows = Membership.objects.filter(user_id=user_id, left_at=None).order_by("hub__name")
    return list(rows.values_list("hub_id", flat=True))


def system_actor(hub_id: UUID) -> Actor:
    """The hub's own clockwork, for what no person does: taking in what arrived at the outside door."""
    return Actor(id=uuid5(hub_id, "system"), name="OpenMASH", hub_id=hub_id, role=Role.SYSTEM)


def people_of(hub_id: UUID) -> list[Colleague]:
    """Everybody who works in the hub now, by name."""
    return _colleagues(Membership.objects.filter(hub_id=hub_id, left_at=None))


def colleague(user_id: UUID, *, hub_id: UUID) -> Colleague | None:
    """Somebody who works in the hub now and can sign in; None if they do not."""
    rows = _members(hub_id).filter(user_id=user_id)
    return next(iter(_colleagues(rows)), None)


def _colleagues(rows: QuerySet[Membership]) -> list[Colleague]:
    return [
        Colleague(m.user_id, m.user.name, m.user.email, Role(m.role), m.agency_id, m.agency.name, m.team_id)
        for m in rows.select_related("user", "agency").order_by("user__name", "user_id")
    ]


def names_of(user_ids: Collection[UUID], *, hub_id: UUID) -> dict[UUID, str]:
    """Names of people who work in the hub or once did; whoever never did is left out."""
    rows = Membership.objects.filter(hub_id=hub_id, user_id__in=user_ids)
    return dict(rows.values_list("user_id", "user__name"))


def addresses(
    hub_id: UUID,
    *,
    agency_id: UUID | None = None,
    team_id: UUID | None = None,
    user_id: UUID | None = None,
    roles: Collection[Role] = (),
) -> list[str]:
    """E-mail addresses of the members of a hub who fit all that is given; of nobody when nothing is given."""
    wanted = {"agency_id": agency_id, "team_id": team_id, "user_id": user_id}
    given: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    if roles:
        given["role__in"] = roles
    if not given:
        return []
    rows = _members(hub_id).filter(**given)
    return list(rows.order_by("user__email").values_list("user__email", flat=True))


def addresses_by_agency(
    hub_id: UUID, agency_ids: Collection[UUID], *, roles: Collection[Role]
) -> dict[UUID, list[str]]:
    """E-mail addresses of the members of each of these agencies who have one of the roles; maybe none."""
    rows = _members(hub_id).filter(agency_id__in=agency_ids, role__in=roles)
    found: dict[UUID, list[str]] = {agency_id: [] for agency_id in agency_ids}
    for agency_id, address in rows.order_by("user__email").values_list("agency_id", "user__email"):
        found[agency_id].append(address)
    return found


def _members(hub_id: UUID) -> QuerySet[Membership]:
    """Whoever works in the hub now and may sign in."""
    return Membership.objects.filter(hub_id=hub_id, left_at=None, user__is_active=True)


def has_app(user_id: UUID) -> bool:
    """Whether the person has set up an authenticator app."""
    return Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists()


def demo_code(user_id: UUID) -> str:
    """The six digits that the person's authenticator app would show now (RFC 6238); only the demo ever shows them."""
    if not settings.OPENMASH_DEMO:
        raise PermissionError("Codes are shown in the demo alone.")
    factor = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return ""
    secret = base64.b32decode(get_adapter().decrypt(factor.data["secret"]))
    code = TOTP(secret, 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303  # as RFC 6238 and the apps have it
    return code.generate(int(time.time())).decode()


def draft(*, actor: Actor, form: str) -> dict[str, list[str]] | None:
    """What the actor typed into a form and has not sent; None if there is nothing."""
    row = Draft.objects.filter(hub_id=actor.hub_id, user_id=actor.id, form=form).first()
    if row is None:
        return None
    letter = envelopes.Envelope(bytes(row.ciphertext), row.wrapped_key)
    key_name, context = draft_place(actor.hub_id, actor.id, form)
    text = envelopes.open_(letter, ring=ring(), key_name=key_name, context=context)
    values: dict[str, list[str]] = json.loads(text)
    return values


def draft_place(hub_id: UUID, user_id: UUID, form: str) -> tuple[str, str]:
    """The wrapping key of a draft, and what its ciphertext is bound to: one person and one form."""
    return f"drafts-{hub_id}", f"accounts_draft|{hub_id}|{user_id}|{form}"
