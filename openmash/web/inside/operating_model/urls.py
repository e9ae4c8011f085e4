from django.urls import path

from openmash.web.inside.operating_model import views

app_name = "operating_model"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("copy/", views.copy, name="copy"),
    path("go-live/", views.go_live, name="go_live"),
    path("<uuid:version_id>/", views.version, name="version"),
    path("<uuid:version_id>/try/", views.try_out, name="try_out"),
    path("<uuid:version_id>/text/", views.edit_text, name="edit_text"),
    path("<uuid:version_id>/clocks/", views.edit_clocks, name="edit_clocks"),
    path("<uuid:version_id>/asked/", views.edit_asked, name="edit_asked"),
    path("<uuid:version_id>/coverage/", views.edit_coverage, name="edit_coverage"),
    path("<uuid:version_id>/propose/", views.propose, name="propose"),
    path("<uuid:version_id>/approve/", views.approve, name="approve"),
    path("<uuid:version_id>/send-back/", views.send_back, name="send_back"),
    path("<uuid:version_id>/withdraw/", views.withdraw, name="withdraw"),
]
