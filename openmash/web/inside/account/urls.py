from django.urls import path

from openmash.web.inside.account import views

app_name = "account"
urlpatterns = [
    path("stay/", views.stay, name="stay"),
    path("drafts/", views.save_draft, name="save_draft"),
]
