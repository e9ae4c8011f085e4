from django.urls import path

from openmash.web.inside.network import views

app_name = "network"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/network/", views.of_case, name="of_case"),
    path("people/<uuid:known_id>/network/", views.of_person, name="of_person"),
]
