"""What referrals held and where they went: the query, its refusals, and the page with its pictures and file."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openmash.contacts import services as contact_services
from openmash.core import clock
from openmash.core.errors import Refused
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.reporting import queries
from openmash.reporting.rules import Holds, Period, ReferralFigures, Went, diversion, quality
from tests.handed_on import decide
from tests.integration.contacts_told import JACK, told
from tests.rooms import open_case
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db
NOVEMBER = Period.up_to(NOW.date(), months=1)


def call(world: World, **changed: Any) -> Any:
    return contact_services.record(told=told(people=(JACK,), **changed), actor=world.actor("coordinator"), at=NOW)


def went(world: World, who: str = "governance") -> list[Went]:
    return sorted(each.went for each in queries.referrals(world.actor(who), NOVEMBER))


def test_a_referral_goes_where_it_was_decided_to_and_advice_is_none() -> None:
    world = devon(at=NOW - timedelta(days=3))
    case = open_case(world)
    with world.inside():
        call(world, kind="advice")
        assert went(world) == [Went.OPEN]
        decide(case)
        assert went(world) == [Went.STATUTORY]
        turned = call(world)
        contact_services.signpost(contact_id=turned, reason="The nurse.", actor=world.actor("coordinator"), at=NOW)
        assert went(world) == [Went.TURNED, Went.STATUTORY]
        again = call(world)
        contact_services.join(
            contact_id=again, to_contact_id=turned, reason="The same.", actor=world.actor("coordinator"), at=NOW
        )
        assert len(went(world)) == 2, "a second notice of one event is no second referral"
        enquiry_services.close(enquiry_id=case.enquiry_id, actor=world.actor("manager"), at=case.later())
        assert went(world) == [Went.TURNED, Went.STATUTORY]


def test_who_reads_no_reports_is_refused_and_who_is_kept_out_does_not_find_it() -> None:
    world = devon(at=NOW - timedelta(days=3))
    case = open_case(world)
    with world.inside():
        with pytest.raises(Refused):
            went(world, "coordinator")
        manager = world.actor("manager")
        exclusion_services.declare(
            user_id=manager.id, enquiry_id=case.enquiry_id, ground="relative", actor=manager, at=case.later()
        )
        assert went(world, "manager") == []
        assert went(world, "operations_manager") == [Went.OPEN]


def test_quality_and_diversion_by_hand() -> None:
    """Four referrals: two whole; of three that are settled two diverted, 67 per cent."""
    every = frozenset(Holds)
    made = [
        ReferralFigures(NOVEMBER.first, "School", every, Went.HELP),
        ReferralFigures(NOVEMBER.first, "School", every - {Holds.SAID}, Went.TURNED),
        ReferralFigures(NOVEMBER.first, "Police", frozenset({Holds.BORN}), Went.STATUTORY),
        ReferralFigures(NOVEMBER.first, "School", every, Went.OPEN),
    ]
    [school, police], [month] = quality(made)
    assert (school.label, school.count, school.whole) == ("School", 3, 2)
    assert dict(zip(Holds, school.held, strict=True))[Holds.SAID] == 2
    assert police.shares == (100, 0, 0, 0, 0, 0)
    assert (month.count, month.whole) == (4, 2)
    [line] = diversion(made)
    assert (line.settled, line.diverted, line.share) == (3, 2, 67)
    assert diversion([made[3]])[0].share is None, "of nothing that is settled there is no share"


def test_the_page_shows_pictures_and_tables_and_hands_over_a_file(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = devon(at=NOW - timedelta(days=3))
    open_case(world)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    sign_in(client, world, "governance")
    page = client.get(reverse("reports:referrals")).content.decode()
    assert "Quality of referrals, by who referred" in page
    assert "<svg" in page
    assert "Diverted" in page
    file = client.get(reverse("reports:referrals"), {"file": "diversion"})
    assert file.content.decode().splitlines()[0].lstrip("\ufeff").startswith('"Month","Came in","Diverted"')
