from django.apps import AppConfig


class ApiKeysConfig(AppConfig):
    name = "openmash.api_keys"
    label = "api_keys"
