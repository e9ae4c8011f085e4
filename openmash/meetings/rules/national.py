"""The meetings that every hub for children in England may hold, whether its model speaks of them or not."""

from datetime import date

from openmash.access import Role
from openmash.hubs.rules import (
    ClockKind,
    ClockSpec,
    CountedFrom,
    MeetingDue,
    MeetingKind,
    MeetingRule,
    OperatingModel,
    Quorum,
    Serves,
)

_WORKING_TOGETHER = "Working Together to Safeguard Children (statutory guidance)"
_CHAIRS = (Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER)
_SINCE = date(2010, 4, 1)

STATUTORY: tuple[MeetingRule, ...] = (
    MeetingRule(
        code="strategy_discussion",
        label="Strategy discussion",
        kind=MeetingKind.STRATEGY_DISCUSSION,
        purpose="Decides whether there is reasonable cause for a section 47 enquiry, and who does what at once.",
        chairs=_CHAIRS,
        invites=("social_care", "police", "health"),
        quorum=Quorum(("social_care", "police", "health"), 3),
        source=f"{_WORKING_TOGETHER}: children's social care, the police and health at the least",
        effective_from=_SINCE,
    ),
    MeetingRule(
        code="conference",
        label="Initial child protection conference",
        kind=MeetingKind.CONFERENCE,
        purpose="Brings together the family and those who work with them, and decides about a child protection plan.",
        chairs=_CHAIRS,
        due=(
            MeetingDue(
                rating=None,
                counted_from=CountedFrom.STRATEGY_DISCUSSION,
                clock=ClockSpec(
                    ClockKind.END_OF_WORKING_DAY,
                    15,
                    source=f"{_WORKING_TOGETHER}: within 15 working days of the strategy discussion",
                ),
            ),
        ),
        source=_WORKING_TOGETHER,
        effective_from=_SINCE,
    ),
)


def meetings_of(model: OperatingModel) -> tuple[MeetingRule, ...]:
    """The meetings of a hub: those of its model, and the statutory ones of a kind that the model says nothing of.

    A hub for adults alone holds only what its model names.
    """
    if not model.serves & {Serves.CHILD, Serves.UNBORN}:
        return model.meetings
    named = {rule.kind for rule in model.meetings}
    return (*model.meetings, *(rule for rule in STATUTORY if rule.kind not in named))


def without_rules(code: str, label: str, kind: str) -> MeetingRule:
    """A meeting that was called by a rule which the hub has since dropped: it can still be written down and closed."""
    return MeetingRule(
        code=code,
        label=label,
        kind=MeetingKind(kind),
        purpose="The hub no longer holds meetings of this kind.",
        chairs=_CHAIRS,
        source="OpenMASH: what was called is closed",
        effective_from=_SINCE,
    )
