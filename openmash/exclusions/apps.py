from django.apps import AppConfig


class ExclusionsConfig(AppConfig):
    name = "openmash.exclusions"
    label = "exclusions"
