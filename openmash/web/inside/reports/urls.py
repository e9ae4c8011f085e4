from django.urls import path

from openmash.web.inside.reports import profile_views, views

app_name = "reports"
urlpatterns = [
    path("", views.outcomes, name="outcomes"),
    path("cases/", views.cases, name="cases"),
    path("child-protection/", views.child_protection, name="child_protection"),
    path("ratings/", views.ratings, name="ratings"),
    path("audits/", views.audits, name="audits"),
    path("referrals/", views.referrals, name="referrals"),
    path("surveys/", views.surveys, name="surveys"),
    path("missing/", views.missing, name="missing"),
    path("places/", views.places, name="places"),
    path("profiles/", profile_views.somebody, name="profiles"),
    path("profiles/place/", profile_views.of_place, name="of_place"),
    path("profiles/<uuid:person_id>/", profile_views.of_person, name="of_person"),
    path("lateness/", views.lateness, name="lateness"),
]
