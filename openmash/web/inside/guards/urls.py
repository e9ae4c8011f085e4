from django.urls import path

from openmash.web.inside.guards import views

app_name = "guards"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/protections/add/", views.protect, name="protect"),
    path("protections/<uuid:protection_id>/", views.protection, name="protection"),
    path("protections/<uuid:protection_id>/end/", views.end_protection, name="end_protection"),
    path("enquiries/<uuid:enquiry_id>/dangers/add/", views.warn, name="warn"),
    path("enquiries/<uuid:enquiry_id>/dangers/<uuid:warning_id>/end/", views.end_warning, name="end_warning"),
]
