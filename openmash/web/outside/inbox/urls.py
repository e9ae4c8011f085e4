from django.urls import path

from openmash.web.outside.inbox import views

app_name = "inbox"
urlpatterns = [
    path("inbox/", views.show_list, name="list"),
    path("inbox/<uuid:copy_id>/", views.read, name="copy"),
    path("inbox/<uuid:copy_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("inbox/<uuid:copy_id>/pdf/", views.file, name="file"),
    path("inbox/<uuid:copy_id>/called-back/", views.acknowledge_recall, name="acknowledge_recall"),
    path("inbox/<uuid:copy_id>/report/", views.report, name="report"),
]
