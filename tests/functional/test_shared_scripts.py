"""What the scripts and styles of every page do in a real browser. The pages come from memory: no door, no database."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Dialog, Page, Route, expect

from openmash.web.shared import error_pages
from openmash.web.shared.deadline_words import describe
from openmash.web.shared.frame import Frame, NavItem
from openmash.web.shared.pieces import Draft, TimelineEntry
from tests.web.page_reading import Everything, asked, drawn

HOST = "http://gallery.test"
STATIC = files("openmash.web.shared") / "static"
HTMX = files("django_htmx") / "static"
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'"
)
NOW = datetime(2026, 11, 6, 12, 20, tzinfo=UTC)


class Gallery:
    """Answers what the browser asks for: pages by name, static files from the package, drafts into a list."""

    def __init__(self, page: Page) -> None:
        self.page, self.pages, self.kept, self.answer = page, dict[str, str](), list[dict[str, list[str]]](), 204
        self.complaints: list[str] = []
        self.slow, self.unanswered = False, list[Route]()
        page.route(f"{HOST}/**", self._serve)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if "Policy" in line.text else None)

    def show(self, html: str, name: str = "page") -> None:
        self.pages[name] = html
        self.page.goto(f"{HOST}/{name}")

    def _serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path.lstrip("/")
        if path == "draft":
            self.kept.append(parse_qs(route.request.post_data or ""))
            if self.slow:
                self.unanswered.append(route)
                return
            route.fulfill(status=self.answer, headers={"location": "/elsewhere"} if self.answer == 302 else {})
        elif path.startswith("static/"):
            own = STATIC / path.removeprefix("static/")
            found = own if own.is_file() else HTMX / path.removeprefix("static/")
            route.fulfill(body=found.read_bytes(), content_type=KINDS[path.rsplit(".", 1)[1]])
        else:
            html = self.pages.get(path, "<!DOCTYPE html><title>Elsewhere</title>")
            route.fulfill(body=html, content_type="text/html", headers={"content-security-policy": POLICY})


@pytest.fixture
def gallery(page: Page) -> Gallery:
    return Gallery(page)


def call(*, draft: bool = True, typed: dict[str, str] | None = None) -> str:
    context = {"title": "Record a call", "form": Everything(typed), "draft": Draft("call", "/draft") if draft else None}
    return render_to_string("shared/form_page.html", context, asked(frame=Frame()))


def test_a_draft_is_kept_two_seconds_after_typing_stops(gallery: Gallery, page: Page) -> None:
    gallery.show(call())
    page.get_by_label("What happened").fill("A bruise\non the arm")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Draft saved \d\d:\d\d$"))
    (kept,) = gallery.kept
    assert kept["account"] == ["A bruise\non the arm"]
    assert kept["draft_key"] == ["call"]
    assert "csrfmiddlewaretoken" not in kept
    assert gallery.complaints == []


def test_a_slow_hub_never_keeps_an_older_text_over_a_newer_one(gallery: Gallery, page: Page) -> None:
    gallery.slow = True
    gallery.show(call())
    told, status = page.get_by_label("What happened"), page.get_by_role("status")
    told.fill("A bruise")
    with page.expect_request("**/draft"):
        told.blur()
    told.fill("A bruise on the arm")
    told.blur()
    assert [kept["account"] for kept in gallery.kept] == [["A bruise"]]  # the second waits for its turn
    gallery.slow = False
    with page.expect_request("**/draft"):
        gallery.unanswered[0].fulfill(status=204)
    expect(status).to_contain_text("Draft saved")
    assert [kept["account"] for kept in gallery.kept] == [["A bruise"], ["A bruise on the arm"]]


def test_saved_is_said_only_of_all_that_was_typed(gallery: Gallery, page: Page) -> None:
    gallery.show(call())
    told, status = page.get_by_label("What happened"), page.get_by_role("status")
    told.fill("A bruise")
    told.blur()
    expect(status).to_contain_text("Draft saved")
    told.fill("A bruise on the arm")
    assert status.text_content() == ""
    told.fill("A bruise")
    assert "Draft saved" in (status.text_content() or "")


def test_a_draft_never_holds_a_password(gallery: Gallery, page: Page) -> None:
    gallery.show(call())
    page.get_by_label("Password", exact=True).fill("a secret")
    page.get_by_label("What happened").fill("A bruise")
    expect(page.get_by_role("status")).to_contain_text("Draft saved")
    assert all("password" not in kept for kept in gallery.kept)


def test_a_draft_is_sent_when_the_page_goes(gallery: Gallery, page: Page) -> None:
    gallery.show(call())
    page.get_by_label("What happened").fill("A bruise")
    # Playwright does not show what a page really gone has sent; the whole-case test closes a browser for that.
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    expect(page.get_by_role("status")).to_contain_text("Draft saved", timeout=1500)
    assert [kept["account"] for kept in gallery.kept] == [["A bruise"]]


@pytest.mark.parametrize(("answer", "why"), [(302, "you are no longer signed in"), (503, "did not answer")])
def test_a_draft_that_cannot_be_kept_is_said(gallery: Gallery, page: Page, answer: int, why: str) -> None:
    gallery.answer = answer
    gallery.show(call())
    page.get_by_label("What happened").fill("A bruise")
    page.get_by_label("What happened").blur()
    expect(page.get_by_role("status")).to_contain_text("Draft not saved")
    expect(page.get_by_role("status")).to_contain_text(why)
    expect(page.get_by_label("What happened")).to_have_value("A bruise")


def test_leaving_text_that_is_kept_nowhere_asks_first(gallery: Gallery, page: Page) -> None:
    asked_first: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked_first.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    gallery.show(call(draft=False))
    page.get_by_label("What happened").press_sequentially("A bruise")
    page.goto(f"{HOST}/elsewhere")
    assert asked_first == ["beforeunload"]


def test_a_form_that_was_refused_takes_the_reader_to_what_is_wrong(gallery: Gallery, page: Page) -> None:
    gallery.show(call(typed={"name": "Ada", "dob_day": "27", "dob_year": "2019"}))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: Record a call"))
    page.get_by_role("link", name="Date of birth must include a month").click()
    expect(page.locator("#id_dob_month")).to_be_focused()
    assert gallery.kept[0]["name"] == ["Ada"]


def test_clocks_move_on_in_the_words_of_the_server(gallery: Gallery, page: Page) -> None:
    page.clock.install()
    dues = [NOW + timedelta(minutes=minutes) for minutes in (1, 29, 31, 90, 200, 3000, 20000)]
    clocks = "".join(drawn("<p>{% clock due now %}</p>", due=due, now=NOW) for due in dues)
    empty = render_to_string("shared/list_page.html", {"title": "x"}, asked(frame=Frame()))
    gallery.show(empty.replace("</main>", f"{clocks}</main>"))
    for minutes in (0, 1, 30, 90, 300):
        page.clock.run_for(timedelta(minutes=minutes) // timedelta(milliseconds=1))
        passed = sum(each for each in (0, 1, 30, 90, 300) if each <= minutes)
        local = [(due, NOW + timedelta(minutes=passed)) for due in dues]
        for clock, (due, now) in zip(page.locator("time[data-clock]").all(), local, strict=True):
            said = describe(due, now)
            # A moment passes between drawing and reading, so one minute less is right too.
            soon_after = describe(due, now + timedelta(seconds=30))
            assert clock.locator(".om-clock__lead").inner_text() in (said.lead, soon_after.lead)


def busy(seconds: int) -> Frame:
    return Frame(
        navigation=(NavItem("My work", "/", True),),
        session_seconds=seconds,
        session_extend_url="/stay",
        session_ended_url="/elsewhere",
    )


def test_two_minutes_before_a_session_ends_one_may_stay(gallery: Gallery, page: Page) -> None:
    page.clock.install()
    gallery.show(render_to_string("shared/list_page.html", {"title": "x"}, asked(frame=busy(900))))
    page.clock.run_for(12 * 60 * 1000)
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.run_for(70 * 1000)
    expect(page.get_by_role("alertdialog")).to_contain_text("You will be signed out in 2 minutes")
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.run_for(12 * 60 * 1000)
    expect(page.get_by_role("alertdialog")).to_have_count(0)


def test_what_was_on_the_screen_goes_when_the_session_has_ended(gallery: Gallery, page: Page) -> None:
    page.clock.install()
    gallery.show(render_to_string("shared/list_page.html", {"title": "x"}, asked(frame=busy(900))))
    page.clock.run_for(901 * 1000)
    expect(page).to_have_title("Elsewhere")


def case_page() -> str:
    entry = TimelineEntry(NOW, "Rated", text="An injury", by="S. Holt", rating="red", tag="Late")
    pieces = drawn(
        "{% sub_navigation tabs %}{% notification 'Saved' kind='success' %}<h2>Timeline</h2>{% timeline entries %}"
        "{% sealed_room %}{% summary_list rows %}{% endsealed_room %}{% clock late now %}{% clock soon now %}"
        "{% rating 'red' %}{% rating 'amber' %}{% rating 'green' %}{% rating 'blue' %}{% rating '' %}"
        "{% details 'Why?' %}<p>Because.</p>{% enddetails %}{% table heads cells caption='Checks' %}",
        tabs=[("One", "/1", True), ("Two", "/2", False)],
        entries=[entry],
        rows=[("Item", "A conviction", "/x")],
        late=NOW - timedelta(hours=1),
        soon=NOW + timedelta(minutes=30),
        now=NOW,
        heads=["Agency", "Due"],
        cells=[["Police", "Fri"]],
    )
    empty = render_to_string("shared/list_page.html", {"title": "A case"}, asked())
    return empty.replace("</main>", f"{pieces}</main>")


def public_form() -> str:
    context = {"base": "shared/base_outside.html", "title": "Tell us", "form": Everything({})}
    return render_to_string("shared/form_page.html", context, asked())


def sign_in() -> str:
    return render_to_string("account/password_reset_done.html", {}, asked())


def database_down() -> str:
    return error_pages.database_down().content.decode()


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("html", [case_page, call, public_form, sign_in, database_down])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    gallery: Gallery, page: Page, html: Callable[[], str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    gallery.show(html())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert gallery.complaints == []
