"""Keeping a colleague out of a case."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed


@dataclass(frozen=True, kw_only=True)
class KeepOut(OfEnquiry, PersonsDeed):
    """A colleague with a tie to a family is kept out of its case, by themselves or by a manager."""

    VERB: ClassVar[str] = "keep_out"
    whom: Annotated[str, Says("Who.", names="person")]
    ground: Annotated[str, Says("The code of the tie.")]
    words: Annotated[str, Says("In words.")] = ""
