"""What a play knows while it runs: the hub, and the ids of everything that the scenario has named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from openmash.access import Actor, Role
from openmash.accounts import queries as account_queries
from openmash.checks import queries as check_queries
from openmash.checks.queries import CheckView
from openmash.contacts import queries as contact_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView, SubjectView
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.hubs.rules import OperatingModel
from openmash.products import queries as product_queries
from openmash.products.queries import ProductView
from openmash.scenarios.cast import AgencySays, PersonSays
from openmash.scenarios.errors import Unmet
from openmash.scenarios.script import Scenario


@dataclass
class Stage:
    """The hub of one play, and what is in it by the names the scenario gives."""

    scenario: Scenario
    hub_id: UUID
    slug: str
    agencies: dict[str, UUID] = field(default_factory=dict)
    teams: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    contacts: dict[str, UUID] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    survey_codes: dict[str, str] = field(default_factory=dict)
    named: dict[str, tuple[str, int]] = field(default_factory=dict)
    enquiries: dict[str, UUID] = field(default_factory=dict)
    items: dict[str, UUID] = field(default_factory=dict)
    products: dict[str, UUID] = field(default_factory=dict)
    interviews: dict[str, UUID] = field(default_factory=dict)
    allegations: dict[str, UUID] = field(default_factory=dict)
    groups: dict[str, UUID] = field(default_factory=dict)
    referrals: dict[str, UUID] = field(default_factory=dict)
    letters: dict[str, UUID] = field(default_factory=dict)
    differences: dict[str, UUID] = field(default_factory=dict)
    meetings: dict[str, UUID] = field(default_factory=dict)
    actions: dict[str, UUID] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """Somebody of the cast as they are at this moment."""
        return account_queries.actor_for(self.people[key], self.hub_id)

    def prompter(self) -> Actor:
        """Nobody of the cast: looks up ids for the play, never reads what is sealed and never changes anything."""
        return Actor(uuid5(self.hub_id, "prompter"), "Prompter", self.hub_id, Role.OPERATIONS_MANAGER)

    def model(self) -> OperatingModel:
        """The operating model of the hub."""
        return hub_queries.model_of(self.hub_id)

    def person(self, key: str) -> PersonSays:
        """Somebody of the cast, as the scenario describes them."""
        return self.scenario.person(key)

    def agency(self, key: str) -> AgencySays:
        """An agency, as the scenario describes it."""
        return next(each for each in self.scenario.head.agencies if each.key == key)

    def agency_words(self, keys: tuple[str, ...]) -> str:
        """The names of agencies in a sentence."""
        return _listed([self.agency(key).name for key in keys])

    def agency_keys(self, ids: set[UUID]) -> set[str]:
        """What the scenario calls these agencies."""
        return {key for key, agency_id in self.agencies.items() if agency_id in ids}

    def team_name(self, key: str) -> str:
        """A team's name."""
        return next(each.name for each in self.scenario.head.teams if each.key == key)

    def enquiry_id(self, key: str = "") -> UUID:
        """An enquiry by name; the newest where none is named."""
        return _newest(self.enquiries, key, "enquiry")

    def enquiry(self, key: str = "") -> EnquiryView:
        """An enquiry as the prompter sees it."""
        return enquiry_queries.enquiry(self.enquiry_id(key), actor=self.prompter())

    def contact_person_id(self, key: str) -> UUID:
        """Somebody as a contact names them."""
        contact, position = self.named[key]
        return contact_queries.contact(self.contacts[contact], actor=self.prompter()).people[position].id

    def person_id(self, key: str) -> UUID:
        """Who somebody named in a contact is; Unmet until the hub has said so."""
        contact, position = self.named[key]
        person = contact_queries.contact(self.contacts[contact], actor=self.prompter()).people[position].person
        if person is None:
            raise Unmet(
                expected=f"“{key}” to be somebody the hub has identified",
                found="that nobody has said who it is",
            )
        return person.id

    def subject(self, key: str) -> tuple[EnquiryView, SubjectView]:
        """The child (or adult) of that name, in the newest enquiry about them."""
        person_id = self.person_id(key)
        for enquiry in self._enquiries_newest_first():
            for subject in enquiry.subjects:
                if subject.person.id == person_id:
                    return enquiry, subject
        raise Unmet(expected=f"an enquiry about “{key}”", found="none")

    def check(self, agency: str, enquiry: str = "") -> CheckView:
        """The newest request to an agency."""
        found = check_queries.checks_of(self.enquiry_id(enquiry), actor=self.prompter())
        to_them = [each for each in found if each.agency_id == self.agencies[agency]]
        if not to_them:
            raise Unmet(expected=f"a request to {self.agency(agency).name}", found="that they were not asked")
        return max(to_them, key=lambda each: each.asked_at)

    def product_id(self, key: str = "") -> UUID:
        """A product by name; the newest where none is named."""
        return _newest(self.products, key, "product")

    def product(self, key: str = "") -> ProductView:
        """A product as the prompter sees it."""
        return product_queries.product(self.product_id(key), actor=self.prompter())

    def meeting_id(self, key: str = "") -> UUID:
        """A meeting by name; the newest where none is named."""
        return _newest(self.meetings, key, "meeting")

    def copy_id(self, key: str = "") -> UUID:
        """The released copy of a product; an id nobody has, where nothing was released."""
        return self.product(key).copy_id or uuid5(self.hub_id, "no copy")

    def key_names(self) -> list[str]:
        """The wrapping keys that this play's hub made."""
        return hub_services.key_names(self.hub_id, self.agencies.values())

    def holds_for_the_play(self) -> date:
        """A day after everything: vetting and agreements that the scenario says nothing else about last until then."""
        return self.scenario.steps[-1].at.date().replace(year=self.scenario.steps[-1].at.year + 1, day=1)

    def _enquiries_newest_first(self) -> Iterator[EnquiryView]:
        for key in reversed(self.enquiries):
            yield self.enquiry(key)


def _newest(known: dict[str, UUID], key: str, sort: str) -> UUID:
    if not known:
        raise Unmet(expected=f"an earlier step to have made the {sort}", found="none")
    return known[key] if key else known[next(reversed(known))]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
