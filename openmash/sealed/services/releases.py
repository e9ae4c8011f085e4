"""Asking the owner whether something may leave, and what is said."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import ROLES, Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core.errors import NotFound, RuleBroken, Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.notifications import services as notifications
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import Item, ItemVersion, ReleaseRequest
from openmash.sealed.queries.reading import require_reader
from openmash.sealed.rules import Balance, LedgerProduct, Sharing
from openmash.sealed.rules.items import UK
from openmash.sealed.services import ledger
from openmash.sealed.services.items import seal_text
from openmash.sealed.states import RELEASE, ReleaseState

OWNERS = tuple(role for role, about in ROLES.items() if Permission.CONTROL_OWN_ITEMS in about.permissions)


@transaction.atomic
def ask_release(*, item_id: UUID, team_id: UUID, actor: Actor, at: datetime, purpose: str = "") -> UUID:
    """Ask the owner whether an item, as it stands now, may go to a team.

    Asked twice for the same words and team, the first request stands. Where the owner said beforehand that it may go
    as it stands, it is agreed at once, in the name of whoever put it in.

    Args:
        item_id: the item; the actor must be able to read it.
        team_id: the receiving team.
        actor: whoever composes the product.
        at: when.
        purpose: what the team needs it for, a code of ``rules.PURPOSE_WORDS``; empty while that is not said.

    Returns:
        The request's id.
    """
    item = _locked_item(item_id, actor)
    team = agency_queries.team(team_id, actor.hub_id)
    permissions.require_can_ask_release(actor)
    require_reader(actor, at, item.enquiry_id)
    ledger.require_can_read(item, actor, at)
    rules.require_may_be_asked_for(item.sensitivity)
    rules.require_not_withdrawn(item.state)
    version = ItemVersion.objects.get(hub_id=actor.hub_id, item=item, number=item.version)
    there = ReleaseRequest.objects.filter(hub_id=actor.hub_id, item_version=version, team_id=team.id).first()
    if there is not None:
        _say_purpose(there, purpose)
        return there.id
    request = ReleaseRequest.objects.create(
        hub_id=actor.hub_id,
        item=item,
        item_version=version,
        team_id=team.id,
        state=RELEASE.initial,
        purpose=purpose,
        asked_at=at,
        asked_by=actor.id,
        asked_by_name=actor.name,
    )
    _record("release.asked", request, actor, at)
    if item.leave == rules.LeavePolicy.WHOLE:
        _agree_beforehand(request, item, actor, at)
    else:
        _ring(request, "release_asked", _owners(item), actor, at)
    return request.id


@transaction.atomic
def consent(
    *, request_id: UUID, edited_text: str | None, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """The owner agrees that the words, or edited words of its own, go to the team.

    Args:
        request_id: the request.
        edited_text: the words that may leave instead; None for the words as they stand.
        actor: somebody of the agency that owns them.
        at: when.
        version: of the request as the form was opened; None not to ask.
    """
    request = _to_answer(request_id, actor, version)
    if edited_text is not None:
        rules.require_edited_words(edited_text)
    request.state = _moved(request, "consent")
    _forget_answer(request)
    if edited_text is not None:
        place = vault.edited_text(actor.hub_id, request.item.agency_id, request.id)
        envelope = vault.seal(edited_text.strip().encode(), place=place)
        request.edited_ciphertext, request.edited_wrapped_key = (envelope.ciphertext, envelope.wrapped_key)
    _answer(request, actor, at)
    _write_line(request, "agreed" if edited_text is None else "agreed_edited", actor, at)
    _record("release.consented", request, actor, at)
    _ring(request, "release_answered", _asker(request), actor, at)


@transaction.atomic
def refuse(*, request_id: UUID, reason: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """The owner does not agree, and says why; also after having agreed, as long as nothing has left.

    Args:
        request_id: the request.
        reason: why it should not leave; sealed.
        actor: somebody of the agency that owns it.
        at: when.
        version: of the request as the form was opened; None not to ask.
    """
    request = _to_answer(request_id, actor, version)
    rules.require_reason_for_not_agreeing(reason)
    request.state = _moved(request, "refuse")
    _forget_answer(request)
    request.reason_id = seal_text(
        enquiry_id=request.item.enquiry_id, purpose="release_refused", text=reason, actor=actor, at=at
    )
    _answer(request, actor, at)
    _write_line(request, "not_agreed", actor, at)
    _record("release.refused", request, actor, at)
    _ring(request, "release_answered", _asker(request), actor, at)


@transaction.atomic
def record_lawful_basis(
    *,
    request_id: UUID,
    gateway: str,
    balance: Balance,
    sharing: Sharing,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Record the lawful basis on which something goes without its owner's agreement. The owner is told at once.

    Args:
        request_id: the request.
        gateway: a code of ``rules.GATEWAYS``.
        balance: why it is necessary, no more than is needed, and relevant; sealed.
        sharing: what it is for, and what the family has said of it.
        actor: a manager, and not whoever asked.
        at: when.
        version: of the request as the form was opened; None not to ask.
    """
    request = _locked(request_id, actor)
    permissions.require_can_record_lawful_basis(actor)
    require_reader(actor, at, request.item.enquiry_id)
    ledger.require_can_read(request.item, actor, at)  # nobody weighs what they may not read
    _require_fresh(request, version)
    rules.require_second_person(actor_id=actor.id, asked_by=request.asked_by)
    rules.require_gateway(gateway, on=at.astimezone(UK).date())
    rules.require_balance(balance)
    rules.require_sharing(sharing)
    request.state = _moved(request, "record_lawful_basis")
    _forget_answer(request)
    request.gateway, request.purpose = gateway, sharing.purpose
    request.reason_id = seal_text(
        enquiry_id=request.item.enquiry_id, purpose="lawful_basis", text=balance.as_text(), actor=actor, at=at
    )
    _answer(request, actor, at)
    _write_line(request, "lawful_basis", actor, at, sharing)
    _record("release.lawful_basis_recorded", request, actor, at)
    _ring(request, "lawful_basis_recorded", _owners(request.item), actor, at)


@transaction.atomic
def go_urgently(
    *, request_ids: Collection[UUID], ground: str, reason: str, product: LedgerProduct, actor: Actor, at: datetime
) -> int:
    """Let items go without waiting for their owners, who are told at once; part of an urgent release.

    What its owner has agreed to already, or what a lawful basis is recorded for, stays as it is.

    Args:
        request_ids: the requests of the product.
        ground: a code of ``rules.GROUND_WORDS``.
        reason: why it cannot wait; sealed.
        product: what it goes with.
        actor: the manager who lets it go.
        at: when.

    Returns:
        How many went without their owner's agreement.
    """
    permissions.require_can_record_lawful_basis(actor)
    require_reader(actor, at, product.enquiry_id)
    rules.require_ground(ground)
    rules.require_reason_for_urgency(reason)
    gone = 0
    for request_id in sorted(request_ids):  # locked in one order by everybody
        request = _locked(request_id, actor)
        if request.state not in (ReleaseState.ASKED, ReleaseState.REFUSED):
            continue
        _require_fresh(request, None)
        rules.require_cleared(request.item)
        request.state = _moved(request, "go_urgently")
        _forget_answer(request)
        request.gateway = ground
        request.reason_id = seal_text(
            enquiry_id=request.item.enquiry_id, purpose="urgent_release", text=reason, actor=actor, at=at
        )
        _answer(request, actor, at)
        _write_line(request, "urgent", actor, at, product.sharing, product)
        _record("release.urgency_recorded", request, actor, at)
        _ring(request, "gone_urgently", _owners(request.item), actor, at)
        gone += 1
    return gone


def _locked_item(item_id: UUID, actor: Actor) -> Item:
    item = Item.objects.select_for_update().filter(hub_id=actor.hub_id, id=item_id).first()
    if item is None:
        raise NotFound
    return item


def _locked(request_id: UUID, actor: Actor) -> ReleaseRequest:
    # The item is locked first and by everybody: a correction must not slip in between the question and the answer.
    found = ReleaseRequest.objects.filter(hub_id=actor.hub_id, id=request_id).values_list("item_id", flat=True).first()
    if found is None:
        raise NotFound
    item = _locked_item(found, actor)
    enquiry_queries.require_not_kept_out(item.enquiry_id, actor=actor)
    request = ReleaseRequest.objects.select_for_update(of=("self",)).select_related("item_version").get(id=request_id)
    request.item = item
    return request


def _to_answer(request_id: UUID, actor: Actor, version: int | None) -> ReleaseRequest:
    request = _locked(request_id, actor)
    owner = agency_queries.agency(request.item.agency_id, actor.hub_id)
    permissions.require_can_control(actor, agency_id=owner.id, agency_name=owner.name)
    _require_fresh(request, version)
    return request


def _require_fresh(request: ReleaseRequest, version: int | None) -> None:
    if version not in (None, request.version):
        raise Stale("this request")
    rules.require_not_withdrawn(request.item.state)
    rules.require_asked_for_the_words_as_they_stand(
        asked_for=request.item_version.number, stands_at=request.item.version
    )


def _moved(request: ReleaseRequest, move: str) -> str:
    try:
        return RELEASE.move(request.state, move)
    except RuleBroken as broken:
        # In the words of the room: "consent" is the family's word, and an owner agrees.
        said = RELEASE.states[ReleaseState(request.state)]
        raise RuleBroken(broken.rule, f"This was answered already. {said}.") from broken


def _say_purpose(request: ReleaseRequest, purpose: str) -> None:
    """What a request already made is for, once its author says so; the owner's answer is to the words and the team."""
    if purpose and not request.purpose:
        request.purpose = purpose
        request.save(update_fields=["purpose"])


def _write_line(
    request: ReleaseRequest,
    decision: str,
    actor: Actor,
    at: datetime,
    sharing: Sharing | None = None,
    product: LedgerProduct | None = None,
) -> None:
    ledger.write(
        [
            ledger.line(
                *(request.item, request.team_id, decision, actor, at),
                request=request,
                product=product,
                sharing=sharing,
                reason_id=request.reason_id,
            )
        ]
    )


def _agree_beforehand(request: ReleaseRequest, item: Item, actor: Actor, at: datetime) -> None:
    request.state = RELEASE.move(request.state, "consent")
    request.answered_at, request.answered_by, request.answered_by_name = (at, item.sealed_by, item.sealed_by_name)
    request.save(update_fields=["state", "answered_at", "answered_by", "answered_by_name"])
    _write_line(request, "agreed_beforehand", actor, at)
    _record("release.consented", request, actor, at, beforehand=True)


def _forget_answer(request: ReleaseRequest) -> None:
    request.edited_ciphertext, request.edited_wrapped_key = None, ""
    request.gateway, request.reason_id = "", None


def _answer(request: ReleaseRequest, actor: Actor, at: datetime) -> None:
    request.answered_at, request.answered_by, request.answered_by_name = (at, actor.id, actor.name)
    request.version += 1
    request.save(
        update_fields=[
            *("state", "answered_at", "answered_by", "answered_by_name", "edited_ciphertext", "edited_wrapped_key"),
            *("gateway", "purpose", "reason", "version"),
        ]
    )


def _record(name: str, request: ReleaseRequest, actor: Actor, at: datetime, *, beforehand: bool = False) -> None:
    detail: dict[str, audit.Plain] = {
        "item": str(request.item_id),
        "version": request.item_version.number,
        "team": str(request.team_id),
        "gateway": request.gateway,
        "edited": bool(request.edited_wrapped_key),
        "beforehand": beforehand,
    }
    about = ("release_request", request.id)
    enquiry_id, owner = request.item.enquiry_id, request.item.agency_id
    audit.record(name, actor=actor, at=at, about=about, enquiry_id=enquiry_id, owner=owner, detail=detail)


def _owners(item: Item) -> list[str]:
    return account_queries.addresses(item.hub_id, agency_id=item.agency_id, roles=OWNERS)


def _asker(request: ReleaseRequest) -> list[str]:
    return account_queries.addresses(request.hub_id, user_id=request.asked_by)


def _ring(request: ReleaseRequest, kind: str, to: list[str], actor: Actor, at: datetime) -> None:
    enquiry_id = request.item.enquiry_id
    path = "/releases/" if kind == "release_asked" else f"/enquiries/{enquiry_id}/room/"
    notifications.queue(
        kind,
        hub_id=request.hub_id,
        to=to,
        about_id=request.id,
        at=at,
        reference=enquiry_queries.references({enquiry_id}, actor=actor)[enquiry_id],
        path=path,
    )
