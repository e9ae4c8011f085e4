"""docs/reference/data-register.md: what is kept of whom, how it is classed, and for how long."""

from itertools import groupby

from django.db import models

from config.access_rules import data_of, our_models
from config.docs.markdown import capital, paragraphs, sentence, table

_INTRODUCTION = """\
# Data register

What each table holds, for the record of processing activities (UK GDPR, Article 30) and for impact assessments.

- **Identifying**: says who somebody is.
- **Sensitive**: says something about somebody; most of it special-category or about alleged offences.
- **Operational**: says how the work goes: states, times, who did it, references between tables.

Every table has an `id`, and `hub`, the hub it belongs to, unless it says otherwise. Columns called `ciphertext` hold
what is encrypted before it reaches the database; nobody reads it there. Who may touch a table:
[database access](database-access.md). Who carries retention out:
[retention](retention.md)."""

_CLASSES = ("identifying", "sensitive", "operational")


def pages() -> dict[str, str]:
    """The one page."""
    parts = [_INTRODUCTION, _summary()]
    for package, of_package in groupby(sorted(our_models(), key=_order), key=_package):
        parts.append(f"## {capital(package)}")
        parts += [_table(model) for model in of_package]
    return {"data-register.md": "\n\n".join(parts)}


def _summary() -> str:
    rows = [
        (
            f"[`{model._meta.db_table}`](#{model._meta.db_table})",
            sentence(model.__doc__),
            *("yes" if getattr(data_of(model), each, ()) else "" for each in _CLASSES[:2]),
            data_of(model).retention,
        )
        for model in sorted(our_models(), key=_order)
    ]
    return table(("Table", "What it is", "Identifying", "Sensitive", "Kept"), rows)


def _package(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def _order(model: type[models.Model]) -> tuple[str, str]:
    return _package(model), model._meta.db_table


def _table(model: type[models.Model]) -> str:
    data = data_of(model)
    rows = [(capital(each), ", ".join(f"`{name}`" for name in sorted(getattr(data, each, ())))) for each in _CLASSES]
    sealed = "\n\nSealed: the outside door has no right to it, and never may." if getattr(data, "sealed", False) else ""
    kept = f"Kept: {data.retention}."
    fields = table(("Class", "Columns"), [row for row in rows if row[1]])
    return f"### {model._meta.db_table}\n\n{paragraphs(model.__doc__)}{sealed}\n\n{fields}\n\n{kept}"
