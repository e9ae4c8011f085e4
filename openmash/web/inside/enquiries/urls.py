from django.urls import path

from openmash.web.inside.enquiries import views

app_name = "enquiries"
urlpatterns = [
    path("", views.list_, name="list"),
    path("find/", views.find, name="find"),
    path("<uuid:enquiry_id>/", views.case, name="case"),
    path("<uuid:enquiry_id>/close/", views.close, name="close"),
    path("<uuid:enquiry_id>/reopen/", views.reopen, name="reopen"),
    path("rate/<uuid:subject_id>/", views.rate, name="rate"),
]
