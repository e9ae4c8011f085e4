"""What can happen to a product."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class ProductState(StrEnum):
    """Where a product stands inside. Whether the team opened and acknowledged it is on the released copy."""

    DRAFT = "draft"
    RELEASED = "released"
    ABANDONED = "abandoned"


_S = ProductState

PRODUCT = Machine(
    noun="product",
    states={
        _S.DRAFT: "Being put together",
        _S.RELEASED: "A frozen copy has gone to one receiving team",
        _S.ABANDONED: "Not sent",
    },
    initial=_S.DRAFT,
    moves=(
        Move(
            "release", frozenset({_S.DRAFT}), _S.RELEASED, "product.released", "The frozen copy is made and handed over"
        ),
        Move("abandon", frozenset({_S.DRAFT}), _S.ABANDONED, "product.abandoned", "It is not to be sent"),
    ),
)
