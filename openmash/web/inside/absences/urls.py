from django.urls import path

from openmash.web.inside.absences import views

app_name = "absences"
urlpatterns = [
    path("", views.show, name="list"),
    path("<uuid:absence_id>/end/", views.end, name="end"),
]
