"""Words put into the sealed room stand nowhere in the database, its files, a dump of it, the log or the post.

Each slot of the room gets a marker of its own. The same oracle that finds no marker must find the one put, on
purpose, where words are not sealed; otherwise it proves nothing.
"""

import base64
import logging
import re
import secrets
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.core import mail
from django.test import Client
from psycopg import sql

from config import postgres
from openmash.accounts import services as account_services
from openmash.checks import services as check_services
from openmash.core.errors import RuleBroken
from openmash.decisions import services as decision_services
from openmash.decisions.rules import AnalysisTold
from openmash.differences import services as difference_services
from openmash.differences.rules import DifferenceTold, Settlement
from openmash.enquiries import services as enquiry_services
from openmash.notifications import queries as notification_queries
from openmash.notifications import services as notification_services
from openmash.products import services as product_services
from openmash.products.rules import GuidanceTold
from openmash.retention import queries as retention_queries
from openmash.retention import services as retention_services
from openmash.sealed import queries, services
from openmash.sealed.rules import Balance, GrantTold, GuardTold, ItemTold, Terms
from openmash.uploads import Upload
from tests.assurance import figures
from tests.databases import Database
from tests.handed_on import SHARING, composed, decide, for_approval, released, subject
from tests.kept import records_asked_for
from tests.rooms import Case, open_case
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
Door = Callable[[], AbstractContextManager[None]]

SLOTS = (
    *("item_text", "item_handling", "item_restricted", "item_before_correction", "item_corrected", "item_withdrawn"),
    *("edited_text", "refusal_reason", "lawful_basis_reason", "reply_text", "reply_handling", "reply_waiting"),
    *("analysis_harm", "analysis_summary", "decision_reasons", "guidance_summary", "draft", "released_text"),
    *("refused_text", "report_words", "difference_raised", "difference_settled"),
    *("item_hidden", "item_for_one_reader", "file_name", "file_words", "facts_before", "protection"),
    *("special_grant", "left_out", "returned", "urgent", "recall", "access_words", "access_why", "access_hidden"),
)


@dataclass
class Markers:
    """A word nobody would write, for each slot; ``open`` is for where words are not sealed."""

    words: dict[str, str] = field(default_factory=lambda: {slot: f"kestrel{secrets.token_hex(8)}" for slot in SLOTS})
    open: str = field(default_factory=lambda: f"kestrel{secrets.token_hex(8)}")

    def __getitem__(self, slot: str) -> str:
        return f"Said in confidence: {self.words[slot]} and more of it."

    def found_in(self, raw: bytes) -> set[str]:
        """The slots whose marker stands in the bytes, plainly or in any usual disguise."""
        return {slot for slot, word in {**self.words, "open": self.open}.items() if _stands_in(word, raw)}


@pytest.fixture
def markers() -> Markers:
    """Fresh for each test."""
    return Markers()


@pytest.fixture
def case(markers: Markers, outside_door: Door) -> Case:
    """A room in which every slot is filled, committed."""
    world = devon()
    case = open_case(world)
    with world.inside():
        _put_in(case, markers)
        _answer_from_outside(case, markers, outside_door)
        _ask_and_answer_releases(case, markers)
        _decide_and_hand_on(case, markers)
        _differ(case, markers)
        _make_exceptions(case, markers)
        _ask_for_records(case, markers)
    return case


def test_no_table_holds_a_sealed_word(case: Case, markers: Markers, database: Database) -> None:
    with database.as_administrator() as server:
        tables = server.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        everything = b"\n".join(_rows(server, *name) for name in tables)

    assert len(tables) > 40
    assert case.enquiry_id.hex.encode() in everything.replace(b"-", b"")
    found = markers.found_in(everything)
    _note("tables", len(everything), found)
    assert found == {"open"}


def test_no_dump_holds_a_sealed_word(case: Case, markers: Markers, database: Database) -> None:
    address = psycopg.conninfo.make_conninfo(database.administrator, dbname=database.name)
    command = [str(_pg_dump()), "--inserts", "--dbname", address]
    dump = subprocess.run(command, capture_output=True, check=True).stdout

    assert str(case.enquiry_id).encode() in dump
    found = markers.found_in(dump)
    _note("dump", len(dump), found)
    assert found == {"open"}


def test_no_file_of_the_server_holds_a_sealed_word(case: Case, markers: Markers, database: Database) -> None:
    with database.as_administrator() as server:
        server.execute("CHECKPOINT")
        row = server.execute("SHOW data_directory").fetchone()
    assert row
    folder = Path(row[0])
    if not folder.is_dir():
        pytest.skip("The server runs on another machine; its files are not ours to read.")
    found, looked_through = set(), 0
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            looked_through += len(content)
            found |= markers.found_in(content)

    assert case
    _note("data directory and write-ahead log", looked_through, found)
    assert found == {"open"}


def _note(where: str, looked_through: int, found: set[str]) -> None:
    """One part of the figure; what was laid open on purpose has to be found and does not count."""
    figures.note_part(
        "Sealed words in the database and its files",
        part=where,
        parts=3,
        counted={"bytes looked through": looked_through, "sealed words found": len(found - {"open"})},
        target="0 in every table, a dump, the data directory and the write-ahead log",
        command="make assurance TESTS=tests/integration/test_no_sealed_text_in_the_database.py",
    )


def test_neither_the_post_nor_the_log_holds_a_sealed_word(
    markers: Markers, outside_door: Door, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    world = devon()
    case = open_case(world)
    with world.inside():
        _put_in(case, markers)
        _answer_from_outside(case, markers, outside_door)
        _ask_and_answer_releases(case, markers)
        _decide_and_hand_on(case, markers)
        _make_exceptions(case, markers)
        _ask_for_records(case, markers)
        services.take_in_replies(hub_id=world.hub_id, at=case.later())
        while notification_services.deliver_next(hub_id=world.hub_id, at=case.later()):
            pass
    logging.getLogger("openmash").warning("a line of the log: %s", markers.open)

    letters = "\n".join(str(message.message()) for message in mail.outbox).encode()
    streams = "".join(capfd.readouterr())
    lines = "\n".join([caplog.text, *(repr(vars(record)) for record in caplog.records), streams]).encode()
    assert len(mail.outbox) > 5
    assert markers.found_in(letters) == set()
    assert markers.found_in(lines) == {"open"}


def test_no_page_but_those_of_the_room_shows_a_sealed_word(
    case: Case, markers: Markers, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    room = f"/enquiries/{case.enquiry_id}/room/"

    shown = sign_in(Client(), case.world, "manager").get(room)
    turned_away = [
        sign_in(Client(), case.world, who).get(room) for who in ("coordinator", "governance", "administrator", "lapsed")
    ]
    nobody = client.get(room)

    assert {"item_text", "item_handling", "item_restricted", "reply_text"} <= markers.found_in(shown.content)
    assert "no-store" in shown["Cache-Control"]
    assert [page.status_code for page in turned_away] == [403, 403, 403, 409]
    assert nobody.status_code == 302
    for page in (*turned_away, nobody):
        assert markers.found_in(page.content + repr(page.headers).encode()) == set()
    assert markers.found_in(caplog.text.encode()) == set()


def test_the_oracle_sees_through_the_usual_disguises() -> None:
    word = "kestrel0123456789abcdef"
    disguises = [
        word.encode(),
        word.encode()[::-1],
        word.upper().encode(),
        word.encode("utf-16-le"),
        word.encode().hex().encode(),
        *(base64.b64encode(b"x" * n + word.encode() + b"yy") for n in range(3)),
    ]

    assert all(_stands_in(word, b"before " + disguise + b" after") for disguise in disguises)
    assert not _stands_in(word, b"kestrel fedcba9876543210")


def _put_in(case: Case, markers: Markers) -> None:
    police = case.world.actor("police")
    case.put_in("police", markers["item_text"], handling=markers["item_handling"])
    case.put_in("police", markers["item_restricted"], sensitivity="restricted")
    corrected = case.put_in("police", markers["item_before_correction"])
    services.correct(item_id=corrected, text=markers["item_corrected"], handling="", actor=police, at=case.later())
    withdrawn = case.put_in("police", markers["item_withdrawn"])
    services.withdraw(item_id=withdrawn, actor=police, at=case.later())
    values = {"text": [markers["draft"]]}
    account_services.save_draft(actor=police, form=f"item-{case.enquiry_id}", values=values, at=case.later())
    with pytest.raises(RuleBroken):  # what is refused must not be quoted anywhere either
        case.put_in("police", markers["refused_text"], professional="x" * 500)


def _answer_from_outside(case: Case, markers: Markers, outside_door: Door) -> None:
    case.ask("school", "housing")
    _reply(case, "office@school.example", markers, "reply_text", "reply_handling", outside_door=outside_door)
    assert services.take_in_replies(hub_id=case.world.hub_id, at=case.later()) == 1
    _reply(case, "office@housing.example", markers, "reply_waiting", "", outside_door=outside_door)


def _reply(case: Case, email: str, markers: Markers, text: str, handling: str, *, outside_door: Door) -> None:
    [letter] = [m for m in notification_queries.outbox(case.world.hub_id) if m.to == email]
    code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", letter.body)
    assert code
    item = {"text": markers[text], "handling": markers[handling] if handling else "", "source_kind": "fact"}
    told: dict[str, Any] = {
        "name": "Mrs Sparrow",
        "role": "Headteacher",
        "nil_return": "",
        "searched": "Our register",
        "explanation": "",
        "items": [{**item, "sensitivity": "hub", "leave": "ask", "fact_on": "", "professional": "Mrs Sparrow"}],
        "late_effect": "",
        "late_effect_why": "",
    }
    with outside_door():
        check_services.reply(hub_id=case.world.hub_id, code=code[0], letter=told, at=case.later())


def _ask_and_answer_releases(case: Case, markers: Markers) -> None:
    police, manager = case.world.actor("police"), case.world.actor("manager")
    edited, refused, lawful = (case.ask_release(case.put_in("police", f"Fact {n}")) for n in range(3))
    services.consent(request_id=edited, edited_text=markers["edited_text"], actor=police, at=case.later())
    services.refuse(request_id=refused, reason=markers["refusal_reason"], actor=police, at=case.later())
    services.record_lawful_basis(
        request_id=lawful,
        gateway="children_act_1989_s47",
        balance=Balance(markers["lawful_basis_reason"], "One sentence", "Her own home"),
        sharing=SHARING,
        actor=manager,
        at=case.later(),
    )


def _decide_and_hand_on(case: Case, markers: Markers) -> None:
    manager = case.world.actor("manager")
    told = AnalysisTold(
        harm=markers["analysis_harm"],
        likelihood="High",
        protective="Her grandmother",
        voice="She will not say",
        summary=markers["analysis_summary"],
    )
    decision_services.analyse(enquiry_id=case.enquiry_id, told=told, actor=manager, at=case.later())
    enquiry_services.rate(subject_id=subject(case), rating="red", reason=markers.open, actor=manager, at=case.later())
    item_id = case.put_in("health", markers["released_text"], leave="whole")
    decision_id = decide(case, reasons=markers["decision_reasons"])
    product_id = product_services.start(
        enquiry_id=case.enquiry_id,
        team_id=case.world.teams["assessment"],
        decision_ids=[decision_id],
        actor=manager,
        at=case.later(),
    )
    product_services.choose_items(product_id=product_id, item_ids=[item_id], actor=manager, at=case.later())
    guidance = GuidanceTold(summary=markers["guidance_summary"], recommendations="See her today", speak_to="Dr Lowen")
    product_services.write_guidance(product_id=product_id, told=guidance, actor=manager, at=case.later())
    product_services.say_why(product_id=product_id, told=SHARING, actor=manager, at=case.later())
    released(case, product_id)
    assert queries.known_now(case.enquiry_id, actor=manager)


def _differ(case: Case, markers: Markers) -> None:
    """Somebody does not agree with the decision, and it stands."""
    told = DifferenceTold("decision", "I see it otherwise.", in_the_room=markers["difference_raised"])
    difference_id = difference_services.raise_(
        subject_id=subject(case), told=told, actor=case.world.actor("health"), at=case.later()
    )
    found = Settlement("stands", markers["difference_settled"], "It stands.")
    actor = case.world.actor("second_manager")
    difference_services.settle(difference_id=difference_id, found=found, actor=actor, at=case.later())


def _make_exceptions(case: Case, markers: Markers) -> None:
    """What is kept closer, what went another way than usual, and what must not reach somebody."""
    world = case.world
    manager, police, worker = (world.actor(who) for who in ("manager", "police", "social_worker"))
    case.put_in("police", markers["item_hidden"], sensitivity="hidden")
    case.put_in("police", markers["item_for_one_reader"], sensitivity="restricted", readers=(world.people["health"],))
    file = services.check_file(Upload(f"{markers.words['file_name']}.txt", markers["file_words"].encode()))
    attached = case.put_in("police", "See what is attached.", leave="whole", files=(file,))
    restated = case.put_in("police", "Seen twice.", handling=markers["facts_before"], leave="whole")
    services.restate(item_id=restated, item=ItemTold("Seen once.", leave="whole"), actor=police, at=case.later())
    held_back = case.put_in("police", "An informant says so.", sensitivity="restricted")
    why = GrantTold("overriding_public_interest", markers["special_grant"], 1)
    services.take_grant(item_id=held_back, told=why, actor=worker, at=case.later())
    product_id = composed(case, [attached])
    product_services.leave_out(
        product_id=product_id,
        item_id=restated,
        why="not_sure",
        words=markers["left_out"],
        actor=manager,
        at=case.later(),
    )
    for_approval(case, product_id)
    product_services.send_back(
        product_id=product_id, reason=markers["returned"], actor=world.actor("second_manager"), at=case.later()
    )
    product_services.release_urgently(
        product_id=product_id,
        ground="overriding_public_interest",
        reason=markers["urgent"],
        actor=manager,
        at=case.later(),
    )
    product_services.recall(product_id=product_id, reason=markers["recall"], actor=manager, at=case.later())
    child, mother = case.people()
    terms = Terms(other=(markers.words["protection"],))
    told = GuardTold("safe_address", child, against_people=(mother,), terms=terms)
    services.record_protection(enquiry_id=case.enquiry_id, told=told, actor=manager, at=case.later())


def _ask_for_records(case: Case, markers: Markers) -> None:
    """What is given of one piece and why the rest is not; and why one is not given that nobody else knows of."""
    world, manager, police = case.world, case.world.actor("manager"), case.world.actor("police")
    request_id = records_asked_for(world, at=case.later())
    retention_services.gather(request_id=request_id, person_ids=case.people()[:1], actor=manager, at=case.later())
    [asked] = retention_queries.asked_of_own(actor=police)
    hidden = next(each.id for each in asked.pieces if each.hidden)
    shown = next(each.id for each in asked.pieces if not each.hidden)
    for piece_id, answer, words, ground, why in (
        (shown, "redact", markers["access_words"], "third_party", markers["access_why"]),
        (hidden, "withhold", "", "neither", markers["access_hidden"]),
    ):
        retention_services.answer_piece(
            piece_id=piece_id,
            answer=answer,
            words=words,
            exemptions=[ground],
            why=why,
            actor=police,
            at=case.later(),
        )


def _pg_dump() -> Path:
    """The newest one at hand: it dumps servers of its own version and of every older one."""
    bindirs = sorted(postgres.programs(), key=postgres.version_of)
    return bindirs[-1] / "pg_dump"


def _rows(server: psycopg.Connection[Any], schema: str, table: str) -> bytes:
    """Every value of every row: bytes as they are, all else as text."""
    rows = server.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, table))).fetchall()
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for row in rows for value in row
    )


def _stands_in(word: str, raw: bytes) -> bool:
    plain = word.encode()
    forms = {plain, plain[::-1], plain.upper(), word.encode("utf-16-le"), plain.hex().encode(), quote(word).encode()}
    # Base64 cuts bytes into threes, so a word looks different at each of three offsets; its middle part is compared.
    forms |= {base64.b64encode(b"x" * n + plain)[4:-4] for n in range(3)}
    return any(form in raw for form in forms)
