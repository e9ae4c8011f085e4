from django.urls import path

from openmash.web.inside.differences import views

app_name = "differences"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/i-do-not-agree/", views.raising.raise_, name="raise"),
    path("differences/", views.reading.list_, name="list"),
    path("differences/from-referrers/<uuid:challenge_id>/", views.challenging.challenge, name="challenge"),
    path("differences/<uuid:difference_id>/", views.reading.one, name="one"),
    path("differences/<uuid:difference_id>/sealed/", views.reading.sealed, name="sealed"),
    path("differences/<uuid:difference_id>/settle/", views.settling.settle, name="settle"),
    path("differences/<uuid:difference_id>/further/", views.settling.further, name="further"),
    path("differences/<uuid:difference_id>/withdraw/", views.settling.withdraw, name="withdraw"),
    path("differences/<uuid:difference_id>/keep-safe/", views.raising.keep_safe, name="keep_safe"),
]
