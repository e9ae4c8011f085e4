from django.urls import path

from openmash.web.inside.checks import own_records, views

app_name = "checks"
urlpatterns = [
    path("ask/<uuid:enquiry_id>/", views.ask, name="ask"),
    path("<uuid:check_id>/", views.answer, name="answer"),
    path("<uuid:check_id>/items/", views.items, name="items"),
    path("<uuid:check_id>/own-record/", own_records.say, name="say_own_record"),
    path("own-record/<uuid:own_record_id>/take-back/", own_records.take_back, name="take_back_own_record"),
    path("<uuid:check_id>/chase/", views.chase, name="chase"),
    path("<uuid:check_id>/withdraw/", views.withdraw, name="withdraw"),
]
