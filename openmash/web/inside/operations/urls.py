from django.urls import path

from openmash.web.inside.operations import views

app_name = "operations"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("give/<uuid:enquiry_id>/", views.give, name="give"),
    path("take/<uuid:enquiry_id>/", views.take, name="take"),
]
