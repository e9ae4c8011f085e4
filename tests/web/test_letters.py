"""Letters to referrers on their pages: written by business support, seen by a manager, sent or returned."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from openmash.contacts.models import Contact
from openmash.decisions import queries, services
from tests.everything import works_by_everything
from tests.handed_on import decide
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db


def sound(html: str) -> str:
    """The page, once it is fit for a screen reader."""
    page_reading.whole(html)
    return html


@pytest.fixture
def case() -> Iterator[Case]:
    """A decided case of a hub in which a practice manager sees letters before they go."""
    world = devon()
    with world.inside():
        works_by_everything(world, seen_first=True)
        case = open_case(world)
        decide(case)
        yield case


def written(client: Client, case: Case) -> UUID:
    """Business support writes it on the page on which people are told."""
    clerk = sign_in(client, case.world, "business_support")
    contact_id = str(Contact.objects.get().id)
    told = {"contact": contact_id, f"{contact_id}-said": "Social care has it."}
    answer = clerk.post(reverse("decisions:tell_referrer", args=[case.enquiry_id]), told)
    [letter] = queries.letters_of(case.enquiry_id, actor=case.world.actor("manager"))
    assert answer["Location"] == reverse("decisions:letter", args=[letter.id])
    return letter.id


def test_the_clerk_writes_it_and_cannot_send_it_the_manager_can(client: Client, case: Case) -> None:
    letter_id = written(client, case)
    page, send = reverse("decisions:letter", args=[letter_id]), reverse("decisions:send_letter", args=[letter_id])
    seen = sound(client.get(page).content.decode())
    assert "Social care has it." in seen
    assert "Somebody else has to see it before it goes." in seen
    client.post(send)
    assert queries.letter(letter_id, actor=case.world.actor("manager")).waits

    manager = sign_in(client, case.world, "manager")
    assert "send it" in sound(manager.get(page).content.decode())
    manager.post(send)

    assert "Sent" in sound(manager.get(page).content.decode())
    [told] = queries.feedback_of(case.enquiry_id, actor=case.world.actor("manager"))
    assert told.said == "Social care has it."


def test_a_second_letter_waits_for_the_first(client: Client, case: Case) -> None:
    letter_id = written(client, case)
    contact_id = str(Contact.objects.get().id)
    told = {"contact": contact_id, f"{contact_id}-said": "It was passed on today."}
    clerk = sign_in(client, case.world, "business_support")

    answer = clerk.post(reverse("decisions:tell_referrer", args=[case.enquiry_id]), told)

    assert answer.status_code in (200, 409)
    page = sound(answer.content.decode())
    assert "waits to be seen already" in page
    assert "It was passed on today." in page, "what was typed stays"
    assert [each.id for each in queries.letters_of(case.enquiry_id, actor=case.world.actor("manager"))] == [letter_id]
    sign_in(client, case.world, "manager").post(reverse("decisions:send_letter", args=[letter_id]))
    assert len(queries.feedback_of(case.enquiry_id, actor=case.world.actor("manager"))) == 1


def test_a_returned_letter_says_what_has_to_change_and_another_can_be_written(client: Client, case: Case) -> None:
    letter_id = written(client, case)
    manager = sign_in(client, case.world, "manager")
    give_back = reverse("decisions:return_letter", args=[letter_id])
    assert "Enter what has to change" in sound(manager.post(give_back, {"why": ""}).content.decode())

    manager.post(give_back, {"why": "Say when somebody rings."})

    feedback = sound(manager.get(reverse("decisions:feedback", args=[case.enquiry_id])).content.decode())
    assert "Say when somebody rings." in feedback
    assert "Write the letter" in feedback
    assert queries.feedback_of(case.enquiry_id, actor=case.world.actor("manager")) == []


def test_what_was_sealed_after_it_was_written_stops_it(client: Client, case: Case) -> None:
    contact_id, sealed = Contact.objects.get().id, "Officers found a machete under the bed of the eldest brother."
    letter_id = services.write_letter(
        enquiry_id=case.enquiry_id,
        contact_id=contact_id,
        said="They found a machete under the bed of the eldest brother.",
        actor=case.world.actor("business_support"),
        at=case.later(),
    )
    case.put_in("police", sealed)
    manager = sign_in(client, case.world, "manager")
    answer = manager.post(reverse("decisions:send_letter", args=[letter_id]), follow=True)
    assert "Not sent. This repeats sealed information" in answer.content.decode()
    assert queries.letter(letter_id, actor=case.world.actor("manager")).waits
