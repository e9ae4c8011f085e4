"""What the reports say."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import Step


@dataclass(frozen=True, kw_only=True)
class ExpectReferrals(Step):
    """How good the referrals of a month were, and how much of it was diverted, as the report counts them."""

    VERB: ClassVar[str] = "expect_referrals"
    by: Annotated[str, Says("Who reads the report.", names="person")]
    month: Annotated[date, Says("The month's first day.")]
    count: Annotated[int, Says("How many referrals came in.")]
    whole: Annotated[int, Says("How many of them held everything that the hub needs.")]
    settled: Annotated[int, Says("How many are decided, or went on at the door.")]
    diverted: Annotated[int, Says("How many of these went to early help, another service or advice.")]
