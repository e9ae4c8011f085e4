"""Opening a hub."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from openmash.audit import services as audit
from openmash.core import envelopes, hub_context
from openmash.core.keys import ring
from openmash.core.wrapping import WrappedColumn
from openmash.hubs import rules
from openmash.hubs.models import Hub, IntakeKey, ModelVersion
from openmash.hubs.rules.addresses import require_free_address
from openmash.hubs.states import VersionState


@transaction.atomic
def open_hub(
    *,
    slug: str,
    name: str,
    reference_prefix: str,
    operating_model: str,
    telephone: str,
    out_of_hours_telephone: str,
    at: datetime,
) -> UUID:
    """Open a hub: its row, its wrapping keys, and the key pair that its outside door posts to.

    Args:
        slug: its name in public addresses.
        name: its name for people.
        reference_prefix: how its references begin, ``"DEV"``.
        operating_model: the name of a shipped operating model; refused when there is none of that name.
        telephone: where people ring in office hours.
        out_of_hours_telephone: where they ring at any other time.
        at: when it opens.
    """
    model = rules.load(operating_model)
    require_free_address(slug)
    hub_id = uuid4()
    for purpose in ("hub", "drafts", "delivery"):
        ring().create(f"{purpose}-{hub_id}")
    ring().create("sign-in")  # one for the installation: it wraps the secrets behind six-digit codes
    private, public = envelopes.new_pair()
    with hub_context.enter(hub_id=hub_id):
        Hub.objects.create(
            id=hub_id,
            slug=slug,
            name=name,
            reference_prefix=reference_prefix,
            operating_model=operating_model,
            telephone=telephone,
            out_of_hours_telephone=out_of_hours_telephone,
            intake_public_key=envelopes.as_text(public),
            opened_at=at,
        )
        wrapped = ring().wrap(f"hub-{hub_id}", private, context=_context(hub_id))
        IntakeKey.objects.create(hub_id=hub_id, wrapped_private_key=wrapped)
        keep_first_version(hub_id, model.version, operating_model, at)
        audit.begin(hub_id=hub_id, at=at)
    return hub_id


def keep_first_version(hub_id: UUID, version: int, name: str, at: datetime) -> None:
    """Keep the text of the shipped model that a hub opens with: what ships later does not change how the hub works."""
    nobody = uuid5(hub_id, "system")  # the hub's own clockwork, as accounts know it
    ModelVersion.objects.create(
        hub_id=hub_id,
        name=name,
        version=version,
        state=VersionState.APPROVED,
        text=rules.source(name),
        why="The hub opened with it.",
        made_at=at,
        made_by=nobody,
        made_by_name="OpenMASH",
        approved_at=at,
        approved_by=nobody,
        approved_by_name="OpenMASH",
    )


def intake_private_key(hub_id: UUID) -> bytes:
    """The key that opens what came in by the outside door, 32 raw bytes; held by the inside process alone."""
    wrapped = IntakeKey.objects.get(hub_id=hub_id).wrapped_private_key
    return ring().unwrap(f"hub-{hub_id}", wrapped, context=_context(hub_id))


def _context(hub_id: UUID) -> str:
    return f"hubs_intakekey|{hub_id}"


WRAPPED = (
    WrappedColumn(
        IntakeKey, "wrapped_private_key", place=lambda row: (f"hub-{row.hub_id}", _context(row.hub_id)), hub_key="hub"
    ),
)
"""Where wrapped keys stand in this package's tables."""
