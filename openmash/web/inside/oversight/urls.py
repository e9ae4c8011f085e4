from django.urls import path

from openmash.web.inside.oversight import views

app_name = "oversight"
urlpatterns = [
    path("second-reviews/", views.waiting, name="waiting"),
    path("required-reviews/", views.reviews_due, name="reviews_due"),
    path("required-reviews/<uuid:required_id>/", views.required_review, name="required_review"),
    path("enquiries/<uuid:enquiry_id>/near-miss/", views.near_miss, name="near_miss"),
    path("second-reviews/<uuid:ending_id>/", views.review, name="review"),
]
