"""Who somebody is, what they may do at all, and the two answers to "may I?"."""

from openmash.access.actor import Actor
from openmash.access.roles import ROLES, Permission, Role, RoleDescription
from openmash.access.verdicts import ALLOWED, Allowed, Refusal, Verdict, has, require
from openmash.access.vetting import LEVELS, VettingLevel

__all__ = [
    "ALLOWED",
    "LEVELS",
    "ROLES",
    "Actor",
    "Allowed",
    "Permission",
    "Refusal",
    "Role",
    "RoleDescription",
    "Verdict",
    "VettingLevel",
    "has",
    "require",
]
