"""`openmash demo`: the private database, both doors and the worker, with a hub of invented people in it."""

import argparse
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from config import doors, environment
from config.postgres import DatabaseError

PATIENCE_SECONDS = 30
GOODBYE_SECONDS = 8
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def run(arguments: list[str]) -> None:
    """Start everything, say where it is, and stop everything when told to (Ctrl-C).

    Arguments: the words after `openmash demo`.
    """
    parser = argparse.ArgumentParser(prog="openmash demo", description="The whole hub on this machine.")
    parser.add_argument("--inside-port", type=int, default=doors.PORTS["inside"])
    parser.add_argument("--outside-port", type=int, default=doors.PORTS["outside"])
    parser.add_argument("--contacts", type=int, default=200, help="how many contacts the first start makes")
    chosen = parser.parse_args(arguments)
    if environment.has_own_server():
        raise DatabaseError("The demo only runs on its own private database. Unset DATABASE_URL and try again.")
    began = time.monotonic()
    ports = _free_ports({"inside": chosen.inside_port, "outside": chosen.outside_port})
    _set_environment(ports)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _like_ctrl_c)  # also where SIGINT came in ignored, as in a shell's background
    cluster = doors.have_a_database()
    with ExitStack() as everything:
        if cluster:
            everything.callback(cluster.stop)
        try:
            table = _make_ready(chosen.contacts)
            processes = _start(ports, everything)
            _say_where(ports, table, time.monotonic() - began)
            _watch(processes)
        except KeyboardInterrupt:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
            doors.say("\nStopping")
    doors.say("Stopped. The demo's data stays in " + str(environment.data_folder()))


def _like_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _free_ports(wished: dict[str, int]) -> dict[str, int]:
    ports: dict[str, int] = {}
    for door, port in wished.items():
        free = next((n for n in range(port, port + 50) if n not in ports.values() and _is_free(n)), None)
        if free is None:
            raise SystemExit(f"openmash: no port from {port} to {port + 49} is free for the {door} door.")
        if free != port:
            doors.say(f"Port {port} is taken; the {door} door uses {free}")
        ports[door] = free
    return ports


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _set_environment(ports: dict[str, int]) -> None:
    os.environ.pop("OPENMASH_KEYS", None)  # each door finds its own beside the private database
    os.environ |= {
        "OPENMASH_DEMO": "1",
        "OPENMASH_DOOR": "inside",
        "OPENMASH_PLAYING": "1",
        "OPENMASH_INSIDE_URL": f"http://127.0.0.1:{ports['inside']}",
        "OPENMASH_OUTSIDE_URL": f"http://127.0.0.1:{ports['outside']}",
    }


def _make_ready(contacts: int) -> list[tuple[str, ...]]:
    """Tables, static files and the demo's hub; returns who can sign in."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from openmash.core.keys import FileKeyRing

    with doors.one_at_a_time("migrate"):
        call_command("migrate", database="owner", verbosity=0)
    doors.collect_static_if_changed()
    from openmash.scenarios import demo

    began = time.monotonic()
    if demo.load(contacts=contacts, say=doors.say):
        doors.say(f"Loaded it in {time.monotonic() - began:.0f} s")
    FileKeyRing(Path(settings.OPENMASH_KEYS)).hand_over(to=environment.data_folder() / "keys" / "outside")
    return [tuple(row) for row in demo.who_can_sign_in()]


def _start(ports: dict[str, int], everything: ExitStack) -> dict[str, subprocess.Popen[bytes]]:
    logs = environment.data_folder() / "logs"
    logs.mkdir(exist_ok=True)
    commands = {door: doors.door_command(port) for door, port in ports.items()}
    commands["worker"] = doors.worker_command()
    processes: dict[str, subprocess.Popen[bytes]] = {}
    for name, command in commands.items():
        door = name if name in ports else "inside"
        with (logs / f"{name}.log").open("wb") as log:
            processes[name] = subprocess.Popen(
                command,
                env=doors.serving_environment(door),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
                preexec_fn=_end_with_us,
            )
    everything.callback(_stop, processes)
    for door, port in ports.items():
        _wait_for(door, port, processes[door], logs / f"{door}.log")
    return processes


def _end_with_us() -> None:
    """Ask the kernel to end this process when the one that started it is killed and can stop nobody."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_for(door: str, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return  # it answers, whatever it says
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"openmash: the {door} door did not start. The end of {log}:\n{_last_lines(log)}")


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


def _say_where(ports: dict[str, int], table: list[tuple[str, ...]], seconds: float) -> None:
    from openmash.scenarios.demo.people import SLUG

    print()
    print(f"  Inside (the hub)      http://127.0.0.1:{ports['inside']}/")
    print(f"  Outside (the public)  http://127.0.0.1:{ports['outside']}/{SLUG}/")
    print(f"  Outside (the teams)   http://127.0.0.1:{ports['outside']}/sign-in/")
    print(f"  Mail is written to    {environment.data_folder() / 'mail'}")
    if table:
        print("\n  Who can sign in (the one-time code is shown on the sign-in page):\n")
        _print_table([("Door", "Name", "Role", "Agency", "E-mail", "Password"), *table])
    print(f"\n  Ready after {seconds:.1f} s. Everybody in it is invented. Ctrl-C stops it.", flush=True)


def _print_table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    room = shutil.get_terminal_size((200, 24)).columns
    for row in rows:
        line = "  " + "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        print(line if len(line) <= room else "  " + " · ".join(row))


def _watch(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                log = environment.data_folder() / "logs" / f"{name}.log"
                raise SystemExit(f"openmash: the {name} process ended by itself. The end of {log}:\n{_last_lines(log)}")
        time.sleep(0.5)


def _stop(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for signals in (signal.SIGTERM, signal.SIGKILL):
        for process in processes.values():
            if process.poll() is None:
                process.send_signal(signals)
        deadline = time.monotonic() + GOODBYE_SECONDS
        for process in processes.values():
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                name = " ".join(str(part) for part in process.args[-2:]) if isinstance(process.args, list) else ""
                print(f"still busy: {name}", file=sys.stderr)
