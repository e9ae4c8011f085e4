from django.urls import path

from openmash.web.inside.reports import views

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
    path("lateness/", views.lateness, name="lateness"),
]
