from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "openmash.groups"
    label = "groups"
