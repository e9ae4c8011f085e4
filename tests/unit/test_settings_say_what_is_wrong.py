"""A wrong environment is refused at once, in a sentence that names the variable and says what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

SERVER = {
    "DATABASE_URL": "postgresql://db.example.org:5432/openmash",
    "OPENMASH_SECRET_KEY": "k" * 50,
    "OPENMASH_MAIL_URL": "smtp://mail.example.org:587",
}
VAULT = {
    "OPENMASH_KEY_STORE": "vault",
    "OPENMASH_VAULT_ADDR": "https://vault.example.org:8200",
    "OPENMASH_VAULT_TOKEN_FILE": __file__,
}
ASK = (
    "import json; from config import settings as s;"
    " print(json.dumps({n: getattr(s, n) for n in dir(s) if n.isupper()}, default=str))"
)


def run(code: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("OPENMASH_", "DATABASE_"))}
    environ |= {"OPENMASH_DATA": str(folder)} | variables
    return subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"OPENMASH_DOOR": "back"}, "OPENMASH_DOOR is “back”. Set it to one of: inside, outside."),
        ({"OPENMASH_HTTPS": "yes"}, "OPENMASH_HTTPS is “yes”. Set it to 1 or 0."),
        ({"OPENMASH_PROXIES": "two"}, "OPENMASH_PROXIES is “two”. Set it to a whole number."),
        ({**SERVER, "OPENMASH_SECRET_KEY": ""}, "OPENMASH_SECRET_KEY is not set. Set it to at least 40"),
        ({**SERVER, "OPENMASH_SECRET_KEY": "short"}, "OPENMASH_SECRET_KEY is too short (5 characters)."),
        ({**SERVER, "OPENMASH_MAIL_URL": ""}, "OPENMASH_MAIL_URL is not set. Set it to the mail server"),
        ({**SERVER, "OPENMASH_MAIL_URL": "pigeon://x"}, "OPENMASH_MAIL_URL is not usable."),
        ({**SERVER, "DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must name a PostgreSQL database. It looks like"),
        ({**SERVER, "DATABASE_URL": "db.example.org"}, "DATABASE_URL cannot be read"),
        ({"OPENMASH_KEY_STORE": "hsm"}, "OPENMASH_KEY_STORE is “hsm”. Set it to one of: file, vault."),
        (VAULT | {"OPENMASH_VAULT_ADDR": ""}, "OPENMASH_VAULT_ADDR is not set. Set it to the key server's"),
        (VAULT | {"OPENMASH_VAULT_ADDR": "http://vault.example.org"}, "http is for 127.0.0.1 alone"),
        (VAULT | {"OPENMASH_VAULT_ADDR": "https://vault.example.org/v1"}, "without a path"),
        (VAULT | {"OPENMASH_VAULT_CA_FILE": "/nowhere.pem"}, "OPENMASH_VAULT_CA_FILE is “/nowhere.pem”, and that file"),
        (VAULT | {"OPENMASH_VAULT_TIMEOUT": "soon"}, "OPENMASH_VAULT_TIMEOUT is “soon”. Set it to a whole number."),
        (VAULT | {"OPENMASH_VAULT_TOKEN_FILE": ""}, "we need one way of signing in to it"),
        (VAULT | {"OPENMASH_VAULT_ROLE_ID": "r"}, "we need one way of signing in to it"),
        (
            VAULT | {"OPENMASH_VAULT_ROLE_ID": "r", "OPENMASH_VAULT_SECRET_ID_FILE": __file__},
            "we need one way of signing in to it",
        ),
        ({**SERVER, "OPENMASH_DEMO": "1"}, "The demo shows one-time codes to anyone who opens it"),
    ],
)
def test_what_cannot_work_is_refused_with_what_to_do(tmp_path: Path, variables: dict[str, str], sentence: str) -> None:
    code = "from config.cli import main; main(['check'])"
    done = run(code, tmp_path, **variables)
    assert done.returncode == 1
    assert done.stderr.startswith("openmash: ")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_door_that_serves_has_no_way_to_be_the_owner(tmp_path: Path) -> None:
    door = run(ASK, tmp_path, **SERVER, OPENMASH_SERVING="1", OPENMASH_DOOR="outside", OPENMASH_OUTSIDE_PASSWORD="o")
    databases = json.loads(door.stdout)["DATABASES"]
    assert list(databases) == ["default"]
    assert databases["default"]["USER"] == "openmash_outside"
    assert databases["default"]["PASSWORD"] == "o"


def test_on_a_real_server_cookies_only_go_over_https_and_belong_to_one_host(tmp_path: Path) -> None:
    settings = json.loads(run(ASK, tmp_path, **SERVER).stdout)
    assert settings["SESSION_COOKIE_NAME"] == "__Host-openmash-inside"
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600


def test_sessions_end_after_fifteen_idle_minutes(tmp_path: Path) -> None:
    settings = json.loads(run(ASK, tmp_path).stdout)
    assert settings["SESSION_COOKIE_AGE"] == 900
    assert settings["SESSION_SAVE_EVERY_REQUEST"]


def test_beside_a_private_database_each_door_keeps_a_secret_of_its_own(tmp_path: Path) -> None:
    keys = [json.loads(run(ASK, tmp_path, OPENMASH_DOOR=d).stdout)["SECRET_KEY"] for d in ("inside", "outside")]
    again = json.loads(run(ASK, tmp_path).stdout)["SECRET_KEY"]
    assert keys[0] == again
    assert keys[0] != keys[1]
    assert (tmp_path / "secrets" / "inside").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("url", "user", "password"),
    [
        ("postgresql://db.example.org/openmash", "openmash_inside", "from-the-environment"),
        ("postgresql://admin:secret@db.example.org/openmash", "openmash_inside", "from-the-environment"),
        ("postgresql://openmash_inside:in-the-url@db.example.org/openmash", "openmash_inside", "in-the-url"),
    ],
)
def test_whose_password_is_used(monkeypatch: pytest.MonkeyPatch, url: str, user: str, password: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("OPENMASH_INSIDE_PASSWORD", "from-the-environment")
    database = environment.database("inside")
    assert (database["USER"], database["PASSWORD"]) == (user, password)
    assert database["HOST"] == "db.example.org"


def test_a_mail_server_may_have_signs_in_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENMASH_MAIL_URL", "smtp://hub:a%40b%2Fc@mail.example.org:2525?tls=0")
    mail = environment.mail()
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("hub", "a@b/c")
    assert (mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"]) == (2525, False)


def test_without_a_mail_server_a_real_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", SERVER["DATABASE_URL"])
    monkeypatch.delenv("OPENMASH_MAIL_URL", raising=False)
    with pytest.raises(ImproperlyConfigured, match="OPENMASH_MAIL_URL is not set"):
        environment.mail()


def test_a_door_does_not_open_without_its_keys(tmp_path: Path) -> None:
    code = "import django; django.setup(); from config.doors import _have_keys; _have_keys()"
    variables = VAULT | {"OPENMASH_VAULT_ADDR": "http://127.0.0.1:9", "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = run(code, tmp_path, **variables)

    assert done.returncode == 1
    assert done.stderr.startswith("openmash: The key store does not answer")
    assert "http://127.0.0.1:9" in done.stderr
    opened = run(code, tmp_path, DJANGO_SETTINGS_MODULE="config.settings")
    assert (opened.returncode, opened.stderr) == (0, "")


def test_the_key_server_s_settings_are_taken_as_they_are(tmp_path: Path) -> None:
    by_role = {
        "OPENMASH_VAULT_TOKEN_FILE": "",
        "OPENMASH_VAULT_ROLE_ID": "role",
        "OPENMASH_VAULT_SECRET_ID_FILE": __file__,
        "OPENMASH_VAULT_NAMESPACE": "hubs/devon",
        "OPENMASH_VAULT_MOUNT": "/keys/",
    }
    found = json.loads(run(ASK, tmp_path, **(VAULT | by_role)).stdout)["OPENMASH_VAULT"]

    assert found["mount"] == "keys"
    assert found["server"] == {
        "address": "https://vault.example.org:8200",
        "namespace": "hubs/devon",
        "ca_file": "",
        "token_file": "",
        "role_id": "role",
        "secret_id_file": __file__,
        "timeout_seconds": 5,
    }
