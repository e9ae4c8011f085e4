"""The issues that a contact raises: several, each about somebody in it or about the family. Plain Python."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel, Serves, UnknownCode

LONGEST_WHY = 500
_WHOM: Mapping[str, Serves] = {"child": Serves.CHILD, "unborn": Serves.UNBORN, "adult_at_risk": Serves.ADULT}
_THEM = {Serves.CHILD: "a child", Serves.UNBORN: "an unborn child", Serves.ADULT: "an adult at risk"}


@dataclass(frozen=True)
class IssueTold:
    """One issue that a contact raises.

    Args:
        code: of the hub's operating model, ``[[issues]]``.
        position: whom it is about: their place among the people of the contact, from 1; 0 for nobody in particular.
    """

    code: str
    position: int = 0


def require_issues(told: Sequence[IssueTold], people: Mapping[int, str], model: OperatingModel) -> None:
    """Each issue is one of the hub's, and is about somebody it can be about.

    Source: the operating model, ``[[issues]]``; Blackburn with Darwen's case study (one police report, several issues).

    Args:
        told: the issues.
        people: position to involvement of everybody named in the contact.
        model: the hub's.
    """
    for issue in told:
        try:
            rule = model.issue(issue.code)
        except UnknownCode as error:
            raise RuleBroken(
                "contacts.issue_is_the_hubs", "Select from the issues of this hub.", field="issues"
            ) from error
        if not issue.position:
            continue
        if issue.position not in people:
            raise RuleBroken(
                "contacts.issue_is_about_somebody_here", "Select somebody named in this contact.", field="about"
            )
        whom = _WHOM.get(people[issue.position])
        if whom is not None and whom not in rule.serves:
            raise RuleBroken(
                "contacts.issue_can_be_about_them",
                f"“{rule.label}” is not raised about {_THEM[whom]}. Select another issue, or somebody else.",
                field="issues",
            )


def require_new(told: Sequence[IssueTold], raised: Collection[IssueTold]) -> None:
    """The same issue about the same person is raised once: a second one would only be counted twice."""
    if len(set(told)) < len(told) or set(told) & set(raised):
        raise RuleBroken("contacts.issue_is_raised_once", "This issue is raised about them already.", field="issues")


def require_some(told: Sequence[IssueTold]) -> None:
    """Whoever adds issues adds at least one."""
    if not told:
        raise RuleBroken("contacts.some_issue_is_raised", "Select at least one issue.", field="issues")


def require_why_taken_back(why: str) -> None:
    """What somebody raised is not taken back without saying why; that it was raised stays on record."""
    if not why.strip():
        raise RuleBroken("contacts.taken_back_with_a_reason", "Say why this issue is not one.", field="why")
    if len(why) > LONGEST_WHY:
        raise RuleBroken("contacts.not_too_long", f"The reason must be {LONGEST_WHY} characters or fewer.", field="why")
