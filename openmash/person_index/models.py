"""What is kept of person indexes beside their rows, which stand in a schema of their own (config/index_rules.sql)."""

from django.db import models

from openmash.core.records import HubRow, only_keys_change, only_listed_moves
from openmash.person_index.rules import Ended
from openmash.person_index.states import LOAD, LoadState

_HUB = "(SELECT nullif(current_setting('openmash.hub', true), '')::uuid)"
_USER = "(SELECT nullif(current_setting('openmash.user', true), '')::uuid)"
_OF_THEIR_AGENCY = (
    f"hub_id = {_HUB} AND (index_id = {_USER} OR index_id IN (SELECT m.agency_id FROM accounts_membership m "
    f"WHERE m.hub_id = {_HUB} AND m.user_id = {_USER} AND m.left_at IS NULL))"
)


class Index(HubRow):
    """That an agency has a person index, or that the hub's own people are one.

    Its id is the agency's; the hub's for the hub's own people. So who may read a row is seen from the row itself.
    """

    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    encoded = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency=None, id=models.F("hub_id")) | models.Q(id=models.F("agency_id")),
                name="person_index_named_by_its_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="person_index_withdrawn_at_and_by",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update(encoded,opened_at,withdrawn_at,withdrawn_by)"}
        operational = ("agency", "encoded", "opened_at", "withdrawn_at", "withdrawn_by")
        retention = "kept as long as the hub: that an agency had an index here must stay answerable"


class IndexSecret(HubRow):
    """The secret that the keys of a hub's person indexes are made with; with another one every index is made anew."""

    wrapped_private_key = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub"], name="person_index_one_secret_a_hub")]
        triggers = [only_keys_change("secret_stays", "wrapped_private_key")]

    class Data:
        doors = {"inside": "select insert update(wrapped_private_key)"}
        sealed = True
        operational = ("wrapped_private_key",)
        retention = "kept as long as the hub: without it no person index answers"


class Load(HubRow):
    """One file of an agency's index: how far it has come and what came of it. No row of the file is in here."""

    index = models.ForeignKey(Index, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in LoadState])
    changes_only = models.BooleanField(default=False)
    encoded = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=120)
    loaded = models.PositiveBigIntegerField(default=0)
    removed = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_because = models.CharField(max_length=20, blank=True, choices=[(e.value, e.value) for e in Ended])
    key_scheme = models.CharField(max_length=80, blank=True)
    cleaning_version = models.CharField(max_length=40, blank=True)
    model_version = models.CharField(max_length=80, blank=True)

    class Meta:
        triggers = [only_listed_moves(LOAD)]
        indexes = [models.Index(fields=["hub", "index", "-asked_at"], name="person_index_loads")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="person_index_ended_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["hub", "index"],
                condition=models.Q(state__in=[LoadState.WAITING, LoadState.RUNNING], changes_only=False),
                name="person_index_one_load_at_a_time",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        operational = (
            *("index", "state", "changes_only", "encoded", "asked_at", "asked_by", "asked_by_name"),
            *("loaded", "removed", "refused", "ended_at", "ended_by", "ended_because"),
            *("key_scheme", "cleaning_version", "model_version"),
        )
        retention = "kept as long as the hub: what came of an agency's file, in numbers"


class LoadFile(HubRow):
    """An agency's file, encrypted for it, until the worker has read it."""

    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="+")
    content_ciphertext = models.BinaryField()
    content_wrapped_key = models.TextField()

    class Meta:
        triggers = [only_keys_change("file_never_overwritten", "content_wrapped_key")]
        constraints = [models.UniqueConstraint(fields=["hub", "load"], name="person_index_one_file_a_load")]

    class Data:
        doors = {"inside": "select insert delete update(content_wrapped_key)"}
        sealed = True
        sensitive = ("content_ciphertext",)
        operational = ("load", "content_wrapped_key")
        retention = "until it was loaded"


class RefusedRow(HubRow):
    """What is wrong with one line of an agency's file; nothing of what stands in the line."""

    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveBigIntegerField()
    column = models.CharField(max_length=40)
    sentence = models.CharField(max_length=300)
    left_out = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["hub", "load", "line"], name="person_index_refused")]

    class Data:
        doors = {"inside": "select insert delete"}
        operational = ("load", "line", "column", "sentence", "left_out")
        retention = "until the agency's next file, 90 days at most"


class Hit(HubRow):
    """That an agency's index may know somebody whom a check asks about. PostgreSQL shows it to that agency alone."""

    index = models.ForeignKey(Index, on_delete=models.PROTECT, related_name="+")
    check_ref = models.UUIDField()
    person_ref = models.UUIDField()
    reference = models.CharField(max_length=100, blank=True)
    weight = models.FloatField(null=True)
    evidence = models.JSONField(default=list)
    guard = models.CharField(max_length=400, blank=True)
    model_version = models.CharField(max_length=80)
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["hub", "check_ref"], name="person_index_hits")]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "check_ref", "person_ref", "reference"], name="person_index_hit_once"
            )
        ]

    class Data:
        doors = {"inside": "select insert delete"}
        policy = {"inside": _OF_THEIR_AGENCY}
        sealed = True
        identifying = ("person_ref", "reference")
        sensitive = ("weight", "evidence", "guard")
        operational = ("index", "check_ref", "model_version", "found_at")
        retention = "90 days"
