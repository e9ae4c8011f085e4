from django.urls import path

from openmash.web.inside.ledger import views

app_name = "ledger"
urlpatterns = [
    path("enquiries/<uuid:enquiry_id>/ledger/", views.of_enquiry, name="of_enquiry"),
    path("enquiries/<uuid:enquiry_id>/ledger/csv/", views.of_enquiry_csv, name="of_enquiry_csv"),
    path("ledger/", views.of_hub, name="of_hub"),
    path("ledger/csv/", views.of_hub_csv, name="of_hub_csv"),
    path("ledger/<uuid:line_id>/why/", views.why, name="why"),
]
