"""Loading the demo's hub, once."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from uuid import UUID

from django.db import transaction

from openmash.access import ROLES
from openmash.core import clock, hub_context
from openmash.core.keys import ring
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.notifications import services as notification_services
from openmash.people import services as people_services
from openmash.scenarios.demo import (
    front_door,
    gathering,
    handing_on,
    how_it_works,
    indexes,
    people,
    plan,
    records,
    today,
    who_is_who,
)
from openmash.scenarios.demo.hub import DemoHub, open_hub
from openmash.scenarios.demo.passing_time import NotYet, PassingTime
from openmash.scenarios.demo.plan import Planned
from openmash.scenarios.playing.doors import standing_at


def load(*, now: datetime | None = None, contacts: int = plan.CONTACTS, say: Callable[[str], None] = print) -> bool:
    """Make the demo's hub, its people and a fortnight of work that ends now; all of it or nothing.

    Args:
        now: the moment the fortnight ends, aware; the present if left out.
        contacts: how many contacts.
        say: where progress is told.

    Returns:
        False if it was there already; nothing is changed then.
    """
    if any(hub.slug == people.SLUG for hub in hub_queries.all_hubs()):
        say(f"The hub “{people.NAME}” is there already.")
        return False
    now = (now or clock.now()).replace(second=0, microsecond=0)
    made: list[str] = []
    try:
        with transaction.atomic(), standing_at("inside"):
            _load(now, contacts, say, made)
    except BaseException:
        for name in made:
            ring().destroy(name)
        raise
    return True


def _load(now: datetime, contacts: int, say: Callable[[str], None], made: list[str]) -> None:
    say(f"Making the hub “{people.NAME}”, with invented people only")
    hub = open_hub(now, say)
    made += hub_services.key_names(hub.hub_id, hub.agencies.values())
    planned = plan.fortnight(now, hub.calendar, contacts=contacts)
    contact_ids: dict[int, UUID] = {}
    with hub_context.enter(hub_id=hub.hub_id):
        people_services.renew_index(hub_id=hub.hub_id, at=now)  # by itself: what is not there yet is read once only
    with hub_context.enter(hub_id=hub.hub_id):
        version_id = how_it_works.widen(hub)
        for each in planned:
            _live(each, hub, contact_ids)
            if (each.number + 1) % 25 == 0 or each.number + 1 == len(planned):
                say(f"  {each.number + 1} of {len(planned)} contacts")
        today.happens(hub)
        who_is_who.is_asked(hub)
        how_it_works.propose_another(hub, version_id)
        say(f"  {indexes.fill(hub, planned)} rows in the person indexes of three agencies")
        records.keep_and_erase(hub)
        notification_services.put_away(hub_id=hub.hub_id, at=now)


def _live(planned: Planned, hub: DemoHub, contact_ids: dict[int, UUID]) -> None:
    """One contact, as far as it has come by now."""
    chance = Random(planned.number)  # noqa: S311 - a demo that is the same each time, not a secret
    time = PassingTime(planned.received_at, hub.now, hub.calendar)
    contact_ids[planned.number] = contact_id = front_door.come_in(planned, hub, chance)
    try:
        if planned.way in ("advice", "signpost"):
            front_door.close_at_the_door(contact_id, planned, hub, time, chance)
        elif planned.joins is not None:
            front_door.join(contact_id, contact_ids[planned.joins], hub, time, chance)
        else:
            _enquire(contact_id, planned, hub, time, chance)
    except NotYet:
        return  # what comes next lies after now


def _enquire(contact_id: UUID, planned: Planned, hub: DemoHub, time: PassingTime, chance: Random) -> None:
    case = gathering.open_enquiry(contact_id, planned, hub, time, chance)
    if case is None:
        return
    left = gathering.answers(case, gathering.ask(case))
    gathering.chase(case, left)
    if len(left) > 1:
        return  # too little has come back to decide on
    handing_on.weigh(case)
    team = handing_on.decide(case)
    handing_on.answer_after_all(case, left)
    if team:
        handing_on.hand_on(case, team)
        handing_on.receive(case, team)
    handing_on.tell_everybody(case)
    if team:
        handing_on.report(case, team)
    if not team or chance.random() < 0.7:
        handing_on.close(case)


def who_can_sign_in() -> list[tuple[str, str, str, str, str, str]]:
    """Door, name, role, agency, e-mail and password of everybody in the demo, the most useful first."""
    names = {agency.key: agency.name for agency in people.AGENCIES}
    return [
        (each.door, each.name, ROLES[each.role].title, names[each.agency], each.email, people.PASSWORD)
        for each in people.PEOPLE
    ]


def sign_in_table() -> str:
    """The same as a table of plain text, with its headings."""
    rows = [("Door", "Name", "Role", "Agency", "E-mail", "Password"), *who_can_sign_in()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
