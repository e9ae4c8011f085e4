"""One person in the indexes of many agencies, as when a check is sent to all of them."""

import json
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from bench.matching import house, looking, population
from bench.matching.running import Figures, Work, say

if TYPE_CHECKING:
    from tests.world import World

TENTH = 10
NOT_COUNTED = 20


def everywhere(work: Work) -> Figures:
    """Every agency with an index of a tenth of the large one; all asked about one person, with log and kept hits."""
    from openmash.matching import invented

    rows = max(work.people // TENTH, 30_000)
    folder = work.folder / "agencies"
    if not (folder / "index.csv").exists():
        invented.write(folder, index=rows, questions=100, seed=population.SEED, profile=invented.CITY)
    asked = population.questions(work)[: 500 + NOT_COUNTED]
    with house.opened(work.folder) as world:
        from openmash.core import clock, hub_context
        from openmash.person_index import services

        agencies = _agencies(world, work, folder / "index.csv")
        with world.inside():
            actor = world.actor("coordinator")
        took: list[float] = []
        for question in asked:
            checks = {uuid4(): agency_id for agency_id in agencies}
            began = time.perf_counter()
            with hub_context.enter(hub_id=world.hub_id, user_id=world.people["coordinator"]):
                services.look_up_for_agencies(
                    checks=checks, people={uuid4(): question.record}, actor=actor, at=clock.now()
                )
            took.append((time.perf_counter() - began) * 1000)
    return {"agencies": len(agencies), "rows_each": rows, **looking.percentiles(took[NOT_COUNTED:])}


def _agencies(world: "World", work: Work, index: Path) -> list[UUID]:
    """Agencies whose indexes are loaded, as many as are wanted; those that an earlier run loaded stay."""
    kept = work.folder / "agencies.json"
    made = [UUID(told) for told in json.loads(kept.read_text())] if kept.exists() else []
    while len(made) < work.agencies:
        say(f"  agency {len(made) + 1} of {work.agencies}")
        made.append(_agency(world, f"Agency {uuid4().hex[:12]}", index))
        kept.write_text(json.dumps([str(each) for each in made]))
    return made[: work.agencies]


def _agency(world: "World", name: str, index: Path) -> UUID:
    from openmash.agencies import services as agency_services
    from openmash.core import clock
    from openmash.person_index import services

    with world.inside():
        agency_id = agency_services.add_agency(
            hub_id=world.hub_id, name=name, short_name=name, kind="health", co_located=True
        )
        agency_services.sign_agreement(
            hub_id=world.hub_id,
            agency_id=agency_id,
            title="Information-sharing agreement",
            signed_on=date(2025, 1, 1),
            holds_until=clock.now().date() + timedelta(days=365),
        )
    with index.open("rb") as file:
        services.load_here(hub_id=world.hub_id, agency_id=agency_id, file=file, at=clock.now())
    return agency_id
