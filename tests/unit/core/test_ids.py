"""References people read out, and codes that open a door."""

import re

from hypothesis import given
from hypothesis import strategies as st

from openmash.core.ids import code_hash, new_code, new_reference, normalise_code

CODE = st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16)


def test_a_reference_says_which_hub_and_nothing_else() -> None:
    found = {new_reference("DEV") for _ in range(1_000)}

    assert len(found) == 1_000
    assert all(re.fullmatch(r"DEV-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", reference) for reference in found)


def test_a_code_has_eighty_random_bits() -> None:
    found = {new_code() for _ in range(1_000)}

    assert len(found) == 1_000
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in found)


@given(CODE)
def test_a_code_is_the_same_however_it_is_typed(plain: str) -> None:
    grouped = "-".join(plain[i : i + 4] for i in range(0, 16, 4))
    spoken = plain.lower().replace("0", "o").replace("1", "l")

    assert normalise_code(grouped) == normalise_code(plain) == normalise_code(f" {spoken} ") == grouped
    assert code_hash(spoken, purpose="receipt") == code_hash(grouped, purpose="receipt")


@given(CODE, CODE)
def test_different_codes_and_purposes_have_different_hashes(one: str, other: str) -> None:
    assert (code_hash(one, purpose="link") == code_hash(other, purpose="link")) == (one == other)
    assert code_hash(one, purpose="link") != code_hash(one, purpose="receipt")
    assert one not in code_hash(one, purpose="link").upper()
