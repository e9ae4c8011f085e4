"""Talking to a HashiCorp Vault or OpenBao server: its address, who we are to it, and what its answers mean.

Plain HTTP from the standard library, because five requests with JSON in and out do not justify a client library and
all that it brings. See https://developer.hashicorp.com/vault/api-docs for the format.
"""

import http.client
import json
import ssl
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from openmash.core.keys.rings import KeyStoreDown

_TRIES = 3
_PAUSES_SECONDS = (0.1, 0.4)
_PASSING = {412, 429, 472, 473, 500, 502, 503}  # a standby, too many requests, sealed, or a fault of its own
_FORBIDDEN = 403
_MOST_OF_AN_ANSWER = 32 * 1024 * 1024  # bytes; a batch of 200 keys is 40,000

Json = dict[str, Any]

_of_this_thread = threading.local()
"""Connections by address, of each thread its own; they are closed when the thread ends."""


@dataclass(frozen=True)
class Answer:
    """What the server said.

    Args:
        status: of HTTP.
        body: the JSON of the answer; empty where there is none.
    """

    status: int
    body: Json

    @property
    def data(self) -> Json:
        """What was asked for."""
        found: Json = self.body.get("data") or {}
        return found

    @property
    def said(self) -> str:
        """The server's own words about what is wrong; they name keys and rules, never a secret."""
        return "; ".join(str(each) for each in self.body.get("errors") or [])


@dataclass
class VaultServer:
    """One server, and a token for it that is fetched when needed and again when it has run out.

    Args:
        address: ``https://vault.example.org:8200``.
        namespace: of Vault Enterprise or OpenBao; empty for none.
        ca_file: the certificates of whoever signed the server's own; empty for the system's.
        token_file: holds a token, as Vault Agent writes it; read again when the token has run out.
        role_id: of AppRole, with ``secret_id_file``, where there is no token file.
        secret_id_file: holds the secret id of that role.
        timeout_seconds: for each try.
    """

    address: str
    namespace: str = ""
    ca_file: str = ""
    token_file: str = ""
    role_id: str = ""
    secret_id_file: str = ""
    timeout_seconds: int = 5
    _token: str = field(default="", init=False, repr=False)

    def post(self, path: str, body: Json) -> Answer:
        """Ask for something to be done; see ``_asked``."""
        return self._asked("POST", path, body)

    def get(self, path: str) -> Answer:
        """Ask what there is."""
        return self._asked("GET", path, None)

    def delete(self, path: str) -> Answer:
        """Ask for something to be forgotten."""
        return self._asked("DELETE", path, None)

    def _asked(self, method: str, path: str, body: Json | None) -> Answer:
        """The answer, whatever it says; a token that has run out is fetched anew once.

        Raises:
            KeyStoreDown: there is no usable answer after a few tries, or we cannot sign in.
        """
        used = self._token or self._sign_in()
        answer = self._patiently(method, path, body, used)
        if answer.status != _FORBIDDEN:
            return answer
        return self._patiently(method, path, body, self._sign_in())

    def _sign_in(self) -> str:
        if self.token_file:
            self._token = _content(self.token_file)
            return self._token
        body = {"role_id": self.role_id, "secret_id": _content(self.secret_id_file)}
        answer = self._patiently("POST", "auth/approle/login", body, "")
        token = (answer.body.get("auth") or {}).get("client_token")
        if not token:
            raise KeyStoreDown(
                f"The key store does not let us in ({answer.status} {answer.said}). Look at OPENMASH_VAULT_ROLE_ID and "
                "OPENMASH_VAULT_SECRET_ID_FILE; the secret id may have run out."
            )
        self._token = token
        return self._token

    def _patiently(self, method: str, path: str, body: Json | None, token: str) -> Answer:
        last = ""
        for number in range(_TRIES):
            try:
                answer = self._once(method, path, body, token)
            except (OSError, http.client.HTTPException, ValueError) as error:
                last = f"{type(error).__name__}: {error}"
                self._hang_up()
            else:
                if answer.status not in _PASSING or answer.data:  # of a batch, what went well is there even so
                    return answer
                last = f"{answer.status} {answer.said}"
            if number < len(_PAUSES_SECONDS):
                time.sleep(_PAUSES_SECONDS[number])
        down = KeyStoreDown(
            "The key store does not answer, so nothing sealed can be read or written. Nothing is lost. Try again in a "
            "minute; if it goes on, tell the hub's administrator."
        )
        down.add_note(f"{method} {self.address}/v1/{path}: {last}")  # for the log; the sentence is for the screen
        raise down

    def _once(self, method: str, path: str, body: Json | None, token: str) -> Answer:
        headers = {"X-Vault-Request": "true", "Content-Type": "application/json"}
        headers |= {"X-Vault-Token": token} if token else {}
        headers |= {"X-Vault-Namespace": self.namespace} if self.namespace else {}
        connection = self._connection()
        connection.request(method, f"/v1/{path}", None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        text = response.read(_MOST_OF_AN_ANSWER)
        found = json.loads(text) if text.strip() else {}
        if not isinstance(found, dict):
            raise ValueError("not a JSON object")
        return Answer(response.status, found)

    def _connection(self) -> http.client.HTTPConnection:
        """This thread's own connection, kept open between requests."""
        kept = _kept_open()
        if self._which not in kept:
            kept[self._which] = _Kept(self._connected())
        return kept[self._which].connection

    def _connected(self) -> http.client.HTTPConnection:
        where = urlsplit(self.address)
        host, port = str(where.hostname), where.port
        if where.scheme != "https":
            return http.client.HTTPConnection(host, port, timeout=self.timeout_seconds)
        checked = ssl.create_default_context(cafile=self.ca_file or None)
        return http.client.HTTPSConnection(host, port, timeout=self.timeout_seconds, context=checked)

    def _hang_up(self) -> None:
        _kept_open().pop(self._which, None)

    @property
    def _which(self) -> tuple[str, str, int]:
        return self.address, self.ca_file, self.timeout_seconds


class _Kept:
    """A connection that is closed when nobody holds it any more."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


def _kept_open() -> dict[tuple[str, str, int], _Kept]:
    found: dict[tuple[str, str, int], _Kept] | None = getattr(_of_this_thread, "kept", None)
    if found is None:
        found = _of_this_thread.kept = {}
    return found


def _content(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise KeyStoreDown(f"{path} cannot be read, so we cannot sign in to the key store: {error}.") from error
