"""People at a browser: they sign in with both factors, every click is counted, every page is looked at by axe."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page

from tests.world import PASSWORD, code, email_of

IMAGES = Path(__file__).parents[2] / "docs" / "images"
_SERIOUS = ("serious", "critical")
PATIENCE = 60_000  # milliseconds; a guard against a page that never comes, which no busy machine reaches


@dataclass
class Visitor:
    """One person in a browser window of their own.

    Args:
        context: a fresh browser context: its own cookies.
        door: the address of the door they stand at.
    """

    context: BrowserContext
    door: str
    clicks: int = 0
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: script error {error}"))
        self.page.on("console", lambda line: self._console(line.type, line.text))

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self.faults.append(f"{self.page.url}: {text}")

    def go(self, path: str) -> Page:
        """Open a page of the door by its address."""
        self.page.goto(path if path.startswith("http") else f"{self.door}{path}")
        self.look()
        return self.page

    def click(self, target: Locator) -> Page:
        """Click something, count it, and look at what comes."""
        self.clicks += 1
        before = self.page.url
        target.click()
        self.page.wait_for_load_state()
        if self.page.url != before:
            self.look()
        return self.page

    def press(self, name: str) -> Page:
        """Click the button of that name."""
        return self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> Page:
        """Click the link of that name, also where it looks like a button."""
        return self.click(
            self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first
        )

    def choose(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Click a radio button or checkbox by its label."""
        self.clicks += 1
        (within or self.page).get_by_label(name).first.check()

    def look(self) -> None:
        """Let axe look at the page, once for each sort of page."""
        sort = re.sub(r"[0-9a-f-]{36}|[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", "<id>", self.page.url)
        if sort in self.seen:
            return
        self.seen.add(sort)
        for violation in Axe().run(self.page).response["violations"]:
            if violation["impact"] in _SERIOUS:
                nodes = "; ".join(node["html"][:200] for node in violation["nodes"][:3])
                self.faults.append(f"{sort}: {violation['id']} ({violation['impact']}): {nodes}")

    def sign_in(self, handle: str, *, slug: str = "devon", again: bool = False) -> "Visitor":
        """Sign in with password and six-digit code; ``again`` soon after the first time, with the next code."""
        return self.sign_in_with(email_of(handle, slug), PASSWORD, code(steps_on=int(again)))

    def sign_in_with(self, email: str, password: str, six_digits: str) -> "Visitor":
        """Sign in as whoever has these."""
        self.go("/sign-in/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")
        self.page.get_by_label("Code").fill(six_digits)
        self.press("Sign in")
        self.clicks = 0
        return self

    def picture(self, name: str, *, full: bool = False) -> None:
        """Keep a screenshot for the documentation, where `make pictures` asks for them."""
        if os.environ.get("OPENMASH_PICTURES"):
            IMAGES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=IMAGES / f"{name}.png", full_page=full)
