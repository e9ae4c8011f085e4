"""A colleague who is kept out opens every address and follows every link, and nowhere finds the family.

For the night. Every day: tests/web/test_attacks_by_who_is_kept_out.py, and "excluded" in the access matrix.
"""

import pytest
from django.test import Client

from openmash.enquiries import queries as enquiry_queries
from openmash.exclusions import services as exclusion_services
from tests.assurance.crawling import addresses, crawl, opened
from tests.assurance.house import OPENED, clock_at, furnished
from tests.world import sign_in

FAMILY = ("Ada Wren", "Bea Wren")


@pytest.mark.long
@pytest.mark.parametrize("who", ["social_worker", "operations_manager", "governance"])
@pytest.mark.django_db
def test_who_is_kept_out_finds_the_family_nowhere(client: Client, who: str) -> None:
    with clock_at(OPENED):
        house = furnished()
        world = house.world
        with world.inside():
            reference = enquiry_queries.references([house.case.enquiry_id], actor=world.actor("manager"))
            child, mother = house.case.people()
            for person_id in (child, mother):
                exclusion_services.declare(
                    user_id=world.people[who],
                    person_id=person_id,
                    ground="relative",
                    actor=world.actor("manager"),
                    at=house.case.later(),
                )
        sign_in(client, world, who)
        start = addresses("inside", {"devon": house})
        seen = crawl(client, start, words="Nobody") + [opened(client, path, post={"version": "1"}) for path in start]

    words = [*FAMILY, *reference.values()]
    found = {page.where: word for page in seen for word in words if word.encode() in page.raw}
    assert found == {}, "\n".join(sorted(found))
    assert sum(page.status == 200 for page in seen) > 10
