from django.urls import path

from openmash.web.inside.duty_rota import views

app_name = "duty_rota"
urlpatterns = [
    path("", views.show, name="show"),
    path("place/", views.place, name="place"),
    path("change/", views.change, name="change"),
]
