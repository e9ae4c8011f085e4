"""Phased start: a hub takes an area, and a type of referral, from the day its operating model says.

Source: Home Office (2014), Multi Agency Working and Information Sharing Project, case study Camden: "start screening
each referral type at a time – not all at once"; Devon began with police referrals, then went area by area.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from openmash.contacts.rules.telling import ContactTold
from openmash.core.errors import RuleBroken
from openmash.hubs.rules import CodedRule, OperatingModel, UnknownCode, day_of


@dataclass(frozen=True)
class Coverage:
    """What a form offers on a day: codes and labels, and for those not switched on why, by code."""

    areas: tuple[tuple[str, str], ...]
    referral_types: tuple[tuple[str, str], ...]
    not_on: dict[str, str]

    def choices(self, named: Sequence[tuple[str, str]], *, first: str) -> list[tuple[str, str]]:
        """Codes and labels for a list to choose from; what is not switched on says from when.

        Args:
            named: ``areas`` or ``referral_types``.
            first: what stands for "nobody said".
        """
        words = [(code, f"{label} ({self.not_on[code]})" if code in self.not_on else label) for code, label in named]
        return [("", first), *words]


def coverage(model: OperatingModel, day: date) -> Coverage:
    """Every area and type that the model names, with a sentence about each that is not switched on."""
    rules = (*model.areas, *model.referral_types)
    return Coverage(
        areas=tuple((rule.code, rule.label) for rule in model.areas),
        referral_types=tuple((rule.code, rule.label) for rule in model.referral_types),
        not_on={rule.code: _when(rule, day) for rule in rules if not rule.in_force(day)},
    )


def require_switched_on(told: ContactTold, model: OperatingModel) -> ContactTold:
    """A contact is refused when its area or its type is not switched on, on the day on which it was received.

    Where nobody said which, it is the only one that the hub has, or the type that comes by this channel; otherwise it
    stays open, for whoever triages it.

    Args:
        told: the contact.
        model: the hub's operating model.

    Returns:
        The contact with its area and type, as far as they are known.

    Raises:
        RuleBroken: ``contacts.area_is_switched_on`` or ``contacts.referral_type_is_switched_on``.
    """
    day = day_of(told.received_at)
    area = told.area or _only(model.areas, day)
    by_channel = [rule.code for rule in model.referral_types if told.channel in rule.channels]
    kind = told.referral_type or (by_channel[0] if len(by_channel) == 1 else _only(model.referral_types, day))
    if told.area and not _taken_everywhere(model, kind):
        require_area(area, model, day)
    if kind and (told.referral_type or by_channel):
        _require("referral_type", _referral_type(model, kind), day, refused="this hub does not take it")
    return replace(told, area=area, referral_type=kind)


def require_area(code: str, model: OperatingModel, day: date) -> None:
    """An area is one of the hub's, and switched on that day; raises ``contacts.area_is_switched_on``."""
    _require("area", _area(model, code), day, refused="this hub does not take contacts about it")


def _require(field: str, rule: CodedRule | None, day: date, *, refused: str) -> None:
    name = f"contacts.{field}_is_switched_on"
    if rule is None:
        raise RuleBroken(name, f"Choose one of the hub's own answers for the {field.replace('_', ' ')}.", field=field)
    if not rule.in_force(day):
        raise RuleBroken(
            name,
            f"“{rule.label}” is taken {_when(rule, day)}, so {refused}. Pass it on the way it went before; "
            "in an emergency ring 999.",
            field=field,
        )


def _taken_everywhere(model: OperatingModel, code: str) -> bool:
    return any(rule.everywhere for rule in model.referral_types if rule.code == code)


def _area(model: OperatingModel, code: str) -> CodedRule | None:
    try:
        return model.area(code)
    except UnknownCode:
        return None


def _referral_type(model: OperatingModel, code: str) -> CodedRule | None:
    try:
        return model.referral_type(code)
    except UnknownCode:
        return None


def _only(rules: Sequence[CodedRule], day: date) -> str:
    return rules[0].code if len(rules) == 1 and rules[0].in_force(day) else ""


def _when(rule: CodedRule, day: date) -> str:
    if day < rule.effective_from:
        return f"from {_day(rule.effective_from)}"
    return f"until {_day(rule.effective_to)}" if rule.effective_to else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
