"""The framework that partners sign before a hub goes live, and when each kind of agency joins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.kinds import AGENCY_KINDS
from openmash.hubs.rules.lines import Path, repeated
from openmash.hubs.rules.pieces import rule_values
from openmash.hubs.rules.rule import Rule
from openmash.hubs.rules.said import Said, kinds_in_words, since_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

FRAMEWORK = "Before the hub goes live"
PARTNERS = "Agencies that join"


@dataclass(frozen=True, kw_only=True)
class FrameworkRule(Rule):
    """What must be signed, and by which kinds of agency, before the hub takes anything in.

    Args:
        title: the agreement's title, as it is recorded of each agency.
        signed_by: the kinds of agency that must each have signed.
    """

    title: str
    signed_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartnerRule(Rule):
    """A kind of agency that is asked only from the day on which it joins; kinds not listed are in from the start."""

    agency_kind: str


def read_framework(table: Table) -> FrameworkRule:
    """The ``[framework]`` table."""
    signed_by = table.codes("signed_by", known=AGENCY_KINDS)
    if not signed_by:
        raise table.wrong("signed_by", "at least one kind of agency that signs", [])
    return FrameworkRule(**rule_values(table), title=table.text("title"), signed_by=signed_by)


def read_partner(table: Table) -> PartnerRule:
    """One ``[[partners]]`` table."""
    return PartnerRule(**rule_values(table), agency_kind=table.code("agency_kind", known=AGENCY_KINDS))


def say(framework: FrameworkRule | None, partners: Sequence[PartnerRule]) -> Iterator[Said]:
    """What is signed first, and who joins when."""
    if framework is not None:
        words = f"signed by {kinds_in_words(framework.signed_by)}; until then the hub takes nothing in"
        yield Said(FRAMEWORK, framework.title, words, framework.source)
    for partner in partners:
        about = partner.agency_kind.replace("_", " ").capitalize()
        yield Said(PARTNERS, about, f"asked {since_in_words(partner)}", partner.source)


def disagreements(partners: Sequence[PartnerRule], model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A kind that joins twice, or that would never be asked."""
    yield from repeated(("partners",), "agency_kind", [partner.agency_kind for partner in partners])
    asked = model.kinds_ever_asked
    for number, partner in enumerate(partners):
        if partner.agency_kind not in asked:
            yield (
                ("partners", number),
                f"expected a kind that some rating or issue asks; none asks {partner.agency_kind}",
            )
