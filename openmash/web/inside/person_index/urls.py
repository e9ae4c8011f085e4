from django.urls import path

from openmash.web.inside.person_index import hub_views, key_views, views

app_name = "person_index"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("load/", views.load, name="load"),
    path("encoding-secret/", views.secret, name="secret"),
    path("example.csv", views.example, name="example"),
    path("progress/", views.progress, name="progress"),
    path("loads/<uuid:load_id>/", views.refused, name="refused"),
    path("loads/<uuid:load_id>/refused.csv", views.refused_csv, name="refused_csv"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("keys/", key_views.keys, name="keys"),
    path("keys/<uuid:key_id>/revoke/", key_views.revoke, name="revoke_key"),
    path("hub/", hub_views.indexes, name="hub"),
    path("hub/<uuid:index_id>/withdraw/", hub_views.withdraw, name="withdraw_agency"),
]
