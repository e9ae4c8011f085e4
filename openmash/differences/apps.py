from django.apps import AppConfig


class DifferencesConfig(AppConfig):
    name = "openmash.differences"
    label = "differences"
