"""The pages of subject access: managed without reading, prepared piece by piece, every owner asked."""

from uuid import UUID

import pytest
from django.test import Client

from openmash.retention import queries
from tests.handed_on import decide
from tests.rooms import Case, open_case
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db

REQUEST = {
    "about_name": "Ada Wren",
    "asked_by_name": "Bea Wren",
    "asked_as": "parent",
    "received_on_day": "19",
    "received_on_month": "11",
    "received_on_year": "2026",
}


@pytest.fixture
def case() -> Case:
    case = open_case(devon())
    with case.world.inside():
        case.put_in("health", "Bea Wren said she fell.", professional="Dr Finch")
        case.put_in("police", "An informant says so.", sensitivity="hidden")
        decide(case)
    return case


def at(client: Client, case: Case, who: str) -> Client:
    return sign_in(client, case.world, who)


def recorded(client: Client, case: Case) -> UUID:
    """Recorded, and its identity checked, by information governance on its pages."""
    at(client, case, "governance")
    page = client.post("/subject-access/new/", REQUEST, follow=True)
    address = page.redirect_chain[-1][0]
    client.post(f"{address}identity/", {"how": "Passport and birth certificate"})
    return UUID(address.rstrip("/").split("/")[-1])


def pieces(case: Case, request_id: UUID) -> dict[str, UUID]:
    with case.world.inside():
        return {each.kind: each.id for each in queries.pieces(request_id, actor=case.world.actor("manager"))}


def gathered(client: Client, case: Case) -> UUID:
    request_id = recorded(client, case)
    with case.world.inside():
        child = case.people()[0]
    at(client, case, "manager").post(f"/subject-access/{request_id}/person/", {"people": [str(child)]})
    return request_id


def test_recording_says_what_is_missing_and_keeps_what_was_typed(client: Client, case: Case) -> None:
    page = at(client, case, "governance").post("/subject-access/new/", {"about_name": "Ada Wren"}).content.decode()
    assert "Enter who asks" in page
    assert "Enter the day on which it came" in page
    assert 'value="Ada Wren"' in page


def test_from_a_request_to_a_file_that_is_handed_over(client: Client, case: Case) -> None:
    request_id = gathered(client, case)
    one = pieces(case, request_id)
    assert "Who in the hub" not in client.get(f"/subject-access/{request_id}/prepare/").content.decode()
    for kind in ("contact", "decision"):
        client.post(f"/subject-access/pieces/{one[kind]}/answer/", {"answer": "disclose"})
    shown = client.get(f"/subject-access/pieces/{one['item']}/").content.decode()
    assert '<mark title="Bea Wren">Bea Wren</mark>' in shown
    assert "Is it given?" not in shown, "only its owner says so"

    ours = at(client, case, "health").get("/subject-access/ours/").content.decode()
    assert "Piece 1" in ours
    client.post(f"/subject-access/ours/pieces/{one['item']}/answer/", {"answer": "disclose"})
    client.post(f"/subject-access/ours/{request_id}/done/")
    _others_answer(client, case, request_id)

    at(client, case, "manager")
    early = client.post(f"/subject-access/{request_id}/submit/").content.decode()
    assert "other people&#x27;s names first" in early
    for kind, words in (("contact", None), ("decision", None), ("item", "[…] said she fell.")):
        page = client.get(f"/subject-access/pieces/{one[kind]}/")
        given = words or page.context["look_form"].initial["words"]
        typed = {"look-words": given, "look-exemptions": ["third_party"], "look-why": "Her mother"}
        assert client.post(f"/subject-access/pieces/{one[kind]}/look/", typed).status_code == 302
    client.post(f"/subject-access/{request_id}/submit/")
    assert "You prepared it" in client.get(f"/subject-access/{request_id}/bundle/").content.decode()
    # Nothing is there to be handed over before a second person approved it.
    assert client.get(f"/subject-access/{request_id}/file/").status_code == 404

    second = at(client, case, "second_manager")
    assert "[…] said she fell." in second.get(f"/subject-access/{request_id}/bundle/").content.decode()
    second.post(f"/subject-access/{request_id}/approve/")
    handed = second.get(f"/subject-access/{request_id}/file/")
    assert handed["Content-Disposition"].startswith("attachment")
    text = handed.content.decode()
    assert "[…] said she fell." in text
    assert "informant" not in text
    assert "Bea Wren said" not in text
    assert "Her mother" not in text
    assert "Schedule 2, Part 3" in text


def _others_answer(client: Client, case: Case, request_id: UUID) -> None:
    with case.world.inside():
        ((hidden,),) = [each.pieces for each in queries.asked_of_own(actor=case.world.actor("police"))]
    at(client, case, "police")
    page = client.get(f"/subject-access/ours/pieces/{hidden.id}/").content.decode()
    assert "Nobody outside your agency" in page
    typed = {"answer": "withhold", "exemptions": ["neither"], "why": "A source"}
    client.post(f"/subject-access/ours/pieces/{hidden.id}/answer/", typed)
    again = client.get(f"/subject-access/ours/pieces/{hidden.id}/").content.decode()
    assert ">A source</textarea>" in again.replace("\n", "")  # what was said is there to be changed, not typed again
    for who in ("police", "education", "social_worker"):
        at(client, case, who).post(f"/subject-access/ours/{request_id}/done/")
    at(client, case, "manager")
    for agency in ("housing", "school"):
        client.post(f"/subject-access/{request_id}/telephone/{case.world.agencies[agency]}/")


def test_what_is_hidden_is_on_no_page_of_anybody_but_its_owner(client: Client, case: Case) -> None:
    request_id = gathered(client, case)
    with case.world.inside():
        ((hidden,),) = [each.pieces for each in queries.asked_of_own(actor=case.world.actor("police"))]
    assert str(hidden.id) in at(client, case, "police").get("/subject-access/ours/").content.decode()
    for who, pages in {
        "governance": [f"/subject-access/{request_id}/"],
        "manager": [f"/subject-access/{request_id}/prepare/"],
        "health": ["/subject-access/ours/"],
    }.items():
        at(client, case, who)
        for page in pages:
            assert str(hidden.id) not in client.get(page).content.decode()
        for path in (f"/subject-access/pieces/{hidden.id}/", f"/subject-access/ours/pieces/{hidden.id}/"):
            assert client.get(path).status_code in (403, 404)
    assert "0 of 3 pieces" in at(client, case, "governance").get(f"/subject-access/{request_id}/").content.decode()


@pytest.mark.parametrize("who", ["social_worker", "health", "administrator", "business_support", "manager"])
def test_only_information_governance_manages_requests(client: Client, case: Case, who: str) -> None:
    request_id = recorded(client, case)
    assert at(client, case, who).get(f"/subject-access/{request_id}/").status_code == 403
    assert at(client, case, "governance").get(f"/subject-access/{request_id}/").status_code == 200


def test_information_governance_opens_no_piece_and_no_bundle(client: Client, case: Case) -> None:
    request_id = gathered(client, case)
    piece = pieces(case, request_id)["item"]
    for path in (f"/subject-access/pieces/{piece}/", f"/subject-access/{request_id}/bundle/"):
        assert at(client, case, "governance").get(path).status_code == 403
    assert at(client, case, "manager").get(f"/subject-access/pieces/{piece}/").status_code == 200


def test_its_clock_is_shown_and_extended_with_a_reason(client: Client, case: Case) -> None:
    request_id = recorded(client, case)
    page = client.get(f"/subject-access/{request_id}/").content.decode()
    assert "19 December 2026" in page
    assert "19 February 2027" in page
    assert "Enter why it takes longer" in client.post(f"/subject-access/{request_id}/extend/", {}).content.decode()
