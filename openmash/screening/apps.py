from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "openmash.screening"
    label = "screening"
