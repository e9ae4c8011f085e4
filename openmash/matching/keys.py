"""Keys: two records are compared only if they share one.

They are numbers made with the hub's secret, so that none can be guessed.

Every value is hashed once with the secret into several numbers, one for each kind of key it takes part in (cached:
names, days and postcodes repeat). A key is the exclusive-or of its parts' numbers, which costs next to nothing.
"""

from functools import lru_cache
from hashlib import blake2b
from struct import unpack
from typing import NamedTuple

from jellyfish import soundex

from openmash.matching.cleaning import CACHED, Clean

KEY_SCHEME = "2026-11"


@lru_cache(CACHED * 4)
def _numbers(secret: bytes, value: str) -> tuple[int, ...]:
    """Eight signed 64-bit numbers that stand for `value`."""
    return unpack("<8q", blake2b(value.encode(), key=secret[:64], digest_size=64).digest())


def keys_of(clean: Clean, *, secret: bytes, asking: bool = False) -> tuple[int, ...]:
    """The keys of a record, sorted.

    Args:
        clean: the record.
        secret: the hub's own, 16 to 64 bytes.
        asking: whether this record is the question: a question also looks where mistakes would have put the answer.
    """
    found: set[int] = set()

    def of(value: str) -> tuple[int, ...]:
        return _numbers(secret, value)

    if clean.nhs:
        found.add(of("nhs " + clean.nhs)[0])
    if clean.upn:
        found.add(of("upn " + clean.upn)[0])
    found.update(of("phone " + number)[0] for number in clean.phones)
    found.update(of("uprn " + number)[0] for number in clean.uprns)
    days = list(clean.borns) or ([clean.born] if clean.born else [])
    if asking:
        days += [f"{d[:4]}-{d[8:]}-{d[5:7]}" for d in days if int(d[8:]) <= 12]
    sounds = {of("sound " + soundex(n)) for n in (*clean.fores, *clean.surs)}
    for code in clean.postcodes:
        c = of("pc " + code)
        found.update(c[0] ^ of("start " + n[:3])[0] for n in (*clean.fores, *clean.surs))
        found.update(c[1] ^ of("year " + d[:4])[1] for d in days)
    for day in days:
        d = of("day " + day)
        found.update(d[0] ^ s[0] for s in sounds)
        found.update(d[1] ^ of("oc " + code)[1] for code in clean.outcodes)
    for f in clean.fores:
        if clean.school:
            found.add(of("school " + clean.school)[0] ^ of("name " + f)[0])
        for s in clean.surs:
            pair = of("pair " + "|".join(sorted((f, s))))
            found.add(pair[0])
            found.update(pair[1] ^ of("year " + d[:4])[2] for d in days)
            found.update(pair[2] ^ of("oc " + code)[2] for code in clean.outcodes)
    return tuple(sorted(found))


class Keyed(NamedTuple):
    """A clean record and its keys."""

    clean: Clean
    keys: tuple[int, ...]
