from django.urls import path

from openmash.web.inside.adults import views

app_name = "adults"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/adults/<uuid:subject_id>/", views.show, name="show"),
    path("enquiries/<uuid:enquiry_id>/adults/<uuid:subject_id>/test/", views.test, name="test"),
    path("enquiries/<uuid:enquiry_id>/adults/<uuid:subject_id>/capacity/", views.capacity, name="capacity"),
    path("enquiries/<uuid:enquiry_id>/adults/<uuid:subject_id>/wishes/", views.wishes, name="wishes"),
    path("enquiries/<uuid:enquiry_id>/adults/<uuid:subject_id>/result/", views.result, name="result"),
]
