from django.urls import path

from openmash.web.inside.checks import views

app_name = "checks"
urlpatterns = [
    path("ask/<uuid:enquiry_id>/", views.ask, name="ask"),
    path("<uuid:check_id>/", views.answer, name="answer"),
    path("<uuid:check_id>/items/", views.items, name="items"),
    path("<uuid:check_id>/chase/", views.chase, name="chase"),
    path("<uuid:check_id>/withdraw/", views.withdraw, name="withdraw"),
]
