"""The hub's own people: who they are and how they belong together."""

from django.db import models

from openmash.core.records import HubRow


class Sex(models.TextChoices):
    """As the children in need census has it (M, F, U); unborn children are U (rule 8750)."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not known"


class Person(HubRow):
    """A child, born or unborn, or an adult, known to this hub; an unborn child has an expected date, no birth date."""

    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    nhs_number = models.CharField(max_length=10, blank=True)
    family_sound = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(born_on=None) | models.Q(expected_on=None), name="people_born_or_expected"
            )
        ]
        indexes = [
            models.Index(fields=["hub", "born_on"], name="people_born"),
            models.Index(fields=["hub", "family_sound"], name="people_sound"),
            models.Index(fields=["hub", "nhs_number"], name="people_nhs"),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        identifying = (*("given_name", "family_name", "born_on", "expected_on", "sex", "nhs_number", "family_sound"),)
        operational = ("created_at",)
        retention = "as the longest-kept enquiry about them"


class OtherName(HubRow):
    """Another name a person is or was known by."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    family_sound = models.CharField(max_length=20, blank=True)

    class Data:
        doors = {"inside": "select insert delete"}
        identifying = ("person", "given_name", "family_name", "family_sound")
        retention = "as the person"


class Address(HubRow):
    """Where a person lives or lived, as far as the hub was told."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lines = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["hub", "postcode"], name="people_postcode")]

    class Data:
        doors = {"inside": "select insert delete"}
        identifying = ("person", "lines", "postcode")
        operational = ("recorded_at",)
        retention = "as the person"


class Relationship(HubRow):
    """How one person stands to another: ``person`` is ``kind`` of ``other``."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "person", "other", "kind"], name="people_relationship_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="people_not_related_to_self"),
        ]

    class Data:
        doors = {"inside": "select insert delete"}
        identifying = ("person", "other", "kind")
        operational = ("recorded_at",)
        retention = "as the person"
