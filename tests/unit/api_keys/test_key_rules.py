"""What a key of an agency's computer system is, and how long it lasts."""

import hashlib
from datetime import UTC, date, datetime, timedelta

from openmash.api_keys import rules
from tests.refusals import refused

AT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
TODAY = AT.date()


def test_every_key_is_new_long_and_known_by_its_beginning() -> None:
    keys = {rules.new_key() for _ in range(50)}
    assert len(keys) == 50
    for key in keys:
        assert key.startswith("omk_")
        assert len(key) == len("omk_") + 40
        int(key.removeprefix("omk_"), 16)
        assert rules.beginning(key) == key[:8]


def test_what_is_stored_is_a_hash_of_the_key_and_of_no_other() -> None:
    one, other = rules.new_key(), rules.new_key()
    assert rules.fingerprint(one) == hashlib.sha256(f"openmash/api-key/{one}".encode()).hexdigest()
    assert rules.fingerprint(one) == rules.fingerprint(one) != rules.fingerprint(other)


def test_a_key_has_a_name_that_tells_it_from_the_others() -> None:
    assert refused(rules.require_name, " ", []) == ("api_keys.key_has_a_name", "name")
    assert refused(rules.require_name, "x" * (rules.LONGEST_NAME + 1), []) == ("api_keys.name_is_short", "name")
    assert refused(rules.require_name, f" {'x' * rules.LONGEST_NAME} ", []) is None
    assert refused(rules.require_name, " records ", ["RECORDS"]) == ("api_keys.names_differ", "name")
    assert refused(rules.require_name, "Records", ["Case management"]) is None


def test_a_key_opens_one_thing_that_there_is() -> None:
    nothing, no_portal = ("api_keys.opens_one_thing", "purpose"), ("api_keys.portal_is_the_hubs", "purpose")
    for has_portal in (True, False):
        assert refused(rules.require_purpose, "", has_portal=has_portal) == nothing
        assert refused(rules.require_purpose, rules.INDEX, has_portal=has_portal) is None
    assert refused(rules.require_purpose, rules.DIRECT_REFERRALS, has_portal=False) == no_portal
    assert refused(rules.require_purpose, rules.DIRECT_REFERRALS, has_portal=True) is None


def test_a_key_ends_by_itself_from_today_to_a_year_from_now() -> None:
    over, never = ("api_keys.ends_in_the_future", "last_day"), ("api_keys.ends_within_a_year", "last_day")
    assert refused(rules.require_last_day, TODAY - timedelta(days=1), at=AT) == over
    assert refused(rules.require_last_day, TODAY, at=AT) is None
    assert refused(rules.require_last_day, TODAY + rules.LONGEST_LIFE, at=AT) is None
    assert refused(rules.require_last_day, TODAY + rules.LONGEST_LIFE + timedelta(days=1), at=AT) == never


def test_which_day_it_is_is_london_s() -> None:
    after_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # the second of July there
    assert refused(rules.require_last_day, date(2026, 7, 1), at=after_midnight) is not None
    assert refused(rules.require_last_day, date(2026, 7, 2), at=after_midnight) is None
    assert rules.expires_at(date(2026, 7, 1)) == datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    assert rules.expires_at(date(2026, 12, 31)) == datetime(2027, 1, 1, 0, 0, tzinfo=UTC)


def test_an_agency_has_few_keys() -> None:
    assert refused(rules.require_few, rules.MOST_KEYS - 1) is None
    assert refused(rules.require_few, rules.MOST_KEYS) == ("api_keys.few_keys", None)
