from django.urls import path

from openmash.web.inside.oversight import views

app_name = "oversight"
urlpatterns = [
    path("second-reviews/", views.waiting, name="waiting"),
    path("second-reviews/<uuid:ending_id>/", views.review, name="review"),
]
