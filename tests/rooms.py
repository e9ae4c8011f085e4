"""A family in the hub with something in its sealed room, built through services like everything in ``tests.world``.

case = open_case(devon())
item_id = case.put_in("police", "He was arrested in March.")
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from openmash.checks import services as check_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.sealed.queries import ItemView
from openmash.sealed.rules import ItemTold
from tests.world import NOW, World

ABOUT = frozenset({"child", "unborn", "adult_at_risk"})


@dataclass
class Case:
    """One enquiry of a world. Call its methods inside ``with world.inside():``."""

    world: World
    enquiry_id: UUID
    at: datetime

    def put_in(self, who: str, text: str, **told: Any) -> UUID:
        """Somebody puts an item in, unasked."""
        item = ItemTold(text=text, **told)
        return sealed_services.add_item(
            enquiry_id=self.enquiry_id, item=item, actor=self.world.actor(who), at=self.later()
        )

    def ask(self, *agencies: str) -> list[UUID]:
        """The coordinator asks agencies what they know."""
        return check_services.ask(
            enquiry_id=self.enquiry_id,
            agency_ids=[self.world.agencies[a] for a in agencies],
            question="What do you know of them?",
            actor=self.world.actor("coordinator"),
            at=self.later(),
        )

    def ask_release(self, item_id: UUID, who: str = "social_worker", team: str = "assessment") -> UUID:
        """Somebody who composes a product asks the owner."""
        return sealed_services.ask_release(
            item_id=item_id, team_id=self.world.teams[team], actor=self.world.actor(who), at=self.later()
        )

    def seen_by(self, who: str) -> dict[UUID, ItemView]:
        """The room as somebody sees it, by item."""
        room = sealed_queries.room(self.enquiry_id, actor=self.world.actor(who), at=self.later())
        return {item.id: item for item in room.items}

    def people(self) -> list[UUID]:
        """Everybody in the enquiry: those it is about, then the others."""
        view = enquiry_queries.enquiry(self.enquiry_id, actor=self.world.actor("manager"))
        return [s.person.id for s in view.subjects] + [m.person.id for m in view.members]

    def later(self) -> datetime:
        """A minute after whatever happened last."""
        self.at += timedelta(minutes=1)
        return self.at


def open_case(
    world: World, *, family: str = "Wren", at: datetime = NOW, rating: str = "amber", by: str = "coordinator"
) -> Case:
    """A school rings about a child; the coordinator opens an enquiry, rated amber unless said otherwise."""
    with world.inside():
        coordinator = world.actor("coordinator")
        contact_id = contact_services.record(told=_call(family, at), actor=coordinator, at=at)
        contact = contact_queries.contact(contact_id, actor=coordinator)
        ratings = tuple(
            FirstRating(person.id, rating, "Bruises, and a partner nobody has met")
            for person in contact.people
            if person.involvement in ABOUT
        )
        enquiry_id = enquiry_services.open_(contact_id=contact_id, ratings=ratings, actor=world.actor(by), at=at)
    return Case(world, enquiry_id, at)


def _call(family: str, at: datetime) -> ContactTold:
    return ContactTold(
        channel="telephone",
        kind="referral",
        received_at=at,
        referrer_name="Ms Sparrow",
        referrer_role="Headteacher",
        referrer_organisation="Brookfield Primary School",
        referrer_telephone="01632 960300",
        referrer_email="",
        source="2A",
        concern="She came to school with bruises on both arms.",
        immediate_danger=False,
        consent="given",
        consent_reason="",
        people=(
            PersonInvolved("child", "Ada", family, date(2018, 3, 4), sex="F"),
            PersonInvolved("household", "Bea", family, date(1990, 1, 2), sex="F", relationship="mother"),
        ),
    )
