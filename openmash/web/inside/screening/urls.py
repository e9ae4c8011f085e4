from django.urls import path

from openmash.web.inside.screening import views

app_name = "screening"
urlpatterns = [
    path("contacts/<uuid:contact_id>/screening/<slug:screening>/", views.joint.screen_, name="screen"),
    path("enquiries/<uuid:enquiry_id>/specialist/", views.case.show, name="case"),
    path("enquiries/<uuid:enquiry_id>/checklists/<slug:checklist>/", views.checklists.complete, name="complete"),
    path("checklists/<uuid:checklist_id>/", views.checklists.read, name="checklist"),
    path("checklists/", views.checklists.texts, name="texts"),
    path("enquiries/<uuid:enquiry_id>/found/", views.interviews.found, name="found"),
    path("interviews/<uuid:interview_id>/", views.interviews.read, name="interview"),
    path("interviews/<uuid:interview_id>/end/", views.interviews.end, name="end_interview"),
    path("interviews/", views.interviews.due, name="interviews_due"),
    path("enquiries/<uuid:enquiry_id>/panels/<slug:panel>/", views.panels.refer, name="refer"),
    path("panels/<uuid:referral_id>/", views.panels.read, name="panel"),
    path("panels/<uuid:referral_id>/next/", views.panels.move_on, name="move_on"),
    path("panels/<uuid:referral_id>/in-step/", views.panels.in_step, name="in_step"),
]
