"""`python -m bench`: fills a hub on a server that is thrown away, times its pages beside the yardstick, prints a table.

Everything runs in one process as the inside door's database role, with row-level security and the whole middleware;
what is not measured is the web server and the network, which are the same for every page.

The hub is a busy one: every family is undecided, agencies are late and a contact waits beside each, so the manager's
worklist has three or four rows for each family.

`python -m bench matching …` measures how people are found instead (bench/matching).
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.databases import Database

LONGEST_SECONDS = 110


def main() -> int:
    """Run the whole of it; the exit code is 0 unless a page could not be opened."""
    if sys.argv[1:2] == ["matching"]:
        from bench.matching import running

        return running.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m bench", description="How fast the pages are.")
    parser.add_argument("--cases", type=int, default=100, help="families in the hub (100)")
    parser.add_argument("--rounds", type=int, default=100, help="how often each page is opened at most (100)")
    chosen = parser.parse_args()
    began = time.monotonic()
    with database() as made:
        from bench import filling, pages, timing  # Django has to be set up first

        say(f"Making a hub with {chosen.cases} families")
        world, cases = filling.fill(chosen.cases)
        with made.as_administrator() as server:
            server.execute("ANALYZE")  # a hub that was filled over a year has been analysed by autovacuum
        say(f"Made it in {time.monotonic() - began:.0f} s; measuring")
        yardstick, measured = pages.of(world, cases)
        left = LONGEST_SECONDS - (time.monotonic() - began)
        timing.measure(measured, rounds=chosen.rounds, seconds=max(left, 10))
        print(timing.table(measured, beside=yardstick))
    hub = f"{chosen.cases} families and {2 * chosen.cases} contacts"
    print(f"\n{hub}, Python {sys.version.split()[0]}, {time.monotonic() - began:.0f} s in all.")
    return 0


@contextmanager
def database() -> Iterator["Database"]:
    """A migrated database on a temporary server, with keys of its own; Django is set up and leads to it."""
    with tempfile.TemporaryDirectory(prefix="openmash-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "OPENMASH_DATA": folder,
            "OPENMASH_HTTPS": "0",
            "OPENMASH_MAIL_URL": f"file://{folder}/mail",
            "OPENMASH_LOG_LEVEL": "ERROR",
        }
        import django

        django.setup()
        from django.test import override_settings

        from tests import databases, doors

        with databases.server() as administrator:
            made = databases.Database(administrator)
            try:
                made.build()
                with doors.keys_of(Path(folder) / "keys"), override_settings(ROOT_URLCONF="bench.addresses"):
                    yield made
            finally:
                made.drop()


def say(words: str) -> None:
    """Tell whoever waits; the figures go to stdout, this goes to stderr."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
