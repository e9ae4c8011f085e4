"""Makes Django look here for templates, static files and tags."""

from django.apps import AppConfig


class SharedScreensConfig(AppConfig):
    """Listed before allauth, whose pages it gives another look."""

    name = "openmash.web.shared"
    label = "web_shared"
