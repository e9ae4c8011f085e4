"""How often things go wrong in records, by place. What is trained on is never what is reported on.

The shares are ours, set from what is told of such records, not measured on any: no open figures exist. They are meant
to be worse than life rather than milder.
"""

from typing import NamedTuple


class Profile(NamedTuple):
    """One place. Shares are of records unless said otherwise.

    Args:
        name: what it is called on the command line.
        quarters: mixes of name origins, one per kind of neighbourhood, in the order of names.ORIGINS.
        known: share of people whom the agency's index has.
        twice: share of those who are in it twice.
        moved: share of households that moved in the last six years.
        nearby: of those who moved, share that stayed in the same outward postcode.
        nhs, upn, phone: share of records of those who have one that say it.
        in_index, in_question: how much likelier everything below is in an index's row, and in a question.
        misspelt, short, other_spelling, swapped, middle_first, one_field, former, hyphen_lost, no_family: of the names.
        day_month, digit, year_out, first_of_january, default_day, no_day, only_year: of the date of birth.
        no_place, old_place, institution, postcode_typo: of the address.
        sex_wrong, no_sex: of the sex.
        another_phone, another_school: one they had before, of those who say one.
        anothers_number: NHS or pupil number of somebody else in the house.
        two_days: a second, wrong day of birth beside the right one.
        first_name_and_school: of questions about children at school.
        of_a_sibling: the day of birth of another child in the house.
    """

    name: str
    quarters: tuple[tuple[float, ...], ...]
    known: float = 0.8
    twice: float = 0.04
    moved: float = 0.34
    nearby: float = 0.6
    nhs: float = 0.4
    upn: float = 0.5
    phone: float = 0.4
    in_index: float = 0.7
    in_question: float = 1.2
    misspelt: float = 0.05
    short: float = 0.12
    other_spelling: float = 0.15
    swapped: float = 0.012
    middle_first: float = 0.02
    one_field: float = 0.01
    former: float = 0.25
    hyphen_lost: float = 0.3
    no_family: float = 0.006
    day_month: float = 0.015
    digit: float = 0.02
    year_out: float = 0.015
    first_of_january: float = 0.012
    default_day: float = 0.01
    no_day: float = 0.05
    only_year: float = 0.01
    no_place: float = 0.05
    old_place: float = 0.25
    institution: float = 0.02
    postcode_typo: float = 0.02
    sex_wrong: float = 0.006
    no_sex: float = 0.03
    another_phone: float = 0.3
    another_school: float = 0.15
    anothers_number: float = 0.005
    two_days: float = 0.015
    first_name_and_school: float = 0.01
    of_a_sibling: float = 0.002


COUNTY = Profile(
    "county",
    (
        (0.93, 0.02, 0.01, 0.02, 0.01, 0.005, 0.005),
        (0.84, 0.03, 0.03, 0.06, 0.02, 0.01, 0.01),
        (0.55, 0.3, 0.05, 0.05, 0.02, 0.02, 0.01),
        (0.72, 0.05, 0.12, 0.04, 0.03, 0.02, 0.02),
    ),
)

CITY = Profile(
    "city",
    (
        (0.3, 0.42, 0.06, 0.06, 0.05, 0.09, 0.02),
        (0.45, 0.12, 0.1, 0.1, 0.12, 0.07, 0.04),
        (0.7, 0.08, 0.04, 0.08, 0.05, 0.02, 0.03),
        (0.4, 0.08, 0.3, 0.08, 0.06, 0.04, 0.04),
        (0.5, 0.1, 0.04, 0.05, 0.2, 0.09, 0.02),
    ),
    known=0.75,
    twice=0.06,
    moved=0.45,
    nearby=0.5,
    nhs=0.3,
    upn=0.4,
    in_index=0.8,
    in_question=1.3,
    misspelt=0.06,
    other_spelling=0.2,
    swapped=0.016,
    one_field=0.015,
    day_month=0.02,
    year_out=0.012,
    first_of_january=0.02,
    default_day=0.012,
    no_day=0.06,
    no_place=0.06,
    old_place=0.3,
    institution=0.04,
    no_sex=0.05,
    another_phone=0.4,
    another_school=0.2,
    anothers_number=0.006,
    first_name_and_school=0.015,
)

PROFILES = {profile.name: profile for profile in (COUNTY, CITY)}
