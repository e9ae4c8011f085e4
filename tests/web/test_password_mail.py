"""The mail that sets a password: the first that a newcomer ever gets."""

import pytest
from django.core import mail
from django.test import Client

from tests.world import devon, email_of

pytestmark = pytest.mark.django_db


def test_it_says_what_it_is_and_holds_one_link_and_no_foreign_name(client: Client) -> None:
    devon(people=("manager",))
    client.post("/password/", {"email": email_of("manager")})
    (message,) = mail.outbox
    assert message.subject == "Set your OpenMASH password"
    assert message.body.count("/password/key/") == 1
    assert "Hello from" not in message.body
    assert "Pat Holloway" not in message.body
