from django.urls import path

from openmash.web.inside.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.list_, name="list"),
    path("<uuid:visitor_id>/", views.agency, name="agency"),
    path("<uuid:visitor_id>/days/", views.days, name="days"),
]
