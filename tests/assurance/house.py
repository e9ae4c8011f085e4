"""A hub with one of everything, for tests that try every address, built through services like all test data.

house = furnished()                 Devon, with a case that went the whole way
house.things["item_id"]             every item there is, by what is special about it
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core import mail

from openmash.access import Role
from openmash.accounts import services as account_services
from openmash.agencies import services as agency_services
from openmash.agencies.rules import AbsenceTold
from openmash.api_keys import services as key_services
from openmash.api_keys.rules import DIRECT_REFERRALS
from openmash.audit import services as audit_services
from openmash.checks import services as check_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import letter_of
from openmash.core import clock
from openmash.cover import services as cover_services
from openmash.cover.rules import TurnTold
from openmash.decisions import services as decision_services
from openmash.decisions.rules import AnalysisTold
from openmash.differences import services as difference_services
from openmash.differences.rules import DifferenceTold
from openmash.enquiries import queries as enquiry_queries
from openmash.exclusions import services as exclusion_services
from openmash.groups import services as group_services
from openmash.groups.rules import GroupTold, LinkTold
from openmash.hubs import services as hub_services
from openmash.notifications import services as notifications
from openmash.people import services as people_services
from openmash.people.rules import PersonTold, WarningTold
from openmash.person_index import services as index_services
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.retention import queries as retention_queries
from openmash.retention import services as retention_services
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GrantTold, GuardTold, Terms
from tests import databases
from tests.challenged import challenged
from tests.everything import CODES, add_everything, works_by_everything
from tests.handed_on import composed, decide, decisions, released, subject
from tests.indexes import know, looked_up, person
from tests.integration.contacts_told import told as contact_told
from tests.kept import ended, prepared, records_asked_for
from tests.meetings import Table
from tests.particulars import (
    SINCE,
    TABLES,
    Named,
    add_particulars,
    answered_survey,
    go_straight_on,
    refer_directly,
    survey_link,
    write_letters,
)
from tests.rooms import Case, open_case
from tests.world import NOW, TOTP_SECRET, World, devon, email_of

OPENED = NOW + timedelta(hours=5)  # when everybody comes to look: the same Wednesday, 15:00
MEETING = "daily_meeting"  # a sort of meeting, as the operating model calls it
CHANGES = b"reference,given_names,family_name,change\nP-2,Bo,Osprey,put\n,Nobody,Knows,put\n"
A_DAY = 24 * 60 * 60  # seconds
LONG_AGO = NOW - timedelta(days=300)  # longer than what came to nothing is kept


@dataclass
class House:
    """A hub, a case that went the whole way, and everything in it that an address can name.

    Args:
        things: for each part of an address ("item_id") the ids of what there is, by what is special about it.
        codes: what is held outside: "receipt", "answer", "survey", "key of police", "portal of police".
    """

    case: Case
    things: dict[str, dict[str, UUID]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.case.world

    def things_in(self, address: str, part: str) -> dict[str, UUID]:
        """What there is of a part of an address; who is known is not all who asked for records.

        Args:
            address: its name, e.g. "people:person".
            part: the name of the part, e.g. "person_id".
        """
        special = {("request_id", "subject_access"): "access_id"}
        special |= dict.fromkeys([("person_id", "people"), ("person_id", "reports")], "known_id")
        return self.things.get(special.get((part, address.split(":")[0]), part), {})

    def words_in(self, address: str) -> dict[str, object]:
        """What stands in an address besides ids, by the name of the part: a code of an answer or of the model."""
        plain = {
            "hub_slug": self.world.slug,
            "reference": "P-1",
            "number": 1,
            "name": "worry",
            "part": "about",
            **CODES,
        }
        codes = {"meetings": MEETING, "survey": self.codes["survey"]}
        return plain | {"code": codes.get(address.split(":")[0], self.codes["answer"])}

    def keep(self, part: str, **named: UUID) -> None:
        self.things.setdefault(part, {}).update(named)

    def keep_all(self, named: Named) -> None:
        for part, things in named.items():
            self.keep(part, **things)


def furnished(slug: str = "devon", *, people: tuple[str, ...] = ()) -> House:
    """A hub with a case that went the whole way.

    Args:
        slug: which hub; everything is made anew in each.
        people: handles of ``tests.world.PEOPLE``; empty for all of them, and those of ``MORE_PEOPLE``.
    """
    world = devon(slug, people=people) if people else devon(slug)
    with world.inside():
        works_by_everything(world, TABLES, seen_first=True, from_on=SINCE)
        if not people:
            _more_people(world)
    house = House(open_case(world))
    with world.inside():
        _contacts(house)
        _room(house)
        _questions(house)
        _cover(house)
        _version(house)
        _differ(house)
        _disagree(house)
        _meet(house)
        _beside(house)
        _group_for_few(house)
        _hand_on(house)
        _exceptions(house)
        _keep_out(house)
        _guard(house)
        _govern(house)
        _end_another(house)
        _recorded_twice(house)
        _particulars(house)
        _asked_for_records(house)
        _indexes(house)
        _clock(house)
        audit_services.seal_everything(hub_id=world.hub_id, at=house.case.later())
    return house


def _clock(house: House) -> None:
    """A clock that is still running after all of this."""
    actor = house.world.actor("coordinator")
    running = enquiry_queries.running_clocks(actor, enquiry_ids=[house.case.enquiry_id])
    house.keep("clock_id", running=running[-1].id)


def _cover(house: House) -> None:
    """Who covers the hub tonight, what is handed over to them, and whose people are away."""
    case, world = house.case, house.world
    night = TurnTold(world.people["social_worker"], "07700 900100", NOW + timedelta(hours=7), NOW + timedelta(hours=23))
    turn_id = cover_services.name_owner(told=night, actor=world.actor("manager"), at=case.later())
    house.keep("turn_id", night=turn_id)
    handover_id = cover_services.hand_over(notes={}, actor=world.actor("coordinator"), at=case.later())
    house.keep("handover_id", night=handover_id)
    away = AbsenceTold(NOW.date(), NOW.date() + timedelta(days=2), "The duty nurse")
    absence_id = agency_services.record_absence(
        agency_id=world.agencies["health"], told=away, actor=world.actor("health"), at=case.later()
    )
    house.keep("absence_id", health=absence_id)
    agency_services.set_visiting_days(
        agency_id=world.agencies["health"], weekdays=[3], actor=world.actor("health"), at=case.later()
    )
    house.keep("visitor_id", health=world.agencies["health"])


def _version(house: House) -> None:
    """A change of how the hub works that waits for a second person, and one that nobody has proposed yet."""
    admin, at = house.world.actor("administrator"), house.case.later()
    waiting, draft = (hub_services.copy_shipped(name="devon", actor=admin, at=at) for _ in range(2))
    hub_services.propose(
        version_id=waiting, effective_from=at.date() + timedelta(days=30), why="Quicker ambers.", actor=admin, at=at
    )
    house.keep("version_id", waiting=waiting, draft=draft)


def _beside(house: House) -> None:
    """Beside a case's decisions: an adult of another family, an issue, a checklist, an interview, a panel."""
    for part, thing_id in add_everything(house.case, house.things["contact_id"]["new"]).items():
        house.keep(part, there=thing_id)


def _group_for_few(house: House) -> None:
    """A group that the social worker keeps and has named the nurse alone to see."""
    case, world = house.case, house.world
    few = frozenset({world.people["health"]})
    told = GroupTold("Canal", "He waits there.", "children_act_1989_s47", NOW.date() + timedelta(days=90), "named", few)
    worker = world.actor("social_worker")
    group_id = group_services.begin(enquiry_id=case.enquiry_id, told=told, actor=worker, at=case.later())
    link = LinkTold("place", "He waits there.", place="The towpath", postcode="EX4 9ZZ")
    link_id = group_services.link(
        group_id=group_id, enquiry_id=case.enquiry_id, told=link, actor=worker, at=case.later()
    )
    house.keep("group_id", few=group_id)
    house.keep("link_id", few=link_id)


def _differ(house: House) -> None:
    """The health service does not agree with the coordinator's rating; nobody has settled it yet."""
    case = house.case
    house.keep(
        "difference_id",
        raised=difference_services.raise_(
            subject_id=subject(case),
            told=DifferenceTold("rating", "He was there last night.", wanted="red", in_the_room="The nurse saw him."),
            actor=house.world.actor("health"),
            at=case.later(),
        ),
    )


def _disagree(house: House) -> None:
    """Whoever referred does not agree with what they were told; nobody has dealt with it yet."""
    house.keep("challenge_id", sent=challenged(house.case))


def _meet(house: House) -> None:
    """A strategy discussion that is going on, with something for the police to do."""
    table = Table.called(house.case)
    house.keep("meeting_id", discussion=table.meeting_id)
    house.keep("case_id", discussion=table.line().id)
    house.keep("action_id", police=table.asks("police", "Visit before eight."))


def _exceptions(house: House) -> None:
    """A special grant that has run out, what went urgently, what was called back, and what is left out of a draft."""
    case, items = house.case, house.things["item_id"]
    worker, manager = house.world.actor("social_worker"), house.world.actor("manager")
    why = GrantTold("overriding_public_interest", "She is alone with him tonight.", 1)
    grant = sealed_services.take_grant(item_id=items["restricted"], told=why, actor=worker, at=case.later())
    house.keep("grant_id", taken=grant)
    urgent = composed(case, [items["hub"]])
    product_services.release_urgently(
        product_id=urgent, ground="overriding_public_interest", reason="Tonight.", actor=manager, at=case.later()
    )
    [waiting] = product_queries.urgent_releases_to_review(house.world.actor("operations_manager"))
    wrong = composed(case, [items["hub"]])
    house.keep("copy_id", recalled=released(case, wrong))
    product_services.recall(product_id=wrong, reason="It went by mistake.", actor=manager, at=case.later())
    house.keep("urgent_id", waiting=waiting.id)
    draft = composed(case, [items["hub"], items["asked"]])
    product_services.leave_out(
        product_id=draft,
        item_id=items["health"],
        why="not_sure",
        words="Nobody is certain.",
        actor=manager,
        at=case.later(),
    )
    house.keep("product_id", draft=draft, urgent=urgent, recalled=wrong)


def _keep_out(house: House) -> None:
    """A colleague who is a relative of the family."""
    relative = exclusion_services.declare(
        user_id=house.world.people["excluded"],
        enquiry_id=house.case.enquiry_id,
        ground="relative",
        actor=house.world.actor("governance"),
        at=house.case.later(),
    )
    house.keep("exclusion_id", relative=relative)


def _guard(house: House) -> None:
    """Who must not learn what, and a danger to staff."""
    case, world = house.case, house.world
    child, mother = case.people()
    told = GuardTold("safe_address", child, against_people=(mother,), terms=Terms(postcode=("EX4 9ZZ",)))
    house.keep(
        "protection_id",
        address=sealed_services.record_protection(
            enquiry_id=case.enquiry_id, told=told, actor=world.actor("manager"), at=case.later()
        ),
    )
    warning = WarningTold("A dog that bites.", since=date(2026, 11, 1), review_on=date(2027, 2, 1))
    house.keep(
        "warning_id",
        dog=people_services.record_warning(
            person_id=mother, told=warning, actor=world.actor("social_worker"), at=case.later()
        ),
    )


def _govern(house: House) -> None:
    """A hold, a request for what is kept about somebody, and lines of the ledger."""
    case, officer = house.case, house.world.actor("governance")
    house.keep(
        "hold_id",
        inquiry=retention_services.place_hold(
            on="enquiry", about_id=case.enquiry_id, ground="inquiry", reason="Ref. 1", actor=officer, at=case.later()
        ),
    )
    asked = retention_services.record_request(
        about_name="Bea Wren",
        about_born_on=date(1990, 1, 2),
        asked_by_name="Bea Wren",
        asked_as="self",
        send_to="Bea Wren",
        received_on=case.at.date(),
        actor=officer,
        at=case.later(),
    )
    house.keep("access_id", received=asked)
    lines = sealed_queries.ledger_of(case.enquiry_id, actor=house.world.actor("manager"), at=case.later())
    [said] = [line.id for line in lines if line.decision == "left_out" and line.reason_id]
    house.keep("line_id", said=said)


def _indexes(house: House) -> None:
    """The police and the health service each have a person index that knows the child, with a key for a system.

    Each sent a file with a line that cannot be read; and the police said which of their records the child is.
    """
    world, case = house.world, house.case
    for agency in ("police", "health"):
        actor, at = world.actor(agency), case.later()
        know(world, agency, person("P-1"), at=at)
        told = index_services.apply_delta(agency_id=world.agencies[agency], file=BytesIO(CHANGES), actor=actor, at=at)
        house.keep("load_id", **{agency: told.load_id})
        last_day = (OPENED + timedelta(days=30)).date()
        made = key_services.issue(name="Case management", last_day=last_day, actor=actor, at=at)
        house.codes[f"key of {agency}"] = made.key
        house.keep("key_id", **{agency: made.id})
        house.keep("index_id", **{agency: house.world.agencies[agency]})
    _portal(house)
    looked_up(world, case.later())
    said = check_services.say_own_record(
        check_id=house.things["check_id"]["police"],
        person_id=case.people()[0],
        reference="P-1",
        actor=world.actor("police"),
        at=case.later(),
    )
    house.keep("own_record_id", police=said)


def _portal(house: House) -> None:
    """The police's receiving system has a key of its own, and something waits for it."""
    world, case = house.world, house.case
    last_day = (OPENED + timedelta(days=30)).date()
    actor, at = world.actor("police"), case.later()
    made = key_services.issue(name="Receiving", last_day=last_day, actor=actor, at=at, purpose=DIRECT_REFERRALS)
    house.codes["portal of police"] = made.key
    house.things["direct_id"] = {
        "waits": refer_directly(case, house.things["contact_id"]["new"], fetched_by="police"),
        **house.things["direct_id"],
    }
    house.keep("portal_id", police=world.agencies["police"])


def _end_another(house: House) -> None:
    """Another family's case, over so long ago that it is due: on a list that waits for a second person, but for what
    the police put in, who look at theirs first."""
    world, at = house.world, house.case.later()
    retention_services.adopt_line(
        record_class="not_progressed",
        months=6,
        starts="closed",
        then="review",
        source="The force's own schedule",
        own_choice=False,
        from_on=at.date(),
        agency_id=world.agencies["police"],
        actor=world.actor("governance"),
        at=at,
    )
    other = open_case(world, family="Lark", at=LONG_AGO)
    other.put_in("police", "A neighbour called in January.")
    ended(other)
    house.keep("enquiry_id", over=other.enquiry_id)
    house.keep("person_id", of_another=other.people()[0])
    house.keep("batch_id", waiting=prepared(world, at=house.case.later()))


def _recorded_twice(house: House) -> None:
    """The child is said to be recorded once more, and is kept from leading to a third record."""
    case, world = house.case, house.world
    coordinator, manager = world.actor("coordinator"), world.actor("manager")
    again = people_services.create(told=PersonTold("Aida", "Wrenn"), actor=coordinator, at=case.later())
    now = people_services.create(told=PersonTold("Ada", "Thornbury"), actor=coordinator, at=case.later())
    child = case.people()[0]
    proposed = people_services.propose_merge(
        person_id=again, into_id=child, reason="Her school says so.", actor=coordinator, at=case.later()
    )
    apart = people_services.keep_apart(
        old_id=child, new_id=now, reason="An adoption order.", actor=manager, at=case.later()
    )
    house.keep("known_id", child=child, other=again)
    house.keep("merge_id", of_the_child=proposed)
    house.keep("apart_id", of_the_child=apart)


def _particulars(house: House) -> None:
    """What single hubs do: a rota, agencies' own words for a team, an audit, a survey, answers by e-mail and more."""
    contacts = house.things["contact_id"]
    house.keep_all(add_particulars(house.case, contacts))
    house.codes["survey"] = survey_link(house.world, contacts["advised"], house.case.later())
    answered_survey(house.world, contacts["routed"], house.case.later())


def _asked_for_records(house: House) -> None:
    """Whose records are gathered; and whose bundle was approved."""
    case, manager = house.case, house.world.actor("manager")
    asked_for = gathered(house, "Ada Wren", case.people()[0])
    pieces = retention_queries.pieces(asked_for, actor=manager)
    agencies = {house.world.agencies[each]: each for each in ("police", "health")}
    owned = {agencies[each.agency_id]: each.id for each in pieces if each.agency_id in agencies}
    [asked] = [
        each for each in retention_queries.asked_of_own(actor=house.world.actor("police")) if each.id == asked_for
    ]
    [hidden] = [each.id for each in asked.pieces if each.hidden]
    house.keep("piece_id", **owned, own=next(each.id for each in pieces if each.agency_id is None), hidden=hidden)
    house.things["access_id"] = {"gathered": asked_for} | house.things["access_id"]  # the first is what lists hang on
    house.keep("agency_id", school=house.world.agencies["school"])
    ended_well = gathered(house, "Ada Lark", house.things["person_id"]["of_another"])
    answered(house, ended_well)
    house.keep("access_id", answered=ended_well)


def gathered(house: House, name: str, person_id: UUID) -> UUID:
    """A request for somebody's records, with every piece of them on its list."""
    at = house.case.later()
    request_id = records_asked_for(house.world, about=name, at=at)
    retention_services.gather(request_id=request_id, person_ids=[person_id], actor=house.world.actor("manager"), at=at)
    return request_id


def answered(house: House, request_id: UUID, *, by_police: str = "") -> None:
    """Every owner gives what it has, whoever prepares looks it through, and a second person approves.

    Args:
        house: whose.
        request_id: the request.
        by_police: what the police give in the place of their words; empty where they give all.
    """
    world, at, manager = house.world, house.case.later(), house.world.actor("manager")
    speaks = {world.agencies[each]: world.actor(each) for each in ("police", "health", "education")}
    speaks[world.agencies["council"]] = world.actor("social_worker")
    part: dict[str, Any] = {
        "answer": "redact",
        "words": by_police,
        "exemptions": ["third_party"],
        "why": "He is named.",
    }
    for piece in retention_queries.pieces(request_id, actor=manager):
        who = speaks.get(piece.agency_id, manager) if piece.agency_id else manager
        told = part if by_police and piece.agency_id == world.agencies["police"] else {"answer": "disclose"}
        retention_services.answer_piece(piece_id=piece.id, actor=who, at=at, **told)
        words = retention_queries.piece_words(piece.id, actor=manager, at=at).given
        retention_services.look_through(piece_id=piece.id, words=words, actor=manager, at=at)
    for owner in retention_queries.owners(request_id, actor=manager):
        who = speaks.get(owner.agency_id, manager)
        retention_services.answer_for_agency(request_id=request_id, agency_id=owner.agency_id, actor=who, at=at)
    retention_services.submit(request_id=request_id, actor=manager, at=at)
    retention_services.approve_bundle(request_id=request_id, actor=world.actor("second_manager"), at=at)


def _more_people(world: World) -> None:
    """Somebody whose agency's agreement has ended: not in tests.world, where every agreement holds."""
    world.agencies["ambulance"] = agency_services.add_agency(
        hub_id=world.hub_id, name="South Western Ambulance", short_name="Ambulance", kind="health", co_located=False
    )
    agency_services.sign_agreement(
        hub_id=world.hub_id,
        agency_id=world.agencies["ambulance"],
        title="Information-sharing agreement",
        signed_on=date(2024, 1, 1),
        holds_until=date(2026, 10, 1),
    )
    _more(world, "expired", "Toni Garland", Role.AGENCY_REPRESENTATIVE, "ambulance")
    _more(world, "excluded", "Jess Wrenfield", Role.PRACTICE_MANAGER, "council")


def _more(world: World, handle: str, name: str, role: Role, agency: str) -> None:
    world.people[handle] = account_services.add_person(
        hub_id=world.hub_id,
        name=name,
        email=email_of(handle, world.slug),
        role=role,
        agency_id=world.agencies[agency],
        vetting="NPPV level 2",
        vetted_until=date(2028, 1, 1),
        totp_secret=TOTP_SECRET,
        door="inside",
        at=NOW,
    )


def _contacts(house: House) -> None:
    world, coordinator = house.world, house.world.actor("coordinator")
    [opened] = [row.id for row in contact_queries.recent(coordinator).rows]
    new = contact_services.record(told=contact_told(), actor=coordinator, at=house.case.later())
    advised = contact_services.record(told=contact_told(kind="advice"), actor=coordinator, at=house.case.later())
    contact_services.close_with_advice(
        contact_id=advised, advice="Keep a diary.", actor=world.actor("social_worker"), at=house.case.later()
    )
    house.keep("contact_id", new=new, advised=advised, opened=opened)
    house.keep("named_id", first=contact_queries.contact(new, actor=coordinator).people[0].id)
    house.keep("enquiry_id", open=house.case.enquiry_id)
    house.keep("subject_id", child=subject(house.case))
    with databases.role("openmash_outside"):
        house.codes["receipt"] = contact_services.submit(
            hub_id=world.hub_id, letter=letter_of(contact_told()), code=None, at=house.case.later()
        )


def _room(house: House) -> None:
    case, world = house.case, house.world
    police = world.actor("police")
    house.keep(
        "item_id",
        hub=case.put_in("police", "He was arrested in March.", handling="Do not say that we know", leave="whole"),
        asked=case.put_in("police", "A call to the address in May.", leave="ask"),
        restricted=case.put_in("police", "An informant speaks of him.", sensitivity="restricted"),
        withdrawn=case.put_in("police", "Put in by mistake."),
        health=case.put_in("health", "She missed two appointments."),
        hidden=case.put_in(
            "police", "A covert source is in the street.", sensitivity="hidden", readers=(world.people["health"],)
        ),
    )
    items = house.things["item_id"]
    sealed_services.withdraw(item_id=items["withdrawn"], actor=police, at=case.later())
    house.keep(
        "request_id",
        asked=case.ask_release(items["asked"]),
        refused=case.ask_release(items["restricted"], who="manager"),
        health=case.ask_release(items["health"]),
    )
    requests = house.things["request_id"]
    sealed_services.refuse(request_id=requests["refused"], reason="He would be named.", actor=police, at=case.later())
    sealed_services.consent(
        request_id=requests["health"], edited_text="She missed some.", actor=world.actor("health"), at=case.later()
    )


def _questions(house: House) -> None:
    case = house.case
    police, health = case.ask("police", "health")
    case.ask("school")
    house.keep("check_id", police=police, health=health)
    mail.outbox.clear()
    notifications.deliver_waiting(hub_id=house.world.hub_id, at=case.at + timedelta(days=1))
    marker = f"/{house.world.slug}/answer/"
    [body] = [str(m.body) for m in mail.outbox if marker in str(m.body)]
    house.codes["answer"] = body.split(marker)[1].split("/")[0]


def _hand_on(house: House) -> None:
    case = house.case
    go_straight_on(case)
    decision_services.analyse(
        enquiry_id=case.enquiry_id,
        told=AnalysisTold(voice="She says she is tired.", summary="He is the risk."),
        actor=house.world.actor("social_worker"),
        at=case.later(),
    )
    decide(case)
    house.keep("decision_id", newest=decisions(case)[0].id)
    house.keep_all(write_letters(case, house.things["contact_id"]["opened"]))
    sent = composed(case, [house.things["item_id"]["hub"]])
    house.keep("copy_id", sent=released(case, sent))
    house.keep("product_id", sent=sent)


@contextmanager
def clock_at(at: datetime) -> Iterator[None]:
    """Every screen is opened at that moment, so that nothing depends on the day the tests run, nor on how long.

    What a request does is undone here, and with it that its session goes on: fifteen minutes later all were signed out.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: at)
        patch.setattr(settings, "SESSION_COOKIE_AGE", A_DAY)
        yield
