"""Wrapping keys turn while people read; what was begun is finished; what cannot be opened is found."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection

from config import vault_command, wrapped_columns
from openmash.accounts import queries as account_queries
from openmash.accounts import services as account_services
from openmash.audit.models import Event
from openmash.core import clock
from openmash.core.errors import OpenMashError
from openmash.core.keys import Erased, FileKeyRing, KeyMissing, VaultServer, ring
from openmash.hubs import services as hub_services
from openmash.products import services as product_services
from openmash.products.models import ReleasedCopy
from openmash.retention import services as retention_services
from openmash.sealed import services as sealed_services
from openmash.sealed import vault
from openmash.sealed.models import ItemVersion, SealedText
from tests import doors
from tests.databases import Database, role
from tests.handed_on import composed, decide, released
from tests.key_server import KeyServer
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

WORDS = "He was arrested in March."


@pytest.fixture
def case(db: None) -> Case:
    """A family with two items in its room, words of the hub, and a draft."""
    return filled(open_case(devon(passwords=("coordinator",))))


def filled(case: Case) -> Case:
    with case.world.inside():
        case.put_in("police", WORDS, handling="Ask DS Trevail before it goes further.")
        case.put_in("health", "Missed four appointments.")
        _seal_hub_words(case, "We weighed it.")
        coordinator = case.world.actor("coordinator")
        account_services.save_draft(actor=coordinator, form="check:1", values={"a": ["b"]}, at=NOW)
    return case


def _seal_hub_words(case: Case, text: str) -> None:
    sealed_services.seal_text(
        enquiry_id=case.enquiry_id, purpose="analysis", text=text, actor=case.world.actor("manager"), at=NOW
    )


def read(case: Case) -> list[str]:
    """What the manager reads in the room."""
    with case.world.inside():
        return [item.text for item in case.seen_by("manager").values()]


def versions_in_use(world: World) -> set[str]:
    """How every wrapped key of the hub begins: its version."""
    found = set()
    for column in wrapped_columns.EVERYWHERE:
        for key in hub_services.keys_of(world.hub_id):
            if column.holds(key):
                with world.inside():
                    pieces, _ = column.batch(key, after=None, most=1000)
                found |= {piece.wrapped.text.rpartition(":")[0] for piece in pieces}
    return found


def rotate(*more: str) -> int:
    return vault_command.main(["rotate", *(more or ("--all",))])


def test_everything_is_wrapped_anew_and_reads_as_before(case: Case, keys: Path) -> None:
    before = read(case)
    assert versions_in_use(case.world) == {"v1"}
    factor = Authenticator.objects.filter(user_id=case.world.people["coordinator"]).get()
    secret = get_adapter().decrypt(factor.data["secret"])
    sign_in = ring().versions("sign-in").primary

    assert rotate("--all", "--outside", str(keys / "outside")) == 0

    factor.refresh_from_db()
    assert factor.data["secret"].startswith(f"v{sign_in + 1}:")
    assert get_adapter().decrypt(factor.data["secret"]) == secret

    assert versions_in_use(case.world) == {"v2"}
    assert read(case) == before
    assert WORDS in before
    with case.world.inside():
        coordinator = case.world.actor("coordinator")
        assert account_queries.draft(actor=coordinator, form="check:1") == {"a": ["b"]}
        assert len(hub_services.intake_private_key(case.world.hub_id)) == 32
    assert vault_command.main(["verify"]) == 0


def test_turning_is_on_the_log_of_the_agency_and_of_the_hub(case: Case) -> None:
    assert rotate("--agency", str(case.world.agencies["police"])) == 0

    with case.world.inside():
        events = list(Event.objects.filter(name__startswith="agency.key").order_by("at", "name"))
    assert {e.about_id for e in events} == {case.world.agencies["police"]}
    assert [(e.name, e.detail["version"]) for e in events if "rotated" in e.name] == [("agency.key_rotated", 2)]
    anew = [e.detail for e in events if e.name == "agency.keys_wrapped_anew"]
    assert sum(each["rows"] for each in anew) == keys_of_the_item()
    assert {each["table"] for each in anew} == {"sealed_itemversion"}
    assert {row.rpartition(":")[0] for row in _texts_of(case)} == {"v1", "v2"}, "the other agency's key did not turn"


def keys_of_the_item() -> int:
    """How many wrapped keys a version of an item has: its words, its condition, its facts."""
    return sum(column.table == "sealed_itemversion" for column in wrapped_columns.OURS)


def _texts_of(case: Case) -> list[str]:
    with case.world.inside():
        return list(ItemVersion.objects.values_list("wrapped_key", flat=True))


def test_what_was_broken_off_is_finished_and_no_other_version_is_made(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    police = str(case.world.agencies["police"])
    real = FileKeyRing.use_newest

    def fail(self: FileKeyRing, name: str) -> None:
        raise OpenMashError("The power went.")

    monkeypatch.setattr(FileKeyRing, "use_newest", fail)
    assert rotate("--agency", police) == 1
    waiting = ring().versions(f"agency-{police}")
    assert (waiting.newest, waiting.primary) == (2, 1)

    monkeypatch.setattr(FileKeyRing, "use_newest", real)
    assert rotate("--agency", police) == 0

    assert ring().versions(f"agency-{police}").newest == 2
    assert vault_command.main(["verify"]) == 0


def test_a_copy_that_the_outside_holds_waits_for_the_outside(
    db: None, keys: Path, outside_door: Callable[[], AbstractContextManager[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(devon())
    world = case.world
    with world.inside():
        decide(case)
        copy_id = released(case, composed(case, [case.put_in("police", WORDS, leave="whole")]))
    monkeypatch.setattr(settings, "OPENMASH_OWN_SERVER", True)
    with outside_door():
        pass  # the outside is given its keys

    assert rotate("--hub", world.slug) == 2
    waiting = ring().versions(f"delivery-{world.hub_id}")
    assert (waiting.newest, waiting.primary) == (2, 1)

    assert rotate("--hub", world.slug, "--outside", str(keys / "outside")) == 0
    with world.inside():
        assert ReleasedCopy.objects.get().wrapped_key.startswith("v2:")
        assessor = world.actor("assessor")
    with doors.keys_of(keys / "outside"), role("openmash_outside"), world.inside():
        assert product_services.open_copy(copy_id=copy_id, actor=assessor, at=NOW).copy


def test_an_old_version_goes_when_nothing_refers_to_it_and_an_hour_has_passed(
    case: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    police = case.world.agencies["police"]
    with case.world.inside():
        old = ItemVersion.objects.get(item__agency_id=police).wrapped_key
    assert rotate("--agency", str(police)) == 0

    assert vault_command.main(["retire", "--agency", str(police)]) == 1
    assert "made less than an hour ago" in capsys.readouterr().err
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert vault_command.main(["retire", "--agency", str(police)]) == 0
    assert "only version 2 and later" in capsys.readouterr().out
    assert vault_command.main(["retire", "--agency", str(police)]) == 0
    assert "nothing to retire" in capsys.readouterr().out

    with pytest.raises(KeyMissing, match="version"):
        ring().unwrap(f"agency-{police}", old, context="whatever it was")
    assert vault_command.main(["verify"]) == 0


def test_an_old_version_stays_while_something_refers_to_it(
    case: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    police = case.world.agencies["police"]
    ring().add_version(f"agency-{police}")
    ring().use_newest(f"agency-{police}")
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert vault_command.main(["retire", "--agency", str(police)]) == 1

    assert "Something is still wrapped under an older version" in capsys.readouterr().err
    assert vault_command.main(["verify"]) == 0


def test_verify_names_what_cannot_be_opened_and_shows_nothing(
    case: Case, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with case.world.inside():
        text = SealedText.objects.get()
        bad = ItemVersion.objects.exclude(handling_wrapped_key="").first()
        assert bad is not None
        good = ring().wrap(f"agency-{case.world.agencies['police']}", bytes(32), context="another place")
        ItemVersion.objects.filter(id=bad.id).update(wrapped_key=good)
        SealedText.objects.filter(id=text.id).update(wrapped_key="v7" + text.wrapped_key[2:])

    assert vault_command.main(["verify"]) == 1

    said = capsys.readouterr()
    assert f"sealed_itemversion.wrapped_key {bad.id}" in said.out
    assert f"sealed_sealedtext.wrapped_key {text.id}" in said.out
    assert "2 cannot be opened" in said.out
    assert WORDS not in said.out + said.err
    with case.world.inside():
        assert Event.objects.filter(name="agency.vault_verified").count() == len(case.world.agencies)


def test_what_cannot_be_opened_is_left_as_it_is_and_keeps_the_old_version(case: Case) -> None:
    police = case.world.agencies["police"]
    with case.world.inside():
        version = ItemVersion.objects.filter(item__agency_id=police).get()
        bad = ring().wrap(f"agency-{police}", bytes(32), context="another place")
        ItemVersion.objects.filter(id=version.id).update(wrapped_key=bad)

    assert rotate("--agency", str(police)) == 1

    with case.world.inside():
        version.refresh_from_db()
    assert version.wrapped_key == bad
    assert version.handling_wrapped_key.startswith("v2:"), "the rest is wrapped anew all the same"
    assert rotate("--agency", str(police)) == 1
    assert ring().versions(f"agency-{police}").newest == 2, "it is not turned again before it is finished"


def test_a_destroyed_key_leaves_erased_items_and_nobody_elses(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    police, world = case.world.agencies["police"], case.world

    assert vault_command.main(["destroy", "--agency", str(police), "--confirm", "Devon Police"]) == 1
    assert vault_command.main(["verify"]) == 0
    name = "Devon and Cornwall Police"
    assert vault_command.main(["destroy", "--agency", str(police), "--confirm", name]) == 0

    with world.inside():
        gone = ItemVersion.objects.get(item__agency_id=police)
        kept = ItemVersion.objects.get(item__agency_id=world.agencies["health"])
        place = vault.item_text(world.hub_id, police, gone.id)
        with pytest.raises(Erased):
            vault.open_(vault.Envelope(gone.ciphertext, gone.wrapped_key), place=place)
        place = vault.item_text(world.hub_id, world.agencies["health"], kept.id)
        assert vault.open_(vault.Envelope(kept.ciphertext, kept.wrapped_key), place=place)
        assert Event.objects.filter(name="agency.key_destroyed", about_id=police).count() == 1
    capsys.readouterr()
    assert vault_command.main(["verify"]) == 0
    assert f" {keys_of_the_item()} erased, 0 cannot be opened" in capsys.readouterr().out
    with pytest.raises(KeyMissing):
        ring().versions(f"agency-{police}")


def test_no_key_is_destroyed_while_a_hold_is_in_force(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    world = case.world
    arguments = ["destroy", "--agency", str(world.agencies["police"]), "--confirm", "Devon and Cornwall Police"]
    with world.inside():
        hold_id = retention_services.place_hold(
            on="hub",
            about_id=world.hub_id,
            ground="inquiry",
            reason="The inquiry's letter of 3 March.",
            actor=world.actor("governance"),
            at=NOW,
        )

    assert vault_command.main(arguments) == 1
    assert "1 hold is in force" in capsys.readouterr().err
    assert ring().versions(f"agency-{world.agencies['police']}").newest == 1

    with world.inside():
        retention_services.lift_hold(
            hold_id=hold_id, because="The inquiry has closed.", actor=world.actor("governance"), at=NOW
        )
    assert vault_command.main(arguments) == 0


@pytest.mark.django_db(transaction=True)
def test_readers_notice_nothing_while_a_key_turns(database: Database) -> None:
    case = filled(open_case(devon()))
    with case.world.inside():
        for number in range(10):
            case.put_in("police", f"Fact {number}")
    readings, failed, done = [0], list[BaseException](), threading.Event()

    def reading() -> None:
        try:
            with role("openmash_inside"):
                while not done.is_set():
                    assert WORDS in read(case)
                    readings[0] += 1
        except BaseException as error:  # noqa: BLE001  # looked at by the test
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=reading) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        assert rotate("--hub", case.world.slug) == 0
    done.set()
    for thread in threads:
        thread.join(timeout=300)
    assert failed == []
    assert readings[0] >= 3
    assert versions_in_use(case.world) == {"v4"}


BROKEN_OFF = """
import sys, time
import django
django.setup()
from config import vault_command
from openmash.core import wrapping
from openmash.core.keys import FileKeyRing
wrapping.BATCH = 5
real = FileKeyRing.wrap_anew
def slowly(self, wrapped):
    time.sleep(0.2)
    return real(self, wrapped)
FileKeyRing.wrap_anew = slowly
sys.exit(vault_command.main(["rotate", "--agency", sys.argv[1]]))
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_is_readable_and_goes_on_where_it_was(database: Database, tmp_path: Path) -> None:
    case = filled(open_case(devon()))
    police = case.world.agencies["police"]
    with case.world.inside():
        for number in range(40):
            case.put_in("police", f"Fact {number}")
    environment = os.environ | {
        "DATABASE_URL": database.url(),
        "OPENMASH_DATA": str(tmp_path),
        "OPENMASH_KEYS": str(settings.OPENMASH_KEYS),
        "OPENMASH_SECRET_KEY": "only-for-the-tests-and-long-enough-inside",
        "OPENMASH_MAIL_URL": f"file://{tmp_path}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def under(version: str) -> int:
        return sum(text.startswith(version) for text in _texts_of(case))

    process = subprocess.Popen([sys.executable, "-c", BROKEN_OFF, str(police)], env=environment)
    deadline = time.monotonic() + 300
    while under("v2:") < 10:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=120)

    assert 10 <= under("v2:") < 41
    assert WORDS in read(case)
    assert rotate("--agency", str(police)) == 0
    assert (under("v1:"), under("v2:")) == (1, 41), "the other agency's one stays"
    assert ring().versions(f"agency-{police}").newest == 2
    assert vault_command.main(["verify"]) == 0


def test_a_hub_moves_its_keys_from_a_folder_into_a_key_server(
    case: Case, vault_server: KeyServer, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read(case)

    with doors.keys_on(vault_server, "keeper", before=str(settings.OPENMASH_KEYS)):
        assert read(case) == before
        assert rotate("--all") == 0
        assert versions_in_use(case.world) == {"vault:v1"}
        assert rotate("--all") == 0
        assert versions_in_use(case.world) == {"vault:v2"}
    with doors.keys_on(vault_server, "inside"):
        assert read(case) == before
        assert vault_command.main(["verify"]) == 0
        with case.world.inside():
            assert len(hub_services.intake_private_key(case.world.hub_id)) == 32


def test_a_room_costs_one_request_for_each_agency_however_many_items_it_has(
    db: None, vault_server: KeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with doors.keys_on(vault_server, "inside"):
        case = open_case(devon())
        with case.world.inside():
            for number in range(2):
                case.put_in("police", f"Fact {number}")
                case.put_in("health", f"Finding {number}")
        few = requests_of(lambda: read(case), monkeypatch)
        with case.world.inside():
            for number in range(28):
                case.put_in("police", f"Fact {number}", handling="Not to the family.")
                case.put_in("health", f"Finding {number}")
        many = requests_of(lambda: read(case), monkeypatch)
        assert len(read(case)) == 60

    assert few == many == ["decrypt", "decrypt"]


def requests_of(do: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the key server meanwhile."""
    asked = list[str]()
    real = VaultServer.post

    def counted(self: VaultServer, path: str, body: dict[str, Any]) -> Any:
        asked.append(path.split("/")[1])
        return real(self, path, body)

    with monkeypatch.context() as patch:
        patch.setattr(VaultServer, "post", counted)
        do()
    return asked
