"""Steps of reports."""

from collections.abc import Iterable
from datetime import datetime

from openmash.reporting import queries, services
from openmash.reporting.rules import Event, Period, Profile, counts, diversion, hot_spots, quality, themes, timeline
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.reports import (
    ExpectMissing,
    ExpectProfile,
    ExpectReferrals,
    LookForSomebody,
    OpenProfile,
    ProfileSays,
)


@act.register
def expect_referrals(step: ExpectReferrals, stage: Stage, at: datetime) -> str:
    found = queries.referrals(stage.actor(step.by), Period(step.month, step.month))
    _, months = quality(found)
    went = diversion(found)
    return all_of(
        is_("referrals", str(step.count), str(len(found))),
        is_("whole", str(step.whole), str(sum(line.whole for line in months))),
        is_("settled", str(step.settled), str(sum(line.settled for line in went))),
        is_("diverted", str(step.diverted), str(sum(line.diverted for line in went))),
    )


@act.register
def expect_missing(step: ExpectMissing, stage: Stage, at: datetime) -> str:
    found = queries.missing(stage.actor(step.by), Period(step.first, step.last))
    spots, came_up = "{}: {} times, {} children, {} again", "{}: {} interviews, {} children"
    return all_of(
        is_(
            "hot spots",
            _joined(spots.format(each.place, each.episodes, each.children, each.again) for each in step.hot_spots),
            _joined(spots.format(each.label, each.episodes, each.children, each.again) for each in hot_spots(found)),
        ),
        is_(
            "themes",
            _joined(came_up.format(each.theme, each.interviews, each.children) for each in step.themes),
            _joined(came_up.format(each.label, each.interviews, each.children) for each in themes(found)),
        ),
    )


@act.register
def look_for_somebody(step: LookForSomebody, stage: Stage, at: datetime) -> str:
    found = services.look_for_somebody(words=step.words, actor=stage.actor(step.by), at=at)
    names = sorted(each.display_name for each in found.people)
    return "looks for somebody: " + is_("found", ", ".join(sorted(step.found)), ", ".join(names))


@act.register
def open_profile(step: OpenProfile, stage: Stage, at: datetime) -> str:
    _profile(step, step.by, stage, at)
    return "opens a profile"


@act.register
def expect_profile(step: ExpectProfile, stage: Stage, at: datetime) -> str:
    found = _profile(step, step.by, stage, at)
    happened = [each.label for each in timeline(found) if each.contacts or each.ratings or each.outcomes]
    return all_of(
        is_("cases", str(step.cases), str(found.cases)),
        is_("contacts", str(step.contacts), str(sum(number for _, number in counts(found, Event.CONTACT)))),
        is_("ratings", _joined(step.ratings), _counted(found, Event.RATING)),
        is_("outcomes", _joined(step.outcomes), _counted(found, Event.OUTCOME)),
        is_("months", _joined(step.months), _joined(happened)),
    )


def _profile(step: ProfileSays, by: str, stage: Stage, at: datetime) -> Profile:
    actor = stage.actor(by)
    if step.whom:
        person_id = stage.person_id(step.whom)
        return services.open_profile_of_person(person_id=person_id, purpose=step.purpose, actor=actor, at=at)
    of, words = ("postcode", step.postcode) if step.postcode else ("school", step.school)
    return services.open_profile_of_place(of=of, words=words, purpose=step.purpose, actor=actor, at=at)


def _counted(found: Profile, event: Event) -> str:
    return _joined(f"{label}: {number}" for label, number in counts(found, event))


def _joined(lines: Iterable[str]) -> str:
    return "; ".join(lines) or "none"
