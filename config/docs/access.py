"""docs/reference/access-matrix.md: who may do what at all, and what each screen asks for."""

from config.docs.addresses import DOORS, Address, all_of
from config.docs.markdown import capital, table
from openmash.access import ROLES, Permission, Role
from openmash.access.declared import Audience, Kind
from openmash.web.shared.middleware import SIGN_IN_PAGES

_INTRODUCTION = """\
# Who may do what

A role says what somebody may do *at all*. Whether they may do it to this case, now, is asked again by
`permissions.py` (who) and `rules.py` (whether now) of the package concerned: see [rules](rules.md)."""

_SCREENS = """\
## Screens

Every address of both doors. A view that does not declare itself is refused by `ScreenMiddleware`.
*Reads*: PostgreSQL refuses it anything but SELECT. *Discloses*: it shows what nobody sees unrecorded, so its audit
event is written before the first word, or nothing is shown. *Writes*: opening the form only reads; sending it
writes."""

_KINDS = {Kind.READ: "reads", Kind.DISCLOSE: "discloses", Kind.WRITE: "writes"}

_AUDIENCES = {
    Audience.PUBLIC: "everybody",
    Audience.SIGNED_IN: "everybody signed in",
    Audience.BY_KEY: "an agency’s computer system, with a key of that agency",
}


def pages() -> dict[str, str]:
    """The one page."""
    parts = [_INTRODUCTION, "## Roles", _roles(), "## Permissions", _matrix(), _SCREENS]
    for door in DOORS:
        parts += [f"### The {door} door", _screens(all_of(door))]
    return {"access-matrix.md": "\n\n".join(parts)}


def _roles() -> str:
    return table(("Role", "Who that is"), [(each.title, each.words) for each in ROLES.values()])


def _matrix() -> str:
    parts = []
    for role, description in ROLES.items():
        may = [f"- {each.words}" for each in Permission if each in description.permissions]
        who = f"**{description.title}** (`{role}`) may:"
        parts.append("\n".join([who, "", *(may or ["- nothing but what is open to everybody"])]))
    return "\n\n".join([_table(), *parts])


def _table() -> str:
    people = [role for role in Role if ROLES[role].permissions]
    rows = [
        (capital(each.words), *("yes" if each in ROLES[role].permissions else "" for role in people))
        for each in Permission
    ]
    return table(("May …", *(ROLES[role].title for role in people)), rows)


def _screens(addresses: list[Address]) -> str:
    rows = [
        (f"`/{address.pattern}`", f"`{address.name}`", _who(address), _what(address))
        for address in sorted(addresses, key=lambda each: (each.pattern, each.name))
    ]
    return table(("Address", "Name", "Who", "Opening it"), rows)


def _who(address: Address) -> str:
    if address.screen is None:
        return "whoever signs in or out" if address.name in SIGN_IN_PAGES else "**nobody: it declares nothing**"
    asked = address.screen.permission
    if isinstance(asked, Permission):
        return f"whoever may {asked.words}"
    return _AUDIENCES[asked]


def _what(address: Address) -> str:
    return _KINDS[address.screen.kind] if address.screen else "signs in or out"
