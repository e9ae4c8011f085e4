"""Eight agencies asked over HTTP: the press of a button, and what the worker does of it.

An agency's hits are seen by that agency's own people only, and asking takes as long whatever an index knows: no page
answers over all agencies at once. So two figures are measured, each whole. The coordinator's request, as a browser
sends it, through every middleware, with session, permissions, rules and log, until the answer that eight agencies are
asked. Then the worker's look-up of the child and her mother in eight indexes, with log and hits kept, after which
each agency's own page shows its hits. Their sum is how long the last agency waits, but for the worker's pause between
two rounds.
"""

import time
from typing import TYPE_CHECKING

from bench.matching import answering, house, looking, population
from bench.matching.running import Figures, Work

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from tests.world import World

QUESTIONS = 200
NOT_COUNTED = 10


def asking(work: Work) -> Figures:
    """A new enquiry for each question; all agencies with an index are asked about it at once."""
    families = [question.record.names[0].family or "Wren" for question in population.questions(work)]
    with house.opened(work.folder) as world:
        agencies = answering._agencies(world, work, work.folder / "agencies" / "index.csv")  # as that step loaded them
        client = _coordinator(world)
        took = [_asked(world, client, agencies, family) for family in families[: QUESTIONS + NOT_COUNTED]]
    counted = took[NOT_COUNTED:]
    told = {"request": [each[0] for each in counted], "worker": [each[1] for each in counted]}
    told["both"] = [sum(each) for each in counted]
    figures = {f"{what}_{name}": value for what, ms in told.items() for name, value in looking.percentiles(ms).items()}
    return {"agencies": len(agencies), "enquiries": len(counted), **figures}


def _coordinator(world: "World") -> "Client":
    from django.conf import settings
    from django.test import Client

    from tests.world import sign_in

    return sign_in(Client(headers={"host": settings.ALLOWED_HOSTS[0]}), world, "coordinator")


def _asked(world: "World", client: "Client", agencies: "list[UUID]", family: str) -> tuple[float, float]:
    """Milliseconds of the request, and of the worker."""
    from django.urls import reverse

    from openmash.checks import services
    from openmash.core import clock, hub_context
    from tests.rooms import open_case

    case = open_case(world, family=family, at=clock.now())
    url = reverse("checks:ask", args=[case.enquiry_id])
    told = {"agencies": [str(agency) for agency in agencies], "question": "What do you know of them?"}
    began = time.perf_counter()
    response = client.post(url, told)
    asked = time.perf_counter()
    if response.status_code != 302:
        raise RuntimeError(f"the request was answered with {response.status_code}")
    with hub_context.enter(hub_id=world.hub_id):
        looked_up = services.look_up_asked(hub_id=world.hub_id, at=clock.now())
    done = time.perf_counter()
    if looked_up != len(agencies):
        raise RuntimeError(f"{looked_up} of {len(agencies)} requests were looked up")
    return (asked - began) * 1000, (done - asked) * 1000
