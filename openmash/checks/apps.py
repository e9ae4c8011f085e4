from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "openmash.checks"
    label = "checks"
