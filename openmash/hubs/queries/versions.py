"""Versions of a hub's operating model: what it works by, and what somebody prepares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.core import clock, hub_context
from openmash.core.errors import RuleBroken
from openmash.hubs import permissions, rules
from openmash.hubs.errors import NoSuchVersion
from openmash.hubs.models import GoneLive, ModelVersion
from openmash.hubs.states import VERSION, VersionState


@dataclass(frozen=True)
class VersionView:
    """A version of the hub's operating model.

    Args:
        why: what it is for, as whoever made it said.
        state_words: how far it has come, in a sentence.
        in_force: whether the hub works by it on the day that was asked about.
        prepared_by: everybody who made or proposed it; somebody else approves it.
        text: the TOML text.
    """

    id: UUID
    name: str
    version: int
    state: str
    state_words: str
    in_force: bool
    why: str
    effective_from: date | None
    made_at: datetime
    made_by_name: str
    proposed_at: datetime | None
    proposed_by_name: str
    approved_at: datetime | None
    approved_by_name: str
    sent_back_because: str
    prepared_by: frozenset[UUID]
    text: str
    revision: int

    @property
    def model(self) -> rules.OperatingModel:
        """What its text says."""
        return rules.read(self.text, f"version {self.version}")

    @property
    def is_draft(self) -> bool:
        """Whether it may still be edited."""
        return self.state == VersionState.DRAFT

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.state == VersionState.PROPOSED


@dataclass(frozen=True)
class Framework:
    """What is signed before the hub goes live, by whom it is, and from when the hub is live.

    Args:
        signed: names of the agencies that signed.
        unsigned: names of those that have not, or the kind where the hub has no agency of it.
    """

    title: str
    signed: tuple[str, ...]
    unsigned: tuple[str, ...]
    live_from: date | None


def model_of(hub_id: UUID, at: datetime | None = None) -> rules.OperatingModel:
    """The operating model in force in a hub, for what begins now; for what has begun ask for its own version.

    Args:
        hub_id: the hub.
        at: when it begins; left out: at this moment, as screens and timers mean it.

    Raises:
        NoModelInForce: the hub has none.
    """
    return rules.in_force(approved_versions(hub_id), rules.day_of(at or clock.now())).model


def model(hub_id: UUID, name: str, version: str) -> rules.OperatingModel:
    """One version of a hub's operating model, as a record names it; raises ``NoModelInForce`` where there is none."""
    for each in approved_versions(hub_id):
        if (each.name, str(each.version)) == (name, version):
            return each.model
    raise rules.NoModelInForce


def approved_versions(hub_id: UUID) -> tuple[rules.StoredVersion, ...]:
    """Every version that the hub works by, worked by or will work by, oldest first; one query for a whole page."""
    return hub_context.once(("model versions", hub_id), lambda: _approved(hub_id))


def ever(hub_id: UUID, topic: Callable[[rules.OperatingModel], object]) -> bool:
    """Whether any version that the hub works or worked by has a topic: where none has, nothing of it was ever written.

    Args:
        hub_id: the hub.
        topic: picks it from a model, e.g. its meetings.
    """
    return any(topic(each.model) for each in approved_versions(hub_id))


def _approved(hub_id: UUID) -> tuple[rules.StoredVersion, ...]:
    rows = ModelVersion.objects.filter(hub_id=hub_id, state=VersionState.APPROVED).order_by("version")
    return tuple(rules.StoredVersion(*row) for row in rows.values_list("name", "version", "effective_from", "text"))


def versions(actor: Actor, *, at: datetime) -> list[VersionView]:
    """Every version of the hub's operating model, the newest first.

    Raises:
        Refused: the actor neither prepares nor approves operating models.
    """
    require(permissions.can_see(actor))
    held = rules.in_force(approved_versions(actor.hub_id), rules.day_of(at)).version
    rows = ModelVersion.objects.filter(hub_id=actor.hub_id).order_by("-version")
    return [_view(row, held) for row in rows]


def version(version_id: UUID, *, actor: Actor, at: datetime) -> VersionView:
    """One version; raises NotFound, Refused."""
    require(permissions.can_see(actor))
    row = ModelVersion.objects.filter(hub_id=actor.hub_id, id=version_id).first()
    if row is None:
        raise NoSuchVersion
    return _view(row, rules.in_force(approved_versions(actor.hub_id), rules.day_of(at)).version)


def framework(hub_id: UUID, *, at: datetime) -> Framework | None:
    """What is signed before the hub goes live; None where its operating model asks for nothing to be signed."""
    rule = model_of(hub_id, at).framework
    if rule is None:
        return None
    signed_by = agency_queries.signatories(hub_id, rule.title, rules.day_of(at))
    agencies = [each for each in agency_queries.agencies(hub_id) if each.kind in rule.signed_by]
    missing = [kind for kind in rule.signed_by if kind not in {each.kind for each in agencies}]
    return Framework(
        title=rule.title,
        signed=tuple(each.name for each in agencies if each.id in signed_by),
        unsigned=(
            *(each.name for each in agencies if each.id not in signed_by),
            *(f"an agency for {kind.replace('_', ' ')}" for kind in missing),
        ),
        live_from=live_from(hub_id),
    )


def live_from(hub_id: UUID) -> date | None:
    """The day from which the hub takes contacts, where that was said; only a model with a framework asks for it."""
    return GoneLive.objects.filter(hub_id=hub_id).values_list("live_from", flat=True).first()


def require_live(hub_id: UUID, *, at: datetime) -> None:
    """A hub that signs a framework first takes nothing in before it has gone live.

    Raises:
        RuleBroken: ``hubs.is_live``.
    """
    rule = model_of(hub_id, at).framework
    if rule is not None:
        rules.require_live(rule, live_from(hub_id), day=rules.day_of(at))


def not_live_yet(hub_id: UUID, *, at: datetime) -> str:
    """Why the hub takes nothing in yet, as a sentence for whoever wants to tell it something; empty where it does."""
    try:
        require_live(hub_id, at=at)
    except RuleBroken as broken:
        return broken.sentence
    return ""


def _view(row: ModelVersion, held: int) -> VersionView:
    return VersionView(
        id=row.id,
        name=row.name,
        version=row.version,
        state=row.state,
        state_words=VERSION.states[VersionState(row.state)],
        in_force=row.version == held and row.state == VersionState.APPROVED,
        why=row.why,
        effective_from=row.effective_from,
        made_at=row.made_at,
        made_by_name=row.made_by_name,
        proposed_at=row.proposed_at,
        proposed_by_name=row.proposed_by_name,
        approved_at=row.approved_at,
        approved_by_name=row.approved_by_name,
        sent_back_because=row.sent_back_because,
        prepared_by=frozenset({row.made_by, *([row.proposed_by] if row.proposed_by else [])}),
        text=row.text,
        revision=row.revision,
    )
