"""The hub's own people: who they are, how they belong together, and which records are of one person."""

from openmash.people.models.beside import OpenCase, StaffWarning
from openmash.people.models.identity import KeptApart, Merge
from openmash.people.models.known import Address, OtherName, Person, Relationship, Sex

__all__ = [
    "Address",
    "KeptApart",
    "Merge",
    "OpenCase",
    "OtherName",
    "Person",
    "Relationship",
    "Sex",
    "StaffWarning",
]
