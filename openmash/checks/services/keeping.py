"""When the time of what was asked and answered is over: the words go, that it was asked and answered stays."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from openmash.access import Actor, Permission, has, require
from openmash.checks import rules
from openmash.checks.models import Check, Invitation, OwnRecord, RefusedMail, Reply, ReplyFile
from openmash.core import hub_context

ERASED = "Erased"


@transaction.atomic
def erase_questions(*, enquiry_id: UUID, actor: Actor, at: datetime) -> int:
    """Blank what the hub asked about a family, and what a link or a letter still holds of it.

    Returns:
        How many requests were blanked; none where there is no such enquiry, as a replay after a restore needs.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    checks = Check.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id)
    ids = list(checks.values_list("id", flat=True))
    ReplyFile.objects.filter(hub_id=actor.hub_id, invitation__check_ref__in=ids).delete()
    Reply.objects.filter(hub_id=actor.hub_id, invitation__check_ref__in=ids).delete()
    RefusedMail.objects.filter(hub_id=actor.hub_id, invitation__check_ref__in=ids).delete()
    Invitation.objects.filter(hub_id=actor.hub_id, check_ref__in=ids).delete()
    return checks.update(question=ERASED)


@transaction.atomic
def erase_answers(*, enquiry_id: UUID, agency_ids: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Blank what agencies wrote about how they searched, and delete which of their own records they said it was.

    What they put in the room is the sealed package's.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    for agency_id in agency_ids:
        with hub_context.as_person(agency_id):  # as the agency, to whom alone PostgreSQL shows these
            OwnRecord.objects.filter(hub_id=actor.hub_id, request__enquiry_id=enquiry_id).delete()
    checks = Check.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, agency_id__in=agency_ids)
    blanks = dict.fromkeys(("searched", "nil_explanation", "late_effect_why"), "")
    return checks.update(**blanks)


def forget_replies(*, hub_id: UUID, at: datetime) -> int:
    """Delete letters of virtual partners ``rules.LETTERS_KEPT`` after they were taken in."""
    forgotten, _ = Reply.objects.filter(hub_id=hub_id, taken_in_at__lt=at - rules.LETTERS_KEPT).delete()
    return forgotten


def forget_links(*, hub_id: UUID, at: datetime) -> int:
    """Delete one-time links ``rules.LINKS_KEPT`` after they ended, once nothing that was sent through them waits."""
    ended = Greatest(F("expires_at"), Coalesce(F("used_at"), F("expires_at")))
    old = Invitation.objects.annotate(ended=ended).filter(hub_id=hub_id, ended__lt=at - rules.LINKS_KEPT)
    old = old.filter(~Q(id__in=Reply.objects.filter(hub_id=hub_id).values("invitation_id")))
    RefusedMail.objects.filter(hub_id=hub_id, invitation__in=old).delete()
    forgotten, _ = old.delete()
    return forgotten
