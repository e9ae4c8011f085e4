"""Setting the stage: a hub of its own for one play, with its agencies, teams and people."""

from datetime import datetime
from secrets import token_hex
from uuid import UUID

from openmash.access import Role
from openmash.accounts import services as account_services
from openmash.agencies import services as agency_services
from openmash.core import hub_context
from openmash.hubs import services as hub_services
from openmash.scenarios.cast import AgencySays, PersonSays
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.script import Scenario


def open_hub(scenario: Scenario) -> Stage:
    """A new hub with an address of its own, so that a scenario can be played again and beside others."""
    says = scenario.head.hub
    slug = f"{scenario.head.name[:38]}-{token_hex(4)}"
    hub_id = hub_services.open_hub(
        slug=slug,
        name=says.name,
        reference_prefix=says.reference_prefix,
        operating_model=says.operating_model,
        telephone=says.telephone,
        out_of_hours_telephone=says.out_of_hours_telephone,
        at=scenario.starts_at,
    )
    return Stage(scenario, hub_id, slug)


def bring_in_the_cast(stage: Stage) -> None:
    """Agencies with their agreements, teams, and people with their roles and vetting."""
    head, at = stage.scenario.head, stage.scenario.starts_at
    with hub_context.enter(hub_id=stage.hub_id):
        for agency in head.agencies:
            stage.agencies[agency.key] = _add_agency(agency, stage)
        for team in head.teams:
            stage.teams[team.key] = agency_services.add_team(
                hub_id=stage.hub_id,
                agency_id=stage.agencies[team.agency],
                name=team.name,
                kind=team.kind,
                email=f"{team.key}.team@{stage.slug}.example",
            )
        for person in head.people:
            stage.people[person.key] = _add_person(person, stage, at)


def _add_agency(agency: AgencySays, stage: Stage) -> UUID:
    agency_id = agency_services.add_agency(
        hub_id=stage.hub_id,
        name=agency.name,
        short_name=agency.name[:40],
        kind=agency.kind,
        co_located=agency.co_located,
        email=f"{agency.key}.office@{stage.slug}.example",
    )
    if agency.has_agreement:
        started = stage.scenario.starts_at.date()
        agency_services.sign_agreement(
            hub_id=stage.hub_id,
            agency_id=agency_id,
            title="Information-sharing agreement",
            signed_on=min(started, agency.agreement_until or started),
            holds_until=agency.agreement_until or stage.holds_for_the_play(),
        )
    return agency_id


def _add_person(person: PersonSays, stage: Stage, at: datetime) -> UUID:
    vetted_until = (person.vetted_until or stage.holds_for_the_play()) if person.vetted else None
    return account_services.add_person(
        hub_id=stage.hub_id,
        name=person.name,
        email=f"{person.key}@{stage.slug}.example",
        role=Role(person.role),
        agency_id=stage.agencies[person.agency],
        team_id=stage.teams[person.team] if person.team else None,
        registration=person.registration,
        vetting="NPPV level 2" if vetted_until else "",
        vetting_level="nppv_2" if vetted_until else "",
        vetted_until=vetted_until,
        door="outside" if person.signs_in_outside else "inside",
        at=at,
    )
