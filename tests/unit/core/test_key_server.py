"""A real key server: what each of its policies lets somebody do, and what happens when it is slow, shut or gone."""

import http.server
import os
import threading
import time
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from openmash.core.keys import (
    FOR_THE_OUTSIDE,
    KeyMissing,
    KeyRing,
    KeyStoreDown,
    TransitKeyRing,
    Unreadable,
    VaultServer,
    Wrapped,
)
from openmash.core.keys import vault_server as talking
from tests.key_server import KeyServer

SEALED = ("agency-a", "hub-a", "drafts-a", "audit-a")
OURS = (*SEALED, "delivery-a", "sign-in")


@pytest.fixture
def inside(vault_server: KeyServer) -> KeyRing:
    """The inside door's ring, with a key of each kind."""
    ring = vault_server.ring("inside")
    for name in OURS:
        ring.create(name)
    return ring


@pytest.fixture
def outside(vault_server: KeyServer) -> KeyRing:
    return vault_server.ring("outside")


def test_the_outside_opens_what_it_is_for_and_nothing_that_is_sealed(inside: KeyRing, outside: KeyRing) -> None:
    for name in OURS:
        wrapped = inside.wrap(name, b"secret", context="row")
        assert inside.unwrap(name, wrapped, context="row") == b"secret"
        if name.startswith(FOR_THE_OUTSIDE):
            assert outside.unwrap(name, wrapped, context="row") == b"secret"
        else:
            with pytest.raises(KeyMissing):
                outside.unwrap(name, wrapped, context="row")


def test_the_outside_closes_sign_in_secrets_and_nothing_else(inside: KeyRing, outside: KeyRing) -> None:
    assert inside.unwrap("sign-in", outside.wrap("sign-in", b"seed", context="c"), context="c") == b"seed"
    for name in (*SEALED, "delivery-a"):
        with pytest.raises(KeyMissing):
            outside.wrap(name, b"x", context="row")


@pytest.mark.parametrize("who", ["inside", "outside"])
def test_no_door_turns_retires_or_destroys_a_key(inside: KeyRing, vault_server: KeyServer, who: str) -> None:
    ring = vault_server.ring(who)
    for do in (ring.add_version, ring.destroy, lambda name: ring.retire(name, for_good=True)):
        for name in OURS:
            with pytest.raises(KeyMissing):
                do(name)
    assert {inside.versions(name).newest for name in ("agency-a", "delivery-a")} == {1}
    keeper = vault_server.ring("keeper")
    keeper.create(f"agency-turned-by-{who}")
    keeper.add_version(f"agency-turned-by-{who}")
    assert keeper.versions(f"agency-turned-by-{who}").newest == 2


def test_no_key_can_be_taken_out_of_the_server(inside: KeyRing, vault_server: KeyServer) -> None:
    for path in ("transit/export/encryption-key/agency-a", "transit/backup/agency-a"):
        with pytest.raises(urllib.error.HTTPError):
            vault_server.asked("GET", path)  # not even by its administrator
    key = vault_server.asked("GET", "transit/keys/agency-a")["data"]
    assert (key["exportable"], key["allow_plaintext_backup"], key["derived"]) == (False, False, True)


def test_the_server_itself_refuses_a_wrap_that_is_bound_to_nothing(inside: KeyRing, vault_server: KeyServer) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        vault_server.asked("POST", "transit/encrypt/agency-a", {"plaintext": "c2VjcmV0"})
    assert refused.value.code == 400
    assert "missing 'context'" in refused.value.read().decode()


def test_a_thousand_and_more_are_unwrapped_in_requests_of_two_hundred(
    inside: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapped = Wrapped("agency-a", inside.wrap("agency-a", b"secret", context="row"), "row")
    sizes = list[int]()
    real = VaultServer.post

    def counted(self: VaultServer, path: str, body: dict[str, Any]) -> Any:
        sizes.append(len(body["batch_input"]))
        return real(self, path, body)

    monkeypatch.setattr(VaultServer, "post", counted)
    assert inside.unwrap_each([wrapped] * 1_001) == [b"secret"] * 1_001
    assert sizes == [200] * 5 + [1]


def test_a_token_that_has_run_out_is_fetched_anew(inside: KeyRing, vault_server: KeyServer) -> None:
    server = vault_server.sign_in_as("inside")
    ring = TransitKeyRing(server, mount="transit")
    wrapped = ring.wrap("agency-a", b"secret", context="row")
    vault_server.asked("POST", "auth/token/revoke", {"token": server._token})

    assert ring.unwrap("agency-a", wrapped, context="row") == b"secret"


def test_a_token_file_is_read_again_when_its_token_has_run_out(vault_server: KeyServer, tmp_path: Path) -> None:
    def token() -> str:
        made = vault_server.asked("POST", "auth/token/create", {"policies": ["openmash-inside"]})
        return str(made["auth"]["client_token"])

    file = tmp_path / "token"
    file.write_text(first := token())
    ring = TransitKeyRing(VaultServer(vault_server.address, token_file=str(file)), mount="transit")
    ring.check()
    vault_server.asked("POST", "auth/token/revoke", {"token": first})
    with pytest.raises(KeyStoreDown, match="refuses us"):
        ring.check()
    file.write_text(token())  # as Vault Agent does

    ring.check()


def test_a_secret_id_that_is_wrong_is_said_at_the_start(vault_server: KeyServer, tmp_path: Path) -> None:
    server = vault_server.sign_in_as("inside")
    (tmp_path / "wrong").write_text("not it")
    server.secret_id_file = str(tmp_path / "wrong")
    with pytest.raises(KeyStoreDown, match="OPENMASH_VAULT_SECRET_ID_FILE"):
        TransitKeyRing(server, mount="transit").check()
    server.secret_id_file = str(tmp_path / "nowhere")
    with pytest.raises(KeyStoreDown, match="cannot be read"):
        TransitKeyRing(server, mount="transit").check()


def test_a_mount_that_is_not_there_opens_nothing(vault_server: KeyServer) -> None:
    with pytest.raises(KeyMissing):
        TransitKeyRing(vault_server.sign_in_as("inside"), mount="elsewhere").wrap("agency-a", b"x", context="row")


# --- A server that misbehaves ---------------------------------------------------------------------------------------


@contextmanager
def misbehaving(answers: list[tuple[int, bytes]], *, slow: float = 0) -> Iterator[tuple[VaultServer, list[str]]]:
    """A server that gives these answers in turn, and the last one for ever; and what it was asked."""
    asked = list[str]()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.path)
            time.sleep(slow)
            status, body = answers[min(len(asked), len(answers)) - 1]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815  # as the base class calls it

        def log_message(self, *_: Any) -> None:
            """Silent."""

    found = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    token = Path(os.environ.get("TMPDIR", "/tmp")) / f"openmash-token-{os.getpid()}-{found.server_port}"  # noqa: S108
    token.write_text("t")
    try:
        address = f"http://127.0.0.1:{found.server_port}"
        yield VaultServer(address, token_file=str(token), timeout_seconds=1 if slow else 60), asked
    finally:
        token.unlink()
        found.shutdown()
        found.server_close()


GOOD = b'{"data": {"ciphertext": "vault:v1:AAAA"}}'


def wrap(server: VaultServer) -> str:
    return TransitKeyRing(server, mount="transit").wrap("agency-a", b"secret", context="row")


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "_PAUSES_SECONDS", (0, 0))


@pytest.mark.parametrize("status", [412, 429, 472, 473, 500, 502, 503])
def test_a_fault_that_passes_is_tried_again_and_not_for_ever(no_pauses: None, status: int) -> None:
    with misbehaving([(status, b'{"errors": ["Vault is sealed"]}'), (200, GOOD)]) as (server, asked):
        assert wrap(server) == "vault:v1:AAAA"
        assert len(asked) == 2
    with misbehaving([(status, b'{"errors": ["Vault is sealed"]}')]) as (server, asked):
        with pytest.raises(KeyStoreDown, match="does not answer") as down:
            wrap(server)
        assert len(asked) == 3
    assert str(status) in str(down.value.__notes__), "for the log"
    assert server.address not in down.value.sentence, "not for the screen"


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"{}", b'{"data": {"batch_results": []}}'])
def test_an_answer_that_is_none_is_not_taken_for_one(no_pauses: None, body: bytes) -> None:
    with misbehaving([(200, body)]) as (server, _):
        ring = TransitKeyRing(server, mount="transit")
        with pytest.raises(KeyStoreDown):
            ring.unwrap_each([Wrapped("agency-a", "vault:v1:AAAA", "row")])
        with pytest.raises(KeyStoreDown):
            wrap(server)


def test_a_server_that_stalls_is_given_up(no_pauses: None) -> None:
    began = time.monotonic()
    with misbehaving([(200, GOOD)], slow=2) as (server, asked):
        with pytest.raises(KeyStoreDown):
            wrap(server)
        assert len(asked) == 3
    assert time.monotonic() - began < 20


def test_a_server_that_is_not_there_is_said_to_be_away(no_pauses: None, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("t")
    with pytest.raises(KeyStoreDown, match="Nothing is lost"):
        wrap(VaultServer("http://127.0.0.1:9", token_file=str(tmp_path / "token"), timeout_seconds=1))


def test_a_server_with_a_certificate_that_nobody_signed_is_not_spoken_to(no_pauses: None, tmp_path: Path) -> None:
    with misbehaving([(200, GOOD)]) as (server, asked):
        (tmp_path / "token").write_text("t")
        secure = VaultServer(
            server.address.replace("http:", "https:"), token_file=str(tmp_path / "token"), timeout_seconds=1
        )
        with pytest.raises(KeyStoreDown):
            wrap(secure)
        assert asked == [], "no token is sent before the server has shown who it is"


def test_what_one_of_many_says_is_taken_whatever_the_status(no_pauses: None) -> None:
    """Servers answer a batch with one fault in it with 200, 400 or 500; the others are there all the same."""
    results = (
        b'{"data": {"batch_results": [{"plaintext": "b25l"}, {"error": "cipher: message authentication failed"}]}}'
    )
    for status in (200, 400, 500):
        with misbehaving([(status, results)]) as (server, asked):
            both = [Wrapped("agency-a", "vault:v1:AAAA", "row")] * 2
            one, other = TransitKeyRing(server, mount="transit").unwrap_each(both)
            assert one == b"one"
            assert isinstance(other, Unreadable)
            assert len(asked) == 1


def test_the_token_and_the_secret_id_are_not_shown_when_a_server_is(vault_server: KeyServer) -> None:
    server = vault_server.sign_in_as("inside")
    TransitKeyRing(server, mount="transit").check()
    assert server._token
    assert server._token not in repr(server)
