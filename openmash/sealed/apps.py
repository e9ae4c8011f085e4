from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "openmash.sealed"
    label = "sealed"
