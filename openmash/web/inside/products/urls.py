from django.urls import path

from openmash.web.inside.products import approval_views, part_views, views

app_name = "products"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/products/start/", views.start, name="start"),
    path("products/<uuid:product_id>/", views.compose, name="compose"),
    path("products/<uuid:product_id>/save/", views.save, name="save"),
    path("products/<uuid:product_id>/preview/", views.preview, name="preview"),
    path("products/<uuid:product_id>/send/", views.send, name="send"),
    path("products/<uuid:product_id>/take-back/", views.take_back, name="take_back"),
    path("products/<uuid:product_id>/leave-out/<uuid:item_id>/", views.leave_out, name="leave_out"),
    path("products/<uuid:product_id>/part/", part_views.part, name="part"),
    path("products/<uuid:product_id>/part/save/", part_views.save_part, name="save_part"),
    path("products/<uuid:product_id>/without-part/", part_views.without, name="without_part"),
    path("products/<uuid:product_id>/approval/", approval_views.show, name="approval"),
    path("products/<uuid:product_id>/approve/", approval_views.approve, name="approve"),
    path("products/<uuid:product_id>/return/", approval_views.send_back, name="return"),
    path("products/<uuid:product_id>/urgent/", approval_views.urgent, name="urgent"),
    path("products/urgent/<uuid:urgent_id>/", approval_views.review, name="review_urgent"),
    path("products/urgent/<uuid:urgent_id>/save/", approval_views.save_review, name="save_urgent_review"),
    path("products/<uuid:product_id>/abandon/", views.abandon, name="abandon"),
]
