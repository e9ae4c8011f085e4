from django.urls import path

from openmash.web.inside.sealed import views

app_name = "sealed"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/room/", views.room.show, name="room"),
    path("enquiries/<uuid:enquiry_id>/room/add/", views.room.add, name="add"),
    path("room/<uuid:item_id>/correct/", views.room.correct_form, name="correct"),
    path("room/<uuid:item_id>/correct/save/", views.room.correct, name="save_correction"),
    path("room/<uuid:item_id>/clear/", views.room.clear, name="clear"),
    path("room/<uuid:item_id>/special-grant/", views.grants.take, name="grant"),
    path("room/<uuid:item_id>/withdraw/", views.room.withdraw, name="withdraw"),
    path("room/files/<uuid:file_id>/", views.files.open_, name="file"),
    path("releases/", views.releases.show, name="releases"),
    path("releases/<uuid:request_id>/answer/", views.releases.answer, name="answer"),
    path("releases/<uuid:request_id>/reason/", views.releases.reason, name="reason"),
    path("releases/<uuid:request_id>/lawful-basis/", views.releases.lawful_basis_form, name="lawful_basis"),
    path("releases/<uuid:request_id>/lawful-basis/save/", views.releases.lawful_basis, name="save_lawful_basis"),
]
