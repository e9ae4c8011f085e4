"""Two hundred ways to falsify the log, from a seed: the stand-alone script finds every one, given one checkpoint that
was kept outside; and each time it finds nothing wrong with the same extract as it was before.

The forger is given everything: the database, the file that is handed over, and in half of the cases the hub's own
signing key. All they lack is the checkpoint that an agency kept.
"""

import base64
import copy
import importlib.util
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest

from openmash.audit import queries as audit_queries
from openmash.audit import rules
from openmash.audit import services as audit
from openmash.audit.services import sealing
from tests.assurance import figures
from tests.world import NOW, World, devon

SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_audit.py"
SEED, CASES = 20261121, 200
pytestmark = pytest.mark.django_db


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load_script()


@dataclass
class Extract:
    """An extract as lines, with the key that the hub gave out and what the agency kept."""

    header: dict[str, Any]
    events: list[dict[str, Any]]

    def text(self) -> str:
        return "".join(json.dumps(line) + "\n" for line in (self.header, *self.events))

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(event["body"]) for event in self.events]


@dataclass
class Log:
    """A hub's log as a forger finds it."""

    hub_id: UUID
    agency_id: UUID
    key: str
    private_key: bytes
    whole: Extract
    slice: Extract
    earlier_whole: Extract
    earlier_slice: Extract
    held: str
    held_slice: str

    @property
    def mail(self) -> str:
        """What the hub mails an agency: the checkpoint over the whole log, and the one over the agency's slice."""
        return f"{self.held}\nand over your own slice:\n\n{self.held_slice}"


def extract_of(lines: Any) -> Extract:
    header, *events = [json.loads(line) for line in lines]
    return Extract(header, events)


def things_happen(world: World, times: int) -> None:
    """What agencies' people do: a third of it is with information of the police, a third with that of health."""
    owners = (world.agencies["police"], world.agencies["health"], None)
    people = [world.actor(handle) for handle in ("manager", "police", "health")]
    for n in range(times):
        audit.record(
            "item.read", actor=people[n % 3], at=NOW, about=("item", uuid4()), enquiry_id=uuid4(),
            owner=owners[n // 2 % 3], detail={"version": n},
        )  # fmt: skip


def a_log(slug: str) -> Log:
    world = devon(slug, people=("manager", "police", "health"))
    police, hub_id = world.agencies["police"], world.hub_id

    def extracts() -> tuple[Extract, Extract]:
        system = world.actor("manager")
        part = extract_of(audit.export_slice(agency_id=police, actor=system, at=NOW))
        return extract_of(audit.export_whole(actor=system, at=NOW)), part

    with world.inside():
        for times in (13, 8):
            things_happen(world, times)
            audit.seal(hub_id=hub_id, at=NOW)
        earlier = extracts()
        things_happen(world, 26)
        audit.seal(hub_id=hub_id, at=NOW)
        now = extracts()
        state = audit_queries.state(hub_id)
        private_key = sealing._private_key(hub_id)
    return Log(
        hub_id, police, state.verifier_key, private_key, *now, *earlier, state.note, now[1].header["slice_checkpoint"]
    )


def judged(tmp_path: Path, extract: Extract, log: Log, held: str) -> int:
    """What the script says of it, with the key that the agency was given and the checkpoint that it kept."""
    (tmp_path / "log.jsonl").write_text(extract.text())
    (tmp_path / "kept.txt").write_text(f"From: the hub\n\nKeep this.\n\n{held}\n")
    found: int = script.main([str(tmp_path / "log.jsonl"), "--key", log.key, "--held", str(tmp_path / "kept.txt")])
    return found


# ---- What a forger does ----------------------------------------------------------------------------------------------


def changed(events: list[dict[str, Any]], chance: random.Random, **said: Any) -> None:
    place = chance.randrange(len(events))
    body = json.loads(events[place]["body"])
    events[place]["body"] = json.dumps(body | said)


def somebody_else(events: list[dict[str, Any]], chance: random.Random) -> None:
    changed(events, chance, actor=str(uuid4()))


def another_time(events: list[dict[str, Any]], chance: random.Random) -> None:
    changed(events, chance, at="2026-11-01T03:00:00.000000Z")


def written_earlier(events: list[dict[str, Any]], chance: random.Random) -> None:
    changed(events, chance, written="2026-11-01T03:00:00.000000Z")


def another_deed(events: list[dict[str, Any]], chance: random.Random) -> None:
    changed(events, chance, name="enquiry.opened")


def said_in_other_bytes(events: list[dict[str, Any]], chance: random.Random) -> None:
    """The same said with other spaces: not the bytes that were sealed."""
    place = chance.randrange(len(events))
    events[place]["body"] = json.dumps(json.loads(events[place]["body"]), indent=1)


def deleted(events: list[dict[str, Any]], chance: random.Random) -> None:
    events.pop(chance.randrange(len(events) - 1))


def cut_off(events: list[dict[str, Any]], chance: random.Random) -> None:
    del events[-chance.randrange(1, 5) :]


def exchanged(events: list[dict[str, Any]], chance: random.Random) -> None:
    one, other = chance.sample(range(len(events)), 2)
    events[one]["body"], events[other]["body"] = events[other]["body"], events[one]["body"]


def put_in(events: list[dict[str, Any]], chance: random.Random) -> None:
    place = chance.randrange(len(events))
    invented = json.dumps(json.loads(events[place]["body"]) | {"id": str(uuid4())})
    events.insert(place, {**events[place], "body": invented})


def said_twice(events: list[dict[str, Any]], chance: random.Random) -> None:
    place = chance.randrange(len(events))
    events.insert(place, copy.deepcopy(events[place]))


def replaced_by_another(events: list[dict[str, Any]], chance: random.Random) -> None:
    one, other = chance.sample(range(len(events)), 2)
    events[one]["body"] = events[other]["body"]


DEEDS: tuple[Callable[[list[dict[str, Any]], random.Random], None], ...] = (
    somebody_else,
    another_time,
    written_earlier,
    another_deed,
    said_in_other_bytes,
    deleted,
    cut_off,
    exchanged,
    put_in,
    said_twice,
    replaced_by_another,
)


def numbered_anew(events: list[dict[str, Any]], *, dense: bool) -> None:
    before = -1
    for place, event in enumerate(events):
        event["index"] = before = place if dense else max(event["index"], before + 1)


def signed_anew(extract: Extract, log: Log, private_key: bytes) -> None:
    """All notes and proofs, made to fit what the events are now."""
    is_slice = extract.header["kind"] == "slice"
    numbered_anew(extract.events, dense=not is_slice)
    leaves = {event["index"]: rules.leaf_hash(event["body"].encode()) for event in extract.events}
    size = json_size(extract.header["checkpoint"]) if is_slice else len(extract.events)
    size = max(size, max(leaves, default=0) + 1)
    # A forger knows the leaves of others too.
    others = [rules.leaf_hash(event["body"].encode()) for event in log.whole.events]
    tree = rules.Tree([leaves.get(n, others[min(n, len(others) - 1)]) for n in range(size)])
    origin = rules.origin_of(log.hub_id)
    top = rules.Checkpoint(origin, size, tree.root())
    extract.header["checkpoint"] = rules.sign_note(top, private_key, signer=origin)
    held_size = json_size(log.held)
    if is_slice:
        edge = rules.Edge().with_leaves(leaves.values())
        own = rules.Checkpoint(rules.slice_origin_of(log.hub_id, log.agency_id), edge.size, edge.root())
        extract.header["slice_checkpoint"] = rules.sign_note(own, private_key, signer=origin)
        for event in extract.events:
            event["proof"] = [base64.b64encode(each).decode() for each in tree.inclusion(event["index"])]
        if held_size < size:
            proof = tree.consistency(held_size)
            extract.header["consistency"] = {str(held_size): [base64.b64encode(each).decode() for each in proof]}


def json_size(note: str) -> int:
    return int(note.split("\n")[1])


def forged(kind: str, log: Log, other: Log, chance: random.Random) -> tuple[str, Extract, Extract]:
    """What was done, the extract before, and the extract after."""
    is_slice = chance.random() < 0.5
    true = log.slice if is_slice else log.whole
    false = copy.deepcopy(true)
    if kind == "rolled back":
        return kind, true, copy.deepcopy(log.earlier_slice if is_slice else log.earlier_whole)
    if kind == "another hub's":
        false = copy.deepcopy(other.slice if is_slice else other.whole)
        if chance.random() < 0.5:
            false.header |= {"hub": str(log.hub_id), "agency": true.header["agency"]}
        return kind, true, false
    if kind == "old checkpoint":
        false.header["checkpoint"] = log.earlier_whole.header["checkpoint"]
        return kind, true, false
    deed = chance.choice(DEEDS)
    deed(false.events, chance)
    if kind == "wrong key":
        signed_anew(false, log, rules.new_key())
    if kind == "true key":
        signed_anew(false, log, log.private_key)
    return f"{kind}: {deed.__name__}", true, false


KINDS = ("as it is", "true key", "true key", "wrong key", "rolled back", "another hub's", "old checkpoint")


def test_two_hundred_forgeries_are_all_found_and_the_true_extracts_all_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log, other = a_log("devon"), a_log("cornwall")
    chance = random.Random(SEED)  # noqa: S311  # the same two hundred each time
    done: Counter[str] = Counter()
    missed = []
    for number in range(CASES):
        what, true, false = forged(KINDS[number % len(KINDS)], log, other, chance)
        held = log.mail if true is log.slice else log.held
        assert judged(tmp_path, true, log, held) == script.HOLDS, capsys.readouterr().out
        if judged(tmp_path, false, log, held) != script.DOES_NOT_HOLD:
            missed.append((number, what, capsys.readouterr().out))
        done[what] += 1
    figures.note(
        "Tamperings of the log",
        target="200 changed, deleted, reordered, inserted or rolled back: all found; the true extracts all hold",
        figure=f"{sum(done.values()) - len(missed)} of {sum(done.values())} found, in {len(done)} ways",
        command="make test TESTS=tests/assurance/test_audit_tampering.py",
    )
    assert missed == []
    assert sum(done.values()) == CASES
    assert {deed.__name__ for deed in DEEDS} == {what.partition(": ")[2] for what in done if ": " in what}


def test_the_script_runs_by_itself_and_says_in_plain_words_what_it_found(tmp_path: Path) -> None:
    log = a_log("devon")
    (tmp_path / "key.txt").write_text(log.key + "\n")
    (tmp_path / "kept.txt").write_text(log.held)
    false = copy.deepcopy(log.slice)
    somebody_else(false.events, random.Random(SEED))  # noqa: S311
    (tmp_path / "true.jsonl").write_text(log.slice.text())
    (tmp_path / "false.jsonl").write_text(false.text())
    (tmp_path / "none.jsonl").write_text("{}")

    def run(name: str) -> tuple[int, str]:
        # -I: alone, without this project on its path.
        command = [sys.executable, "-I", str(SCRIPT), name, "--key", "key.txt", "--held", "kept.txt"]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return ran.returncode, ran.stdout

    code, said = run("true.jsonl")
    assert (code, "It is still the log of the checkpoint that you kept." in said) == (0, True)
    code, said = run("false.jsonl")
    assert (code, "DOES NOT HOLD: The event at place" in said) == (1, True)
    code, said = run("none.jsonl")
    assert (code, "is not an extract" in said) == (2, True)


def test_what_the_hub_itself_leaves_out_is_found_by_the_checkpoint_over_the_slice_alone(tmp_path: Path) -> None:
    """The limit of the other one: it says nothing of which events are an agency's. So the hub mails both."""
    log = a_log("devon")
    false = copy.deepcopy(log.slice)
    deleted(false.events, random.Random(SEED))  # noqa: S311
    signed_anew(false, log, log.private_key)
    assert judged(tmp_path, false, log, log.held) == script.HOLDS
    assert judged(tmp_path, false, log, log.held_slice) == script.DOES_NOT_HOLD


def test_a_checkpoint_that_no_proof_leads_from_is_not_counted_as_compared(tmp_path: Path) -> None:
    log = a_log("devon")
    earlier = log.earlier_whole.header["checkpoint"]
    assert judged(tmp_path, log.slice, log, earlier) == script.NOT_COMPARED
    assert judged(tmp_path, log.whole, log, earlier) == script.HOLDS


def test_a_slice_holds_what_is_the_agency_s_and_nothing_of_others() -> None:
    log = a_log("devon")
    said = [(body["owner"], body["agency"]) for body in log.slice.bodies]
    assert said
    assert {owner for owner, _ in said} == {str(log.agency_id)}
    of_police = [body for body in log.whole.bodies if body["owner"] == str(log.agency_id)]
    assert len(said) == len(of_police)
