"""Files on items of the sealed room: sealed like the words, read by whoever may read the item, and by nobody else."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from openmash.audit.models import Event
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.core.keys import Erased, Unreadable
from openmash.sealed import queries, services
from openmash.sealed.models import Attachment, WaitingFile
from openmash.sealed.rules import WAITS
from openmash.uploads import Checked, Upload
from tests import files
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

MARK = b"MARK-OF-A-FILE-7c1d"


@pytest.fixture
def case() -> Iterator[Case]:
    """One family's enquiry, inside the hub."""
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


def letter(name: str = "letter.txt", words: str = "") -> Checked:
    """A file that has been checked."""
    return services.check_file(Upload(name, MARK + words.encode()))


def files_seen(case: Case, item_id: UUID, who: str) -> list[str]:
    """The names of an item's files as somebody sees them in the room."""
    actor = case.world.actor(who)
    room = queries.room(case.enquiry_id, actor=actor, at=case.later())
    return [file.name for file in queries.files_of(room.items, actor=actor)[item_id]]


def the_file(case: Case, item_id: UUID) -> UUID:
    """The id of an item's only file."""
    return Attachment.objects.get(item_id=item_id).id


def test_a_file_is_opened_by_whoever_may_read_the_item(case: Case) -> None:
    photograph = services.check_file(Upload("bruise.jpg", files.jpeg(place=True)))
    item_id = case.put_in("health", "A bruise was photographed.", files=(photograph,))

    assert files_seen(case, item_id, "social_worker") == ["bruise.jpg"]
    opened = queries.file(the_file(case, item_id), actor=case.world.actor("social_worker"), at=case.later())

    assert opened == photograph
    assert opened.media_type == "image/jpeg"
    assert opened.notes == ("The picture says where it was taken.",)


def test_its_opening_is_on_the_log_for_its_owner(case: Case) -> None:
    item_id = case.put_in("health", "See the letter.", files=(letter(),))
    reader, at = case.world.actor("social_worker"), case.later()

    queries.file(the_file(case, item_id), actor=reader, at=at)

    event = Event.objects.get(name="attachment.opened")
    assert (event.actor_id, event.about_id, event.owner_id) == (reader.id, the_file(case, item_id), reader_of(case))
    assert "letter" not in str(event.detail)


def reader_of(case: Case) -> UUID:
    """The agency that the file belongs to."""
    return case.world.agencies["health"]


@pytest.mark.parametrize("who", ["governance", "administrator", "coordinator", "lapsed", "unvetted"])
def test_whoever_may_not_read_in_the_room_opens_no_file(case: Case, who: str) -> None:
    item_id = case.put_in("police", "See the letter.", files=(letter(),))

    with pytest.raises((Refused, RuleBroken, NotFound)):
        queries.file(the_file(case, item_id), actor=case.world.actor(who), at=case.later())

    assert not Event.objects.filter(name="attachment.opened").exists()
    assert queries.file(the_file(case, item_id), actor=case.world.actor("evaluator"), at=case.later())


def test_the_files_of_what_is_held_back_are_held_back(case: Case) -> None:
    item_id = case.put_in("police", "See the letter.", sensitivity="restricted", files=(letter(),))

    assert files_seen(case, item_id, "manager") == ["letter.txt"]
    assert files_seen(case, item_id, "health") == []
    with pytest.raises(Refused, match="Confidential information is held"):
        queries.file(the_file(case, item_id), actor=case.world.actor("health"), at=case.later())


def test_another_hub_does_not_find_a_file(case: Case) -> None:
    item_id = case.put_in("police", "See the letter.", files=(letter(),))
    file_id = the_file(case, item_id)
    other = devon("essex")

    with other.inside(), pytest.raises(NotFound):
        queries.file(file_id, actor=other.actor("manager"), at=case.later())
    with case.world.inside():
        assert queries.file(file_id, actor=case.world.actor("manager"), at=case.later())


def test_a_file_of_what_was_withdrawn_is_opened_by_nobody(case: Case) -> None:
    item_id = case.put_in("police", "See the letter.", files=(letter(),))
    file_id = the_file(case, item_id)
    services.withdraw(item_id=item_id, actor=case.world.actor("police"), at=case.later())

    with pytest.raises(NotFound):
        queries.file(file_id, actor=case.world.actor("police"), at=case.later())


def test_a_correction_keeps_the_files_takes_one_off_and_puts_one_on(case: Case) -> None:
    item_id = case.put_in("police", "See the letters.", files=(letter("one.txt"), letter("two.txt")))
    one, two = (file.id for file in _on(case, item_id))
    police = case.world.actor("police")

    services.correct(
        item_id=item_id,
        text="See the letters.",
        handling="",
        actor=police,
        at=case.later(),
        files=(letter("three.txt"),),
        take_off=[one],
    )

    assert files_seen(case, item_id, "manager") == ["two.txt", "three.txt"]
    assert queries.file(two, actor=police, at=case.later()).name == "two.txt"
    with pytest.raises(NotFound):
        queries.file(one, actor=police, at=case.later())
    with pytest.raises(RuleBroken, match="not on this information any more"):
        services.correct(item_id=item_id, text="Again.", handling="", actor=police, at=case.later(), take_off=[one])


def _on(case: Case, item_id: UUID) -> tuple[queries.FileView, ...]:
    actor = case.world.actor("police")
    return queries.files_of([queries.item(item_id, actor=actor, at=case.later())], actor=actor)[item_id]


def test_an_item_has_at_most_five_files(case: Case) -> None:
    five = tuple(letter(f"{n}.txt") for n in range(5))
    assert case.put_in("police", "See the letters.", files=five)
    with transaction.atomic(), pytest.raises(RuleBroken, match="At most 5 files"):
        case.put_in("police", "See the letters.", files=(*five, letter("six.txt")))


def test_nothing_of_a_file_is_readable_in_the_database(case: Case) -> None:
    item_id = case.put_in("police", "See the letter.", files=(letter("named-wren.txt"),))
    form = "check:1:items:0"
    services.keep_waiting(form=form, file=letter("named-wren.txt"), actor=case.world.actor("police"), at=case.later())

    for row in (Attachment.objects.get(item_id=item_id), WaitingFile.objects.get()):
        for raw in (bytes(row.label_ciphertext), bytes(row.content_ciphertext)):
            assert MARK not in raw
            assert b"wren" not in raw


def test_a_file_moved_to_another_row_opens_as_nothing(case: Case) -> None:
    first, second = (case.put_in("police", "See.", files=(letter(words=str(n)),)) for n in range(2))
    row, other = (Attachment.objects.get(item_id=each) for each in (first, second))
    moved = Attachment.objects.create(
        **{
            **{f.attname: getattr(row, f.attname) for f in Attachment._meta.concrete_fields},
            "id": uuid4(),
            "item_id": second,
        }
    )

    with pytest.raises(Unreadable):
        queries.file(moved.id, actor=case.world.actor("manager"), at=case.later())
    assert queries.file(other.id, actor=case.world.actor("manager"), at=case.later()).content == MARK + b"1"


def test_a_sealed_file_is_never_overwritten(case: Case) -> None:
    item_id = case.put_in("police", "See the letter.", files=(letter(),))
    for change in ({"content_ciphertext": b"x"}, {"since_version": F("since_version") + 1}):
        with transaction.atomic(), pytest.raises(DatabaseError):
            Attachment.objects.filter(item_id=item_id).update(**change)
    Attachment.objects.filter(item_id=item_id).update(until_version=2)
    with transaction.atomic(), pytest.raises(DatabaseError):
        Attachment.objects.filter(item_id=item_id).update(until_version=None)


def test_a_waiting_file_is_for_whoever_attached_it(case: Case) -> None:
    police, form = case.world.actor("police"), "check:1:items:0"
    file_id = services.keep_waiting(form=form, file=letter(), actor=police, at=case.later())

    assert [file.name for file in queries.waiting_files(form, actor=police)] == ["letter.txt"]
    assert queries.waiting_to_send(form, actor=police) == (letter(),)
    colleague = replace(police, id=uuid4())
    assert queries.waiting_files(form, actor=colleague) == ()
    services.take_off_waiting(file_id=file_id, actor=colleague)
    assert queries.waiting_files(form, actor=police)
    services.take_off_waiting(file_id=file_id, actor=police)
    assert queries.waiting_files(form, actor=police) == ()


def test_a_waiting_file_that_nobody_sends_is_forgotten_after_a_day(case: Case) -> None:
    police, at = case.world.actor("police"), case.later()
    services.keep_waiting(form="check:1", file=letter(), actor=police, at=at)

    assert services.forget_waiting_files(hub_id=case.world.hub_id, at=at + WAITS) == 0
    assert services.forget_waiting_files(hub_id=case.world.hub_id, at=at + WAITS + timedelta(minutes=1)) == 1
    assert not WaitingFile.objects.exists()


def test_what_is_no_honest_file_is_refused_with_a_sentence(case: Case) -> None:
    with pytest.raises(RuleBroken, match="it is not a PDF") as refused:
        services.check_file(Upload("letter.pdf", b"MZ not a letter"))
    assert refused.value.rule == "uploads.not_what_it_says"
    assert services.check_file(Upload("letter.pdf", files.pdf()))


def test_the_files_of_what_is_hidden_are_found_by_nobody_else(case: Case) -> None:
    item_id = case.put_in("police", "See the letter.", sensitivity="hidden", files=(letter(),))
    file_id = the_file(case, item_id)

    with pytest.raises(NotFound) as hidden:
        queries.file(file_id, actor=case.world.actor("health"), at=case.later())
    with pytest.raises(NotFound) as missing:
        queries.file(uuid4(), actor=case.world.actor("health"), at=case.later())

    assert hidden.value.sentence == missing.value.sentence
    assert files_seen(case, item_id, "health") == []
    assert files_seen(case, item_id, "police") == ["letter.txt"]
    assert queries.file(file_id, actor=case.world.actor("police"), at=case.later())


def test_many_files_cost_no_more_statements(
    case: Case, django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    for n in range(6):
        case.put_in("police", "See.", files=(letter(f"{n}.txt"), letter(f"{n}b.txt")))
    actor = case.world.actor("manager")
    room = queries.room(case.enquiry_id, actor=actor, at=case.later())
    with django_assert_max_num_queries(1):
        assert len(queries.files_of(room.items, actor=actor)) == 6


def test_what_is_erased_says_so(case: Case) -> None:
    item_id = case.put_in("police", "See the letter.", files=(letter(),))
    file_id = the_file(case, item_id)
    services.erase_items(
        enquiry_id=case.enquiry_id,
        agency_ids=[case.world.agencies["police"]],
        actor=case.world.actor("governance"),
        at=case.later(),
    )

    with pytest.raises(Erased):
        queries.file(file_id, actor=case.world.actor("manager"), at=case.later())
