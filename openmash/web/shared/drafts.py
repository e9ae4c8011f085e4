"""What somebody typed and has not sent: shown again when they come back, forgotten once it is sent."""

from django.http import QueryDict

from openmash.access import Actor
from openmash.accounts import queries as account_queries

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "draft_key"})


def typed_before(*, actor: Actor, form: str) -> QueryDict | None:
    """A form's saved draft in the shape in which a browser would have sent it; None if there is none.

    Args:
        actor: whose draft.
        form: the key that stands in the page as ``data-draft-key``.
    """
    values = account_queries.draft(actor=actor, form=form)
    if values is None:
        return None
    data = QueryDict(mutable=True)
    for name, texts in values.items():
        data.setlist(name, texts)
    return data
