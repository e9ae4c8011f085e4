from django.urls import path, register_converter

from openmash.web.outside.refer import people_views, views


class PartConverter:
    """Which list of people: those the worry is about, or the others."""

    regex = "about|household"

    def to_python(self, value: str) -> str:
        """The part as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """The same."""
        return value


register_converter(PartConverter, "part")

app_name = "refer"
urlpatterns = [
    path("", views.start, name="start"),
    path("refer/call-999/", views.call_999, name="call_999"),
    path("refer/saved/", views.saved, name="saved"),
    path("refer/continue/", views.continue_, name="continue"),
    path("refer/check/", views.check, name="check"),
    path("refer/<part:part>/", people_views.people, name="people"),
    path("refer/<part:part>/<int:number>/", people_views.person, name="person"),
    path("refer/<slug:name>/", views.step, name="step"),
]
