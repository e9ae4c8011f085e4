from django.apps import AppConfig


class PersonIndexConfig(AppConfig):
    name = "openmash.person_index"
    label = "person_index"
