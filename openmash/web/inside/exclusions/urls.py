from django.urls import path

from openmash.web.inside.exclusions import views

app_name = "exclusions"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/i-know-this-family/", views.declare, name="declare"),
    path("exclusions/", views.show, name="list"),
    path("exclusions/<uuid:exclusion_id>/end/", views.end, name="end"),
]
