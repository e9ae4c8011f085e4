from django.urls import path

from openmash.web.inside.agreements import views

app_name = "agreements"
urlpatterns = [path("", views.show, name="list")]
