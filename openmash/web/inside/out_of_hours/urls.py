from django.urls import path

from openmash.web.inside.out_of_hours import views

app_name = "out_of_hours"
urlpatterns = [
    path("", views.show, name="show"),
    path("name/", views.name, name="name"),
    path("turns/<uuid:turn_id>/withdraw/", views.withdraw, name="withdraw"),
    path("hand-over/", views.hand_over, name="hand_over"),
    path("handovers/<uuid:handover_id>/take-over/", views.take_over, name="take_over"),
]
