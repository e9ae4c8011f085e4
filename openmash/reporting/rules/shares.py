"""Rounding as a published table does it: half away from nothing."""

from decimal import ROUND_HALF_UP, Decimal


def percent(part: int, whole: int) -> int | None:
    """A share in whole per cent; None of nothing."""
    return int(_rounded(Decimal(100 * part) / whole, "1")) if whole else None


def one_decimal(part: int, whole: int) -> Decimal | None:
    """A quotient to one decimal place; None of nothing."""
    return _rounded(Decimal(part) / whole, "0.1") if whole else None


def _rounded(value: Decimal, to: str) -> Decimal:
    return value.quantize(Decimal(to), ROUND_HALF_UP)
