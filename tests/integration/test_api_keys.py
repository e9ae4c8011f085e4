"""Keys of agencies' computer systems: shown once, kept as a hash, theirs alone, counted, revocable, ending."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from openmash.access import Permission, Role
from openmash.api_keys import queries, rules, services
from openmash.api_keys.errors import KeyNotTaken, NoSuchKey, TooManyCalls
from openmash.api_keys.models import ApiKey
from openmash.audit.models import Event
from openmash.core.errors import Refused
from tests.refusals import refused
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
LAST_DAY = date(2027, 1, 31)
PEOPLE = ("police", "evaluator", "health", "administrator", "coordinator")


@pytest.fixture
def world() -> World:
    return devon(people=PEOPLE)


def issued(world: World, who: str = "police", name: str = "Case system") -> services.Issued:
    return services.issue(name=name, last_day=LAST_DAY, actor=world.actor(who), at=NOW)


def test_a_key_lets_its_agency_s_system_in_and_nobody_else(world: World) -> None:
    with world.inside():
        made = issued(world)
        actor = services.come(hub_id=world.hub_id, key=made.key, at=NOW)
        assert (actor.agency_id, actor.role, actor.id) == (world.agencies["police"], Role.AGENCY_SYSTEM, made.id)
        assert actor.permissions == {Permission.KEEP_INDEX}
        with pytest.raises(KeyNotTaken):
            services.come(hub_id=world.hub_id, key=made.key[:-1] + "x", at=NOW)


def test_no_table_holds_the_key(world: World) -> None:
    with world.inside():
        made = issued(world)
        row = ApiKey.objects.get()
        assert made.key not in {str(value) for value in vars(row).values()}
        assert row.begins == made.key[:8]
        assert made.key not in str(list(Event.objects.values_list("detail", flat=True)))


def test_a_key_of_one_hub_opens_nothing_in_another(world: World) -> None:
    kent = devon("kent", people=("police",))
    with world.inside():
        made = issued(world)
    with kent.inside(), pytest.raises(KeyNotTaken):
        services.come(hub_id=kent.hub_id, key=made.key, at=NOW)


def test_a_revoked_key_opens_nothing_and_stays_revoked(world: World) -> None:
    with world.inside():
        made = issued(world)
        services.revoke(key_id=made.id, actor=world.actor("evaluator"), at=NOW)  # a colleague of the same force
        with pytest.raises(KeyNotTaken):
            services.come(hub_id=world.hub_id, key=made.key, at=NOW)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE api_keys_apikey SET revoked_at = NULL, revoked_by = NULL")


def test_nobody_makes_a_key_last_longer(world: World) -> None:
    with world.inside():
        issued(world)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE api_keys_apikey SET expires_at = expires_at + interval '1 year'")


def test_a_key_ends_with_its_last_day(world: World) -> None:
    with world.inside():
        made = issued(world)
        last_moment = rules.expires_at(LAST_DAY) - timedelta(seconds=1)
        assert services.come(hub_id=world.hub_id, key=made.key, at=last_moment)
        with pytest.raises(KeyNotTaken):
            services.come(hub_id=world.hub_id, key=made.key, at=last_moment + timedelta(seconds=1))


def test_calls_are_counted_and_the_minute_begins_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_CALLS", 3)
    with world.inside():
        made = issued(world)
        for _ in range(3):
            services.come(hub_id=world.hub_id, key=made.key, at=NOW)
        with pytest.raises(TooManyCalls) as too_many:
            services.come(hub_id=world.hub_id, key=made.key, at=NOW + timedelta(seconds=20))
        assert too_many.value.wait == 40
        assert services.come(hub_id=world.hub_id, key=made.key, at=NOW + rules.WINDOW)


def test_when_it_was_last_used_is_known(world: World) -> None:
    with world.inside():
        made = issued(world)
        [before] = queries.keys(world.actor("police"), at=NOW)
        services.come(hub_id=world.hub_id, key=made.key, at=NOW + timedelta(hours=2))
        [after] = queries.keys(world.actor("police"), at=NOW)
    assert (before.last_used_at, after.last_used_at) == (None, NOW + timedelta(hours=2))


def test_another_agency_neither_sees_nor_revokes_a_key(world: World) -> None:
    with world.inside():
        made = issued(world)
        assert queries.keys(world.actor("health"), at=NOW) == []
        with pytest.raises(NoSuchKey):
            queries.key(made.id, actor=world.actor("health"))
        with pytest.raises(NoSuchKey):
            services.revoke(key_id=made.id, actor=world.actor("health"), at=NOW)
        assert [each.id for each in queries.keys(world.actor("evaluator"), at=NOW)] == [made.id]


@pytest.mark.parametrize("who", ["administrator", "coordinator"])
def test_whoever_keeps_no_index_issues_no_key(world: World, who: str) -> None:
    with world.inside(), pytest.raises(Refused):
        issued(world, who)


def test_a_key_makes_no_other_key(world: World) -> None:
    with world.inside():
        system = services.come(hub_id=world.hub_id, key=issued(world).key, at=NOW)
        with pytest.raises(Refused):
            services.issue(name="Another", last_day=LAST_DAY, actor=system, at=NOW)


def test_a_key_has_a_name_of_its_own_and_an_end(world: World) -> None:
    with world.inside():
        issued(world)
        for given, rule in (
            ({"name": " "}, "api_keys.key_has_a_name"),
            ({"name": "case SYSTEM"}, "api_keys.names_differ"),
            ({"name": "x" * 81}, "api_keys.name_is_short"),
            ({"last_day": NOW.date() - timedelta(days=1)}, "api_keys.ends_in_the_future"),
            ({"last_day": NOW.date() + timedelta(days=367)}, "api_keys.ends_within_a_year"),
        ):
            told = {"name": "Export", "last_day": LAST_DAY} | given
            assert (refused(services.issue, **told, actor=world.actor("police"), at=NOW) or ("",))[0] == rule
        assert services.issue(
            name="Export", last_day=NOW.date() + timedelta(days=366), actor=world.actor("police"), at=NOW
        )


def test_an_agency_has_few_keys(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_KEYS", 1)
    with world.inside():
        first = issued(world)
        again = {"name": "Another", "last_day": LAST_DAY, "actor": world.actor("police"), "at": NOW}
        assert refused(services.issue, **again) == ("api_keys.few_keys", None)
        services.revoke(key_id=first.id, actor=world.actor("police"), at=NOW)
        assert services.issue(**again)


def test_issuing_and_revoking_stand_in_the_log_of_the_agency(world: World) -> None:
    with world.inside():
        made = issued(world)
        services.revoke(key_id=made.id, actor=world.actor("police"), at=NOW)
        services.revoke(key_id=made.id, actor=world.actor("police"), at=NOW)
        events = Event.objects.filter(about_id=made.id).order_by("at")
        assert sorted(events.values_list("name", flat=True)) == ["api_key.issued", "api_key.revoked"]
        assert set(events.values_list("owner_id", flat=True)) == {world.agencies["police"]}
