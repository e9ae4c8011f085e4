from django.urls import path

from openmash.api import referral_views, views

app_name = "api"
_INDEX = "<slug:hub_slug>/agencies/<uuid:index_id>/index"
_DIRECT = "<slug:hub_slug>/agencies/<uuid:portal_id>/direct-referrals"
urlpatterns = [
    path(_INDEX, views.index, name="index"),
    path(f"{_INDEX}/people/<path:reference>", views.person, name="person"),
    path(f"{_INDEX}/changes", views.many, name="changes"),
    path(_DIRECT, referral_views.direct, name="direct"),
    path(f"{_DIRECT}/<uuid:direct_id>", referral_views.direct_file, name="direct_file"),
    path(f"{_DIRECT}/<uuid:direct_id>/taken-in", referral_views.direct_taken_in, name="direct_taken_in"),
]
