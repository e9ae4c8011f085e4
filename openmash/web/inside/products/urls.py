from django.urls import path

from openmash.web.inside.products import views

app_name = "products"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/products/start/", views.start, name="start"),
    path("products/<uuid:product_id>/", views.compose, name="compose"),
    path("products/<uuid:product_id>/save/", views.save, name="save"),
    path("products/<uuid:product_id>/preview/", views.preview, name="preview"),
    path("products/<uuid:product_id>/release/", views.release, name="release"),
    path("products/<uuid:product_id>/abandon/", views.abandon, name="abandon"),
]
