"""Signing in at either door, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.functional.visitors import Visitor
from tests.world import email_of

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]


def test_a_manager_signs_in_with_password_and_code_and_sees_their_work(
    visitor: Arrives, committed_world: object
) -> None:
    person = visitor("inside").sign_in("manager")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("My work")
    expect(person.page.get_by_text("Pat Holloway")).to_be_visible()


def test_who_signs_in_outside_cannot_sign_in_inside_and_the_other_way_round(
    visitor: Arrives, committed_world: object
) -> None:
    for door, handle in (("outside", "manager"),):
        person = visitor(door)
        person.go("/sign-in/")
        person.page.get_by_label("Email").fill(email_of(handle))
        person.page.get_by_label("Password", exact=True).fill("correct horse battery")
        person.press("Sign in")
        expect(person.page.get_by_text("not correct").first).to_be_visible()
    visitor("outside").sign_in("assessor")


def test_guessing_passwords_is_slowed_down(visitor: Arrives, committed_world: object) -> None:
    person = visitor("inside")
    for _ in range(6):
        person.page.goto(f"{person.door}/sign-in/")
        person.page.get_by_label("Email").fill(email_of("manager"))
        person.page.get_by_label("Password", exact=True).fill("a wrong guess")
        person.page.get_by_role("button", name="Sign in").click()
    expect(person.page.get_by_text("Too many failed")).to_be_visible()
