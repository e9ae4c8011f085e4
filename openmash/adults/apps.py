from django.apps import AppConfig


class AdultsConfig(AppConfig):
    name = "openmash.adults"
    label = "adults"
