"""What the reports say."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import PersonsDeed, Step


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


@dataclass(frozen=True, kw_only=True)
class HotSpotSays:
    """A place from which children go missing."""

    place: Annotated[str, Says("The postcode sector, or what stands in the place of one.")]
    episodes: Annotated[int, Says("How often a child was missing from there.")]
    children: Annotated[int, Says("How many children that was.")]
    again: Annotated[int, Says("How many of them more than once.")] = 0


@dataclass(frozen=True, kw_only=True)
class ThemeSays:
    """What came to light in return interviews."""

    theme: Annotated[str, Says("What, as the hub calls it.")]
    interviews: Annotated[int, Says("In how many interviews.")]
    children: Annotated[int, Says("With how many children.")]


@dataclass(frozen=True, kw_only=True)
class ExpectMissing(Step):
    """From where children went missing in a time, and what came to light, as the report counts them."""

    VERB: ClassVar[str] = "expect_missing"
    by: Annotated[str, Says("Who reads the report.", names="person")]
    first: Annotated[date, Says("The first month's first day.")]
    last: Annotated[date, Says("The last month's first day.")]
    hot_spots: Annotated[tuple[HotSpotSays, ...], Says("The places, the worst first, exactly.")] = ()
    themes: Annotated[tuple[ThemeSays, ...], Says("The themes, the most frequent first, exactly.")] = ()


@dataclass(frozen=True, kw_only=True)
class LookForSomebody(PersonsDeed):
    """Somebody looks for whose profile to open; that they looked is on the log."""

    VERB: ClassVar[str] = "look_for_somebody"
    words: Annotated[str, Says("What they type: names, a date or year of birth, an NHS number.")]
    found: Annotated[tuple[str, ...], Says("The names of those who are found, exactly, in any order.")] = ()


@dataclass(frozen=True, kw_only=True)
class ProfileSays:
    """Of whom or what a profile is, and what it is opened for."""

    whom: Annotated[str, Says("Of somebody; left out: of a place.", names="somebody")] = ""
    postcode: Annotated[str, Says("Of everybody named with this postcode.")] = ""
    school: Annotated[str, Says("Of everybody named with this school.")] = ""
    purpose: Annotated[str, Says("The code of what it is opened for.")]


@dataclass(frozen=True, kw_only=True)
class OpenProfile(ProfileSays, PersonsDeed):
    """Somebody opens the profile of a person or a place; that they did, and what for, is on the log."""

    VERB: ClassVar[str] = "open_profile"


@dataclass(frozen=True, kw_only=True)
class ExpectProfile(ProfileSays, Step):
    """What the profile of a person or a place counts; it is opened for it."""

    VERB: ClassVar[str] = "expect_profile"
    by: Annotated[str, Says("Who opens it.", names="person")]
    cases: Annotated[int, Says("In how many enquiries.")]
    contacts: Annotated[int, Says("How many contacts.")]
    ratings: Annotated[tuple[str, ...], Says("“Amber: 2”, the most frequent first, exactly.")] = ()
    outcomes: Annotated[tuple[str, ...], Says("What came of it, likewise.")] = ()
    months: Annotated[tuple[str, ...], Says("The months of the timeline in which something happened, in order.")] = ()
