from django.urls import path

from openmash.web.inside.adults import views

app_name = "adults"
urlpatterns = [
    path("adults/<uuid:adult_id>/", views.show, name="show"),
    path("adults/<uuid:adult_id>/test/", views.test, name="test"),
    path("adults/<uuid:adult_id>/capacity/", views.capacity, name="capacity"),
    path("adults/<uuid:adult_id>/wishes/", views.wishes, name="wishes"),
    path("adults/<uuid:adult_id>/result/", views.result, name="result"),
]
