"""Both doors as they run in real life: processes and database roles of their own, and nothing of the owner's."""

import re
import urllib.error
import urllib.request
from email.message import Message

import pytest

from tests.databases import Database
from tests.doors import TwoDoors


class Stay(urllib.request.HTTPRedirectHandler):
    """A redirection is an answer; it is not followed."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        return None


def ask(address: str, cookie: str = "") -> tuple[int, Message, str]:
    request = urllib.request.Request(address, headers={"Cookie": cookie})
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read().decode()


def test_each_door_is_its_own_database_role_and_none_is_the_owner(two_doors: TwoDoors, database: Database) -> None:
    for door, address in (("inside", two_doors.inside), ("outside", two_doors.outside)):
        ask(f"{address}/sign-in/", cookie=f"openmash-{door}=a-session-that-must-be-looked-for")
    with database.as_administrator() as server:
        rows = server.execute(
            "SELECT DISTINCT usename::text, application_name FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name LIKE 'openmash-%'"
        ).fetchall()
    assert set(rows) == {("openmash_inside", "openmash-inside"), ("openmash_outside", "openmash-outside")}


def test_nobody_gets_past_the_inside_door_without_signing_in(two_doors: TwoDoors) -> None:
    status, headers, _ = ask(f"{two_doors.inside}/")
    assert status == 302
    assert "/sign-in/" in headers["Location"]


@pytest.mark.parametrize("door", ["inside", "outside"])
def test_a_page_is_not_kept_not_framed_and_runs_no_script_of_others(two_doors: TwoDoors, door: str) -> None:
    _, headers, _ = ask(f"{getattr(two_doors, door)}/sign-in/")
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("door", ["inside", "outside"])
def test_cookies_of_one_door_are_none_of_the_other_and_no_script_reads_them(two_doors: TwoDoors, door: str) -> None:
    _, headers, _ = ask(f"{getattr(two_doors, door)}/sign-in/")
    cookies = headers.get_all("Set-Cookie") or []
    assert cookies
    for cookie in cookies:
        assert cookie.startswith(f"openmash-{door}")
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_the_log_of_a_door_holds_no_address(two_doors: TwoDoors) -> None:
    status, _, _ = ask(f"{two_doors.outside}/receipt-code-QX7-PLM-22K/")
    assert status == 404
    assert "QX7-PLM-22K" not in (two_doors.logs / "outside.log").read_text()


def test_static_files_are_served_by_the_door_itself(two_doors: TwoDoors) -> None:
    _, _, page = ask(f"{two_doors.inside}/sign-in/")
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert sheet
    status, headers, _ = ask(two_doors.inside + sheet[1])
    assert status == 200
    assert headers["Content-Type"].startswith("text/css")
