"""Analysing, deciding, deciding again, and telling people what came of it."""

import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openmash.access import Actor, Permission, has, require
from openmash.accounts import queries as account_queries
from openmash.adults import queries as adult_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.checks import queries as check_queries
from openmash.checks.states import CheckState
from openmash.contacts import services as contact_services
from openmash.core.errors import NotFound, Stale
from openmash.decisions import permissions, rules
from openmash.decisions.errors import DecisionNotFound, SubjectNotFound
from openmash.decisions.models import Analysis, Decision, Feedback, Letter, Revisit, Section47
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.queries import EnquiryView, SubjectView
from openmash.hubs.rules import Act, Happening, OperatingModel, Serves, WhoRule
from openmash.notifications import services as notifications
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services


@transaction.atomic
def analyse(
    *, enquiry_id: UUID, told: rules.AnalysisTold, actor: Actor, at: datetime, version: int | None = None
) -> UUID:
    """Write the shared analysis anew; what stood before is kept.

    Args:
        enquiry_id: which enquiry.
        told: the analysis in its parts; all its words are sealed.
        actor: who writes it.
        at: when.
        version: the version the writer had before them (0: none yet); None skips the comparison.

    Raises:
        Refused: their role writes no analysis.
        RuleBroken: ``decisions.analysis_…``.
        Stale: somebody wrote another since.
    """
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    permissions.require_can_analyse(actor)
    rules.require_whole_analysis(told)
    newest = Analysis.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).order_by("-number").first()
    number = newest.number if newest else 0
    if version not in (None, number):
        raise Stale("the analysis")
    text = json.dumps(asdict(told))
    words = sealed_services.seal_text(enquiry_id=enquiry_id, purpose="analysis", text=text, actor=actor, at=at)
    row = Analysis(hub_id=actor.hub_id, enquiry_id=enquiry_id, number=number + 1, words_id=words)
    row.written_at, row.written_by, row.written_by_name = at, actor.id, actor.name
    _save_unless_overtaken(row)
    audit.record(
        "analysis.written",
        actor=actor,
        at=at,
        about=("analysis", row.id),
        enquiry_id=enquiry_id,
        detail={"number": row.number},
    )
    return row.id


@transaction.atomic
def decide(
    *,
    subject_id: UUID,
    level: str,
    outcome: str,
    team_id: UUID | None,
    reasons: str,
    section_47: rules.Section47Told | None = None,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> UUID:
    """Make the threshold decision about one child or adult, and seal what was known at that minute.

    Args:
        level, outcome: codes of the operating model; ``reasons``: why, sealed.
        team_id: the receiving team; None where the outcome ends the flow.
        section_47: reasonable cause and consent; needed where the outcome is a section 47 enquiry.
        version: the subject's version the form showed.

    Raises:
        NotFound, Refused, RuleBroken (``decisions.…``, ``subject.decide``), Stale.
    """
    enquiry, subject = _subject(subject_id, actor)
    model = enquiry_queries.model_for(enquiry.id, actor=actor)
    _require_may_decide(actor, model, subject)
    if version not in (None, subject.version):
        raise Stale("this child's or adult's case")
    _require_decision(model, subject, level=level, outcome=outcome, team_id=team_id, reasons=reasons, actor=actor)
    rules.require_section_47(model.outcome(outcome), section_47, model)
    rules.require_rated(subject.rating, subject.due_at)
    _require_stage(model, outcome, enquiry.id, actor)
    enquiry_services.mark_decided(subject_id=subject_id, outcome=outcome, actor=actor, at=at)
    # Read again under the lock that mark_decided took: a rating given meanwhile counts.
    enquiry, subject = _subject(subject_id, actor)
    row = _new_decision(enquiry, subject, model=model, reasons=reasons, actor=actor, at=at)
    row.level, row.outcome, row.team_id = level, outcome, team_id
    row.save(force_insert=True)
    if section_47 is not None and model.outcome(outcome).section_47:
        _keep_section_47(row, section_47, enquiry_id=enquiry.id, actor=actor, at=at)
    about, detail = ("decision", row.id), _for_the_log(row)
    audit.record("decision.made", actor=actor, at=at, about=about, enquiry_id=enquiry.id, detail=detail)
    return row.id


@transaction.atomic
def revisit(*, subject_id: UUID, why: str, actor: Actor, at: datetime) -> None:
    """Say that a decision is to be made again, because of something new; the old one stands until the new one is made.

    Args:
        subject_id: the child or adult.
        why: what is new; sealed.
        actor: who says so; whoever may decide.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``decisions.revisiting_has_a_reason``, ``subject.revisit``).
    """
    enquiry, subject = _subject(subject_id, actor)
    permissions.require_can_decide(actor, _who(enquiry_queries.model_for(enquiry.id, actor=actor), subject))
    rules.require_why_again(why)
    enquiry_services.mark_revisited(subject_id=subject_id, actor=actor, at=at)
    decision_id = _newest(subject_id, actor)
    if decision_id is None:
        raise DecisionNotFound
    words = sealed_services.seal_text(enquiry_id=enquiry.id, purpose="revisit", text=why, actor=actor, at=at)
    row = Revisit(hub_id=actor.hub_id, decision_id=decision_id, why_id=words)
    row.revisited_at, row.revisited_by, row.revisited_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    audit.record("decision.revisited", actor=actor, at=at, about=("subject", subject_id), enquiry_id=enquiry.id)


@transaction.atomic
def tell_referrer(*, enquiry_id: UUID, contact_id: UUID, said: str, actor: Actor, at: datetime) -> UUID:
    """Tell whoever raised a contact what may be said; they read it with their receipt code.

    Args:
        enquiry_id: the enquiry that was decided.
        contact_id: one of its contacts.
        said: what is said, word for word. It leaves the hub: nothing sealed may be in it.
        actor: who tells.
        at: when.

    Raises:
        NotFound: the contact is not one of this enquiry's.
        Refused, RuleBroken (``decisions.told_after_the_decision``, ``decisions.telling_says_something``,
        ``decisions.letters_are_seen_first``, ``sealed.told_…``).
    """
    enquiry_to_tell_of(enquiry_id, actor)
    rules.require_no_letter_instead(enquiry_queries.model_for(enquiry_id, actor=actor))
    return say_to_referrer(enquiry_id=enquiry_id, contact_id=contact_id, said=said, actor=actor, at=at)


def say_to_referrer(*, enquiry_id: UUID, contact_id: UUID, said: str, actor: Actor, at: datetime) -> UUID:
    """Write down what a referrer is told, and put it on their receipt; for services of this package."""
    enquiry = enquiry_to_tell_of(enquiry_id, actor)
    if contact_id not in enquiry.contacts:
        raise NotFound("That contact does not belong to this enquiry.")
    rules.require_words(said)
    sealed_queries.require_told_gives_nothing_away(enquiry_id, said=said, actor=actor, at=at)
    contact_services.say_to_referrer(contact_id=contact_id, said=said, actor=actor, at=at)
    row = _told(enquiry_id, said, actor, at, contact_id=contact_id)
    row.save(force_insert=True)
    about = ("contact", contact_id)
    audit.record("feedback.referrer_told", actor=actor, at=at, about=about, enquiry_id=enquiry_id)
    acknowledged = Happening.REFERRER_ACKNOWLEDGED
    enquiry_services.happened(enquiry_id=enquiry_id, happening=acknowledged, actor=actor, at=at)
    return row.id


@transaction.atomic
def tell_agencies(*, enquiry_id: UUID, said: str, actor: Actor, at: datetime) -> list[UUID]:
    """Tell every agency that answered what came of it: one message each, never a list of recipients.

    Agencies in the room read it on the case; virtual partners get the doorbell alone.

    Args:
        enquiry_id: the enquiry that was decided.
        said: what is said, word for word.
        actor: who tells.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``decisions.told_after_the_decision``, ``decisions.telling_says_something``,
        ``sealed.told_…``).
    """
    enquiry = enquiry_to_tell_of(enquiry_id, actor)
    rules.require_words(said)
    sealed_queries.require_told_gives_nothing_away(enquiry_id, said=said, actor=actor, at=at)
    answered = [c for c in check_queries.checks_of(enquiry_id, actor=actor) if c.state == CheckState.ANSWERED]
    agency_ids = list(dict.fromkeys(check.agency_id for check in answered))
    rules.require_somebody_to_tell(agency_ids)
    rows = [_told(enquiry_id, said, actor, at, agency_id=agency_id) for agency_id in agency_ids]
    Feedback.objects.bulk_create(rows)
    for agency_id in agency_ids:
        about = ("agency", agency_id)
        audit.record("feedback.agency_told", actor=actor, at=at, about=about, enquiry_id=enquiry_id)
        _ring(agency_id, enquiry=enquiry, hub_id=actor.hub_id, at=at)
    return [row.id for row in rows]


@transaction.atomic
def erase_feedback(*, enquiry_id: UUID, actor: Actor, at: datetime) -> int:
    """Blank what referrers and agencies were told about one family. What was decided, by whom and when, stays.

    Returns:
        How many tellings were blanked.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    Letter.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).update(said="Erased", why_returned="")
    return Feedback.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).update(said="Erased")


def _subject(subject_id: UUID, actor: Actor) -> tuple[EnquiryView, SubjectView]:
    enquiry_id = enquiry_queries.enquiry_of_subject(subject_id, actor=actor)
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    subject = next((each for each in enquiry.subjects if each.id == subject_id), None)
    if subject is None:
        raise SubjectNotFound
    return enquiry, subject


def _who(model: OperatingModel, subject: SubjectView) -> WhoRule:
    return model.who_may(Act.DECIDE, Serves(subject.kind))


def _require_may_decide(actor: Actor, model: OperatingModel, subject: SubjectView) -> None:
    who = _who(model, subject)
    permissions.require_can_decide(actor, who)
    rules.require_registered_social_worker(who, Serves(subject.kind), actor.registration)


def _require_decision(
    model: OperatingModel,
    subject: SubjectView,
    *,
    level: str,
    outcome: str,
    team_id: UUID | None,
    reasons: str,
    actor: Actor,
) -> None:
    chosen, needed = rules.outcome_named(model, outcome), rules.level_named(model, level)
    rules.require_for_whom(model, Serves(subject.kind), needed, chosen)
    rules.require_outcome_fits_level(model, needed, chosen)
    if Serves(subject.kind) is Serves.ADULT:
        adult = adult_queries.standing(subject.id, actor=actor)
        rules.require_what_the_law_asks(adult)
        rules.require_section_42(model, chosen, adult)
    kind = agency_queries.team(team_id, actor.hub_id).kind if team_id else None
    rules.require_team_fits(chosen, kind)
    rules.require_reasons(reasons)


def _require_stage(model: OperatingModel, outcome: str, enquiry_id: UUID, actor: Actor) -> None:
    if model.stages:
        here = enquiry_queries.stage_of(enquiry_id, actor=actor)
        rules.require_stage_for_outcome(model, rules.outcome_named(model, outcome), here.number if here else 0)


def _new_decision(
    enquiry: EnquiryView, subject: SubjectView, *, model: OperatingModel, reasons: str, actor: Actor, at: datetime
) -> Decision:
    knew = _known(enquiry, model, actor, at)
    if Serves(subject.kind) is Serves.ADULT:
        knew["adult"] = _known_of_adult(subject.id, actor)
    words = sealed_services.seal_text(
        enquiry_id=enquiry.id, purpose="decision reasons", text=reasons, actor=actor, at=at
    )
    return Decision(
        hub_id=actor.hub_id,
        subject_id=subject.id,
        supersedes_id=_newest(subject.id, actor),
        reasons_id=words,
        rating=subject.rating,
        due_at=rules.require_rated(subject.rating, subject.due_at),
        decided_at=at,
        decided_by=actor.id,
        decided_by_name=actor.name,
        registration=actor.registration,
        knew=knew,
        knew_sha256=rules.fingerprint(knew),
    )


def _keep_section_47(row: Decision, told: rules.Section47Told, *, enquiry_id: UUID, actor: Actor, at: datetime) -> None:
    cause = sealed_services.seal_text(
        enquiry_id=enquiry_id, purpose="reasonable cause", text=told.cause, actor=actor, at=at
    )
    because = told.because if told.consent == rules.DISPENSED else ""
    Section47.objects.create(hub_id=actor.hub_id, decision=row, cause_id=cause, consent=told.consent, because=because)


def _newest(subject_id: UUID, actor: Actor) -> UUID | None:
    rows = Decision.objects.filter(hub_id=actor.hub_id, subject_id=subject_id)
    return rows.order_by("-decided_at").values_list("id", flat=True).first()


def _known(enquiry: EnquiryView, model: OperatingModel, actor: Actor, at: datetime) -> dict[str, rules.Plain]:
    """What was known now: ids, hashes and codes, so that it can be compared later and says nothing by itself."""
    checks = check_queries.checks_of(enquiry.id, actor=actor)
    analyses = Analysis.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry.id).order_by("-number")
    newest = analyses.values_list("id", flat=True).first()
    in_the_room = sealed_queries.known_now(enquiry.id, actor=actor)
    return {
        "model": f"{model.name}/{model.version}",
        "contacts": sorted(str(each) for each in enquiry.contacts),
        "analysis": str(newest) if newest else None,
        "items": sorted([str(version), sha256] for version, sha256 in in_the_room),
        "answered": [
            {"check": str(c.id), "agency": str(c.agency_id), "items": c.item_count, "nil_return": c.nil_return}
            for c in checks
            if c.state == CheckState.ANSWERED
        ],
        "outstanding": [
            {"check": str(c.id), "agency": str(c.agency_id), "due_at": c.due_at.isoformat(), "late": c.due_at < at}
            for c in checks
            if c.state == CheckState.ASKED
        ],
    }


def _known_of_adult(subject_id: UUID, actor: Actor) -> list[str | None]:
    """Which answers to the law's questions stood: the three-part test, capacity and what the adult wants."""
    view = adult_queries.adults([subject_id], actor=actor)[subject_id]
    return [str(each.id) if each else None for each in (view.test, view.capacity, view.wishes)]


def _for_the_log(row: Decision) -> dict[str, audit.Plain]:
    return {
        "level": row.level,
        "outcome": row.outcome,
        "team": str(row.team_id) if row.team_id else None,
        "supersedes": str(row.supersedes_id) if row.supersedes_id else None,
        "on_time": rules.on_time(row.due_at, row.decided_at),
        "outstanding": len(row.knew["outstanding"]),
        "knew_sha256": row.knew_sha256,
    }


def _save_unless_overtaken(row: Analysis) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # somebody else's analysis took the number in the same moment
        raise Stale("the analysis") from error


def enquiry_to_tell_of(enquiry_id: UUID, actor: Actor) -> EnquiryView:
    """An enquiry of which people may be told what came of it; raises NotFound, Refused, RuleBroken."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    permissions.require_can_tell(actor)
    rules.require_decided_before_telling(subject.decided for subject in enquiry.subjects)
    rules.require_reviewed_before_telling(subject.awaits_review for subject in enquiry.subjects)
    return enquiry


def _told(
    enquiry_id: UUID,
    said: str,
    actor: Actor,
    at: datetime,
    *,
    contact_id: UUID | None = None,
    agency_id: UUID | None = None,
) -> Feedback:
    row = Feedback(hub_id=actor.hub_id, enquiry_id=enquiry_id, contact_id=contact_id, agency_id=agency_id, said=said)
    row.told_at, row.told_by, row.told_by_name = at, actor.id, actor.name
    return row


def _ring(agency_id: UUID, *, enquiry: EnquiryView, hub_id: UUID, at: datetime) -> None:
    agency = agency_queries.agency(agency_id, hub_id)
    to = account_queries.addresses(hub_id, agency_id=agency_id) if agency.co_located else [agency.email]
    notifications.queue(
        "agency_feedback",
        hub_id=hub_id,
        to=to,
        about_id=enquiry.id,
        at=at,
        reference=enquiry.reference,
        path=f"/enquiries/{enquiry.id}/",
    )
