"""Steps of groups of victims, people who pose risk and places."""

from collections.abc import Iterable
from datetime import datetime

from openmash.groups import queries, services
from openmash.groups.queries import LinkView
from openmash.groups.rules import PART_WORDS, GroupTold, LinkTold, Sees
from openmash.people import queries as people_queries
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.groups import BeginGroup, ExpectGroups, LinkInGroup, OpenGroup, ReviewGroup


@act.register
def begin_group(step: BeginGroup, stage: Stage, at: datetime) -> str:
    told = GroupTold(
        name=step.name,
        why=step.why,
        ground=step.ground,
        review_on=step.review_on,
        sees=Sees.NAMED if step.readers else Sees.ROOM,
        readers=frozenset(stage.people[key] for key in step.readers),
    )
    stage.groups[step.called] = services.begin(
        enquiry_id=stage.enquiry_id(step.enquiry), told=told, actor=stage.actor(step.by), at=at
    )
    return f"begins a group, “{step.name}”, to be looked at again by {step.review_on.day} {step.review_on:%B %Y}"


@act.register
def link_in_group(step: LinkInGroup, stage: Stage, at: datetime) -> str:
    person_id = stage.person_id(step.whom) if step.whom else None
    services.link(
        group_id=stage.groups[step.group],
        enquiry_id=stage.enquiry_id(step.enquiry),
        told=LinkTold(step.part, step.why, person_id, step.place, step.postcode),
        actor=stage.actor(step.by),
        at=at,
    )
    named = people_queries.names([person_id], actor=stage.prompter())[person_id] if person_id else step.place
    return f"links {named} with the group: {PART_WORDS[step.part].lower()}"


@act.register
def review_group(step: ReviewGroup, stage: Stage, at: datetime) -> str:
    services.review(
        group_id=stage.groups[step.group], found=step.finds, next_on=step.next_on, actor=stage.actor(step.by), at=at
    )
    return "looks at the group again, and " + ("keeps it" if step.next_on else "closes it")


@act.register
def open_group(step: OpenGroup, stage: Stage, at: datetime) -> str:
    found = services.open_(group_id=stage.groups[step.group], actor=stage.actor(step.by), at=at)
    return "opens the group: " + all_of(
        is_("victims", _named(step.victims), _labels(found.of("victim"))),
        is_("those who pose risk", _named(step.pose_risk), _labels(found.of("poses_risk"))),
        is_("places", _named(step.places), _labels(found.of("place"))),
    )


@act.register
def expect_groups(step: ExpectGroups, stage: Stage, at: datetime) -> str:
    found = queries.groups(stage.actor(step.by), at=at)
    return is_("groups on the list", _named(step.groups), _named(row.name for row in found if row.is_kept))


def _labels(links: Iterable[LinkView]) -> str:
    return _named({link.label for link in links})


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
