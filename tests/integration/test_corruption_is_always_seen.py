"""Whatever is changed about what is sealed, it opens as nothing: more than a thousand changes, none of them missed."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from openmash.core.keys import KeyMissing, Unreadable, ring
from openmash.sealed import vault
from openmash.sealed.models import ItemVersion, SealedText
from openmash.sealed.vault import Envelope, Place
from tests.assurance import figures
from tests.rooms import Case, open_case
from tests.world import devon

Closed = tuple[Envelope, Place]
Change = Callable[[random.Random, list[Closed]], Closed]
ROUNDS = 60  # of each way
SEED = 20261121  # the same changes every time, so that a failure can be looked at


def _flip(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ (1 << chance.randrange(8))]) + raw[place + 1 :]


def _two(chance: random.Random, closed: list[Closed]) -> tuple[Closed, Closed]:
    one, other = chance.sample(closed, 2)
    return one, other


def bit_of_the_ciphertext(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    return replace(envelope, ciphertext=_flip(bytes(envelope.ciphertext), chance)), place


def ciphertext_cut_off(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    raw = bytes(envelope.ciphertext)
    return replace(envelope, ciphertext=raw[: chance.randrange(len(raw))]), place


def ciphertext_with_more(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    return replace(envelope, ciphertext=bytes(envelope.ciphertext) + chance.randbytes(chance.randint(1, 40))), place


def random_ciphertext(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    return replace(envelope, ciphertext=chance.randbytes(chance.randint(0, 200))), place


def ciphertext_of_another(chance: random.Random, closed: list[Closed]) -> Closed:
    (mine, place), (other, _) = _two(chance, closed)
    return replace(mine, ciphertext=other.ciphertext), place


def key_of_another(chance: random.Random, closed: list[Closed]) -> Closed:
    (mine, place), (other, _) = _two(chance, closed)
    return replace(mine, wrapped_key=other.wrapped_key), place


def whole_row_of_another(chance: random.Random, closed: list[Closed]) -> Closed:
    (_, place), (other, _) = _two(chance, closed)
    return other, place


def letter_of_the_wrapped_key(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    text = envelope.wrapped_key
    at = chance.randrange(len(text))
    letters = [
        each for each in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=:\n " if each != text[at]
    ]
    return replace(envelope, wrapped_key=text[:at] + chance.choice(letters) + text[at + 1 :]), place


def wrapped_key_cut_off(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    return replace(envelope, wrapped_key=envelope.wrapped_key[: chance.randrange(1, len(envelope.wrapped_key))]), place


def wrapped_key_with_more(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    return replace(
        envelope, wrapped_key=envelope.wrapped_key + chance.choice(["=", "A", "\n", " ", "AAAA", ":"])
    ), place


def another_version_of_the_key(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    version, _, rest = envelope.wrapped_key.partition(":")
    other = chance.choice([number for number in ("v0", "v1", "v2", "v3", "v01", "v", "V1", "v-1") if number != version])
    return replace(envelope, wrapped_key=f"{other}:{rest}"), place


def fresh_key_wrapped_in_place(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    return replace(
        envelope, wrapped_key=ring().wrap(place.key_name, chance.randbytes(32), context=place.context)
    ), place


def another_row(chance: random.Random, closed: list[Closed]) -> Closed:
    (envelope, place), (_, other) = _two(chance, closed)
    return envelope, replace(place, row_id=other.row_id) if other.row_id != place.row_id else _field(place)


def another_agency(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice([each for each in closed if each[1].agency_id])
    others = {other.agency_id for _, other in closed} - {place.agency_id}
    return envelope, replace(place, agency_id=chance.choice(sorted(others, key=str)))


def another_hub(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    return envelope, replace(place, hub_id=place.row_id)


def another_field(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    return envelope, _field(place)


def another_table(chance: random.Random, closed: list[Closed]) -> Closed:
    envelope, place = chance.choice(closed)
    return envelope, replace(place, table=f"{place.table}s")


def _field(place: Place) -> Place:
    return replace(place, field="handling" if place.field == "text" else "text")


CHANGES: list[Change] = [
    bit_of_the_ciphertext,
    ciphertext_cut_off,
    ciphertext_with_more,
    random_ciphertext,
    ciphertext_of_another,
    key_of_another,
    whole_row_of_another,
    letter_of_the_wrapped_key,
    wrapped_key_cut_off,
    wrapped_key_with_more,
    another_version_of_the_key,
    fresh_key_wrapped_in_place,
    another_row,
    another_agency,
    another_hub,
    another_field,
    another_table,
]


@pytest.fixture
def closed(db: None) -> list[Closed]:
    """What stands in the room of a family, under three keys of which one has turned."""
    case = open_case(devon())
    with case.world.inside():
        ring().add_version(f"agency-{case.world.agencies['health']}")
        for number in range(6):
            case.put_in("police", f"Fact {number}", handling=f"Condition {number}")
            case.put_in("health", f"Finding {number}", handling=f"Condition {number}")
            if number == 3:
                ring().use_newest(f"agency-{case.world.agencies['health']}")
        return [*_items(), *_texts(case)]


def _items() -> list[Closed]:
    found: list[Closed] = []
    for v in ItemVersion.objects.select_related("item"):
        agency = v.item.agency_id
        found.append((Envelope(v.ciphertext, v.wrapped_key), vault.item_text(v.hub_id, agency, v.id)))
        handling = Envelope(v.handling_ciphertext, v.handling_wrapped_key)
        found.append((handling, vault.item_handling(v.hub_id, agency, v.id)))
    return found


def _texts(case: Case) -> list[Closed]:
    from openmash.sealed import services

    for number in range(3):
        services.seal_text(
            enquiry_id=case.enquiry_id,
            purpose="analysis",
            text=f"We weighed it {number}.",
            actor=case.world.actor("manager"),
            at=case.later(),
        )
    rows = SealedText.objects.all()
    return [(Envelope(row.ciphertext, row.wrapped_key), vault.hub_words(row.hub_id, row.id)) for row in rows]


def test_a_thousand_changes_and_not_one_opens(closed: list[Closed]) -> None:
    chance = random.Random(SEED)  # noqa: S311
    plain = {place: vault.open_(envelope, place=place) for envelope, place in closed}
    assert len(plain) == len(closed) == 27
    rejected = 0
    for change in CHANGES:
        for _ in range(ROUNDS):
            envelope, place = change(chance, closed)
            with pytest.raises((Unreadable, KeyMissing)):
                vault.open_(envelope, place=place)
            rejected += 1
    figures.note(
        "Changed ciphertexts",
        target="1,000 changes of what is sealed: none opens",
        figure=f"{rejected:,} of {len(CHANGES) * ROUNDS:,} opened as nothing, in {len(CHANGES)} ways",
        command="make assurance TESTS=tests/integration/test_corruption_is_always_seen.py",
    )
    assert rejected == len(CHANGES) * ROUNDS == 1020
    assert {place: vault.open_(envelope, place=place) for envelope, place in closed} == plain, "what is whole opens"


def test_one_change_among_many_spoils_the_whole_reading(closed: list[Closed]) -> None:
    chance = random.Random(SEED)  # noqa: S311
    assert len(vault.open_each(closed)) == len(closed)
    for change in CHANGES:
        spoilt = [*closed, change(chance, closed)]
        chance.shuffle(spoilt)
        with pytest.raises((Unreadable, KeyMissing)):
            vault.open_each(spoilt)
