"""People who sign in, what they are in each hub, and what they have typed but not yet sent."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from openmash.access import LEVELS, Role
from openmash.core.records import HubRow


class Door(models.TextChoices):
    """Which of the two doors a person signs in at; nobody uses both."""

    INSIDE = "inside", "Inside"
    OUTSIDE = "outside", "Outside"


class User(AbstractBaseUser):
    """A person who signs in. What they may do is in their membership of a hub, never here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    door = models.CharField(max_length=10, choices=Door.choices)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = BaseUserManager["User"]()

    class Data:
        doors = {"inside": "select insert update", "outside": "select update(last_login,password)"}
        policy = {"inside": "true", "outside": "door = 'outside'"}
        identifying = ("email", "name")
        operational = ("id", "door", "is_active", "password", "last_login")
        retention = "kept as long as the hub: names who did what"

    def __str__(self) -> str:
        return self.name


class Membership(HubRow):
    """What somebody is in one hub, for which agency, and until when they are vetted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, choices=[(r.value, r.value) for r in Role])
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", null=True, on_delete=models.PROTECT, related_name="+")
    registration = models.CharField(max_length=20, blank=True)
    vetting = models.CharField(max_length=40, blank=True)
    vetting_level = models.CharField(max_length=20, blank=True, choices=[(each.code, each.title) for each in LEVELS])
    vetted_until = models.DateField(null=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "user"], condition=models.Q(left_at=None), name="accounts_one_membership_a_hub"
            )
        ]

    class Data:
        doors = {"inside": "select insert update", "outside": "select"}
        own_rows = "user_id"
        identifying = ("user", "registration")
        operational = ("role", "agency", "team", "vetting", "vetting_level", "vetted_until", "joined_at", "left_at")
        retention = "kept as long as the hub: names who did what"


class Draft(HubRow):
    """What somebody has typed into a form and not yet sent; encrypted, seen by nobody else, gone once it is sent."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=200)
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "user", "form"], name="accounts_one_draft_a_form")]

    class Data:
        doors = {"inside": "select insert update delete"}
        sealed = True
        sensitive = ("ciphertext",)
        operational = ("user", "form", "wrapped_key", "saved_at")
        retention = "14 days after it was last saved"


class OutsideSession(AbstractBaseSession):
    """Sessions of the outside door, in a table of their own: that door cannot read who is signed in inside."""

    @classmethod
    def get_session_store_class(cls) -> type:
        from openmash.accounts.sessions import SessionStore  # the store needs this model to be loaded first

        return SessionStore

    class Meta(AbstractBaseSession.Meta):
        db_table = "accounts_outside_session"

    class Data:
        doors = {"outside": "select insert update delete"}
        policy = {"outside": "true"}
        operational = ("session_key", "session_data", "expire_date")
        retention = "until it expires"
