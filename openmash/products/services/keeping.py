"""When the time of what left the hub is over: the hub's copies lose their keys; what teams reported is blanked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Permission, has, require
from openmash.products import rules
from openmash.products.models import CopyRecall, Product, ReleasedCopy, TeamOutcome, TeamReport


@transaction.atomic
def erase(*, enquiry_id: UUID, actor: Actor, at: datetime) -> int:
    """Destroy the keys of what was released about one family, so that no team reads it here again.

    What a team has taken into its own records is the team's to erase, by its own schedule.

    Returns:
        How many released copies lost their key.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    products = Product.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id)
    copies = ReleasedCopy.objects.filter(
        hub_id=actor.hub_id, product_ref__in=list(products.values_list("id", flat=True))
    )
    TeamReport.objects.filter(hub_id=actor.hub_id, copy_id__in=list(copies.values_list("id", flat=True))).delete()
    TeamOutcome.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).update(words="")
    CopyRecall.objects.filter(hub_id=actor.hub_id, copy__in=copies).update(wrapped_key="")
    return copies.update(wrapped_key="", pdf_wrapped_key="")


def forget_reports(*, hub_id: UUID, at: datetime) -> int:
    """Delete teams' letters ``rules.LETTERS_KEPT`` after they were taken in; what they said is kept as an outcome."""
    forgotten, _ = TeamReport.objects.filter(hub_id=hub_id, taken_in_at__lt=at - rules.LETTERS_KEPT).delete()
    return forgotten
