"""A database that does not answer gives a page that says so and what to do."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/contacts/"])
def test_every_page_says_that_the_database_is_down_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception], address: str
) -> None:
    def nobody_answers() -> None:
        raise fault("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", nobody_answers)
    monkeypatch.setattr(connection, "cursor", nobody_answers)
    client = Client(raise_request_exception=False)
    client.cookies["openmash-inside"] = "a-session-that-must-be-looked-up"
    answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    page = answer.content.decode()
    assert "telephone" in page.lower()
    assert "Traceback" not in page
    assert "connection refused" not in page
