"""The people of a hub and what each may do at all. A safeguarding manager should be able to check this page."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """Something a person may do; whether they may do it to *this* case now is asked elsewhere."""

    SEE_CONTACTS = "see_contacts"
    RECORD_CONTACT = "record_contact"
    TRIAGE = "triage"
    GIVE_ADVICE = "give_advice"
    SEE_ENQUIRIES = "see_enquiries"
    SEE_WALL = "see_wall"
    ALLOCATE = "allocate"
    RATE = "rate"
    REQUEST_CHECKS = "request_checks"
    CHASE = "chase"
    ANSWER_CHECKS = "answer_checks"
    ENTER_SEALED_ROOM = "enter_sealed_room"
    CONTROL_OWN_ITEMS = "control_own_items"
    RECORD_LAWFUL_BASIS = "record_lawful_basis"
    CONVENE = "convene"
    ANALYSE = "analyse"
    DECIDE = "decide"
    COMPOSE_PRODUCT = "compose_product"
    RELEASE_PRODUCT = "release_product"
    GIVE_FEEDBACK = "give_feedback"
    RECEIVE_PRODUCTS = "receive_products"
    SEE_REPORTS = "see_reports"
    EXAMINE_PROFILES = "examine_profiles"
    SEE_NETWORK = "see_network"
    SEE_AUDIT = "see_audit"
    REVIEW_EXCEPTIONS = "review_exceptions"
    OPEN_BY_SPECIAL_GRANT = "open_by_special_grant"
    MANAGE_EXCLUSIONS = "manage_exclusions"
    MANAGE_RECORDS = "manage_records"
    RECORD_AGREEMENTS = "record_agreements"
    ADMINISTER = "administer"
    SEE_OPERATING_MODEL = "see_operating_model"
    APPROVE_OPERATING_MODEL = "approve_operating_model"
    KEEP_INDEX = "keep_index"
    TAKE_IN_REFERRALS = "take_in_referrals"

    @property
    def words(self) -> str:
        """As it completes the sentence "A … may not …"."""
        return _WORDS[self]


_WORDS = {
    Permission.SEE_CONTACTS: "see contacts",
    Permission.RECORD_CONTACT: "record a contact",
    Permission.TRIAGE: "triage a contact",
    Permission.GIVE_ADVICE: "record safeguarding advice",
    Permission.SEE_ENQUIRIES: "see enquiries",
    Permission.SEE_WALL: "see the wall screen",
    Permission.ALLOCATE: "say who holds an enquiry",
    Permission.RATE: "rate the risk to a child or adult",
    Permission.REQUEST_CHECKS: "ask agencies for information",
    Permission.CHASE: "chase a late answer",
    Permission.ANSWER_CHECKS: "answer a request to their agency",
    Permission.ENTER_SEALED_ROOM: "enter the sealed room",
    Permission.CONTROL_OWN_ITEMS: "say what may leave the sealed room of what their agency put there",
    Permission.RECORD_LAWFUL_BASIS: "record a lawful basis for releasing another agency's information",
    Permission.CONVENE: "call a meeting or note who came",
    Permission.ANALYSE: "write the shared analysis",
    Permission.DECIDE: "make the threshold decision",
    Permission.COMPOSE_PRODUCT: "compose a product",
    Permission.RELEASE_PRODUCT: "release a product",
    Permission.GIVE_FEEDBACK: "tell the referrer and the agencies what came of it",
    Permission.RECEIVE_PRODUCTS: "receive products of the hub",
    Permission.SEE_REPORTS: "read what came of cases, in numbers",
    Permission.EXAMINE_PROFILES: "open the profile of a person or a place over all cases",
    Permission.SEE_NETWORK: "see what links people across cases",
    Permission.SEE_AUDIT: "see who opened and changed what",
    Permission.REVIEW_EXCEPTIONS: "review special grants and urgent releases",
    Permission.OPEN_BY_SPECIAL_GRANT: "open restricted information by a special grant",
    Permission.MANAGE_EXCLUSIONS: "keep a colleague out of a case",
    Permission.MANAGE_RECORDS: "hold, erase or give out records",
    Permission.RECORD_AGREEMENTS: "record which agreements an agency signed",
    Permission.ADMINISTER: "administer the hub",
    Permission.SEE_OPERATING_MODEL: "see how the hub works and what is prepared",
    Permission.APPROVE_OPERATING_MODEL: "approve how the hub works",
    Permission.KEEP_INDEX: "load, change or withdraw their agency's person index",
    Permission.TAKE_IN_REFERRALS: "fetch what the hub hands directly to their agency's own system",
}


class Role(StrEnum):
    """What somebody is in a hub. The stored value never changes; the title may."""

    COORDINATOR = "coordinator"
    EVALUATOR = "evaluator"
    SOCIAL_WORKER = "social_worker"
    AGENCY_REPRESENTATIVE = "agency_representative"
    BUSINESS_SUPPORT = "business_support"
    PRACTICE_MANAGER = "practice_manager"
    OPERATIONS_MANAGER = "operations_manager"
    ANALYST = "analyst"
    INFORMATION_GOVERNANCE = "information_governance"
    ADMINISTRATOR = "administrator"
    WALL_DISPLAY = "wall_display"
    RECEIVING_TEAM = "receiving_team"
    VIRTUAL_PARTNER = "virtual_partner"
    REFERRER = "referrer"
    AGENCY_SYSTEM = "agency_system"
    AGENCY_PORTAL = "agency_portal"
    SYSTEM = "system"


@dataclass(frozen=True)
class RoleDescription:
    """A role in words, and what it carries."""

    title: str
    words: str
    permissions: frozenset[Permission]

    @property
    def one(self) -> str:
        """Somebody in it, within a sentence: "an operations manager", "a practice manager"."""
        return f"{'an' if self.title[0] in 'AEIO' else 'a'} {self.title.lower()}"


_P = Permission
_FRONT_DOOR = frozenset({_P.SEE_CONTACTS, _P.RECORD_CONTACT, _P.TRIAGE, _P.SEE_ENQUIRIES, _P.SEE_WALL})
_ROOM = frozenset({_P.SEE_ENQUIRIES, _P.SEE_WALL, _P.ENTER_SEALED_ROOM, _P.SEE_NETWORK})
_MANAGER = (
    _FRONT_DOOR
    | _ROOM
    | {
        _P.GIVE_ADVICE,
        _P.ALLOCATE,
        _P.RATE,
        _P.REQUEST_CHECKS,
        _P.CHASE,
        _P.CONVENE,
        _P.ANALYSE,
        _P.DECIDE,
        _P.COMPOSE_PRODUCT,
        _P.RELEASE_PRODUCT,
        _P.RECORD_LAWFUL_BASIS,
        _P.GIVE_FEEDBACK,
        _P.MANAGE_EXCLUSIONS,
        _P.SEE_REPORTS,
        _P.EXAMINE_PROFILES,
    }
)

ROLES: dict[Role, RoleDescription] = {
    Role.COORDINATOR: RoleDescription(
        "Referral coordinator",
        "Takes calls, letters and secure email, draws the facts out of the referrer and gives the first rating.",
        _FRONT_DOOR | {_P.RATE, _P.REQUEST_CHECKS, _P.CHASE, _P.CONVENE},
    ),
    Role.EVALUATOR: RoleDescription(
        "Police evaluator",
        "Works through police notifications, rates them, and answers the hub's requests to the police.",
        _FRONT_DOOR
        | _ROOM
        | {
            _P.RATE,
            _P.REQUEST_CHECKS,
            _P.CONVENE,
            _P.ANSWER_CHECKS,
            _P.CONTROL_OWN_ITEMS,
            _P.KEEP_INDEX,
            _P.OPEN_BY_SPECIAL_GRANT,
        },
    ),
    Role.SOCIAL_WORKER: RoleDescription(
        "Duty social worker",
        "Gives advice, sets the rating, weighs what came back and writes the shared analysis.",
        _FRONT_DOOR
        | _ROOM
        | {
            _P.GIVE_ADVICE,
            _P.RATE,
            _P.REQUEST_CHECKS,
            _P.CHASE,
            _P.CONVENE,
            _P.ANSWER_CHECKS,
            _P.CONTROL_OWN_ITEMS,
            _P.KEEP_INDEX,
            _P.ANALYSE,
            _P.COMPOSE_PRODUCT,
            _P.OPEN_BY_SPECIAL_GRANT,
        },
    ),
    Role.AGENCY_REPRESENTATIVE: RoleDescription(
        "Agency representative",
        "Searches their own agency's system, puts what is relevant in the sealed room and says what may leave it.",
        _ROOM | {_P.ANSWER_CHECKS, _P.CONTROL_OWN_ITEMS, _P.KEEP_INDEX},
    ),
    Role.BUSINESS_SUPPORT: RoleDescription(
        "Business support",
        "Records what comes in, chases late agencies and writes to referrers; does not enter the sealed room.",
        frozenset(
            {_P.SEE_CONTACTS, _P.RECORD_CONTACT, _P.SEE_ENQUIRIES, _P.SEE_WALL, _P.CHASE, _P.CONVENE, _P.GIVE_FEEDBACK}
        ),
    ),
    Role.PRACTICE_MANAGER: RoleDescription(
        "Practice manager",
        "Makes the statutory decision (for a child: a registered social worker), composes and releases products.",
        _MANAGER,
    ),
    Role.OPERATIONS_MANAGER: RoleDescription(
        "Operations manager",
        "Runs the hub; may do all that a practice manager may, see who opened and changed what, review exceptions and "
        "approve how the hub works.",
        _MANAGER | {_P.SEE_AUDIT, _P.REVIEW_EXCEPTIONS, _P.SEE_OPERATING_MODEL, _P.APPROVE_OPERATING_MODEL},
    ),
    Role.ANALYST: RoleDescription(
        "Analyst",
        "Looks for what adds up over many cases: profiles of people and places, what links them, hot spots and trends; "
        "works no case, sees no list of contacts or enquiries, and writes nothing.",
        frozenset({_P.SEE_REPORTS, _P.EXAMINE_PROFILES, _P.SEE_NETWORK}),
    ),
    Role.INFORMATION_GOVERNANCE: RoleDescription(
        "Information governance officer",
        "Watches agreements, vetting, exceptions, retention and the audit trail; cannot read sealed information.",
        frozenset(
            {
                _P.SEE_REPORTS,
                _P.SEE_AUDIT,
                _P.REVIEW_EXCEPTIONS,
                _P.MANAGE_EXCLUSIONS,
                _P.MANAGE_RECORDS,
                _P.RECORD_AGREEMENTS,
            }
        ),
    ),
    Role.ADMINISTRATOR: RoleDescription(
        "System administrator",
        "Sets up people, agencies, teams and how the hub works; cannot read cases or sealed information.",
        frozenset({_P.ADMINISTER, _P.SEE_OPERATING_MODEL}),
    ),
    Role.WALL_DISPLAY: RoleDescription(
        "Wall display",
        "A large screen in the hub's room, signed in for the day: shows how open enquiries stand, and nothing else.",
        frozenset({_P.SEE_WALL}),
    ),
    Role.RECEIVING_TEAM: RoleDescription(
        "Receiving team member",
        "Opens products released to their team on the outside door, acknowledges them and reports back.",
        frozenset({_P.RECEIVE_PRODUCTS}),
    ),
    Role.VIRTUAL_PARTNER: RoleDescription(
        "Virtual partner",
        "A school, surgery or housing officer answering one request through a one-time link, with no account.",
        frozenset({_P.ANSWER_CHECKS}),
    ),
    Role.REFERRER: RoleDescription(
        "Referrer",
        "Whoever raises a worry on the public form; may later see what may be said of the outcome.",
        frozenset(),
    ),
    Role.AGENCY_SYSTEM: RoleDescription(
        "Agency's computer system",
        "Keeps its agency's person index current through the API, with a key that the agency's people issued; reads "
        "nobody in it, and nothing of the hub.",
        frozenset({_P.KEEP_INDEX}),
    ),
    Role.AGENCY_PORTAL: RoleDescription(
        "Agency's receiving system",
        "Fetches through the API what the hub hands directly to its agency, with a key of its own, and says by which "
        "reference it took it in; reads nothing else of the hub.",
        frozenset({_P.TAKE_IN_REFERRALS}),
    ),
    Role.SYSTEM: RoleDescription(
        "The hub's own clockwork",
        "Takes in what arrived at the outside door; never decides anything.",
        frozenset({_P.RECORD_CONTACT}),
    ),
}
