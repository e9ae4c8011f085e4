"""Hot spots and trends, counted by hand; no line is about one family."""

from uuid import UUID, uuid4

from openmash.reporting.rules import KEPT_BACK, NO_SCHOOL, SMALL_PLACES, UNKNOWN_PLACE, Naming, beside, where_from

ADA, BO, CY = uuid4(), uuid4(), uuid4()


def naming(person: UUID, sector: str, school: str = NO_SCHOOL, contact: UUID | None = None) -> Naming:
    return Naming(contact or uuid4(), person, sector, school)


def lives(each: Naming) -> str:
    return each.sector


def test_the_place_with_most_contacts_stands_first_with_what_it_was_before() -> None:
    now = [naming(ADA, "NG1 1"), naming(BO, "NG1 1"), naming(BO, "NG1 1"), naming(ADA, "NG2 2"), naming(CY, "NG2 2")]
    before = [naming(ADA, "NG1 1"), *(naming(CY, "NG2 2") for _ in range(3))]
    first, second = where_from(now, before, lives)
    assert (first.label, first.now, first.people, first.before, first.change) == ("NG1 1", 3, 2, 1, "+2")
    assert (second.label, second.now, second.before, second.change) == ("NG2 2", 2, 3, "−1")


def test_a_place_with_one_contact_or_one_child_is_not_named() -> None:
    one_call = uuid4()
    now = [
        naming(ADA, "NG1 1"),
        naming(ADA, "NG1 1"),
        naming(BO, "NG2 2", contact=one_call),
        naming(CY, "NG2 2", contact=one_call),
        naming(CY, "NG3 3"),
    ]
    [line] = where_from(now, [], lives)
    assert (line.label, line.now, line.people) == (SMALL_PLACES, 4, 3)
    named = where_from([*now, naming(BO, "NG1 1")], [], lives)
    assert [each.label for each in named] == ["NG1 1", SMALL_PLACES]


def test_what_is_no_place_stands_last_however_much_it_is() -> None:
    now = [naming(ADA, UNKNOWN_PLACE), naming(BO, UNKNOWN_PLACE), naming(CY, KEPT_BACK), naming(ADA, "NG1 1")]
    now += [naming(BO, "NG1 1")]
    assert [each.label for each in where_from(now, [], lives)] == ["NG1 1", UNKNOWN_PLACE, KEPT_BACK]


def test_a_school_is_a_place_too() -> None:
    now = [naming(ADA, "NG1 1", "Harbour School"), naming(BO, "NG2 2", "Harbour School"), naming(CY, "NG3 3")]
    found = where_from(now, [], lambda each: each.school)
    assert [(each.label, each.now) for each in found] == [("Harbour School", 2), (NO_SCHOOL, 1)]


def test_an_issue_that_is_gone_stands_there_as_well() -> None:
    found = beside(["Neglect", "Neglect", "Self-harm"], ["Neglect", "Neglect", "Gangs"])
    assert [(each.label, each.now, each.before, each.change) for each in found] == [
        ("Neglect", 2, 2, "0"),
        ("Self-harm", 1, 0, "+1"),
        ("Gangs", 0, 1, "−1"),
    ]
