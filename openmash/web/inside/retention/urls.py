from django.urls import path

from openmash.web.inside.retention import views

app_name = "retention"
urlpatterns = [
    path("records/", views.overview, name="overview"),
    path("records/prepare/", views.prepare, name="prepare"),
    path("records/lists/<uuid:batch_id>/", views.batch, name="batch"),
    path("records/lists/<uuid:batch_id>/approve/", views.approve, name="approve"),
    path("records/lists/<uuid:batch_id>/decline/", views.decline, name="decline"),
    path("records/holds/", views.holds, name="holds"),
    path("records/holds/place/", views.place_hold, name="place_hold"),
    path("records/holds/<uuid:hold_id>/lift/", views.lift_hold, name="lift_hold"),
    path("records/schedule/", views.schedule, name="schedule"),
    path("records/schedule/adopt/", views.adopt, name="adopt"),
    path("records/erased/", views.erased, name="erased"),
    path("records/reviews/", views.reviews, name="reviews"),
    path("records/reviews/<uuid:enquiry_id>/", views.review, name="review"),
    path("enquiries/<uuid:enquiry_id>/hold/", views.hold_case, name="hold_case"),
]
