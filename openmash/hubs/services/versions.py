"""Changing how a hub works: a version is copied, edited, proposed, approved by somebody else, and holds from a day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from openmash.access import Actor, require
from openmash.audit import queries as audit_queries
from openmash.audit import services as audit
from openmash.core import hub_context
from openmash.core.errors import Stale
from openmash.hubs import permissions, queries, rules
from openmash.hubs.errors import NoSuchVersion
from openmash.hubs.models import GoneLive, ModelVersion
from openmash.hubs.rules.versions import read_as
from openmash.hubs.states import VERSION, VersionState

_PREPARED = ("operating_model.copied", "operating_model.edited", "operating_model.proposed")


@dataclass(frozen=True)
class Wording:
    """A model's text and what the version is for.

    Args:
        text: the TOML text; its version number is put right by itself.
        why: what is changed, and why, for whoever approves it.
    """

    text: str
    why: str = ""


@transaction.atomic
def copy_shipped(*, name: str, actor: Actor, at: datetime) -> UUID:
    """Begin a new version from a model that ships; raises ``UnknownModel``."""
    require(permissions.can_prepare(actor))
    return _draft(rules.source(name), {"from_model": name}, actor, at)


@transaction.atomic
def copy_version(*, version_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Begin a new version from one that the hub has, in force or not."""
    require(permissions.can_prepare(actor))
    row = _lock(version_id, actor)
    return _draft(row.text, {"from_version": row.version}, actor, at)


@transaction.atomic
def edit(*, version_id: UUID, wording: Wording, actor: Actor, at: datetime, revision: int | None = None) -> None:
    """Change the text of a draft; a text that is no operating model is refused whole, with every line that is wrong.

    Args:
        version_id: a draft.
        wording: the text, and what the version is for.
        actor: who edits it.
        at: when.
        revision: of the row the form showed.

    Raises:
        ModelInvalid: each thing wrong with its line.
        RuleBroken: ``version.edit``: it is no draft any more.
        Stale: somebody changed it meanwhile.
    """
    row = _lock(version_id, actor, revision)
    require(permissions.can_prepare(actor))
    rules.require_draft(is_draft=row.state == VersionState.DRAFT)
    row.text = rules.numbered(wording.text, row.version)
    row.name = read_as(row.text, row.version).name
    row.why = wording.why.strip()
    _save(row, "text", "name", "why")
    _record("operating_model.edited", row, actor, at)


@transaction.atomic
def propose(
    *, version_id: UUID, effective_from: date | None, why: str, actor: Actor, at: datetime, revision: int | None = None
) -> None:
    """Ask a second person to approve a draft, to hold from a day.

    Raises:
        RuleBroken: ``operating_model.from_a_later_day``, ``operating_model.says_why``, ``version.propose``.
    """
    row = _lock(version_id, actor, revision)
    require(permissions.can_prepare(actor))
    rules.require_why(why)
    row.effective_from = rules.require_later_day(effective_from, today=rules.day_of(at))
    row.state = VERSION.move(row.state, "propose")
    row.why, row.sent_back_because = why.strip(), ""
    row.proposed_at, row.proposed_by, row.proposed_by_name = at, actor.id, actor.name
    _save(row, "state", "why", "sent_back_because", "effective_from", "proposed_at", "proposed_by", "proposed_by_name")
    _record("operating_model.proposed", row, actor, at)


@transaction.atomic
def approve(*, version_id: UUID, actor: Actor, at: datetime, revision: int | None = None) -> None:
    """Put a proposed version into force from its day; what began before keeps the version it began with.

    Raises:
        Refused: the actor prepared it, or may not approve.
        RuleBroken: ``operating_model.from_a_later_day`` when its day has come meanwhile, ``version.approve``.
    """
    row = _lock(version_id, actor, revision)
    require(permissions.can_approve(actor, prepared_by=_prepared_by(row, actor)))
    rules.require_later_day(row.effective_from, today=rules.day_of(at))
    row.state = VERSION.move(row.state, "approve")
    row.approved_at, row.approved_by, row.approved_by_name = at, actor.id, actor.name
    _save(row, "state", "approved_at", "approved_by", "approved_by_name")
    _record("operating_model.approved", row, actor, at)


@transaction.atomic
def send_back(*, version_id: UUID, why: str, actor: Actor, at: datetime, revision: int | None = None) -> None:
    """Send a proposed version back to be changed, and say why; raises as ``approve`` does."""
    row = _lock(version_id, actor, revision)
    require(permissions.can_approve(actor, prepared_by=_prepared_by(row, actor)))
    rules.require_why(why)
    row.state = VERSION.move(row.state, "send_back")
    row.sent_back_because = why.strip()
    row.effective_from = row.proposed_at = row.proposed_by = None
    row.proposed_by_name = ""
    _save(row, "state", "sent_back_because", "effective_from", "proposed_at", "proposed_by", "proposed_by_name")
    _record("operating_model.sent_back", row, actor, at)


@transaction.atomic
def withdraw(*, version_id: UUID, actor: Actor, at: datetime, revision: int | None = None) -> None:
    """Give up a version before its day has come; one that holds is replaced, never withdrawn.

    Raises:
        RuleBroken: ``operating_model.not_begun``, ``version.withdraw``.
    """
    row = _lock(version_id, actor, revision)
    require(permissions.can_prepare(actor))
    if row.state == VersionState.APPROVED:
        rules.require_not_begun(row.effective_from, today=rules.day_of(at))
    row.state = VERSION.move(row.state, "withdraw")
    _save(row, "state")
    _record("operating_model.withdrawn", row, actor, at)


@transaction.atomic
def go_live(*, live_from: date, actor: Actor, at: datetime) -> None:
    """Say from which day a hub whose partners sign a framework first takes contacts.

    Raises:
        RuleBroken: ``hubs.framework_is_signed``, ``hubs.goes_live_once``.
    """
    require(permissions.can_go_live(actor))
    rule = queries.model_of(actor.hub_id, at).framework
    rules.require_goes_live_once(rule, queries.live_from(actor.hub_id))
    found = queries.framework(actor.hub_id, at=at)
    if rule is None or found is None:
        return
    rules.require_signed(rule, found.unsigned)
    row = GoneLive(hub_id=actor.hub_id, live_from=live_from, framework=rule.title, said_at=at)
    row.said_by, row.said_by_name = actor.id, actor.name
    row.save(force_insert=True)
    audit.record("hub.went_live", actor=actor, at=at, about=("hub", actor.hub_id))


def _draft(text: str, detail: dict[str, audit.Plain], actor: Actor, at: datetime) -> UUID:
    """A new draft; two people who copy in the same moment wait for each other at the first version's row."""
    mine = ModelVersion.objects.filter(hub_id=actor.hub_id)
    list(mine.select_for_update().order_by("version").values_list("id")[:1])
    number = (mine.aggregate(latest=Max("version"))["latest"] or 0) + 1
    text = rules.numbered(text, number)
    row = ModelVersion(hub_id=actor.hub_id, version=number, state=VERSION.initial, text=text, made_at=at)
    row.name, row.made_by, row.made_by_name = read_as(text, number).name, actor.id, actor.name
    row.save(force_insert=True)
    audit.record(
        "operating_model.copied", actor=actor, at=at, about=("model_version", row.id), detail={"to": number, **detail}
    )
    return row.id


def _lock(version_id: UUID, actor: Actor, revision: int | None = None) -> ModelVersion:
    row = ModelVersion.objects.select_for_update().filter(hub_id=actor.hub_id, id=version_id).first()
    if row is None:
        raise NoSuchVersion
    if revision not in (None, row.revision):
        raise Stale("this version")
    return row


def _prepared_by(row: ModelVersion, actor: Actor) -> frozenset[UUID]:
    """Everybody who copied, edited or proposed it, ever: one who was sent back, or has another role now, still did."""
    events = audit_queries.of_thing(row.id, actor=actor)
    return frozenset({row.made_by, *(each.actor_id for each in events if each.name in _PREPARED)})


def _save(row: ModelVersion, *fields: str) -> None:
    row.revision += 1
    row.save(update_fields=[*fields, "revision"])
    hub_context.forget(("model versions", row.hub_id))


def _record(name: str, row: ModelVersion, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {"version": row.version}
    if row.effective_from:
        detail["effective_from"] = row.effective_from.isoformat()
    audit.record(name, actor=actor, at=at, about=("model_version", row.id), detail=detail)
