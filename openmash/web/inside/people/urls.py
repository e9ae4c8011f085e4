from django.urls import path

from openmash.web.inside.people import apart_views, merge_views, views

app_name = "people"
urlpatterns = [
    path("", views.find, name="find"),
    path("how-people-are-matched/", views.thresholds, name="thresholds"),
    path("same-person/", merge_views.list_, name="merges"),
    path("same-person/<uuid:merge_id>/", merge_views.merge, name="merge"),
    path("kept-apart/", apart_views.list_, name="kept_apart"),
    path("kept-apart/<uuid:apart_id>/end/", apart_views.end, name="end_kept_apart"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/recorded-twice/", merge_views.alike, name="alike"),
    path("<uuid:person_id>/recorded-twice/propose/", merge_views.propose, name="propose"),
    path("<uuid:person_id>/keep-apart/", apart_views.keep, name="keep_apart"),
]
