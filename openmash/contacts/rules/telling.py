"""What a contact must say, when it may be closed or joined, and what is another notice of one event. Plain Python."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from nhs_number.validate import is_valid

from openmash.core.errors import RuleBroken
from openmash.people import rules as people_rules

CHANNELS = ("public_form", "telephone", "email", "letter", "police_report")
KINDS = ("referral", "advice", "police_notification", "information_request", "out_of_hours", "transfer_in")
CONSENTS = ("given", "told", "not_sought")
ABOUT = ("child", "unborn", "adult_at_risk")
INVOLVEMENTS = (*ABOUT, "household", "alleged", "other")
SAVED_FORM_DAYS = 14
LETTERS_KEPT = timedelta(days=30)
"""How long a form that was taken in is kept beside the contact made of it, for when something went wrong."""
RECEIPTS_KEPT = timedelta(days=365)
"""How long a receipt code goes on showing what was last said."""
_LONGEST = {
    **dict.fromkeys(("referrer_name", "referrer_role", "referrer_organisation"), 120),
    "referrer_telephone": 40,
    "referrer_email": 254,
    **dict.fromkeys(("given_name", "family_name"), 80),
    "relationship": 60,
    "address": 200,
    "postcode": 10,
    "school": 120,
}
_ASKED_LATER = ("area", "referral_type")
_NOT_PLAIN = ("people", "received_at", *_ASKED_LATER)
_LONDON = ZoneInfo("Europe/London")  # birth dates are days on an English calendar, whatever the server's clock
_ADULT_AT = 18
_MOST_LETTER_CHARACTERS = 200_000
_CLOSE_IN_TIME = timedelta(days=7)

# Children in need census, referral source (2026 code set).
SOURCES = {
    "1A": "Family member, relative or carer",
    "1B": "Acquaintance, neighbour or child minder",
    "1C": "The child or adult themselves",
    "1D": "Another member of the public",
    "2A": "School",
    "2B": "Education service",
    "3A": "GP",
    "3B": "Health visitor",
    "3C": "School nurse",
    "3D": "Other primary health service",
    "3E": "Accident and emergency department",
    "3F": "Other health service, such as a hospice",
    "4": "Housing (council or housing association)",
    "5A": "Council: social care, such as adult social care",
    "5B": "Council: another service, such as youth offending",
    "5C": "Another council",
    "5D": "Council: early help",
    "6": "Police",
    "7": "Court, probation, immigration, Cafcass or prison",
    "8": "Other, such as a children's centre or voluntary organisation",
    "9": "Anonymous",
    "10": "Not known",
}
_PUBLIC = ("1A", "1B", "1C", "1D", "9", "10")


@dataclass(frozen=True)
class PersonInvolved:
    """Somebody named in a contact, as they were named.

    Args:
        involvement: child, unborn, adult_at_risk, household or other.
        relationship: to the child or adult it is about: "mother".
        school: school, nursery or workplace, as told.
    """

    involvement: str
    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    expected_on: date | None = None
    sex: str = "U"
    nhs_number: str = ""
    relationship: str = ""
    address: str = ""
    postcode: str = ""
    school: str = ""

    @property
    def told(self) -> people_rules.PersonTold:
        """What of it tells who the person is."""
        return people_rules.PersonTold(**{f.name: getattr(self, f.name) for f in fields(people_rules.PersonTold)})


@dataclass(frozen=True)
class ContactTold:
    """A worry, request or notification as somebody told of it, by whatever channel.

    Args:
        channel: how it came in (CHANNELS).
        kind: what it is (KINDS).
        received_at: when the hub got it; its clocks run from here. Aware.
        source: the census code of who refers (SOURCES).
        concern: what happened, as told.
        immediate_danger: whether somebody was said to be in danger at that moment.
        consent: whether the family knows and consents (CONSENTS).
        consent_reason: why they were not asked, or why it goes ahead although they do not consent.
        people: children, unborn, adults at risk, household and others.
        child_said: the child's own words.
        area: the part of the hub's area it belongs to, a code of the operating model; empty where nobody said.
        referral_type: what sort of notice it is, likewise.
    """

    channel: str
    kind: str
    received_at: datetime
    referrer_name: str
    referrer_role: str
    referrer_organisation: str
    referrer_telephone: str
    referrer_email: str
    source: str
    concern: str
    immediate_danger: bool
    consent: str
    consent_reason: str
    people: tuple[PersonInvolved, ...]
    child_said: str = ""
    area: str = ""
    referral_type: str = ""


def require_contact_told(told: ContactTold, *, at: datetime) -> None:
    """A contact says what is needed before it can be kept; every rule it names is one of the rules below.

    Args:
        told: the contact.
        at: now; nothing was received later than this.
    """
    require_known_codes(told)
    require_lengths(told)
    if told.received_at > at:
        raise RuleBroken(
            "contacts.received_before_now", "A contact cannot be received in the future.", field="received_at"
        )
    if not told.concern.strip():
        raise RuleBroken("contacts.concern_is_said", "Write what the worry or the question is.", field="concern")
    require_referrer(told)
    require_consent_or_reason(told.consent, told.consent_reason)
    require_somebody_it_is_about(told)
    for number, person in enumerate(told.people, start=1):
        require_person(person, who=f"Person {number}", on=told.received_at.astimezone(_LONDON).date())


def require_known_codes(told: ContactTold) -> None:
    """Channel, kind, consent, source and part are codes that the hub knows."""
    given = {"channel": CHANNELS, "kind": KINDS, "consent": CONSENTS, "source": SOURCES}
    for field, known in given.items():
        value = getattr(told, field)
        if value not in known:
            raise RuleBroken("contacts.known_codes", f"Choose one of the answers for {field}.", field=field)
    if any(person.involvement not in INVOLVEMENTS for person in told.people):
        raise RuleBroken("contacts.known_codes", "Choose what part each person has in this.", field="people")


def require_lengths(told: ContactTold) -> None:
    """Names, addresses and the like fit their places, so that nothing taken at the door is cut or stuck later."""
    for thing in (told, *told.people):
        for field, longest in _LONGEST.items():
            if len(getattr(thing, field, "")) > longest:
                words = field.replace("_", " ")
                raise RuleBroken(
                    "contacts.not_too_long", f"The {words} must be {longest} characters or fewer.", field=field
                )


def require_referrer(told: ContactTold) -> None:
    """A professional says who they are or whom they work for; a member of the public may stay anonymous.

    Source: Working Together to Safeguard Children, on referrals by practitioners; local choice for the wording.
    """
    if told.source not in _PUBLIC and not (told.referrer_name or told.referrer_organisation):
        raise RuleBroken(
            "contacts.professional_is_named",
            "Give the referrer's name or organisation. Only members of the public may stay anonymous.",
            field="referrer_name",
        )


def require_consent_or_reason(consent: str, reason: str) -> None:
    """The family consents, or the reason is recorded why they were not asked or why it goes ahead without them.

    Source: Department for Education, Information sharing advice (2024), rules 2, 3 and 7.
    """
    if consent != "given" and not reason.strip():
        raise RuleBroken(
            "contacts.consent_or_the_reason_why_not",
            "Say why the family was not asked, or why this goes ahead although they do not consent.",
            field="consent_reason",
        )


def require_somebody_it_is_about(told: ContactTold) -> None:
    """Everything but a request for advice is about at least one child, unborn child or adult at risk."""
    if told.kind != "advice" and not any(person.involvement in ABOUT for person in told.people):
        raise RuleBroken(
            "contacts.somebody_it_is_about",
            "Add at least one child, unborn child or adult at risk. Only a request for advice may name nobody.",
            field="people",
        )


def require_person(person: PersonInvolved, *, on: date, who: str = "This person") -> None:
    """Each person is described by something, was not born in the future, and has the part their age allows.

    Args:
        person: as told.
        on: the day on which it was received.
        who: what to call them in the sentence where no name is known: "Person 2".

    Source: Children Act 1989, section 105 (a child is under 18); census rules on birth and expected dates.
    """
    who = person.given_name or person.family_name or who
    described = (person.given_name, person.family_name, person.born_on, person.address, person.school)
    if person.involvement != "unborn" and not any(described) and not person.relationship:
        raise _about("described_by_something", f"{who}: give a name, or anything that is known.", "given_name")
    if person.involvement == "unborn" and person.born_on:
        raise _about("unborn_has_no_birth_date", f"{who} is not born yet: give the expected date.", "born_on")
    if person.involvement == "unborn" and not person.expected_on:
        raise _about(
            "unborn_has_an_expected_date",
            f"{who}: give the expected date of birth, roughly if it is not known.",
            "expected_on",
        )
    if person.involvement != "unborn" and person.expected_on:
        raise _about("only_unborn_are_expected", f"{who}: only an unborn child has an expected date.", "expected_on")
    if person.born_on and person.born_on > on:
        raise _about("born_in_the_past", f"{who}: the birth date must be in the past.", "born_on")
    if person.nhs_number and not is_valid(person.nhs_number):
        raise _about("nhs_number_is_real", f"{who}: that is not a real NHS number.", "nhs_number")
    if person.sex not in people_rules.SEXES:
        raise _about("sex_is_f_m_or_u", f"{who}: sex must be female, male or not known.", "sex")
    if person.involvement == "child" and person.born_on and _age(person.born_on, on) >= _ADULT_AT:
        raise _about(
            "child_is_under_18", f"{who} is {_age(person.born_on, on)}: choose adult at risk instead.", "involvement"
        )


def require_words(rule: str, text: str, sentence: str, *, field: str) -> None:
    """What is recorded in triage says something: advice given, reason for signposting, joining or reopening."""
    if not text.strip():
        raise RuleBroken(f"contacts.{rule}", sentence, field=field)


def require_reviewed(*, awaits_review: bool) -> None:
    """Nobody is told that nothing more is done while a second manager looks at whether that is right."""
    if awaits_review:
        raise RuleBroken(
            "contacts.second_manager_first",
            "A second manager reviews this first: it reached one of the hub's counters. Tell them after that.",
        )


def require_may_join(contact_id: UUID, *, target_id: UUID, target_joined_to: UUID | None) -> None:
    """A contact joins another that stands by itself: not itself, not one that is joined to it, not a joined one."""
    if contact_id == target_id:
        raise RuleBroken("contacts.not_joined_to_itself", "A contact cannot be joined to itself.", field="to")
    if target_joined_to == contact_id:
        raise RuleBroken(
            "contacts.not_joined_in_a_circle",
            "That contact is joined to this one already. They are read together as they are.",
            field="to",
        )
    if target_joined_to is not None:
        raise RuleBroken(
            "contacts.not_joined_to_a_joined_one",
            "That contact is itself joined to another. Join this one to the contact it was joined to.",
            field="to",
        )


def require_not_settled(state: str, person_id: UUID | None) -> None:
    """Who somebody is may be changed until an enquiry is open about them; after that it is the enquiry's to correct."""
    if state == "became_an_enquiry" and person_id is not None:
        raise RuleBroken(
            "contacts.identity_is_the_enquirys",
            "An enquiry is open about this person. Say there if they are somebody else.",
        )


def require_identified(person_id: UUID | None) -> UUID:
    """Only what was said can be taken back."""
    if person_id is None:
        raise RuleBroken("contacts.identity_was_said", "Nobody has said who this is.")
    return person_id


def require_no_receipt(receipt_hash: str) -> None:
    """A contact has one receipt: a second code would leave the first referrer with one that no longer says the news."""
    if receipt_hash:
        raise RuleBroken("contacts.one_receipt", "The referrer has a receipt code already. It cannot be shown again.")


def require_letter_size(characters: int) -> None:
    """A saved form stays within what anybody types, so that the form cannot be used to store other things."""
    if characters > _MOST_LETTER_CHARACTERS:
        raise RuleBroken("contacts.form_is_not_too_long", "This form is too long to keep. Shorten what you wrote.")


def same_event(
    a: Collection[PersonInvolved],
    b: Collection[PersonInvolved],
    *,
    apart: timedelta,
    same_person: Collection[str] = (),
) -> tuple[str, ...]:
    """Why two contacts may be notices of one event: the same people, close in time. Empty if they may not be.

    Args:
        a: the people named in one.
        b: the people named in the other.
        apart: the time between them, either way round.
        same_person: names of those whom the hub has said to be one and the same person in both.
    """
    if abs(apart) > _CLOSE_IN_TIME:
        return ()
    names = [*same_person, *(_shown(p) for p in a if any(people_rules.alike(p.told, other.told) for other in b))]
    if not names:
        return ()
    return (f"names the same people: {', '.join(dict.fromkeys(names))}", _apart_in_words(abs(apart)))


def letter_of(told: ContactTold) -> dict[str, Any]:
    """A contact as plain JSON values, for the letter that the outside door posts."""
    letter = asdict(told)
    letter["received_at"] = told.received_at.isoformat()
    letter["people"] = [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in person.items()}
        for person in letter["people"]
    ]
    return letter


def told_in(letter: dict[str, Any]) -> ContactTold:
    """The contact that a letter holds; raises KeyError, TypeError or ValueError if it is no such letter."""
    plain = {f.name: letter[f.name] for f in fields(ContactTold) if f.name not in _NOT_PLAIN}
    # A form that was posted before it asked for these says nothing of them.
    plain |= {name: letter.get(name, "") for name in _ASKED_LATER}
    return ContactTold(
        **plain,
        received_at=datetime.fromisoformat(letter["received_at"]),
        people=tuple(_person_in(person) for person in letter["people"]),
    )


def _person_in(person: dict[str, Any]) -> PersonInvolved:
    dates = {key: date.fromisoformat(person[key]) for key in ("born_on", "expected_on") if person.get(key)}
    return PersonInvolved(**{**person, "born_on": None, "expected_on": None, **dates})


def _about(rule: str, sentence: str, field: str) -> RuleBroken:
    return RuleBroken(f"contacts.{rule}", sentence, field=field)


def _age(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _shown(person: PersonInvolved) -> str:
    return people_rules.display_name(person.given_name, person.family_name, unborn=person.involvement == "unborn")


def _apart_in_words(apart: timedelta) -> str:
    hours = int(apart.total_seconds() // 3600)
    if hours < 1:
        return "came in within the same hour"
    if hours < 48:
        return f"came in {hours} hour{'s' if hours != 1 else ''} apart"
    return f"came in {hours // 24} days apart"
