"""What waits for another agency's own system: for whom, under which agreement, until when, and what is taken in."""

from datetime import UTC, date, datetime, timedelta

from openmash.contacts.rules import direct
from openmash.hubs.rules import load
from tests.refusals import refused

TODAY = date(2026, 11, 18)
[POLICE] = load("blackburn").portals


def fetched_by(
    *, kind: str = "police", holds_key: bool = True, until: date | None = TODAY
) -> tuple[str, str | None] | None:
    return refused(direct.require_fetched_by, POLICE, kind=kind, holds_key=holds_key, agreement_until=until, on=TODAY)


def test_it_waits_for_an_agency_of_the_portals_kind_that_holds_a_key_under_an_agreement() -> None:
    assert fetched_by() is None
    assert fetched_by(kind="health") == ("contacts.portal_is_theirs", "way")
    assert fetched_by(holds_key=False) == ("contacts.fetched_with_a_key", "way")
    assert fetched_by(until=TODAY - timedelta(days=1)) == ("contacts.fetched_under_an_agreement", "way")


def test_an_agreement_holds_to_the_end_of_its_last_day() -> None:
    over = ("contacts.fetched_under_an_agreement", "way")
    assert refused(direct.require_portal_agreement, TODAY, on=TODAY) is None
    assert refused(direct.require_portal_agreement, TODAY - timedelta(days=1), on=TODAY) == over
    assert refused(direct.require_portal_agreement, None, on=TODAY) == over


def test_only_what_waits_is_carried_over() -> None:
    assert refused(direct.require_waits, "{}") is None
    assert refused(direct.require_waits, "") == ("contacts.carried_while_it_waits", None)


def test_only_what_was_fetched_is_taken_in_by_a_system() -> None:
    assert refused(direct.require_was_fetched, datetime(2026, 11, 18, 10, 0, tzinfo=UTC)) is None
    assert refused(direct.require_was_fetched, None) == ("contacts.taken_in_after_it_was_fetched", None)
