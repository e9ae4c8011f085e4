from django.urls import path

from openmash.web.inside.subject_access import views

app_name = "subject_access"
urlpatterns = [
    path("subject-access/", views.managing.requests, name="list"),
    path("subject-access/new/", views.managing.new, name="new"),
    path("subject-access/<uuid:request_id>/", views.managing.detail, name="detail"),
    path("subject-access/<uuid:request_id>/identity/", views.managing.identity, name="identity"),
    path("subject-access/<uuid:request_id>/extend/", views.managing.extend, name="extend"),
    path("subject-access/<uuid:request_id>/close/", views.managing.close, name="close"),
    path("subject-access/prepare/", views.preparing.requests, name="to_prepare"),
    path("subject-access/<uuid:request_id>/prepare/", views.preparing.prepare, name="prepare"),
    path("subject-access/<uuid:request_id>/person/", views.preparing.person, name="person"),
    path("subject-access/pieces/<uuid:piece_id>/", views.preparing.piece, name="piece"),
    path("subject-access/pieces/<uuid:piece_id>/answer/", views.preparing.answer, name="answer"),
    path("subject-access/pieces/<uuid:piece_id>/look/", views.preparing.look, name="look"),
    path("subject-access/<uuid:request_id>/telephone/<uuid:agency_id>/", views.preparing.telephoned, name="telephoned"),
    path("subject-access/<uuid:request_id>/submit/", views.preparing.submit, name="submit"),
    path("subject-access/<uuid:request_id>/bundle/", views.preparing.bundle, name="bundle"),
    path("subject-access/<uuid:request_id>/file/", views.preparing.file, name="file"),
    path("subject-access/<uuid:request_id>/approve/", views.preparing.approve, name="approve"),
    path("subject-access/<uuid:request_id>/send-back/", views.preparing.send_back, name="send_back"),
    path("subject-access/ours/", views.owning.ours, name="ours"),
    path("subject-access/ours/pieces/<uuid:piece_id>/", views.owning.piece, name="own_piece"),
    path("subject-access/ours/pieces/<uuid:piece_id>/answer/", views.owning.answer, name="own_answer"),
    path("subject-access/ours/<uuid:request_id>/done/", views.owning.done, name="own_done"),
]
