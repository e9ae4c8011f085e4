"""The pages on which people say that they do not agree, settle it, and put on record what the hub waits for."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client

from openmash.differences import queries, services
from openmash.differences.queries import DifferenceView
from openmash.enquiries import queries as enquiry_queries
from tests.handed_on import decide, subject
from tests.rooms import Case, open_case
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db

WHY, SEALED = "He was there last night.", "The informant saw him."


@pytest.fixture
def case() -> Iterator[Case]:
    case = open_case(devon())
    with case.world.inside():
        yield case


@pytest.fixture
def wiltshire() -> Iterator[Case]:
    case = open_case(devon("wiltshire", operating_model="wiltshire"), rating="triage")
    with case.world.inside():
        yield case


def path(case: Case, end: str = "") -> str:
    return f"/enquiries/{case.enquiry_id}/{end}"


def page(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def told(case: Case, **other: str) -> dict[str, str]:
    """A filled-in form: the rating of Ada should be red."""
    return {"what": f"{subject(case)}:rating", "wanted": "red", "raised_for": "own", "why": WHY, **other}


def raised(client: Client, case: Case, who: str = "health", **other: str) -> DifferenceView:
    sign_in(client, case.world, who)
    answer = client.post(path(case, "i-do-not-agree/"), told(case, **other))
    assert answer.status_code == 302, answer.content.decode()
    [found] = queries.differences_of(case.enquiry_id, actor=case.world.actor("manager"))
    assert answer["Location"] == f"/differences/{found.id}/"
    return found


def settled(client: Client, case: Case, difference_id: UUID, who: str = "manager", **other: str) -> str:
    sign_in(client, case.world, who)
    typed = {"finding": "stands", "reasons": SEALED, "told": "Amber holds.", **other}
    answer = client.post(f"/differences/{difference_id}/settle/", typed)
    return answer.get("Location", answer.content.decode())


# --- Raising ---


def test_from_the_case_to_a_raised_difference_and_back(client: Client, case: Case) -> None:
    sign_in(client, case.world, "health")
    assert path(case, "i-do-not-agree/") in page(client, path(case))
    form = page(client, path(case, "i-do-not-agree/"))
    assert "The rating of Ada Wren: Amber" in form
    assert "A practice manager who did not rate or decide; then The operations manager." in form

    found = raised(client, case, in_the_room=SEALED)

    shown = page(client, f"/differences/{found.id}/")
    for words in (WHY, "Amber", "Red", "NHS Devon", "Step 1 of 2"):
        assert words in shown
    assert SEALED not in shown
    assert "The rating of Ada Wren, disputed for NHS Devon" in page(client, path(case))


def test_a_form_that_says_nothing_gets_a_sentence_beside_each_field_and_keeps_what_was_typed(
    client: Client, case: Case
) -> None:
    sign_in(client, case.world, "health")
    answer = client.post(path(case, "i-do-not-agree/"), told(case, what="", why="Typed with care."))
    assert "Select what you do not agree with" in answer.content.decode()
    assert "Typed with care." in answer.content.decode()
    answer = client.post(path(case, "i-do-not-agree/"), told(case, wanted=""))
    assert "Select the rating that you would give." in answer.content.decode()
    assert raised(client, case)


def test_the_coordinator_who_does_not_enter_the_room_is_not_asked_for_sealed_words(client: Client, case: Case) -> None:
    sign_in(client, case.world, "coordinator")
    assert "What only those in the sealed room may read" not in page(client, path(case, "i-do-not-agree/"))
    sign_in(client, case.world, "health")
    assert "What only those in the sealed room may read" in page(client, path(case, "i-do-not-agree/"))


def test_business_support_raises_it_for_whoever_referred(client: Client, case: Case) -> None:
    sign_in(client, case.world, "business_support")
    form = page(client, path(case, "i-do-not-agree/"))
    assert "Whoever referred: Ms Sparrow" in form
    assert "I, for" not in form
    contact = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).contacts[0]

    found = raised(client, case, "business_support", raised_for=str(contact))

    assert found.for_referrer


def test_the_decision_is_offered_once_it_is_made(client: Client, case: Case) -> None:
    decide(case)
    sign_in(client, case.world, "health")
    form = page(client, path(case, "i-do-not-agree/"))
    assert "The decision about Ada Wren" in form
    assert "Which rating would you give?" not in form


# --- Settling ---


def test_the_manager_settles_it_and_the_case_says_what_was_told(client: Client, case: Case) -> None:
    found = raised(client, case)
    sign_in(client, case.world, "manager")
    assert f"/differences/{found.id}/" in page(client, "/differences/")
    assert f"/differences/{found.id}/settle/" in page(client, f"/differences/{found.id}/")

    assert settled(client, case, found.id, finding="changed", rating="red") == f"/differences/{found.id}/"

    shown = page(client, path(case))
    assert "Amber holds." in shown
    assert SEALED not in shown
    [child] = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).subjects
    assert child.rating == "red"


def test_a_settlement_that_is_not_whole_is_sent_back_with_a_sentence(client: Client, case: Case) -> None:
    found = raised(client, case)
    assert "Select the rating that holds now." in settled(client, case, found.id, finding="changed")
    assert "Enter the reasons" in settled(client, case, found.id, reasons="")
    assert settled(client, case, found.id) == f"/differences/{found.id}/"


def test_whoever_does_not_settle_the_step_is_refused_with_the_reason(client: Client, case: Case) -> None:
    found = raised(client, case)
    sign_in(client, case.world, "operations_manager")
    answer = client.get(f"/differences/{found.id}/settle/")
    assert answer.status_code == 403
    assert "does not settle this step" in answer.content.decode()
    assert settled(client, case, found.id, "manager").startswith("/differences/")


def test_whoever_raised_it_takes_it_further_or_back(client: Client, case: Case) -> None:
    found = raised(client, case)
    settled(client, case, found.id)
    sign_in(client, case.world, "health")
    assert "I still do not agree" in page(client, f"/differences/{found.id}/")
    assert client.post(f"/differences/{found.id}/further/")["Location"] == f"/differences/{found.id}/"
    assert "The operations manager" in page(client, f"/differences/{found.id}/")
    assert client.post(f"/differences/{found.id}/withdraw/")["Location"] == f"/differences/{found.id}/"
    assert "Taken back" in page(client, f"/differences/{found.id}/")


def test_sealed_reasons_are_read_on_a_page_of_their_own(client: Client, case: Case) -> None:
    found = raised(client, case)
    settled(client, case, found.id)
    sign_in(client, case.world, "police")
    assert f"/differences/{found.id}/sealed/" in page(client, f"/differences/{found.id}/")
    assert SEALED in page(client, f"/differences/{found.id}/sealed/")
    sign_in(client, case.world, "coordinator")
    assert f"/differences/{found.id}/sealed/" not in page(client, f"/differences/{found.id}/")
    assert client.get(f"/differences/{found.id}/sealed/").status_code == 403


def test_what_keeps_the_child_safe_stands_on_the_case(client: Client, case: Case) -> None:
    found = raised(client, case)
    sign_in(client, case.world, "education")
    empty = client.post(f"/differences/{found.id}/keep-safe/", {"words": ""})
    assert "Enter what is done, by whom and until when" in empty.content.decode()
    client.post(f"/differences/{found.id}/keep-safe/", {"words": "School keeps her until four."})
    assert "School keeps her until four." in page(client, path(case))


def test_what_ran_out_says_that_it_moved_up_by_itself(client: Client, case: Case) -> None:
    found = raised(client, case)
    services.move_up_overdue(hub_id=case.world.hub_id, at=found.due_at.replace(hour=23))
    sign_in(client, case.world, "health")
    shown = page(client, f"/differences/{found.id}/")
    assert "Its time ran out" in shown
    assert "This is the last step." in shown
    assert "moved up by itself" in page(client, path(case))


# --- Gates and stages ---


def view(client: Client, case: Case, who: str, **other: str) -> str:
    sign_in(client, case.world, who)
    typed = {"met": "yes", "reason": "A pattern.", "agency": "mine", **other}
    data = {"gate": "step_up", **{f"step_up-{name}": value for name, value in typed.items()}}
    answer = client.post(path(case, "before-going-on/"), data)
    return answer.get("Location", answer.content.decode())


def test_the_three_agencies_put_their_views_on_record_and_the_case_steps_up(client: Client, wiltshire: Case) -> None:
    sign_in(client, wiltshire.world, "coordinator")
    before = page(client, path(wiltshire))
    assert "Stage 1 of 2: Triage." in before
    assert "Still to be heard: social care, police, health" in before

    for who in ("evaluator", "manager", "health"):
        assert view(client, wiltshire, who) == path(wiltshire)

    after = page(client, path(wiltshire))
    assert "Stage 2 of 2: The hub (MASH)." in after
    assert "Stage entered: The hub (MASH)" in after


def test_a_view_without_a_reason_is_sent_back_and_keeps_what_was_chosen(client: Client, wiltshire: Case) -> None:
    assert "Say why: what is known" in view(client, wiltshire, "health", reason="")
    assert view(client, wiltshire, "health") == path(wiltshire)


def test_whoever_gives_no_view_reads_who_does(client: Client, wiltshire: Case) -> None:
    sign_in(client, wiltshire.world, "coordinator")
    shown = page(client, path(wiltshire, "before-going-on/"))
    assert "Your role gives no view on this." in shown
    assert "Put this view on record" not in shown


def test_a_hub_without_gates_says_so_and_does_not_offer_them(client: Client, case: Case) -> None:
    sign_in(client, case.world, "manager")
    assert "before-going-on" not in page(client, path(case))
    assert "without anything that has to be on record first" in page(client, path(case, "before-going-on/"))


def test_asking_before_the_threshold_is_refused_with_a_sentence(client: Client) -> None:
    case = open_case(
        devon("northamptonshire", operating_model="northamptonshire"), rating="threshold_met", by="social_worker"
    )
    with case.world.inside():
        sign_in(client, case.world, "coordinator")
        typed = {"agencies": [str(case.world.agencies["police"])], "question": "What do you know?"}
        answer = client.post(f"/checks/ask/{case.enquiry_id}/", typed)
        assert "No agency is asked and none shares before this is on record" in answer.content.decode()
