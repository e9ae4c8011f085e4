"""Changing how a hub works, going live, and by which version a case is worked."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import Deed, OfEnquiry, PersonsDeed, Step


@dataclass(frozen=True, kw_only=True)
class Change:
    """One passage of an operating model's text."""

    after: Annotated[str, Says("Words that stand before it, where it occurs more than once.")] = ""
    instead_of: Annotated[str, Says("What stands there now.")]
    now: Annotated[str, Says("What is to stand there.")]


@dataclass(frozen=True, kw_only=True)
class PutIntoForce(PersonsDeed):
    """An administrator copies the version in force, changes it and proposes it; somebody else approves it."""

    VERB: ClassVar[str] = "put_into_force"
    approved_by: Annotated[str, Says("Who approves it.", names="person")]
    from_: Annotated[date, Says("The first day on which it holds, a later one than the step's.")]
    why: Annotated[str, Says("Why, for whoever approves it.")]
    changes: Annotated[tuple[Change, ...], Says("What is changed.", at_least=1)]


@dataclass(frozen=True, kw_only=True)
class Sign(Deed):
    """An agency signs an agreement; it holds from the day of the step."""

    VERB: ClassVar[str] = "sign"
    agency: Annotated[str, Says("Which agency.", names="agency")]
    title: Annotated[str, Says("The agreement's title.")]


@dataclass(frozen=True, kw_only=True)
class GoLive(PersonsDeed):
    """Somebody says from which day a hub takes contacts, where its partners sign a framework first."""

    VERB: ClassVar[str] = "go_live"
    from_: Annotated[date, Says("The first day on which it takes contacts.")]


@dataclass(frozen=True, kw_only=True)
class ExpectVersion(OfEnquiry, Step):
    """By which version of the hub's operating model an enquiry is worked."""

    VERB: ClassVar[str] = "expect_version"
    version: Annotated[int, Says("Its number.")]
