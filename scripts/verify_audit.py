#!/usr/bin/env python3
"""Check an extract of a hub's log by yourself.

This one file needs Python 3.10 or later and the package "cryptography", and nothing of OpenMASH: read it before you run
it. It answers three questions and prints the answers in plain words:

* Is every event in the extract exactly as it was when the hub signed for it?
* Is anything missing from the extract, or in it twice, or out of its place?
* Is it still the log that the hub signed for when it gave you the checkpoints that you kept?

    python3 verify_audit.py EXTRACT --key KEY --held CHECKPOINT [--held CHECKPOINT ...]

EXTRACT     the file that you downloaded ("log.jsonl")
KEY         the hub's public key as you were given it when you joined: the line itself, or a file that holds it.
            Never take it from the extract: whoever made a false extract would put a false key in it.
CHECKPOINT  a file with a checkpoint that you kept, for instance an e-mail from the hub saved as text

It ends with 0 when everything holds, 1 when something does not, 2 when what you gave cannot be read, and 3 when what
could be checked holds but a checkpoint of yours could not be compared.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from pathlib import Path

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit("This needs the Python package cryptography: python3 -m pip install cryptography")

FORMAT = "openmash-audit/1"
HOLDS, DOES_NOT_HOLD, CANNOT_BE_READ, NOT_COMPARED = 0, 1, 2, 3
MOST_SAID = 20
NOTE = re.compile(r"openmash/\S+\n[0-9]{1,18}\n[A-Za-z0-9+/=]{44}\n(?:[^\n]+\n)*\n(?:— \S+ [A-Za-z0-9+/=]+\n?)+")


class Wrong(Exception):
    """Something does not hold."""


class Unreadable(Exception):
    """Something that was given cannot be read."""


# ---- The tree (RFC 9162, section 2.1) --------------------------------------------------------------------------------


def leaf_hash(body):
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots(hashes, sizes):
    """The root over the first n hashes, for each n of ``sizes``."""
    found, nodes = {}, []
    if 0 in sizes:
        found[0] = hashlib.sha256(b"").digest()
    for count, each in enumerate(hashes, start=1):
        nodes.append((1, each))
        while len(nodes) > 1 and nodes[-1][0] == nodes[-2][0]:
            (width, right), (_, left) = nodes.pop(), nodes.pop()
            nodes.append((2 * width, node_hash(left, right)))
        if count in sizes:
            root = nodes[-1][1]
            for _, node in reversed(nodes[:-1]):
                root = node_hash(node, root)
            found[count] = root
    return found


def root_by_inclusion(leaf, index, size, proof):
    """The root that the proof leads to (RFC 9162, 2.1.3.2); None where it leads nowhere."""
    if not 0 <= index < size:
        return None
    node, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            found = node_hash(each, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, each)
        node, last = node >> 1, last >> 1
    return found if last == 0 else None


def continues(first, first_root, second, second_root, proof):
    """Whether the second tree begins with the first (RFC 9162, 2.1.4.2)."""
    if first == second:
        return first_root == second_root
    if not 0 < first < second or not proof:
        return False
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, each)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


# ---- What is signed (C2SP signed-note and tlog-checkpoint) -----------------------------------------------------------


class Key:
    """The hub's public key, from one line: name+id+key."""

    def __init__(self, line):
        try:
            self.name, key_id, encoded = line.strip().split("+", 2)
            raw = base64.b64decode(encoded, validate=True)
            self.key_id = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
            if raw[:1] != b"\x01" or len(raw) != 33 or self.key_id.hex() != key_id:
                raise ValueError
            self.key = Ed25519PublicKey.from_public_bytes(raw[1:])
        except (ValueError, binascii.Error) as error:
            raise Unreadable("The key is not one: it is a line like openmash/hub/…+…+…") from error

    def read(self, note, what):
        """Origin, size and root of a signed note."""
        text, _, signatures = note.partition("\n\n")
        text += "\n"
        for line in signatures.splitlines():
            parts = line.split(" ")
            if len(parts) == 3 and parts[0] == "—" and parts[1] == self.name and self._signed(parts[2], text):
                lines = text.split("\n")
                root = base64.b64decode(lines[2], validate=True)
                if not lines[1].isdecimal() or len(root) != 32:
                    break
                return lines[0], int(lines[1]), root
        raise Wrong(f"{what} was not signed with the key that you gave.")

    def _signed(self, encoded, text):
        try:
            raw = base64.b64decode(encoded, validate=True)
            if raw[:4] != self.key_id:
                return False
            self.key.verify(raw[4:], text.encode())
        except (InvalidSignature, ValueError, binascii.Error):
            return False
        return True


# ---- The extract -----------------------------------------------------------------------------------------------------


class Extract:
    """What the file says; nothing of it is believed yet."""

    def __init__(self, path):
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
            self.header = json.loads(lines[0])
            self.events = [json.loads(line) for line in lines[1:] if line]
            if self.header["format"] != FORMAT or self.header["kind"] not in ("whole", "slice"):
                raise ValueError("another format")
            self.is_slice = self.header["kind"] == "slice"
            self.hub, self.agency = self.header["hub"], self.header.get("agency")
            self.places = [int(each["index"]) for each in self.events]
            self.bodies = [each["body"].encode("utf-8") for each in self.events]
            self.said = [json.loads(body) for body in self.bodies]
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise Unreadable(f"{path} is not an extract of the log that this script can read ({error!r}).") from error
        self.hashes = [leaf_hash(body) for body in self.bodies]


def check(extract, key, held, say):
    """Everything; returns the exit code. ``say`` takes each problem as a sentence."""
    problems = []
    check_events(extract, problems)
    size = check_tree(extract, key, problems)
    not_compared = [] if size is None else check_held(extract, key, held, size, problems)
    for each in problems[:MOST_SAID]:
        say(f"DOES NOT HOLD: {each}")
    if len(problems) > MOST_SAID:
        say(f"… and {len(problems) - MOST_SAID} more.")
    for each in not_compared:
        say(f"NOT COMPARED: {each}")
    if problems:
        return DOES_NOT_HOLD
    return NOT_COMPARED if not_compared else HOLDS


def check_events(extract, problems):
    """Each event by itself: its hub, whose it is, its place after the one before."""
    before, seen = -1, set()
    for place, said in zip(extract.places, extract.said, strict=True):
        if not isinstance(said, dict) or said.get("hub") != extract.hub:
            problems.append(f"The event at place {place} is not of this hub.")
            continue
        if place <= before:
            problems.append(f"The event at place {place} stands after one at place {before}.")
        if not extract.is_slice and place != before + 1:
            problems.append(f"Between places {before} and {place} something is missing.")
        if said.get("id") in seen:
            problems.append(f"The event at place {place} is there twice.")
        if extract.is_slice and extract.agency not in (said.get("owner"), said.get("agency")):
            problems.append(f"The event at place {place} is not about this agency or its people.")
        before = place
        seen.add(said.get("id"))


def check_tree(extract, key, problems):
    """The events against the checkpoints in the extract; returns size and root of the hub's, None if unsigned."""
    try:
        origin, size, root = key.read(str(extract.header.get("checkpoint")), "The checkpoint in the extract")
        if origin != key.name or origin != f"openmash/hub/{extract.hub}":
            raise Wrong(f"The checkpoint in the extract is about another log: {origin}.")
        if not extract.is_slice:
            check_whole(extract, size, root)
            return size, root
        check_inclusion(extract, size, root, problems)
        check_slice(extract, key)
    except Wrong as error:
        problems.append(str(error))
        return None
    return size, root


def check_whole(extract, size, root):
    if len(extract.hashes) != size:
        raise Wrong(f"The hub signed for {size} events, and {len(extract.hashes)} are in the extract.")
    if roots(extract.hashes, {size})[size] != root:
        raise Wrong(f"The {size} events are not those that the hub signed for: one was changed or moved.")


def check_inclusion(extract, size, root, problems):
    for event, place, leaf in zip(extract.events, extract.places, extract.hashes, strict=True):
        try:
            proof = [base64.b64decode(each, validate=True) for each in event["proof"]]
        except (KeyError, TypeError, ValueError):
            proof = []
        if root_by_inclusion(leaf, place, size, proof) != root:
            problems.append(f"The event at place {place} is not the one that the hub signed for.")


def check_slice(extract, key):
    """That nothing was left out of the slice: the hub signs for how many events it holds, and which."""
    origin, size, root = key.read(str(extract.header.get("slice_checkpoint")), "The checkpoint over your slice")
    if origin != f"openmash/hub/{extract.hub}/agency/{extract.agency}":
        raise Wrong(f"The checkpoint over your slice is about another one: {origin}.")
    if len(extract.hashes) != size:
        raise Wrong(f"The hub signed for {size} events in your slice, and {len(extract.hashes)} are in the extract.")
    if roots(extract.hashes, {size})[size] != root:
        raise Wrong("The events in your slice are not those that the hub signed for.")


def check_held(extract, key, held, tree, problems):
    """The checkpoints that you kept against the extract; returns what could not be compared."""
    size, root = tree
    not_compared, ours = [], []
    for note in held:
        try:
            ours.append(key.read(note, "A checkpoint that you kept"))
        except Wrong as error:
            problems.append(str(error))
    wanted = {kept for _, kept, _ in ours}
    found = roots(extract.hashes, wanted)
    for origin, kept, kept_root in ours:
        of_slice = origin == f"openmash/hub/{extract.hub}/agency/{extract.agency}"
        if not of_slice and origin != key.name:
            problems.append(f"A checkpoint that you kept is about another log: {origin}.")
        elif kept > (len(extract.hashes) if of_slice else size):
            problems.append(f"You kept a checkpoint over {kept} events; the log that you were given ends before that.")
        elif of_slice or not extract.is_slice:
            if found[kept] != kept_root:
                problems.append(f"The first {kept} events are not those of the checkpoint that you kept.")
        else:
            compare(extract, (kept, kept_root), (size, root), problems, not_compared)
    return not_compared


def compare(extract, kept, now, problems, not_compared):
    """A checkpoint over the whole log against the one in the extract, by the proof that came with it."""
    given = extract.header.get("consistency") or {}
    if kept[0] == now[0] or str(kept[0]) in given or not kept[0]:
        try:
            proof = [base64.b64decode(each, validate=True) for each in given.get(str(kept[0]), [])]
        except (TypeError, ValueError):
            proof = []
        if kept[0] and not continues(*kept, *now, proof):
            problems.append(f"The log is not the one that the checkpoint over {kept[0]} events was signed for.")
    else:
        not_compared.append(
            f"The extract carries no proof that leads from your checkpoint over {kept[0]} events to its own over "
            f"{now[0]}. Ask for an extract with that proof."
        )


# ---- The command -----------------------------------------------------------------------------------------------------


def notes_in(path):
    """The checkpoints in a file: it may be an e-mail, with words around them."""
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read ({error!r}).") from error
    found = NOTE.findall(text if text.endswith("\n") else text + "\n")
    if not found:
        raise Unreadable(f"There is no checkpoint in {path}.")
    return found


def key_from(given):
    path = Path(given)
    is_file = "+" not in given and path.is_file()
    lines = path.read_text(encoding="utf-8").splitlines() if is_file else [given]
    return Key(next((line for line in lines if line.startswith("openmash/")), ""))


def summary(extract):
    moments = sorted(str(each.get("at", "")) for each in extract.said)
    period = f", from {moments[0][:16]} to {moments[-1][:16]} (UTC)" if moments else ""
    whose = f"the slice of agency {extract.agency}" if extract.is_slice else "the whole log"
    return f"{len(extract.events)} events: {whose} of hub {extract.hub}{period}."


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--key", required=True, help="the hub's public key: the line itself, or a file that holds it")
    parser.add_argument("--held", action="append", type=Path, default=[], help="a checkpoint that you kept")
    chosen = parser.parse_args(argv)
    try:
        key, extract = key_from(chosen.key), Extract(chosen.extract)
        held = [note for path in chosen.held for note in notes_in(path)]
    except Unreadable as error:
        print(error)
        return CANNOT_BE_READ
    print(summary(extract))
    code = check(extract, key, held, print)
    if code in (HOLDS, NOT_COMPARED):
        print("Every event is exactly as it was signed for, in its place, and none is missing.")
    if code == HOLDS and held:
        words = "the checkpoint that you kept" if len(held) == 1 else f"all {len(held)} checkpoints that you kept"
        print(f"It is still the log of {words}.")
    if not held:
        print("You gave no checkpoint of your own, so this says nothing about what was signed before.")
    if code == DOES_NOT_HOLD:
        print("Do not rely on this extract. Keep it, and tell the hub's information governance officer and your own.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
