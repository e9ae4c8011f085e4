from django.apps import AppConfig


class AllegationsConfig(AppConfig):
    name = "openmash.allegations"
    label = "allegations"
