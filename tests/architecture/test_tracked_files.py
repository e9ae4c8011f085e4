"""What no file of the project may hold: places of one machine, secrets, real people."""

import re
from pathlib import Path

import nhs_number
import pytest

from tests.architecture.sources import ROOT, tracked

# Put together from parts, so that this file holds none of them.
FORBIDDEN = {
    "a place on somebody's machine": re.compile("/wo" + r"rk/\w|/ro" + r"ot/\w|/ho" + r"me/\w+/|/Us" + r"ers/\w+/"),
    "the address of a package registry": re.compile(
        "|".join(
            [
                "py" + r"pi\.org",
                "pythonho" + r"sted\.org",
                "registry\\." + "npm" + "js",
                "artifact" + "ory",
                "nex" + "us\\.",
            ]
        ),
        re.I,
    ),
    "who or what wrote it": re.compile(
        "|".join(["clau" + "de", "anthro" + "pic", "chat" + "gpt", "open" + "ai", "co" + "pilot"]), re.I
    ),
    "a private key": re.compile("BEGIN [A-Z ]*PRIVATE" + " KEY"),
    "a password in an address": re.compile(r"\w+://\w+:[^@\s/\"'{}<>$]+@(?!localhost|127|server|[\w.]*example)"),
}
NOT_TEXT = (".png", ".woff2", ".woff", ".ico", ".jpg", ".gz")
TEN_DIGITS = re.compile(r"(?<![\w.+-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w.-])")
INVENTED = "999"


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def texts() -> list[str]:
    return [name for name in tracked() if not name.endswith(NOT_TEXT)]


def test_there_are_files_to_look_at() -> None:
    assert len(texts()) > 100
    assert "README.md" in texts()


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [
        f"{name}:{text_of(name)[: match.start()].count(chr(10)) + 1} {match.group()}"
        for name in texts()
        for match in FORBIDDEN[what].finditer(text_of(name))
        if (name, match.group()) not in EXCUSED
    ]
    assert found == []


# (file, what is found): why it is not what it looks like.
EXCUSED: dict[tuple[str, str], str] = {}


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a place on somebody's machine", "/ho" + "me/jo/openmash"),
        ("the address of a package registry", "https://py" + "pi.org/simple"),
        ("a private key", "-----BEGIN PRIVATE" + " KEY-----"),
        ("a password in an address", "postgresql://hub:sec" + "ret@10.0.0.9/openmash"),
    ],
)
def test_it_would_be_noticed(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)


def test_every_nhs_number_is_an_invented_one() -> None:
    found = [
        f"{name}: {number}"
        for name in texts()
        if name != "requirements.txt" and "/vendor/" not in name
        for number in TEN_DIGITS.findall(text_of(name))
        if _is_real(number)
    ]
    assert found == [], f"NHS numbers that begin with {INVENTED} belong to nobody; use one of those"


def test_a_real_nhs_number_would_be_noticed() -> None:
    assert _is_real("943 476 " + "5919")
    assert not _is_real("999 000 0018")
    assert not _is_real("123 456 7890")


def _is_real(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return not digits.startswith(INVENTED) and bool(nhs_number.is_valid(digits))


def test_every_mail_address_is_one_that_cannot_be_somebody_s() -> None:
    """RFC 2606 and 6761: addresses under .example, .test, .invalid and localhost reach nobody."""
    address = re.compile(r"[\w.+-]+@((?:[a-z0-9-]+\.)+[a-z]{2,})\b", re.I)
    safe = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost)(?:\.(?:com|org|net))?$", re.I)
    found = [
        f"{name}: {match.group()}"
        for name in texts()
        if "/vendor/" not in name
        for match in address.finditer(text_of(name))
        if not safe.search(match.group(1))
    ]
    assert found == []


def test_everything_that_is_kept_is_small() -> None:
    large = [name for name in tracked() if (ROOT / name).stat().st_size > 1_000_000]
    assert large == []


def test_the_folder_of_the_project_is_found() -> None:
    assert (Path(ROOT) / "pyproject.toml").exists()
