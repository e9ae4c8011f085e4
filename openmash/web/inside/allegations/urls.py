from django.urls import path

from openmash.web.inside.allegations import views

app_name = "allegations"
urlpatterns = [
    path("", views.list_, name="list"),
    path("officers/", views.officers, name="officers"),
    path("officers/<uuid:officer_id>/end/", views.end_officer, name="end_officer"),
    path("of-contact/<uuid:contact_id>/raise/", views.raise_, name="raise"),
    path("<uuid:allegation_id>/", views.show, name="show"),
    path("<uuid:allegation_id>/consider/", views.consider, name="consider"),
    path("<uuid:allegation_id>/employer/", views.employer, name="employer"),
    path("<uuid:allegation_id>/step/", views.step, name="step"),
    path("<uuid:allegation_id>/conclude/", views.conclude, name="conclude"),
]
