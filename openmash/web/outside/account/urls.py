from django.urls import path

from openmash.web.outside.account import views

app_name = "account"
urlpatterns = [path("stay/", views.stay, name="stay")]
