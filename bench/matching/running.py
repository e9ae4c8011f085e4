"""The steps of the measuring: which there are, what each has measured, and where that is kept."""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.matching import house
from config.environment import PROJECT

FIGURES = PROJECT / "docs" / "reference" / "matching.bench.json"
Figures = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """One run.

    Args:
        folder: where everything it makes is kept.
        people: how many rows the large index has.
        questions: how many questions are asked.
        agencies: how many agencies have an index, for the answer over all of them.
    """

    folder: Path
    people: int
    questions: int
    agencies: int

    def results(self) -> dict[str, Figures]:
        """What has been measured so far, by step."""
        return {path.stem: json.loads(path.read_text()) for path in sorted((self.folder / "results").glob("*.json"))}


def say(words: str) -> None:
    """Tell whoever waits; nothing of it is a figure that is kept."""
    print(time.strftime("%H:%M:%S"), words, file=sys.stderr, flush=True)


def steps() -> dict[str, Callable[[Work], Figures]]:
    """Every step, in the order in which they run."""
    from bench.matching import answering, following, linking, looking, over_http, peers, population

    return {
        "population": population.invent,
        "load": looking.load,
        "look_up": looking.warm,
        "twins": looking.twins,
        "throughput": looking.throughput,
        "hot": looking.hot,
        "cold": looking.cold,
        "limits": following.limits,
        "agencies": answering.everywhere,
        "over_http": over_http.asking,
        "link": linking.doubles,
        "peer_pg_trgm": peers.pg_trgm,
        "peer_splink": peers.splink_between,
    }


def main(words: list[str]) -> int:
    """Run what has not been run; the exit code is 1 if a step failed."""
    parser = argparse.ArgumentParser(prog="python -m bench matching", description=__doc__)
    number = lambda told: int(told.replace("_", "").replace(",", ""))  # noqa: E731
    parser.add_argument("--people", type=number, default=100_000, help="rows of the large index (100_000)")
    parser.add_argument("--questions", type=number, default=5_000, help="questions asked (5_000)")
    parser.add_argument("--agencies", type=int, default=8, help="agencies with an index of a tenth of it (8)")
    parser.add_argument("--folder", type=Path, required=True, help="where everything is kept; ~3 GB a million people")
    parser.add_argument("--again", action="append", default=[], help="a step to measure anew")
    parser.add_argument("--only", action="append", default=[], help="a step; only these run")
    parser.add_argument("--keep", action="store_true", help=f"write the figures into {FIGURES.relative_to(PROJECT)}")
    parser.add_argument("--beside", default="", help="what else the machine did meanwhile, in words, for the page")
    told = parser.parse_args(words)
    work = Work(told.folder.resolve(), told.people, told.questions, told.agencies)
    (work.folder / "results").mkdir(parents=True, exist_ok=True)
    try:
        failed = [name for name, step in steps().items() if not _run(work, name, step, told.only, told.again)]
    finally:
        house.stop_server(work.folder)
    if told.keep:
        keep(work, told.beside)
    print(json.dumps(work.results(), indent=1))
    return 1 if failed else 0


def _run(work: Work, name: str, step: Callable[[Work], Figures], only: list[str], again: list[str]) -> bool:
    path = work.folder / "results" / f"{name}.json"
    if (only and name not in only) or (path.exists() and name not in again):
        return True
    say(f"{name} …")
    began = time.monotonic()
    try:
        figures = step(work)
    except Exception as error:  # noqa: BLE001  the other steps are measured all the same; the exit code tells of it
        say(f"{name} FAILED: {type(error).__name__}: {error}")
        return False
    path.write_text(json.dumps({**figures, "took_s": round(time.monotonic() - began, 1)}, indent=1) + "\n")
    say(f"{name}: {path.read_text()}")
    return True


def keep(work: Work, beside: str) -> None:
    """Write what was measured into the file that docs/reference/matching.md is generated from.

    Args:
        work: the run.
        beside: what else the machine did meanwhile; empty where nothing.
    """
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    kept.setdefault("bench", {})[str(work.people)] = {
        "on": date.today().isoformat(),  # noqa: DTZ011  the day where the machine stands
        "machine": f"{_cores()} cores, {house.memory_gb()} GB, Python {platform.python_version()}",
        "beside": beside,
        "results": work.results(),
    }
    FIGURES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


def _cores() -> int:
    return len(os.sched_getaffinity(0))
