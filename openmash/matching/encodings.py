"""Encodings: what an agency may give instead of names. A person as 1,024 bits that say little without its secret.

Each name, date and postcode is cut into pieces (pairs of letters, digits with their place); each piece sets some bits,
chosen by two hashes with the secret (Schnell, Bachteler and Reiher, "A Novel Error-Tolerant Anonymous Linking Code",
2011). Two spellings of a name share most pieces, so most bits. Which fields there are, and how many bits each sets, is
said in a linkage schema of the shape that clkhash's version 3 has; the bits are not those that clkhash would set.

What this protects against and what not: docs/explanation/privacy-preserving-index.md.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any, NamedTuple

from openmash.matching import csv_records
from openmash.matching.cleaning import Clean, clean
from openmash.matching.csv_records import Fault
from openmash.matching.keys import keys_of
from openmash.matching.nicknames import long_forms, one_spelling
from openmash.matching.records import Record

COLUMNS = ("reference", "encoding", "keys")
SHORTEST_SECRET = 32  # bytes: whoever guesses it reads every name
# Of two bit strings of PostgreSQL; 14 or newer counts bits.
DICE_SQL = "2.0 * bit_count({one} & {other}) / nullif(bit_count({one}) + bit_count({other}), 0)"


class Feature(NamedTuple):
    """One field of the schema.

    Args:
        identifier: given, family, born, postcode or sex.
        letters: how many letters a piece has; 0 if the field is one piece.
        positional: a piece says where it stands.
        bits: how many bits the field sets, however long it is, so that a long name weighs no more than a short one.
    """

    identifier: str
    letters: int
    positional: bool
    bits: int


class Schema(NamedTuple):
    """How people are encoded: both sides must use the same."""

    length: int
    info: str
    features: tuple[Feature, ...]


class Encoded(NamedTuple):
    """One person as a file of encodings has them.

    Args:
        reference: the agency's own.
        encoding: 128 bytes.
        keys: signed 64-bit numbers; two people are compared only if they share one.
    """

    reference: str
    encoding: bytes
    keys: tuple[int, ...]


def schema(text: str | None = None) -> Schema:
    """A linkage schema, of its JSON; without, the one that is shipped.

    Raises:
        ValueError: it is not of version 3, has an unknown field, or asks for a comparison we do not make.
    """
    shipped = files("openmash.matching").joinpath("data/linkage_schema.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text or shipped)
    if told.get("version") != 3:
        raise ValueError("A linkage schema of version 3 is needed.")
    features = tuple(_feature(each) for each in told["features"])
    return Schema(int(told["clkConfig"]["l"]), str(told["clkConfig"]["kdf"]["info"]), features)


def _feature(told: dict[str, Any]) -> Feature:
    comparison, kind = told["hashing"]["comparison"], told["hashing"]["hash"]["type"]
    if told["identifier"] not in _VALUES or comparison["type"] not in ("ngram", "exact") or kind != "doubleHash":
        raise ValueError(f"The field “{told['identifier']}” is compared in a way that is not known here.")
    letters = int(comparison["n"]) if comparison["type"] == "ngram" else 0
    positional = bool(comparison.get("positional", False))
    return Feature(told["identifier"], letters, positional, int(told["hashing"]["strategy"]["bitsPerFeature"]))


def secret_of(written: str) -> bytes:
    """A secret as a file holds it and as the hub hands it over: in base64.

    Raises:
        ValueError: it is not base64, or shorter than 32 bytes. Read in another way it would fit nobody, without a word.
    """
    try:
        secret = base64.b64decode(written.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("The secret is not written in base64, as the hub hands it over.") from error
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"A secret for encodings has at least {SHORTEST_SECRET} bytes.")
    return secret


class Encoder:
    """Encodes people with one secret and one schema."""

    def __init__(self, secret: bytes, how: Schema | None = None) -> None:
        """Raises ValueError if the secret is shorter than 32 bytes."""
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"A secret for encodings has at least {SHORTEST_SECRET} bytes.")
        self.how = how or schema()
        self._secrets = {
            feature.identifier: [self._derived(secret, f"{feature.identifier} {n}") for n in (1, 2)]
            for feature in self.how.features
        }
        self._for_keys, self._over_keys = self._derived(secret, "keys"), self._derived(secret, "over keys")
        self._mask = lru_cache(1 << 17)(self._bits_of)

    def _derived(self, secret: bytes, what: str) -> bytes:
        return hmac.digest(secret, f"{self.how.info} {what}".encode(), "sha256")

    def encode(self, person: Clean) -> bytes:
        """A person's encoding. Fields that are not known set no bits."""
        found = 0
        for feature in self.how.features:
            value = _VALUES[feature.identifier](person)
            pieces = _pieces(value, feature) if value else ()
            for at, piece in enumerate(pieces):
                more = at < feature.bits % len(pieces)
                found |= self._mask(feature.identifier, piece, feature.bits // len(pieces) + more)
        return found.to_bytes(self.how.length // 8, "big")

    def keys(self, person: Clean, *, asking: bool = False) -> tuple[int, ...]:
        """Under which keys a person is compared; sorted. Hashed once more: the open index's keys can be reckoned with.

        Args:
            person: the record.
            asking: whether it is the question; see `keys.keys_of`.
        """
        plain = keys_of(person, secret=self._for_keys, asking=asking)
        hashed = (
            blake2b(key.to_bytes(8, "big", signed=True), key=self._over_keys, digest_size=8).digest() for key in plain
        )
        return tuple(sorted(int.from_bytes(each, "big", signed=True) for each in hashed))

    def _bits_of(self, identifier: str, piece: str, count: int) -> int:
        """The bits that one piece sets: the first hash says where, the second how far apart."""
        one, two = (
            int.from_bytes(hmac.digest(secret, piece.encode(), "sha256"), "big") for secret in self._secrets[identifier]
        )
        found = 0
        for n in range(count):
            found |= 1 << ((one + n * two) % self.how.length)
        return found


def dice(one: bytes, other: bytes) -> float:
    """How alike two encodings are, from 0 to 1; 0 if neither says anything."""
    a, b = int.from_bytes(one, "big"), int.from_bytes(other, "big")
    either = a.bit_count() + b.bit_count()
    return 2 * (a & b).bit_count() / either if either else 0.0


def bits(encoding: bytes) -> str:
    """An encoding as PostgreSQL reads a bit string."""
    return f"{int.from_bytes(encoding, 'big'):0{len(encoding) * 8}b}"


def encode_lines(lines: Iterable[bytes], *, secret: bytes, today: date) -> Iterator[tuple[int, str | Fault]]:
    """An index's file (see `csv_records`) as lines of a file of encodings, the first of them the columns' names.

    Args:
        lines: of the file.
        secret: the agency's own; the hub's side needs the same to ask.
        today: nobody is born after it, unless they are expected.

    Yields:
        (line number, line without its end, or why there is none).
    """
    encoder = Encoder(secret)
    yield 1, ",".join(COLUMNS)
    for number, row in csv_records.read(lines, today=today):
        if isinstance(row, Record):
            person = clean(row)
            encoding = base64.b64encode(encoder.encode(person)).decode()
            keys = "|".join(f"{key:x}" for key in encoder.keys(person))
            yield number, f"{_quoted(row.reference)},{encoding},{keys}"
        elif isinstance(row, Fault):
            yield number, row


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def read_encoded(lines: Iterable[bytes], *, length: int = 1024) -> Iterator[tuple[int, Encoded | Fault]]:
    """A file of encodings, line by line.

    Args:
        lines: of the file; `csv_records.lines_of(file)` bounds their length.
        length: bits of an encoding.

    Yields:
        (line number, person or why the line was refused).
    """
    rows = iter(lines)
    header = next(rows, b"").removeprefix(b"\xef\xbb\xbf").strip()
    if header != ",".join(COLUMNS).encode():
        sentence = f"A file of encodings has the columns {', '.join(COLUMNS)}."
        yield 1, Fault(1, "", sentence, whole_file=True)
        return
    seen = csv_records.References()
    for number, line in enumerate(rows, 2):
        if not line.strip():
            continue
        found = _encoded(line, number, length)
        if isinstance(found, Encoded) and seen.met(csv_records.number_of(found.reference)):
            found = csv_records.duplicate(number)
        yield number, found


def _encoded(line: bytes, number: int, length: int) -> Encoded | Fault:
    cells = csv_records.cells_of(line, len(COLUMNS))
    if isinstance(cells, str):
        return Fault(number, "", cells)
    try:
        reference = csv_records.reference_of(cells[0])
    except csv_records.Unreadable as refused:
        return Fault(number, *refused.args)
    try:
        encoding = base64.b64decode(cells[1], validate=True)
    except (binascii.Error, ValueError):
        encoding = b""
    if len(encoding) * 8 != length:
        return Fault(number, "encoding", f"An encoding is {length} bits, written in base64.")
    try:
        keys = tuple(sorted({int(key, 16) for key in cells[2].split("|") if key}))
    except ValueError:
        return Fault(number, "keys", "Keys are numbers in base 16, with | between them.")
    if not all(-(1 << 63) <= key < 1 << 63 for key in keys) or not 0 < len(keys) <= _MOST_KEYS:
        return Fault(number, "keys", f"There must be 1 to {_MOST_KEYS} keys of 64 bits.")
    return Encoded(reference, encoding, keys)


_MOST_KEYS = 2_000


def _given(person: Clean) -> str:
    return long_forms(person.forename)[0] if person.forename else ""


def _family(person: Clean) -> str:
    return one_spelling(person.surname, "family") if person.surname else ""


def _born(person: Clean) -> str:
    return (person.born or "").replace("-", "")


def _postcode(person: Clean) -> str:
    return person.postcodes[0] if person.postcodes else ""


def _sex(person: Clean) -> str:
    return person.sex or ""


_VALUES: dict[str, Callable[[Clean], str]] = {
    "given": _given,
    "family": _family,
    "born": _born,
    "postcode": _postcode,
    "sex": _sex,
}


def _pieces(value: str, feature: Feature) -> tuple[str, ...]:
    """A value's pieces, each once, sorted. Ends count as letters, so that a first letter is a piece of its own."""
    if not feature.letters:
        return (value,)
    ends = " " * (feature.letters - 1)
    told = f"{ends}{value}{ends}"
    cut = [told[at : at + feature.letters] for at in range(len(told) - feature.letters + 1)]
    return tuple(sorted({f"{at} {piece}" if feature.positional else piece for at, piece in enumerate(cut)}))
