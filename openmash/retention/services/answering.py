"""What is said about each piece: by its owner, then by whoever looks through it for other people's names."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core import envelopes
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.core.keys import ring
from openmash.retention import permissions
from openmash.retention.models import AccessOwner, AccessPiece, AccessRequest, PieceKind
from openmash.retention.queries import access as queries
from openmash.retention.queries import opening
from openmash.retention.queries.access import PieceView
from openmash.retention.rules import access as rules
from openmash.retention.rules.access import Answer
from openmash.retention.states import AccessState

KEPT = timedelta(days=2 * 365)
"""How long a bundle and what was said about it are kept, for a complaint to the Information Commissioner."""


@transaction.atomic
def answer_piece(
    *,
    piece_id: UUID,
    answer: str,
    words: str = "",
    exemptions: Collection[str] = (),
    why: str = "",
    said_by: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Say whether a piece is given, by its owner; for the hub's own pieces, by whoever prepares.

    An agency without accounts is asked on the telephone: whoever prepares writes down what it said, and who said so.

    Args:
        piece_id: the piece.
        answer: a code of ``rules.ANSWER_WORDS``.
        words: what is given in its place, where parts are taken out.
        exemptions: the grounds on which something is kept back, codes of ``rules.EXEMPTIONS``.
        why: why they apply here; never given.
        said_by: who at an agency without accounts said so.
        actor: who answers.
        at: when.
    """
    view = queries.piece(piece_id, actor=actor)
    row = _lock(view, actor)
    for_another = _require_may_answer(view, actor)
    rules.require_answer(answer, words=words, exemptions=exemptions, why=why, said_by=said_by, for_another=for_another)
    row.answer, row.exemptions = answer, [] if answer == Answer.DISCLOSE else sorted(exemptions)
    row.said_by = said_by.strip() if for_another else ""
    row.answered_at, row.answered_by, row.answered_by_name = at, actor.id, actor.name
    # Whoever prepares looks again at what changed, even where an owner gave it before.
    row.looked_at, row.looked_by, row.looked_by_name = None, None, ""
    if row.hidden and answer != Answer.WITHHOLD:
        row.hidden = False  # its owner gives it, so whoever prepares must know of it
    heading, dated, text = ("", "", "")
    if answer != Answer.WITHHOLD:
        heading, dated, text = opening.original(view, actor=actor, at=at)
    given = {Answer.DISCLOSE: text, Answer.REDACT: words.strip()}.get(Answer(answer), "")
    _seal(row, {"heading": heading, "dated": dated, "words": given, "why": why.strip()})
    row.save()
    _record("access_piece.answered", row, actor, at)


@transaction.atomic
def look_through(
    *, piece_id: UUID, words: str, exemptions: Collection[str] = (), why: str = "", actor: Actor, at: datetime
) -> None:
    """Say that other people are kept out of what would be given; more may be taken out here, nothing put in.

    Args:
        piece_id: a piece that its owner gives.
        words: what is to be given: as it was, or with more taken out.
        exemptions: the grounds on which more was taken out.
        why: why they apply.
        actor: who prepares.
        at: when.

    Raises:
        RuleBroken: ``access.only_taken_out``, ``access.ground``, ``access.why``.
    """
    require(permissions.can_prepare_access(actor))
    view = queries.piece(piece_id, actor=actor)
    row = _lock(view, actor)
    if row.answer not in (Answer.DISCLOSE, Answer.REDACT):
        raise RuleBroken("access.given", "This piece is not given, so there is nothing to look through.")
    said = queries.words_given(row)
    words = words.replace("\r\n", "\n")  # a browser sends every line's end as two characters
    if words.strip() != said["words"].replace("\r\n", "\n").strip():
        rules.require_answer(Answer.REDACT, words=words, exemptions=exemptions, why=why, said_by="", for_another=False)
        rules.require_only_taken_out(said["words"], words)
        row.answer, row.exemptions = Answer.REDACT, sorted({*row.exemptions, *exemptions})
        _seal(row, said | {"words": words.strip(), "why": f"{said['why']}\n{why}".strip()})
    row.looked_at, row.looked_by, row.looked_by_name = at, actor.id, actor.name
    row.save()
    _record("access_piece.looked_through", row, actor, at)


@transaction.atomic
def answer_for_agency(*, request_id: UUID, agency_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that an agency has answered for everything it holds about this person here, which may be nothing.

    Raises:
        RuleBroken: ``access.everything_answered``: something of its own still waits.
    """
    own = permissions.can_answer_own(actor) and actor.agency_id == agency_id
    waiting = AccessPiece.objects.filter(hub_id=actor.hub_id, request_id=request_id, agency_id=agency_id, answer="")
    if not own:
        require(permissions.can_prepare_access(actor))
        _require_without_accounts(agency_id, actor)
    row = (
        AccessOwner.objects.select_for_update()
        .filter(
            hub_id=actor.hub_id,
            request_id=request_id,
            agency_id=agency_id,
            answered_at=None,
            request__state=AccessState.PREPARING,
        )
        .exclude(request_id__in=queries.requests_kept_from(actor))
        .first()
    )
    if row is None:
        raise NotFound
    if waiting.exists():
        raise RuleBroken("access.everything_answered", "Answer everything of your agency first.")
    row.answered_at, row.answered_by, row.answered_by_name = at, actor.id, actor.name
    row.save()
    audit.record("access_request.owner_answered", actor=actor, at=at, about=("access_request", request_id))


def forget_requests(*, hub_id: UUID, at: datetime) -> int:
    """Erase the words, names and bundle of requests ``KEPT`` after they ended; that there was one stays."""
    old = AccessRequest.objects.filter(hub_id=hub_id, ended_at__lt=at - KEPT).exclude(about_name="")
    ids = list(old.values_list("id", flat=True))
    AccessPiece.objects.filter(hub_id=hub_id, request_id__in=ids).update(wrapped_key="", said_by="")
    blanks = ("about_name", "asked_by_name", "send_to", "identity_words", "extended_because", "sent_back_because")
    return old.update(
        **dict.fromkeys((*blanks, "closed_because", "bundle_wrapped_key"), ""), about_born_on=None, person_refs=[]
    )


def _require_may_answer(view: PieceView, actor: Actor) -> bool:
    """Go on, or Refused; returns whether it is answered for an agency that was asked on the telephone."""
    if view.agency_id is None:
        require(permissions.can_prepare_access(actor))
        return False
    if permissions.can_answer_own(actor) and actor.agency_id == view.agency_id:
        return False
    require(permissions.can_prepare_access(actor))
    _require_without_accounts(view.agency_id, actor)
    return True


def _require_without_accounts(agency_id: UUID, actor: Actor) -> None:
    agency = agency_queries.agency(agency_id, actor.hub_id)
    if agency.co_located:
        raise Refused(f"Only {agency.name} may answer this: the information is theirs.")


def _lock(view: PieceView, actor: Actor) -> AccessPiece:
    row = AccessPiece.objects.select_for_update().select_related("request").get(hub_id=actor.hub_id, id=view.id)
    if row.request.state != AccessState.PREPARING:
        raise RuleBroken("access.prepared_now", "This can only be done while the bundle is prepared.")
    return row


def _seal(row: AccessPiece, said: dict[str, str]) -> None:
    place = queries.piece_place(row.hub_id, row.id)
    envelope = envelopes.close(json.dumps(said), ring=ring(), key_name=queries.hub_key(row.hub_id), context=place)
    row.ciphertext, row.wrapped_key = envelope.ciphertext, envelope.wrapped_key


def _record(name: str, row: AccessPiece, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {"request": str(row.request_id)}
    if row.kind == PieceKind.ITEM:
        detail["item"] = str(row.source_id)  # so that the log leaves out what is about a hidden one
    audit.record(name, actor=actor, at=at, about=("access_piece", row.id), detail=detail)
