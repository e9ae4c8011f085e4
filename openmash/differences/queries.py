"""Where people do not agree, and how that stands. Sealed words are asked for by themselves, and audited."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.differences import permissions, rules
from openmash.differences.errors import NoSuchChallenge, NoSuchDifference
from openmash.differences.models import About, Challenge, Difference, SafetyAction, Step
from openmash.differences.states import DifferenceState
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel, UnknownCode
from openmash.sealed import queries as sealed_queries


@dataclass(frozen=True)
class StepView:
    """One step that was gone through, or is being: who was to settle it, by when, and what came of it."""

    number: int
    label: str
    began_at: datetime
    due_at: datetime
    due_words: str
    ended: str
    ended_label: str
    ended_at: datetime | None
    ended_by_name: str
    finding: str
    finding_label: str
    told: str


@dataclass(frozen=True)
class SafetyActionView:
    """What keeps a child or adult safe meanwhile."""

    words: str
    taken_at: datetime
    taken_by_name: str


@dataclass(frozen=True)
class DifferenceView:
    """One difference, without what of it is sealed.

    Args:
        disputed_label: the rating or outcome that somebody does not agree with.
        wanted_label: the rating they would give; empty for a decision.
        raised_for: the agency they are of, or who referred.
        may_settle: whether whoever looks may settle the step it is on.
        may_go_on: whether whoever looks may take it further or back.
        steps_in_all: how many steps the ladder has.
    """

    id: UUID
    enquiry_id: UUID
    reference: str
    subject_id: UUID
    about: str
    about_label: str
    disputed_label: str
    disputed_by_name: str
    wanted_label: str
    ladder_label: str
    state: str
    step: int
    steps_in_all: int
    step_label: str
    due_at: datetime
    at_the_top: bool
    why: str
    has_sealed_words: bool
    raised_at: datetime
    raised_by_name: str
    raised_for: str
    for_referrer: bool
    steps: tuple[StepView, ...]
    actions: tuple[SafetyActionView, ...]
    may_settle: bool
    may_go_on: bool
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody to settle it."""
        return self.state == DifferenceState.OPEN

    def late_at(self, at: datetime) -> bool:
        """Whether whoever settles the step is late."""
        return self.is_open and self.due_at < at


@dataclass(frozen=True)
class ChallengeView:
    """What whoever referred wrote, who does not agree with what they were told.

    Args:
        said: what they were told last.
        disputable: of the enquiry that came of it, each child or adult whose decision holds: id and name.
        difference_id: what it was raised as, if it was.
    """

    id: UUID
    contact_id: UUID
    reference: str
    from_whom: str
    sent_at: datetime
    why: str
    said: str
    enquiry_id: UUID | None
    disputable: tuple[tuple[UUID, str], ...]
    dealt_with_at: datetime | None
    dealt_with_by_name: str
    difference_id: UUID | None


@dataclass(frozen=True)
class WaitingChallenge:
    """A challenge that waits, as a list shows it."""

    id: UUID
    reference: str
    from_whom: str
    sent_at: datetime
    enquiry_id: UUID | None


def waiting_challenges(actor: Actor) -> list[WaitingChallenge]:
    """What referrers sent who do not agree, and nobody has dealt with yet; the oldest first. Four queries at most."""
    require(permissions.can_deal_with_challenges(actor))
    waiting = Challenge.objects.filter(hub_id=actor.hub_id, dealt_with_at=None, contact__isnull=False)
    rows = list(waiting.select_related("contact").order_by("sent_at", "id"))
    if not rows:
        return []
    out = enquiry_queries.contacts_kept_from(actor)
    contacts = [row.contact_id for row in rows if row.contact_id]
    enquiries = enquiry_queries.enquiries_of_contacts(contacts, hub_id=actor.hub_id)
    return [
        WaitingChallenge(row.id, row.contact.reference, _referrer(row), row.sent_at, enquiries.get(row.contact.id))
        for row in rows
        if row.contact is not None and row.contact.id not in out
    ]


def challenged_at(receipt_hash: str, said_at: datetime, *, hub_id: UUID) -> datetime | None:
    """When whoever holds a receipt said that they do not agree with these words; None if they have not.

    For the outside door, which cannot read what they wrote.
    """
    rows = Challenge.objects.filter(hub_id=hub_id, receipt_hash=receipt_hash, said_at=said_at)
    return rows.values_list("sent_at", flat=True).first()


def require_challenge(challenge_id: UUID, *, actor: Actor) -> None:
    """That there is one which the actor may deal with; raises NotFound, Refused, KeptOut."""
    require(permissions.can_deal_with_challenges(actor))
    rows = Challenge.objects.filter(hub_id=actor.hub_id, id=challenge_id, contact__isnull=False)
    contact_id = rows.values_list("contact_id", flat=True).first()
    if contact_id is None:
        raise NoSuchChallenge
    enquiry_queries.require_contact_not_kept(contact_id, actor=actor)


def challenge(challenge_id: UUID, *, actor: Actor) -> ChallengeView:
    """What whoever referred wrote, and what can be done about it; raises NotFound, Refused, KeptOut."""
    require_challenge(challenge_id, actor=actor)
    row = Challenge.objects.select_related("contact").get(hub_id=actor.hub_id, id=challenge_id)
    contact = row.contact
    assert contact is not None  # noqa: S101 - asked for above
    enquiry_id = enquiry_queries.enquiry_of_contact(contact.id, actor=actor)
    subjects = enquiry_queries.enquiry(enquiry_id, actor=actor).subjects if enquiry_id else ()
    return ChallengeView(
        id=row.id,
        contact_id=contact.id,
        reference=contact.reference,
        from_whom=_referrer(row),
        sent_at=row.sent_at,
        why=row.why,
        said=contact.feedback_said,
        enquiry_id=enquiry_id,
        disputable=tuple((each.id, each.person.display_name) for each in subjects if each.decided),
        dealt_with_at=row.dealt_with_at,
        dealt_with_by_name=row.dealt_with_by_name,
        difference_id=row.difference_id,
    )


def _referrer(row: Difference | Challenge) -> str:
    """Who referred, as far as they said."""
    of = row.contact
    return ", ".join(filter(None, (of.referrer_name, of.referrer_organisation))) if of else ""


def differences_of(enquiry_id: UUID, *, actor: Actor) -> list[DifferenceView]:
    """Every difference in an enquiry, the latest first."""
    permissions.require_can_see(actor)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    return _views(Difference.objects.filter(enquiry_id=enquiry_id).order_by("-raised_at", "id"), actor)


def difference(difference_id: UUID, *, actor: Actor) -> DifferenceView:
    """One difference; raises NotFound, Refused, KeptOut."""
    require_difference(difference_id, actor=actor)
    return _views(Difference.objects.filter(id=difference_id), actor)[0]


def open_differences(actor: Actor) -> list[DifferenceView]:
    """Every difference that waits to be settled, the nearest deadline first."""
    permissions.require_can_see(actor)
    if not hub_queries.ever(actor.hub_id, lambda model: model.ladders):
        return []
    rows = Difference.objects.filter(state=DifferenceState.OPEN)
    return _views(rows.exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor)).order_by("due_at", "id"), actor)


def require_difference(difference_id: UUID, *, actor: Actor) -> None:
    """That there is one which the actor may see; raises NotFound, Refused, KeptOut."""
    permissions.require_can_see(actor)
    rows = Difference.objects.filter(hub_id=actor.hub_id, id=difference_id)
    enquiry_id = rows.values_list("enquiry_id", flat=True).first()
    if enquiry_id is None:
        raise NoSuchDifference
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)


def require_may_settle(difference_id: UUID, *, actor: Actor) -> None:
    """That the actor may settle the step a difference is on; raises NotFound, Refused, KeptOut.

    Who may not is refused with the reason; whose own cause it is, by a rule, when they try.
    """
    require_difference(difference_id, actor=actor)
    row = Difference.objects.get(hub_id=actor.hub_id, id=difference_id)
    rule = rules.step_of(enquiry_queries.model_for(row.enquiry_id, actor=actor).ladder(row.ladder), row.step)
    kind = agency_queries.agency(actor.agency_id, actor.hub_id).kind if actor.agency_id else ""
    permissions.require_can_settle(actor, rule, agency_kind=kind)


def require_may_go_on(difference_id: UUID, *, actor: Actor) -> None:
    """That the actor may take a difference further or back; raises NotFound, Refused, KeptOut."""
    require_difference(difference_id, actor=actor)
    row = Difference.objects.get(hub_id=actor.hub_id, id=difference_id)
    permissions.require_can_go_on_for(actor, raised_by=row.raised_by, agency_id=row.agency_id)


def sealed_words(difference_id: UUID, *, actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """What of a difference speaks of the room: what was raised, then the reasons of each step; each reading audited.

    Returns:
        Heading and words.
    """
    require_difference(difference_id, actor=actor)
    permissions.require_can_read_sealed(actor)
    row = Difference.objects.get(hub_id=actor.hub_id, id=difference_id)
    steps = Step.objects.filter(hub_id=actor.hub_id, difference=row, reasons__isnull=False).order_by("number")
    texts: list[tuple[str, UUID | None]] = [(row.raised_by_name, row.in_the_room_id)] if row.in_the_room_id else []
    texts += [(f"{step.label}: {step.ended_by_name}", step.reasons_id) for step in steps]
    return [(heading, sealed_queries.sealed_text(each, actor=actor, at=at)) for heading, each in texts if each]


def _views(rows: QuerySet[Difference], actor: Actor) -> list[DifferenceView]:
    found = list(rows.filter(hub_id=actor.hub_id).select_related("agency", "contact"))
    ids = [row.id for row in found]
    steps: dict[UUID, list[Step]] = {}
    for step in Step.objects.filter(hub_id=actor.hub_id, difference_id__in=ids).order_by("number"):
        steps.setdefault(step.difference_id, []).append(step)
    actions: dict[UUID, list[SafetyAction]] = {}
    for action in SafetyAction.objects.filter(hub_id=actor.hub_id, difference_id__in=ids).order_by("taken_at", "id"):
        actions.setdefault(action.difference_id, []).append(action)
    references = enquiry_queries.references({row.enquiry_id for row in found}, actor=actor)
    models = enquiry_queries.models_for({row.enquiry_id for row in found}, actor=actor)
    kind = agency_queries.agency(actor.agency_id, actor.hub_id).kind if actor.agency_id and found else ""
    around = {
        row.id: _Around(
            steps[row.id], actions.get(row.id, []), references[row.enquiry_id], models[row.enquiry_id], kind
        )
        for row in found
    }
    return [_view(row, around[row.id], actor) for row in found]


@dataclass(frozen=True)
class _Around:
    """What stands around a difference; ``kind`` is the kind of agency of whoever looks."""

    steps: list[Step]
    actions: list[SafetyAction]
    reference: str
    model: OperatingModel
    kind: str


def _view(row: Difference, around: _Around, actor: Actor) -> DifferenceView:
    model, steps = around.model, around.steps
    ladder = model.ladder(row.ladder)
    going_on = permissions.can_go_on_for(actor, raised_by=row.raised_by, agency_id=row.agency_id)
    return DifferenceView(
        id=row.id,
        enquiry_id=row.enquiry_id,
        reference=around.reference,
        subject_id=row.subject_id,
        about=row.about,
        about_label=row.get_about_display(),
        disputed_label=_label(row.about, row.disputed, model),
        disputed_by_name=row.disputed_by_name,
        wanted_label=_label(About.RATING, row.wanted, model) if row.wanted else "",
        ladder_label=ladder.label,
        state=row.state,
        step=row.step,
        steps_in_all=len(ladder.steps),
        step_label=steps[-1].label,
        due_at=row.due_at,
        at_the_top=row.at_the_top,
        why=row.why,
        has_sealed_words=row.in_the_room_id is not None or any(step.reasons_id for step in steps),
        raised_at=row.raised_at,
        raised_by_name=row.raised_by_name,
        raised_for=_raised_for(row),
        for_referrer=row.contact_id is not None,
        steps=tuple(_step(step) for step in steps),
        actions=tuple(SafetyActionView(each.words, each.taken_at, each.taken_by_name) for each in around.actions),
        may_settle=row.state == DifferenceState.OPEN and _may_settle(row, model, around.kind, actor),
        may_go_on=bool(going_on),
        version=row.version,
    )


def _may_settle(row: Difference, model: OperatingModel, kind: str, actor: Actor) -> bool:
    rule = rules.step_of(model.ladder(row.ladder), row.step)
    own = actor.id == row.raised_by or (actor.id == row.disputed_by and not rule.by_the_one_challenged)
    return bool(permissions.can_settle(actor, rule, agency_kind=kind)) and not own


def _label(about: str, code: str, model: OperatingModel) -> str:
    """What a code is called now; the code itself where the hub's model no longer has it."""
    try:
        return model.rating(code).label if about == About.RATING else model.outcome(code).label
    except UnknownCode:
        return code


def _raised_for(row: Difference) -> str:
    if row.contact is not None:
        return _referrer(row)
    return row.agency.name if row.agency else ""


def _step(row: Step) -> StepView:
    return StepView(
        number=row.number,
        label=row.label,
        began_at=row.began_at,
        due_at=row.due_at,
        due_words=row.due_words,
        ended=row.ended,
        ended_label=row.get_ended_display(),
        ended_at=row.ended_at,
        ended_by_name=row.ended_by_name,
        finding=row.finding,
        finding_label=row.get_finding_display(),
        told=row.told,
    )
