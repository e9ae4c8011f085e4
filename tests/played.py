"""Families played in bulk through the services, for reports: what happens is told as data, and nothing is counted here.

play = Play(devon(operating_model="camden", at=…), signed_on=…)
play.family([ChildPlay("red", outcome="no_further_action", after=timedelta(hours=3))], received_at=…, source="6")
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from openmash.access import Actor
from openmash.agencies import services as agency_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.contacts.rules.issues import IssueTold
from openmash.decisions import services as decision_services
from openmash.decisions.rules import Section47Told
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from openmash.meetings import queries as meeting_queries
from openmash.meetings import services as meeting_services
from openmash.meetings.rules import AttendanceTold, Calling, CaseTold, RecordTold
from openmash.meetings.services import Sitting
from openmash.screening import services as screening_services
from openmash.screening.rules.joint import Voice
from tests.world import World

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class ChildPlay:
    """What happens about one child.

    Args:
        rating: the first one; a code of the model.
        outcome: what is decided; empty where nothing is.
        after: from when the contact came in to the decision.
        re_rated: a second rating, a minute before the decision.
    """

    rating: str
    outcome: str = ""
    after: timedelta = timedelta(hours=1)
    re_rated: str = ""


@dataclass(frozen=True)
class MeetingPlay:
    """A meeting about a family: of what kind, when, and what the police said of their criteria."""

    code: str
    starts_at: datetime
    result: str
    criterion: str = ""
    police: str = "room"


class Play:
    """A hub in which one manager does what is done. Everything is called inside ``with world.inside():``."""

    def __init__(self, world: World, *, signed_on: date | None = None) -> None:
        self.world = world
        self.families = 0
        self.children = 0
        self.manager: Actor = world.actor("manager")
        if signed_on is None:
            return
        for handle in ("council", "police"):  # it all happens before the world's own agreements begin
            agency_services.sign_agreement(
                hub_id=world.hub_id,
                agency_id=world.agencies[handle],
                title="Information-sharing agreement",
                signed_on=signed_on,
                holds_until=date(2028, 1, 1),
            )

    def contact(
        self, children: int, *, received_at: datetime, source: str = "2A", issues: Sequence[str] = (), kind: str = ""
    ) -> UUID:
        """Somebody tells of a family with so many children, and what the worry is about."""
        self.families += 1
        told = _told(self.families, self.children, children, received_at, source, kind)
        self.children += children
        contact_id = contact_services.record(told=told, actor=self.manager, at=received_at)
        if issues:
            raised = [IssueTold(code) for code in issues]
            contact_services.raise_issues(contact_id=contact_id, told=raised, actor=self.manager, at=received_at)
        return contact_id

    def family(
        self,
        children: Sequence[ChildPlay],
        *,
        received_at: datetime,
        source: str = "2A",
        issues: Sequence[str] = (),
        meetings: Sequence[MeetingPlay] = (),
    ) -> UUID:
        """A family's enquiry from the contact to the decisions, its meetings first."""
        contact_id = self.contact(len(children), received_at=received_at, source=source, issues=issues)
        people = contact_queries.contact(contact_id, actor=self.manager).people
        first = tuple(FirstRating(p.id, c.rating, "As it was told") for p, c in zip(people, children, strict=True))
        enquiry_id = enquiry_services.open_(
            contact_id=contact_id, ratings=first, actor=self.manager, at=received_at + MINUTE
        )
        for meeting in meetings:
            self.meet(enquiry_id, meeting)
        subjects = {s.person.given_name: s.id for s in self._subjects(enquiry_id)}
        for person, child in zip(people, children, strict=True):
            self._decide(subjects[person.given_name], child, received_at)
        return enquiry_id

    def again(self, enquiry_id: UUID, child: ChildPlay, *, received_at: datetime) -> None:
        """Something new comes in about the only child, and it is decided again."""
        [subject] = self._subjects(enquiry_id)
        at = received_at + child.after - 2 * MINUTE
        decision_services.revisit(subject_id=subject.id, why="Something new.", actor=self.manager, at=at)
        self._decide(subject.id, child, received_at)

    def meet(self, enquiry_id: UUID, told: MeetingPlay) -> None:
        """A meeting of the council and the police, from its calling to its end."""
        actor, at, agencies = self.manager, told.starts_at, self.world.agencies
        ids = (agencies["council"], agencies["police"])
        meeting_id = meeting_services.convene(
            enquiry_id=enquiry_id, code=told.code, told=Calling(at, 30, "Room 2", actor.id, ids), actor=actor, at=at
        )
        [case] = meeting_queries.meeting(meeting_id, actor=actor).cases
        record = RecordTold(minutes="What was said.", decision="What it came to.", result=told.result)
        sitting = Sitting(
            attendance=[AttendanceTold(ids[0], "room", "The team leader"), self._police(told)],
            cases={case.id: CaseTold(record=record)},
            closes=True,
        )
        meeting_services.write_down(meeting_id=meeting_id, told=sitting, actor=actor, at=at)

    def screen(self, contact_id: UUID, outcome: str, *, agencies: Sequence[str], at: datetime) -> None:
        """Agencies screen a contact together, all of one mind."""
        voices = [Voice(self.world.agencies[each], f"Somebody of {each}", outcome) for each in agencies]
        screening_services.screen(
            contact_id=contact_id,
            code="domestic_abuse",
            voices=voices,
            outcome=outcome,
            reasons="As they all saw it.",
            actor=self.manager,
            at=at,
        )

    def _police(self, told: MeetingPlay) -> AttendanceTold:
        who = "The sergeant" if told.police == "room" else ""
        return AttendanceTold(self.world.agencies["police"], told.police, who, told.criterion)

    def _subjects(self, enquiry_id: UUID) -> Sequence[enquiry_queries.SubjectView]:
        return enquiry_queries.enquiry(enquiry_id, actor=self.manager).subjects

    def _decide(self, subject_id: UUID, child: ChildPlay, received_at: datetime) -> None:
        at = received_at + child.after
        if child.re_rated:
            enquiry_services.rate(
                subject_id=subject_id,
                rating=child.re_rated,
                reason="What the agencies knew.",
                actor=self.manager,
                at=at - MINUTE,
            )
        if not child.outcome:
            return
        model = enquiry_queries.model_for(
            enquiry_queries.enquiry_of_subject(subject_id, actor=self.manager), actor=self.manager
        )
        rule = model.outcome(child.outcome)
        team = next(
            (
                t
                for t, kind in (("assessment", "assessment"), ("early_response", "early_help"))
                if kind in rule.team_kinds
            ),
            "",
        )
        decision_services.decide(
            subject_id=subject_id,
            level=rule.level or model.levels[0].code,
            outcome=child.outcome,
            team_id=self.world.teams[team] if team else None,
            reasons="As the agencies saw it together.",
            section_47=Section47Told("Reasonable cause.", "given") if rule.section_47 else None,
            actor=self.manager,
            at=at,
        )


def _told(family: int, before: int, children: int, at: datetime, source: str, kind: str) -> ContactTold:
    people = tuple(
        PersonInvolved("child", f"Child{before + number}", f"Family{family}", date(2009, 1, 1) + timedelta(days=number))
        for number in range(1, children + 1)
    )
    return ContactTold(
        channel="telephone",
        kind=kind or "referral",
        received_at=at,
        referrer_name="Ms Sparrow",
        referrer_role="",
        referrer_organisation="",
        referrer_telephone="01632 960300",
        referrer_email="",
        source=source,
        concern="A worry.",
        immediate_danger=False,
        consent="given",
        consent_reason="",
        people=people,
    )
