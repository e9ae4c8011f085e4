"""What happened: insert-only, without personal data; and the tree over it, with what was signed about it."""

import uuid

import pgtrigger
from django.db import models

from openmash.audit.rules import DONE_OUTSIDE
from openmash.core.records import only_keys_change

_PAIRS = ", ".join(f"('{role}', '{name}')" for role, names in DONE_OUTSIDE.items() for name in names)
_DONE_OUTSIDE = (
    f"hub_id = (SELECT nullif(current_setting('openmash.hub', true), '')::uuid) AND (actor_role, name) IN ({_PAIRS})"
)

# The bytes that are hashed are made here, of the row as it is stored, once. No door can send a body that says one
# thing beside columns that say another, and nothing is ever put into bytes a second time. ``written`` is the
# database's own clock, beside the moment that the application gives.
_BODY = """
    NEW.written_at := clock_timestamp();
    NEW.body := convert_to(jsonb_build_object(
        'v', 1, 'id', NEW.id, 'hub', NEW.hub_id, 'name', NEW.name,
        'at', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'written', to_char(NEW.written_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'actor', NEW.actor_id, 'role', NEW.actor_role, 'agency', NEW.agency_id,
        'about_kind', NEW.about_kind, 'about', NEW.about_id, 'owner', NEW.owner_id,
        'enquiry', NEW.enquiry_id, 'detail', NEW.detail)::text, 'UTF8');
    IF octet_length(NEW.body) > 65536 THEN
        RAISE EXCEPTION 'an event of the log is at most 64 KiB: ids, codes and numbers, never words';
    END IF;
    RETURN NEW;
"""


def _append_only() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def _never_emptied() -> pgtrigger.Trigger:
    """No role of ours may TRUNCATE; this is for whoever is given that right by mistake, and for the tables' owner."""
    return pgtrigger.Trigger(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'the log is never emptied';",
    )


class Event(models.Model):
    """One thing somebody did or opened.

    No foreign keys, so that nothing can cascade into the log and the log never stands in the way of erasing what
    it speaks of. No names and no free text: ids, codes and numbers only. ``owner_id`` is the agency whose information
    it is about, where it is about an agency's. ``body`` is written by PostgreSQL: the exact bytes that are hashed.
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
    owner_id = models.UUIDField(null=True)
    enquiry_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    written_at = models.DateTimeField(null=True, editable=False)
    body = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["hub_id", "enquiry_id", "at"], name="audit_enquiry"),
            models.Index(fields=["hub_id", "about_id", "at"], name="audit_about"),
            models.Index(fields=["hub_id", "at", "id"], name="audit_by_moment"),
            models.Index(fields=["hub_id", "written_at"], name="audit_by_writing"),
            models.Index(
                fields=["hub_id", "owner_id", "at"], condition=models.Q(owner_id__isnull=False), name="audit_owner"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(body__isnull=False, written_at__isnull=False), name="audit_event_has_a_body"
            )
        ]
        triggers = [
            _append_only(),
            _never_emptied(),
            pgtrigger.Trigger(
                name="body_is_written_here", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_BODY
            ),
        ]

    class Data:
        doors = {"inside": "select insert", "outside": "insert"}
        policy = {"outside": _DONE_OUTSIDE}
        operational = (
            *("id", "hub_id", "at", "name", "actor_id", "actor_role", "agency_id", "about_kind", "about_id"),
            *("owner_id", "enquiry_id", "detail", "written_at", "body"),
        )
        retention = "kept as long as the hub; holds no personal data"


class Leaf(models.Model):
    """The place of an event in its hub's tree. Places are given once, without gaps, by the sealer alone."""

    event_id = models.UUIDField(primary_key=True)
    hub_id = models.UUIDField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub_id", "index"], name="audit_one_leaf_a_place"),
            models.CheckConstraint(condition=models.Q(index__gte=0), name="audit_places_from_nought"),
        ]
        triggers = [_append_only(), _never_emptied()]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("event_id", "hub_id", "index", "hash")
        retention = "as the events"


class Checkpoint(models.Model):
    """What was signed about a hub's tree, as the note itself. ``edge`` is what the next leaves are added to.

    ``sealed_through`` is the database's moment of the newest event it covers: the next round looks from a little
    before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hub_id = models.UUIDField()
    size = models.BigIntegerField()
    note = models.TextField()
    edge = models.BinaryField()
    signed_at = models.DateTimeField()
    sealed_through = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub_id", "size"], name="audit_one_checkpoint_a_size")]
        triggers = [_append_only(), _never_emptied()]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("id", "hub_id", "size", "note", "edge", "signed_at", "sealed_through")
        retention = "as the events"


class SigningKey(models.Model):
    """The key that signs a hub's checkpoints; the private half is wrapped by a key outside the database."""

    hub_id = models.UUIDField(primary_key=True)
    public_key = models.BinaryField()
    wrapped_private_key = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        triggers = [
            only_keys_change("stays_as_it_is", "wrapped_private_key"),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    class Data:
        doors = {"inside": "select insert update(wrapped_private_key)"}
        sealed = True
        operational = ("hub_id", "public_key", "wrapped_private_key", "created_at")
        retention = "kept as long as the hub"


class Handed(models.Model):
    """What was handed to an agency to keep: the checkpoint over the whole log, and the one over its own slice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hub_id = models.UUIDField()
    agency_id = models.UUIDField()
    size = models.BigIntegerField()
    note = models.TextField()
    slice_note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["hub_id", "agency_id", "at"], name="audit_handed_when")]
        triggers = [_append_only(), _never_emptied()]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("id", "hub_id", "agency_id", "size", "note", "slice_note", "at")
        retention = "as the events"


class Verification(models.Model):
    """That the whole log of a hub was checked against itself and against what was signed, and what was found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hub_id = models.UUIDField()
    at = models.DateTimeField()
    events = models.BigIntegerField()
    waiting = models.BigIntegerField()
    problems = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["hub_id", "at"], name="audit_verified")]
        triggers = [_append_only()]

    class Data:
        doors = {"inside": "select insert"}
        operational = ("id", "hub_id", "at", "events", "waiting", "problems")
        retention = "as the events"
