from django.urls import path

from openmash.web.outside.hubs import views

app_name = "hubs"
urlpatterns = [path("", views.which, name="which")]
