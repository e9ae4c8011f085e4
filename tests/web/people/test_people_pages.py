"""Finding people, and saying that two records are one, on screen."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openmash.audit import queries as audit_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.exclusions import services as exclusion_services
from openmash.people import queries, services
from openmash.people.models import KeptApart, Merge
from openmash.people.rules import MOST_A_MINUTE, PersonTold
from tests.rooms import Case, open_case
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db
WHO = ("coordinator", "business_support", "manager", "second_manager", "governance", "police", "operations_manager")
AIDA = PersonTold("Aida", "Wren", born_on=date(2018, 3, 4), sex="F", address="9 Quay Street", postcode="EX2 2BB")


@pytest.fixture
def case() -> Case:
    return open_case(devon(people=WHO))


@pytest.fixture
def coordinator(client: Client, case: Case) -> Client:
    return sign_in(client, case.world, "coordinator")


def add(case: Case, told: PersonTold = AIDA) -> UUID:
    with case.world.inside():
        return services.create(told=told, actor=case.world.actor("coordinator"), at=case.later())


def ada(case: Case) -> UUID:
    with case.world.inside():
        return case.people()[0]


def find(client: Client, words: str, **headers: str) -> str:
    return client.post("/people/", {"words": words}, headers=headers).content.decode()


@pytest.mark.parametrize("words", ["wren ada", "ada wren 2018", "04/03/2018", "2018-03-04 wren", "ADA", "ad wrenn"])
def test_somebody_is_found_by_any_mix_and_leads_to_her_case(coordinator: Client, case: Case, words: str) -> None:
    found = find(coordinator, words)
    assert "Ada Wren" in found
    assert f"/enquiries/{case.enquiry_id}/" in found


@pytest.mark.parametrize(
    "words", ["ren 2018", "wrenn", "EX2", "EX2 2", "ex22bb", "EX2 2BB", "aida 2018 EX2", "wren aida"]
)
def test_by_sound_part_of_a_postcode_and_year(coordinator: Client, case: Case, words: str) -> None:
    add(case)
    found = find(coordinator, words)
    assert ("Aida Wren" in found) == (words != "ren 2018")


def test_by_nhs_number_and_by_reference(coordinator: Client, case: Case) -> None:
    add(case, PersonTold("Tom", "Lark", nhs_number="9990000018"))
    assert "Tom Lark" in find(coordinator, "999 000 0018")
    with case.world.inside():
        reference = enquiry_queries.reference(case.enquiry_id, actor=case.world.actor("coordinator"))
    found = find(coordinator, reference.lower())
    assert "Ada Wren" in found
    assert "Tom Lark" not in found


def test_while_typing_only_the_results_come_back_and_nothing_stands_in_an_address(
    coordinator: Client, case: Case
) -> None:
    part = find(coordinator, "ada", **{"HX-Request": "true"})
    assert "<html" not in part
    assert 'role="status"' in part
    page = coordinator.get("/people/?words=ada").content.decode()
    assert "Ada Wren" not in page
    assert 'hx-trigger="input changed delay:400ms' in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Enter a name, postcode, year of birth or number"),
        ("a", "Enter at least two letters"),
        ("?? !!", "Enter at least two letters"),
        ("x" * 500, "120 characters"),
        ("a\x00b", "holds a character that cannot be kept"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    coordinator: Client, case: Case, words: str, sentence: str
) -> None:
    assert sentence in find(coordinator, words)


def test_every_search_is_on_the_log_without_the_words(coordinator: Client, case: Case) -> None:
    find(coordinator, "ada wren 2018")
    with case.world.inside():
        who = case.world.actor("coordinator")
        [event] = audit_queries.of_thing(who.id, actor=who)
    assert event.name == "person.looked_for"
    assert event.detail == {"by": ["name", "year"], "found": 1, "more": False}


def test_whoever_reads_a_register_name_by_name_is_slowed_down(
    coordinator: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openmash.people.rules.searching.MOST_A_MINUTE", 2)
    assert MOST_A_MINUTE > 2
    assert "Ada Wren" in find(coordinator, "ada")
    assert "Ada Wren" in find(coordinator, "ada")
    assert "You have searched very often" in find(coordinator, "ada")


def test_the_number_of_queries_is_the_same_whoever_is_found(coordinator: Client, case: Case) -> None:
    taken = []
    for number in range(6):
        add(case, PersonTold(f"Ada{number}", "Wren"))
        with CaptureQueriesContext(connection) as asked:
            find(coordinator, "wren")
        taken.append(len(asked))
    with CaptureQueriesContext(connection) as asked:
        find(coordinator, "zzyzx")
    assert len({*taken[1:]}) == 1
    assert len(asked) <= taken[-1]


def test_whom_somebody_is_kept_from_shows_neither_in_the_rows_nor_in_the_count(client: Client, case: Case) -> None:
    add(case)
    with case.world.inside():
        actor = case.world.actor("business_support")
        exclusion_services.declare(
            user_id=actor.id, person_id=case.people()[0], ground="relative", actor=actor, at=case.later()
        )
    kept = sign_in(client, case.world, "business_support")
    page = find(kept, "wren 2018")
    assert "1 person found" in page
    assert "Ada Wren" not in page
    assert kept.get(f"/people/{ada(case)}/").status_code == 404


def test_a_page_of_one_person_is_on_the_log_and_leads_on(coordinator: Client, case: Case) -> None:
    page = coordinator.get(f"/people/{ada(case)}/").content.decode()
    assert f"/enquiries/{case.enquiry_id}/" in page
    with case.world.inside():
        who = case.world.actor("coordinator")
        assert "person.opened" in [each.name for each in audit_queries.of_thing(ada(case), actor=who)]


def test_two_people_make_two_records_one_and_a_manager_undoes_it(client: Client, case: Case) -> None:
    aida, child = add(case), ada(case)
    first = sign_in(client, case.world, "coordinator")
    page = first.get(f"/people/{child}/recorded-twice/").content.decode()
    assert "Aida Wren" in page
    assert "om-waterfall" in page
    assert "Shown because" in page
    url = f"/people/{child}/recorded-twice/propose/"
    assert "Enter the reason" in first.post(url, {"do": "propose", "other": str(aida)}).content.decode()
    sent = first.post(url, {"do": "propose", "other": str(aida), "reason": "The school says so."})
    with case.world.inside():
        merge = f"/people/same-person/{Merge.objects.get().id}/"
    assert sent.headers["Location"] == merge
    own = first.get(merge).content.decode()
    assert "somebody else answers it" in own
    assert "They are one person</button>" not in own.replace("\n", "")
    second = sign_in(Client(headers={"host": "testserver"}), case.world, "manager")
    page = second.get(merge).content.decode()
    assert "born the same day" in page.lower()
    assert "Enter the reason" in second.post(merge, {"do": "refuse", "answer": ""}).content.decode()
    assert second.post(merge, {"do": "confirm", "answer": "Yes."}).status_code == 302
    with case.world.inside():
        assert queries.same_as([aida], hub_id=case.world.hub_id) == {aida, child}
    found = find(first, "wren")
    assert "also Aida Wren" in found
    assert second.post(merge, {"do": "undo", "reason": "Cousins."}).status_code == 302
    assert "Cousins." in second.get(merge).content.decode()


def test_a_record_the_index_does_not_offer_is_found_by_looking(coordinator: Client, case: Case) -> None:
    other = add(case, PersonTold("Zelda", "Moor"))
    url = f"/people/{ada(case)}/recorded-twice/propose/"
    page = coordinator.post(url, {"do": "find", "words": "zelda", "reason": "As typed."}).content.decode()
    assert str(other) in page
    assert "As typed." in page
    sent = coordinator.post(url, {"do": "propose", "other": str(other), "reason": "One woman."})
    assert sent.status_code == 302
    assert "saw nothing alike" in coordinator.get(sent.headers["Location"]).content.decode()


@pytest.mark.parametrize("other", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_what_no_page_sends_is_refused_beside_the_field(coordinator: Client, case: Case, other: str) -> None:
    url = f"/people/{ada(case)}/recorded-twice/propose/"
    sent = coordinator.post(url, {"do": "propose", "other": other, "reason": "One."})
    assert sent.status_code == 200
    with case.world.inside():
        assert not Merge.objects.exists()


def test_a_manager_keeps_an_old_identity_from_the_new_one_and_nobody_else_sees_it(client: Client, case: Case) -> None:
    new, child = add(case, PersonTold("Ada", "Thornbury", born_on=date(2018, 3, 4))), ada(case)
    manager = sign_in(client, case.world, "manager")
    url = f"/people/{child}/keep-apart/"
    assert "Ada Thornbury" in manager.post(url, {"do": "find", "words": "thornbury"}).content.decode()
    sent = manager.post(url, {"do": "keep", "other": str(new), "reason": "Adoption order."})
    assert sent.headers["Location"] == "/people/kept-apart/"
    listed = manager.get("/people/kept-apart/").content.decode()
    assert "Adoption order." in listed
    others = sign_in(Client(headers={"host": "testserver"}), case.world, "coordinator")
    assert others.get("/people/kept-apart/").status_code == 403
    assert "Thornbury" not in find(others, "ada 2018")
    page = others.get(f"/people/{child}/").content.decode()
    assert "Thornbury" not in page
    assert "apart" not in page
    governance = sign_in(Client(headers={"host": "testserver"}), case.world, "governance")
    seen = governance.get("/people/kept-apart/").content.decode()
    assert "one person must not lead to one person" in seen
    with case.world.inside():
        end = f"/people/kept-apart/{KeptApart.objects.get().id}/end/"
    assert "Enter the reason" in governance.post(end, {"reason": ""}).content.decode()
    assert governance.post(end, {"reason": "The wrong girl."}).status_code == 302


def test_a_manager_sees_what_the_thresholds_cost(client: Client, case: Case) -> None:
    page = sign_in(client, case.world, "manager").get("/people/how-people-are-matched/").content.decode()
    assert "A link is suggested" in page
    assert "Somebody is shown" in page
