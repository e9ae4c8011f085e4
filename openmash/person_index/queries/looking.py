"""Who may somebody be? One statement of PostgreSQL, after one line in the log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from psycopg.rows import dict_row

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core import hub_context
from openmash.matching import explain, guards
from openmash.matching.cleaning import Clean, clean
from openmash.matching.explain import Evidence
from openmash.matching.keys import keys_of
from openmash.matching.postgres import parameters
from openmash.matching.records import Record
from openmash.person_index import permissions
from openmash.person_index.errors import MustBeReloaded
from openmash.person_index.queries import encoded
from openmash.person_index.queries.model import model, statement
from openmash.person_index.queries.secrets import scheme_of, secret_of
from openmash.person_index.rules import Purpose

MOST = 20


@dataclass(frozen=True)
class Candidate:
    """Somebody in an index who may be meant.

    Args:
        reference: the agency's own; in the hub's own index, the person's id as text.
        weight: log2 of the odds that it is the same person, after guards; for order and thresholds, never shown bare.
        suggested: whether it reaches the weight at which a link is suggested.
        evidence: what each comparison found, in words.
        untold: what could not be compared.
        guard: why the weight is kept low though much agrees ("May be a twin …"); empty where nothing does that.
        levels: the number of the level of each comparison, as it is kept with a decision.
    """

    reference: str
    weight: float
    suggested: bool
    evidence: tuple[Evidence, ...]
    untold: tuple[str, ...]
    guard: str
    levels: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """What an index answers.

    Args:
        index_id: whose index: the agency's id; the hub's for the hub's own people.
        answers: whether there is an index at all that this person may ask.
        candidates: who may be meant, the likeliest first.
        narrowed: whether parts of the question that fit very many people were not followed.
        model_version: the model by which it was weighed.
        encoded: whether it holds encodings, and so says only whom the agency is to look up in its own system.
    """

    index_id: UUID
    answers: bool
    candidates: tuple[Candidate, ...]
    narrowed: bool
    model_version: str
    encoded: bool = False


@dataclass(frozen=True)
class Question:
    """Whoever is looked for, made ready once for all indexes of a hub that are asked.

    Args:
        asked: what was told of them, cleaned.
        keys: what an index is asked for.
        secret: the hub's, that the keys were made with.
    """

    asked: Clean
    keys: tuple[int, ...]
    secret: bytes


def look_up(
    *,
    asked: Record,
    agency_id: UUID,
    actor: Actor,
    purpose: Purpose,
    at: datetime,
    most: int = MOST,
    enquiry_id: UUID | None = None,
) -> Answer:
    """Who in an agency's person index may be meant. It is on that agency's log before anything is read.

    Args:
        asked: whoever is looked for, as far as they were told of.
        agency_id: whose index; the actor's own agency.
        actor: who asks.
        purpose: what for.
        at: when.
        most: candidates at most.
        enquiry_id: the enquiry it is about, if any.

    Raises:
        Refused: not their agency's, or not somebody who answers for it.
        NotWritten: the log could not be written, so nothing was read.
        MustBeReloaded: the index was made with other keys.
    """
    permissions.require_can_look_up(actor, agency_id)
    _record_look_up(agency_id, actor, purpose, at, owner=agency_id, enquiry_id=enquiry_id)
    return answer_of(question_of(asked, actor.hub_id), index_id=agency_id, who=actor.id, most=most)


def look_up_own(
    *,
    asked: Record,
    actor: Actor,
    purpose: Purpose,
    at: datetime,
    most: int = MOST,
    without: Collection[str] = (),
    enquiry_id: UUID | None = None,
) -> Answer:
    """Who of the hub's own people may be meant. It is on the log before anything is read.

    Args:
        asked, actor, purpose, at, most, enquiry_id: as of ``look_up``.
        without: references that never come out and are never counted, as behind an adoption.

    Raises:
        Refused: not somebody who sees contacts or enquiries.
        NotWritten, MustBeReloaded: as of ``look_up``.
    """
    permissions.require_can_look_up_own_people(actor)
    _record_look_up(actor.hub_id, actor, purpose, at, owner=None, enquiry_id=enquiry_id)
    question = question_of(asked, actor.hub_id)
    return answer_of(question, index_id=actor.hub_id, who=actor.id, most=most, without=without)


def question_of(asked: Record, hub_id: UUID) -> Question | None:
    """Whoever is looked for, as the indexes of a hub are asked; None as long as nothing was ever put into one.

    Args:
        asked: whoever is looked for.
        hub_id: the hub that was entered.
    """
    # That there was none is not remembered: it is made with the first person.
    secret = hub_context.once(("index secret", hub_id), lambda: secret_of(hub_id)) or secret_of(hub_id)
    if secret is None:
        return None
    cleaned = clean(asked)
    return Question(cleaned, keys_of(cleaned, secret=secret, asking=True), secret)


def answer_of(
    question: Question | None,
    *,
    index_id: UUID,
    who: UUID,
    most: int,
    without: Collection[str] = (),
) -> Answer:
    """What PostgreSQL answers to whoever asks; nothing, where the index is not theirs to ask. Not recorded here.

    Args:
        question: whoever is looked for; None finds nobody.
        index_id: which index.
        who: the person who asks; the index itself for the clockwork.
        most, without: as of ``look_up_own``.
    """
    version = f"{model().name} {model().version}"
    rows = _rows(_told(question, index_id, who, most, without)) if question else []
    if question is None or not rows:
        return Answer(index_id, False, (), False, version)
    if rows[0]["scheme"] != scheme_of(question.secret):
        raise MustBeReloaded
    if rows[0]["encoded"]:
        found = encoded.alike(question.asked, index_id=index_id, who=who, secret=question.secret, most=most)
        return Answer(index_id, True, tuple(_known(*each) for each in found), False, version, encoded=True)
    candidates = tuple(_candidate(row) for row in rows if row["reference"] is not None)
    return Answer(index_id, True, candidates, rows[0]["narrowed"], version)


def _told(question: Question, index_id: UUID, who: UUID, most: int, without: Collection[str]) -> dict[str, Any]:
    """The parameters of the statement."""
    return parameters(
        question.asked,
        question.keys,
        index=index_id,
        who=who,
        without=list(without),
        known=model().known,
        most=most,
        least=model().thresholds["show"].bits,
    )


def _rows(values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the look-up, which is long: PostgreSQL plans it once for each connection, not for each question."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    text, names = statement()
    before, raw.prepare_threshold = raw.prepare_threshold, 0
    try:
        with connection.wrap_database_errors, psycopg.RawCursor(raw, row_factory=dict_row) as cursor:
            return cursor.execute(text, [values[name] for name in names], prepare=True).fetchall()
    finally:
        raw.prepare_threshold = before


def _candidate(row: dict[str, Any]) -> Candidate:
    suggest = model().thresholds["suggest"].bits
    levels = tuple(row["levels"])
    guard = guards.found(model(), levels)
    return Candidate(
        reference=row["reference"],
        weight=row["weight"],
        suggested=row["weight"] >= suggest,
        evidence=explain.waterfall(model(), levels, row["frequencies"]),
        untold=explain.untold(model(), levels),
        guard=guard.words if guard else "",
        levels=levels,
    )


def _known(reference: str, dice: float) -> Candidate:
    """Somebody of an index of encodings: that they may be meant, and nothing of why."""
    words = "name, date of birth and postcode together much alike, as far as their encodings tell"
    return Candidate(reference, dice, False, (Evidence("encoding", words, 0.0, "some"),), (), encoded.LOOK, ())


def _record_look_up(
    index_id: UUID, actor: Actor, purpose: Purpose, at: datetime, *, owner: UUID | None, enquiry_id: UUID | None
) -> None:
    """Before anything is read, and without what was asked or how many were found: that would tell who is known."""
    detail: dict[str, audit.Plain] = {"purpose": Purpose(purpose).value, "model": model().version}
    audit.record(
        "index.looked_up",
        actor=actor,
        at=at,
        about=("index", index_id),
        owner=owner,
        enquiry_id=enquiry_id,
        detail=detail,
    )
