"""docs/reference/database-access.md: what each door's database role may do with each table."""

from config.access_rules import DOORS, HUB_WALL, OTHERS, THE_HUB, THE_USER, data_of, our_models
from config.docs.markdown import table

_INTRODUCTION = f"""\
# Database access

`openmash migrate` writes this into PostgreSQL, from the inner `class Data` of each model, every time it has run. A
right that is not listed is not there. Row-level security is enabled *and forced* on every table of ours.

| Role | Who | What it may |
| --- | --- | --- |
| `openmash_owner` | `openmash migrate`, and nobody else | owns the tables |
| `openmash_inside` | the inside door and the worker | what is listed under *inside* |
| `openmash_outside` | the outside door | what is listed under *outside* |
| `openmash_index` | nobody; functions run as it | owns the schema `person_index`; reads who belongs to which agency |
| `openmash_test` | the tests, and plays in the private database | nothing of its own; may become either door |
| `openmash_backup` | the backup | cannot sign in by itself; reads past row-level security |

None of the doors' roles is a superuser, owns a table, or may pass by row-level security, truncate, or make tables.

*The wall* is the condition under which a row can be seen or written: unless a table says otherwise,
`hub_id = {THE_HUB.replace("(SELECT ", "").removesuffix(")")}`, the hub that the transaction was opened for."""


_PERSON_INDEXES = """\
## Agencies' person indexes

Their rows stand in the schema `person_index`, to whose tables neither door has any right, but for adding rows to the
one that a load fills. The inside door calls functions that look first whose index it is; the outside door does not
reach the schema. `config/index_rules.sql` is all of it, and
[why it is so](../adr/0017-functions-in-front-of-the-person-index.md)."""


def pages() -> dict[str, str]:
    """The one page."""
    ours = sorted(our_models(), key=lambda model: model._meta.db_table)
    rows = [(f"`{model._meta.db_table}`", *_rights(data_of(model).doors), _wall(data_of(model))) for model in ours]
    others = [
        (f"`{name}`", *_rights({door: rights for door, (rights, _) in doors.items()}), _of_others(doors))
        for name, doors in sorted(OTHERS.items())
    ]
    headings = ("Table", "inside", "outside", "The wall")
    parts = [_INTRODUCTION, "## Our tables", table(headings, rows)]
    parts += ["## Tables of the packages we build on", table(headings, others), _PERSON_INDEXES]
    return {"database-access.md": "\n\n".join(parts)}


def _rights(doors: dict[str, str]) -> tuple[str, ...]:
    return tuple(_words(doors.get(door, "")) for door in DOORS)


def _words(rights: str) -> str:
    return " ".join(right.replace("(", " (").replace(",", ", ") for right in rights.split()) or "—"


def _wall(data: type) -> str:
    policy = getattr(data, "policy", {})
    doors: dict[str, str] = data.doors  # type: ignore[attr-defined]  # access_rules asks for it
    own = getattr(data, "own_rows", None)
    words = [
        f"{door}: {'every row' if policy[door] == 'true' else f'`{policy[door]}`'}" for door in doors if door in policy
    ]
    if any(policy.get(door, HUB_WALL) == HUB_WALL for door in doors):
        words.append("the hub's" if not words else "otherwise the hub's")
    if own:
        words.append(f"to look at, also `{own} = {THE_USER.replace('(SELECT ', '').removesuffix(')')}`")
    return "; ".join(words)


def _of_others(doors: dict[str, tuple[str, str | None]]) -> str:
    words = [f"{door}: `{policy}`" for door, (_, policy) in doors.items() if policy and policy != "true"]
    return "; ".join(words) or "—"
