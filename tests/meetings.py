"""Meetings of a world, called and written down through services as its people do it.

case = open_case(devon(operating_model="sandwell"))
meeting = Table.called(case, "mash_meeting")
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from openmash.enquiries import queries as enquiry_queries
from openmash.meetings import queries, services
from openmash.meetings.queries import CaseLine, MeetingView
from openmash.meetings.rules import ActionTold, AttendanceTold, Calling, RatingTold, RecordTold
from tests.rooms import Case

MINUTES = "The school saw bruises twice; the GP has not been told."
DECISION = "Reasonable cause to suspect significant harm."


@dataclass
class Table:
    """One meeting. Call its methods inside ``with world.inside():``."""

    case: Case
    meeting_id: UUID
    chair: str
    agencies: tuple[str, ...] = field(default=())

    @classmethod
    def called(
        cls,
        case: Case,
        code: str = "strategy_discussion",
        *,
        chair: str = "manager",
        by: str = "coordinator",
        agencies: tuple[str, ...] = ("council", "police", "health"),
        starts_at: datetime | None = None,
        **told: Any,
    ) -> "Table":
        """The coordinator calls it, about the case."""
        at = case.later()
        calling = calling_of(case, chair=chair, agencies=agencies, starts_at=starts_at or at, **told)
        meeting_id = services.convene(
            enquiry_id=case.enquiry_id, code=code, told=calling, actor=case.world.actor(by), at=at
        )
        return cls(case, meeting_id, chair, agencies)

    @classmethod
    def over_the_day(
        cls, case: Case, code: str = "daily_meeting", *, chair: str = "manager", by: str = "coordinator"
    ) -> "Table":
        """The coordinator calls one over the cases of the day."""
        at, agencies = case.later(), ("council", "police", "health")
        calling = calling_of(case, chair=chair, agencies=agencies, starts_at=at)
        meeting_id = services.call_over(code=code, told=calling, actor=case.world.actor(by), at=at)
        return cls(case, meeting_id, chair, agencies)

    def seen_by(self, who: str) -> MeetingView:
        """The meeting as somebody sees it, without its sealed words."""
        return queries.meeting(self.meeting_id, actor=self.case.world.actor(who))

    def line(self, who: str = "manager") -> CaseLine:
        """Its one case."""
        [line] = self.seen_by(who).cases
        return line

    def came(self, *agencies: str, how: str = "room", by: str = "coordinator", **told: Any) -> None:
        """Who came; by default everybody invited, in the room."""
        services.note_attendance(
            meeting_id=self.meeting_id,
            told=[
                AttendanceTold(self.case.world.agencies[each], how, **{"who_came": f"Somebody of {each}", **told})
                for each in agencies or self.agencies
            ],
            actor=self.case.world.actor(by),
            at=self.case.later(),
        )

    def says(self, agency: str, words: str, *, by: str) -> UUID:
        """An agency gives its view of the one case."""
        return services.give_view(
            case_id=self.line().id,
            agency_id=self.case.world.agencies[agency],
            words=words,
            actor=self.case.world.actor(by),
            at=self.case.later(),
        )

    def write(self, *, by: str = "", case_id: UUID | None = None, number: int | None = None, **told: Any) -> None:
        """The chair writes down what was said about the one case."""
        record = RecordTold(**{"minutes": MINUTES, "decision": DECISION, "result": "section_47_joint", **told})
        services.write_record(
            case_id=case_id or self.line().id,
            told=record,
            actor=self.case.world.actor(by or self.chair),
            at=self.case.later(),
            number=number,
        )

    def rates(self, rating: str, *, reason: str = "What housing said confirms it.", by: str = "") -> None:
        """The chair gives the one child its second rating."""
        [child] = enquiry_queries.enquiry(self.case.enquiry_id, actor=self.case.world.actor("manager")).subjects
        services.rate_again(
            case_id=self.line().id,
            told=RatingTold(child.id, rating, reason),
            actor=self.case.world.actor(by or self.chair),
            at=self.case.later(),
        )

    def asks(self, agency: str, words: str, *, by: str = "", owner: str = "", hours: int = 24) -> UUID:
        """The chair gives an agency something to do."""
        told = ActionTold(
            words=words,
            agency_id=self.case.world.agencies[agency],
            due_at=self.case.at + timedelta(hours=hours),
            owner_id=self.case.world.people[owner] if owner else None,
        )
        actor = self.case.world.actor(by or self.chair)
        return services.give_action(case_id=self.line().id, told=told, actor=actor, at=self.case.later())

    def hold(self, *, by: str = "", without: str = "", version: int | None = None) -> None:
        """The chair says that it took place."""
        services.hold(
            meeting_id=self.meeting_id,
            actor=self.case.world.actor(by or self.chair),
            at=self.case.later(),
            without=without,
            version=version,
        )

    def held(self) -> "Table":
        """All of it: everybody came, it is written down, and it is closed."""
        self.came()
        self.write()
        self.hold()
        return self


def calling_of(case: Case, *, chair: str, agencies: tuple[str, ...], starts_at: datetime, **told: Any) -> Calling:
    """When and where, as the coordinator types it."""
    return Calling(
        **{
            "starts_at": starts_at,
            "minutes_long": 30,
            "place": "Room 2, or 01632 960555",
            "chair_id": case.world.people[chair],
            "agency_ids": tuple(case.world.agencies[each] for each in agencies),
            **told,
        }
    )
