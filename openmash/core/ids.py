"""References people read out and codes that open a door; all random, so that none tells how many there are."""

import hashlib
import secrets

# Crockford's base 32: no I, L, O or U, so that a code survives being read out on the telephone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110")


def new_reference(prefix: str) -> str:
    """A reference for people, like ``DEV-7K3M-2QXA`` (40 random bits: names a case, opens nothing)."""
    return f"{prefix}-{_random(4)}-{_random(4)}"


def new_code() -> str:
    """A code that opens something, like ``7K3M-2QXA-9T0B-WH4C`` (80 random bits)."""
    return "-".join(_random(4) for _ in range(4))


def normalise_code(typed: str) -> str:
    """A code as typed by a person, in the form it was given out in.

    Spaces and hyphens do not matter, nor do upper and lower case; O reads as 0, I and L as 1.
    """
    plain = "".join(c for c in typed.upper() if c.isalnum()).translate(_READ_AS)
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def code_hash(code: str, *, purpose: str) -> str:
    """What is stored in place of a code: its SHA-256 with the purpose, in hex.

    A fast hash is enough because codes carry 80 random bits, not a person's choice of word.
    """
    return hashlib.sha256(f"openmash/{purpose}/{normalise_code(code)}".encode()).hexdigest()


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
