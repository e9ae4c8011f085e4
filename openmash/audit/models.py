"""What happened: insert-only, without personal data."""

import uuid

import pgtrigger
from django.db import models

# What the outside door itself does, and as whom. It can write down nothing else: whoever took it over can neither
# lay a reading or a decision to somebody inside nor bury a true one among invented ones.
DONE_OUTSIDE = {
    "referrer": ("referral.sent",),
    "virtual_partner": ("check.link_opened", "check.reply_sent"),
    "receiving_team": ("product.opened", "product.acknowledged", "product.reported_on"),
}
_PAIRS = ", ".join(f"('{role}', '{name}')" for role, names in DONE_OUTSIDE.items() for name in names)
_DONE_OUTSIDE = (
    f"hub_id = (SELECT nullif(current_setting('openmash.hub', true), '')::uuid) AND (actor_role, name) IN ({_PAIRS})"
)


class Event(models.Model):
    """One thing somebody did or opened.

    No foreign keys, so that nothing can cascade into the log and the log never stands in the way of erasing what
    it speaks of. No names and no free text: ids, codes and numbers only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hub_id = models.UUIDField()
    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    actor_id = models.UUIDField()
    actor_role = models.CharField(max_length=40)
    agency_id = models.UUIDField(null=True)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    enquiry_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["hub_id", "enquiry_id", "at"], name="audit_enquiry"),
            models.Index(fields=["hub_id", "about_id", "at"], name="audit_about"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    class Data:
        doors = {"inside": "select insert", "outside": "insert"}
        policy = {"outside": _DONE_OUTSIDE}
        operational = (
            *("id", "hub_id", "at", "name", "actor_id", "actor_role", "agency_id"),
            *("about_kind", "about_id", "enquiry_id", "detail"),
        )
        retention = "kept as long as the hub; holds no personal data"
