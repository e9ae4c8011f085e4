from django.apps import AppConfig


class CoverConfig(AppConfig):
    name = "openmash.cover"
    label = "cover"
