from django.urls import path

from openmash.web.inside.rotation import views

app_name = "rotation"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.take_in, name="take_in"),
    path("<uuid:placement_id>/change/", views.change, name="change"),
    path("<uuid:placement_id>/withdraw/", views.withdraw, name="withdraw"),
]
