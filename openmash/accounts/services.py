"""People joining a hub, and keeping what they have typed until it is sent."""

import json
from datetime import date, datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from openmash.access import Actor, Role
from openmash.accounts import rules
from openmash.accounts.models import Draft, Membership, User
from openmash.accounts.queries import draft_place
from openmash.core import envelopes
from openmash.core.keys import ring
from openmash.core.wrapping import WrappedColumn


@transaction.atomic
def add_person(
    *,
    hub_id: UUID,
    name: str,
    email: str,
    role: Role,
    agency_id: UUID,
    door: str,
    at: datetime,
    team_id: UUID | None = None,
    registration: str = "",
    vetting: str = "",
    vetting_level: str = "",
    vetted_until: date | None = None,
    password: str | None = None,
    password_hash: str = "",
    totp_secret: str | None = None,
) -> UUID:
    """Bring a person into a hub; somebody who already signs in elsewhere gets a further membership.

    Args:
        hub_id: the hub they join.
        name: as it is shown and recorded.
        email: what they sign in with.
        role: what they are in this hub.
        agency_id: who employs them.
        door: where they sign in, ``"inside"`` or ``"outside"``.
        at: when they join.
        team_id: the receiving team, for its members.
        registration: their Social Work England number, if they are a registered social worker.
        vetting: what they were vetted for, in the force's words.
        vetting_level: the level that this comes to, a code of ``access.LEVELS``; empty where none was recorded.
        vetted_until: the last day on which that holds.
        password: a first password; without one they set their own by e-mail.
        password_hash: a first password that is hashed already (``make_password``), for many people at once.
        totp_secret: a first secret for six-digit codes (base 32); without one they set it up at first sign-in.
    """
    rules.require_door_fits_role(role, door)
    rules.require_team_for_receiving_role(role, has_team=team_id is not None)
    rules.require_listed_vetting(vetting_level)
    user, is_new = User.objects.get_or_create(email=email.lower(), defaults={"name": name, "door": door})
    rules.require_door_fits_role(role, user.door)  # somebody who was here before keeps their door
    if is_new:
        _sign_in_with(user, password=password, password_hash=password_hash, totp_secret=totp_secret)
    Membership.objects.create(
        hub_id=hub_id,
        user=user,
        role=role,
        agency_id=agency_id,
        team_id=team_id,
        registration=registration,
        vetting=vetting,
        vetting_level=vetting_level,
        vetted_until=vetted_until,
        joined_at=at,
    )
    return user.id


def _sign_in_with(user: User, *, password: str | None, password_hash: str, totp_secret: str | None) -> None:
    if password_hash:
        user.password = password_hash
    else:
        user.set_password(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user_id=user.pk, email=user.email, verified=True, primary=True)
    if totp_secret is not None:
        secret = {"secret": get_adapter().encrypt(totp_secret)}
        Authenticator.objects.create(user_id=user.pk, type=Authenticator.Type.TOTP, data=secret)


@transaction.atomic
def save_draft(*, actor: Actor, form: str, values: dict[str, list[str]], at: datetime) -> None:
    """Keep what somebody has typed so far, encrypted, for them alone.

    Args:
        actor: whose draft it is.
        form: which form of which thing, ``"check:<id>"``.
        values: the fields as a browser sends them.
        at: when.
    """
    key_name, context = draft_place(actor.hub_id, actor.id, form)
    letter = envelopes.close(json.dumps(values), ring=ring(), key_name=key_name, context=context)
    Draft.objects.update_or_create(
        hub_id=actor.hub_id,
        user_id=actor.id,
        form=form,
        defaults={"ciphertext": letter.ciphertext, "wrapped_key": letter.wrapped_key, "saved_at": at},
    )


@transaction.atomic
def discard_draft(*, actor: Actor, form: str) -> None:
    """Forget a draft, because it was sent or is no longer wanted."""
    Draft.objects.filter(hub_id=actor.hub_id, user_id=actor.id, form=form).delete()


def forget_old_drafts(*, hub_id: UUID, at: datetime) -> int:
    """Forget what was typed and never sent, ``rules.DRAFT_LASTS`` after it was last saved; returns how many."""
    forgotten, _ = Draft.objects.filter(hub_id=hub_id, saved_at__lt=at - rules.DRAFT_LASTS).delete()
    return forgotten


WRAPPED = (
    WrappedColumn(
        Draft,
        "wrapped_key",
        place=lambda row: draft_place(row.hub_id, row.user_id, row.form),
        opens="ciphertext",
        hub_key="drafts",
    ),
)
"""Where wrapped keys stand in this package's tables."""
