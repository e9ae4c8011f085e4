"""The demo's hub: its agencies, teams and people. All invented; the password and the secret are no secrets."""

from dataclasses import dataclass

from openmash.access import Role

SLUG = "devon"
NAME = "Devon"
PREFIX = "DEV"
PASSWORD = "Every child, every time"  # noqa: S105 - the demo's, printed on the screen
TOTP_SECRET = "OPENMASHDEMOOPENMASHDEMOOPENMASH"  # noqa: S105 - base 32, likewise


@dataclass(frozen=True)
class DemoAgency:
    """An agency of the demo; virtual partners answer by one-time link."""

    key: str
    name: str
    short_name: str
    kind: str
    co_located: bool = True


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who can sign in."""

    name: str
    role: Role
    agency: str
    team: str = ""
    registration: str = ""
    vetted: bool = True

    @property
    def door(self) -> str:
        """Where they sign in."""
        return "outside" if self.role is Role.RECEIVING_TEAM else "inside"

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.name.lower().replace(' ', '.').replace(chr(39), '')}@devon.example"


AGENCIES = (
    DemoAgency("social_care", "Devon children's social care", "Social care", "social_care"),
    DemoAgency("police", "Devon police", "Police", "police"),
    DemoAgency("health", "Devon health", "Health", "health"),
    DemoAgency("education", "Devon education service", "Education", "education"),
    DemoAgency("housing", "Devon housing partnership", "Housing", "housing"),
    DemoAgency("probation", "Devon probation service", "Probation", "probation"),
    DemoAgency("youth_offending", "Devon youth offending team", "Youth offending", "youth_offending"),
    DemoAgency("early_help", "Devon early response service", "Early response", "early_help"),
    DemoAgency("larkfield", "Larkfield Primary School", "Larkfield Primary", "school", co_located=False),
    DemoAgency("castle_street", "Castle Street Academy", "Castle Street", "school", co_located=False),
    DemoAgency("quay_surgery", "Quay Road Surgery", "Quay Road", "gp_surgery", co_located=False),
)

# key, name, kind, agency
TEAMS = (
    ("exeter", "Exeter assessment team", "assessment", "social_care"),
    ("north", "North Devon assessment team", "assessment", "social_care"),
    ("south", "South Devon assessment team", "assessment", "social_care"),
    ("early_exeter", "Exeter early response team", "early_help", "early_help"),
    ("early_north", "North Devon early response team", "early_help", "early_help"),
    ("adults", "Devon adult safeguarding team", "adults", "social_care"),
)

# The roles are those of the case study's table 1.1.
PEOPLE = (
    DemoPerson("Kay Ormerod", Role.OPERATIONS_MANAGER, "social_care", registration="SW900101"),
    DemoPerson("Ruth Denley", Role.PRACTICE_MANAGER, "social_care", registration="SW900102"),
    DemoPerson("Martin Yeo", Role.PRACTICE_MANAGER, "social_care", registration="SW900103"),
    DemoPerson("Ines Carvalho", Role.SOCIAL_WORKER, "social_care", registration="SW900104"),
    DemoPerson("Tobias Frane", Role.SOCIAL_WORKER, "social_care", registration="SW900105"),
    DemoPerson("Marion Tolley", Role.COORDINATOR, "social_care"),
    DemoPerson("Robin Amery", Role.COORDINATOR, "social_care"),
    DemoPerson("Priti Shah", Role.COORDINATOR, "social_care"),
    DemoPerson("Gwen Harcourt", Role.COORDINATOR, "social_care"),
    DemoPerson("Nathan Luscombe", Role.COORDINATOR, "social_care"),
    DemoPerson("Terry Vale", Role.BUSINESS_SUPPORT, "social_care"),
    DemoPerson("Wanda Pike", Role.BUSINESS_SUPPORT, "social_care"),
    DemoPerson("Sam Trevail", Role.AGENCY_REPRESENTATIVE, "police"),
    DemoPerson("Hana Brook", Role.AGENCY_REPRESENTATIVE, "police"),
    DemoPerson("Greg Aldous", Role.EVALUATOR, "police"),
    DemoPerson("Jo Penrose", Role.EVALUATOR, "police"),
    DemoPerson("Leah Strand", Role.EVALUATOR, "police"),
    DemoPerson("Farah Sayegh", Role.AGENCY_REPRESENTATIVE, "health"),
    DemoPerson("Chris Lowen", Role.AGENCY_REPRESENTATIVE, "health"),
    DemoPerson("Owen Pascoe", Role.AGENCY_REPRESENTATIVE, "education"),
    DemoPerson("Nell Garrick", Role.AGENCY_REPRESENTATIVE, "education", vetted=False),
    DemoPerson("Tom Gresley", Role.AGENCY_REPRESENTATIVE, "housing"),
    DemoPerson("Vic Ansell", Role.AGENCY_REPRESENTATIVE, "probation"),
    DemoPerson("Asha Birdi", Role.AGENCY_REPRESENTATIVE, "youth_offending"),
    DemoPerson("Callum Reddy", Role.AGENCY_REPRESENTATIVE, "early_help"),
    DemoPerson("Imogen Tarr", Role.ANALYST, "police"),
    DemoPerson("Morgan Quill", Role.INFORMATION_GOVERNANCE, "social_care"),
    DemoPerson("Sandy Birch", Role.ADMINISTRATOR, "social_care"),
    DemoPerson("Wall Screen", Role.WALL_DISPLAY, "social_care", vetted=False),
    DemoPerson("Tess Holloway", Role.RECEIVING_TEAM, "social_care", team="exeter"),
    DemoPerson("Dan Westaway", Role.RECEIVING_TEAM, "social_care", team="north"),
    DemoPerson("Wes Tarrant", Role.RECEIVING_TEAM, "social_care", team="south"),
    DemoPerson("Frankie Dunn", Role.RECEIVING_TEAM, "early_help", team="early_exeter"),
    DemoPerson("Charlie Moss", Role.RECEIVING_TEAM, "early_help", team="early_north"),
    DemoPerson("Robyn Easton", Role.RECEIVING_TEAM, "social_care", team="adults"),
)
