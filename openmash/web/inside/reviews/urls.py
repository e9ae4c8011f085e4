from django.urls import path

from openmash.web.inside.reviews import views

app_name = "reviews"
urlpatterns = [
    path("", views.show, name="list"),
    path("special-grants/<uuid:grant_id>/", views.review_grant, name="grant"),
    path("special-grants/<uuid:grant_id>/words/", views.show_grant, name="in_words"),
]
