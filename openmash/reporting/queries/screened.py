"""What contacts that agencies screened together came to."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from openmash.access import Actor
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.reporting.queries.zone import zone_of
from openmash.reporting.rules import Period, percent
from openmash.screening.models import JointScreening


@dataclass(frozen=True)
class ScreenedAs:
    """How many contacts came to one outcome."""

    label: str
    count: int
    share: int | None


@dataclass(frozen=True)
class Screened:
    """One screening of the hub's model, and all its outcomes in the model's order."""

    code: str
    label: str
    contacts: int
    outcomes: tuple[ScreenedAs, ...]


def screenings(actor: Actor, period: Period) -> list[Screened]:
    """What contacts screened in a period came to; of one screened again the newest counts. Raises Refused.

    Source: Birmingham's review, section 4: no issue 30 %, single agency 40 %, assessment 7-13 %, section 47 24-27 %.
    """
    zone = zone_of(actor)
    rows = JointScreening.objects.filter(
        hub_id=actor.hub_id, screened_at__gte=period.begins(zone), screened_at__lt=period.ends(zone)
    ).exclude(contact_id__in=enquiry_queries.contacts_kept_from(actor))
    newest: dict[tuple[UUID, str], str] = {}
    for contact_id, code, outcome in rows.order_by("screened_at", "id").values_list("contact_id", "code", "outcome"):
        newest[contact_id, code] = outcome
    counted = Counter((code, outcome) for (_, code), outcome in newest.items())
    return [_screened(code, counted, actor) for code in sorted({code for code, _ in counted})]


def _screened(code: str, counted: Counter[tuple[str, str]], actor: Actor) -> Screened:
    """Outcomes of the model in force first; one that only an earlier version has is named by its code."""
    here = {outcome: count for (of, outcome), count in counted.items() if of == code}
    rules = {rule.code: rule for rule in hub_queries.model_of(actor.hub_id).screenings}
    rule = rules.get(code)
    labels = {each.code: each.label for each in rule.outcomes} if rule else {}
    labels |= {outcome: _plain(outcome) for outcome in sorted(here) if outcome not in labels}
    whole = sum(here.values())
    outcomes = (
        ScreenedAs(label, here.get(outcome, 0), percent(here.get(outcome, 0), whole))
        for outcome, label in labels.items()
    )
    return Screened(code, rule.label if rule else _plain(code), whole, tuple(outcomes))


def _plain(code: str) -> str:
    return code.replace("_", " ").capitalize()
