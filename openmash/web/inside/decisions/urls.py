from django.urls import path

from openmash.web.inside.decisions import views

app_name = "decisions"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/decide/<uuid:subject_id>/", views.deciding.decide, name="decide"),
    path("enquiries/<uuid:enquiry_id>/decide/<uuid:subject_id>/again/", views.deciding.revisit, name="revisit"),
    path("enquiries/<uuid:enquiry_id>/decided/", views.deciding.decided, name="decided"),
    path("decisions/<uuid:decision_id>/", views.deciding.reasons, name="reasons"),
    path("enquiries/<uuid:enquiry_id>/analysis/", views.analysing.analysis, name="analysis"),
    path("enquiries/<uuid:enquiry_id>/analysis/save/", views.analysing.save, name="save_analysis"),
    path("enquiries/<uuid:enquiry_id>/feedback/", views.telling.feedback, name="feedback"),
    path("enquiries/<uuid:enquiry_id>/feedback/referrer/", views.telling.tell_referrer, name="tell_referrer"),
    path("letters/<uuid:letter_id>/", views.letters.letter, name="letter"),
    path("letters/<uuid:letter_id>/send/", views.letters.send, name="send_letter"),
    path("letters/<uuid:letter_id>/return/", views.letters.give_back, name="return_letter"),
    path("enquiries/<uuid:enquiry_id>/feedback/agencies/", views.telling.tell_agencies, name="tell_agencies"),
]
