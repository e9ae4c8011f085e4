from django.urls import path

from openmash.web.inside.recalls import views

app_name = "recalls"
urlpatterns = [
    path("products/<uuid:product_id>/afterwards/", views.afterwards, name="afterwards"),
    path("products/<uuid:product_id>/pdf/", views.file, name="file"),
    path("products/<uuid:product_id>/recall/", views.recall, name="recall"),
    path("products/<uuid:product_id>/correct/", views.correct, name="correct"),
]
