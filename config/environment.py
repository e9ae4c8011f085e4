"""Reads the environment, and says in a sentence what is wrong with it and what to do."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.postgres import Cluster

PROJECT = Path(__file__).resolve().parent.parent
PRIVATE_DATABASE = "openmash"


def text(name: str, default: str) -> str:
    """A variable's text, or the default where it is not set or empty."""
    return os.environ.get(name, "").strip() or default


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of a few words; the first is the default."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to one of: {', '.join(allowed)}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """A variable that is 1 or 0."""
    value = text(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to 1 or 0.")
    return value == "1"


def number(name: str, default: int) -> int:
    """A variable that is a whole number."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to a whole number.")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """A variable that lists words, with commas between them."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_folder() -> Path:
    """Where the private database, the demo's keys and its mail are kept: OPENMASH_DATA, or .data in the project."""
    home = PROJECT if (PROJECT / "pyproject.toml").exists() else Path.cwd()
    return Path(text("OPENMASH_DATA", str(home / ".data"))).resolve()


def made_data_folder() -> Path:
    """The data folder, made if need be, and closed to everybody else."""
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def private_cluster() -> Cluster:
    """The private PostgreSQL of this installation, used where DATABASE_URL is not set."""
    return Cluster(data_folder() / "pg")


def has_own_server() -> bool:
    """Whether DATABASE_URL names a PostgreSQL server, so that this is not just a demo or a developer's machine."""
    return bool(text("DATABASE_URL", ""))


def database(role: str) -> dict[str, Any]:
    """Django's settings of the database, for one of the roles: owner, inside, outside or test.

    The server and the database come from DATABASE_URL; so do the user and the password if it names this very role.
    Otherwise the user is `openmash_<role>` and the password OPENMASH_<ROLE>_PASSWORD.
    """
    user = f"openmash_{role}"
    url = text("DATABASE_URL", "") or private_cluster().url(user=user, database=PRIVATE_DATABASE)
    try:
        parsed: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}. {EXAMPLE_URL}") from error
    if parsed["ENGINE"] != "django.db.backends.postgresql" or not parsed["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL must name a PostgreSQL database. {EXAMPLE_URL}")
    if parsed["USER"] != user:
        parsed |= {"USER": user, "PASSWORD": text(f"OPENMASH_{role.upper()}_PASSWORD", "")}
    return parsed


EXAMPLE_URL = "It looks like postgresql://server.example.org:5432/openmash"


def secret_key(door: str) -> str:
    """The secret that signs this door's cookies and links: OPENMASH_SECRET_KEY.

    Beside a private database one is made and kept. Each door has its own, so that what one door signs opens nothing
    at the other.
    """
    if chosen := text("OPENMASH_SECRET_KEY", ""):
        if len(chosen) < 40:
            raise ImproperlyConfigured(f"OPENMASH_SECRET_KEY is too short ({len(chosen)} characters). {MAKE_A_KEY}")
        return chosen
    if has_own_server():
        raise ImproperlyConfigured(f"OPENMASH_SECRET_KEY is not set. {MAKE_A_KEY}")
    kept = data_folder() / "secrets" / door
    if not kept.exists():
        (made_data_folder() / "secrets").mkdir(exist_ok=True, mode=0o700)
        made = kept.with_name(f".{door}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # another process was first: its key is the key
            os.link(made, kept)
        made.unlink()
    return kept.read_text()


MAKE_A_KEY = (
    "Set it to at least 40 random characters, a different one for each door, for example from "
    "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
)


def vault() -> dict[str, Any]:
    """Where the key server is and who we are to it, from OPENMASH_VAULT_…; whatever cannot work is refused at once."""
    address = text("OPENMASH_VAULT_ADDR", "").rstrip("/")
    parts = urlsplit(address)
    near = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and near)) or parts.path:
        raise ImproperlyConfigured(
            f"OPENMASH_VAULT_ADDR is {f'“{address}”' if address else 'not set'}. Set it to the key server's address, "
            "https://vault.example.org:8200, without a path; http is for 127.0.0.1 alone, for whoever listens in could "
            "otherwise read every key."
        )
    server = {
        "address": address,
        "namespace": text("OPENMASH_VAULT_NAMESPACE", ""),
        "ca_file": _readable("OPENMASH_VAULT_CA_FILE"),
        "token_file": _readable("OPENMASH_VAULT_TOKEN_FILE"),
        "role_id": text("OPENMASH_VAULT_ROLE_ID", ""),
        "secret_id_file": _readable("OPENMASH_VAULT_SECRET_ID_FILE"),
        "timeout_seconds": number("OPENMASH_VAULT_TIMEOUT", 5),
    }
    by_role = bool(server["role_id"]), bool(server["secret_id_file"])
    if all(by_role) == bool(server["token_file"]) or by_role[0] != by_role[1]:
        raise ImproperlyConfigured(
            "OPENMASH_KEY_STORE is vault, and we need one way of signing in to it: OPENMASH_VAULT_TOKEN_FILE, or both "
            "OPENMASH_VAULT_ROLE_ID and OPENMASH_VAULT_SECRET_ID_FILE. Set one of the two."
        )
    return {"server": server, "mount": text("OPENMASH_VAULT_MOUNT", "transit").strip("/")}


def _readable(name: str) -> str:
    """The path of a file that is there and may be read; empty where the variable is not set."""
    path = text(name, "")
    if path and not os.access(path, os.R_OK):
        raise ImproperlyConfigured(f"{name} is “{path}”, and that file cannot be read here.")
    return path


def mail() -> dict[str, Any]:
    """Django's mail settings from OPENMASH_MAIL_URL.

    `smtp://user:password@server:587?tls=1` sends; `file:///a/folder` writes a file a message, as the demo does.
    """
    url = text("OPENMASH_MAIL_URL", "")
    if not url and not has_own_server():
        url = f"file://{data_folder() / 'mail'}"
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    if parts.scheme != "smtp" or not parts.hostname:
        raise ImproperlyConfigured(
            f"OPENMASH_MAIL_URL is {'not usable' if url else 'not set'}. Set it to the mail server, "
            "smtp://user:password@server:587?tls=1 (percent-encode signs in the password), or to file:///a/folder."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parse_qs(parts.query).get("tls", ["1"]) == ["1"],
        "EMAIL_TIMEOUT": 20,
    }
