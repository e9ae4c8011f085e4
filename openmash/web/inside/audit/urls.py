from django.urls import path

from openmash.web.inside.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("checkpoint/", views.checkpoint, name="checkpoint"),
    path("our-information/", views.ours, name="ours"),
    path("our-information/table/", views.ours_as_table, name="ours_as_table"),
    path("our-information/extract/", views.extract, name="extract"),
    path("our-information/script/", views.script, name="script"),
    path("our-information/check/", views.check_yourself, name="check"),
]
