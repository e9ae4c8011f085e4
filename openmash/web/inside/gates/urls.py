from django.urls import path

from openmash.web.inside.gates import views

app_name = "gates"
urlpatterns = [path("enquiries/<uuid:enquiry_id>/before-going-on/", views.of_enquiry, name="of_enquiry")]
