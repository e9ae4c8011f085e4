from django.urls import path

from openmash.web.inside.enquiries import clock_views, straight_on_views, views

app_name = "enquiries"
urlpatterns = [
    path("", views.list_, name="list"),
    path("find/", views.find, name="find"),
    path("<uuid:enquiry_id>/", views.case, name="case"),
    path("<uuid:enquiry_id>/close/", views.close, name="close"),
    path("<uuid:enquiry_id>/reopen/", views.reopen, name="reopen"),
    path("rate/<uuid:subject_id>/", views.rate, name="rate"),
    path("straight-on/<uuid:subject_id>/", straight_on_views.straight_on, name="straight_on"),
    path("pause/<uuid:subject_id>/", clock_views.pause_decision, name="pause_decision"),
    path("run-on/<uuid:subject_id>/", clock_views.resume_decision, name="resume_decision"),
    path("clocks/<uuid:clock_id>/pause/", clock_views.pause_clock, name="pause_clock"),
    path("clocks/<uuid:clock_id>/run-on/", clock_views.resume_clock, name="resume_clock"),
    path("clocks/<uuid:clock_id>/happened/", clock_views.happened, name="happened"),
]
