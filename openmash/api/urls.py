from django.urls import path

from openmash.api import views

app_name = "api"
_INDEX = "<slug:hub_slug>/agencies/<uuid:index_id>/index"
urlpatterns = [
    path(_INDEX, views.index, name="index"),
    path(f"{_INDEX}/people/<path:reference>", views.person, name="person"),
    path(f"{_INDEX}/changes", views.many, name="changes"),
]
