from django.urls import path

from openmash.web.inside.groups import views

app_name = "groups"
urlpatterns = [
    path("groups/", views.list_, name="list"),
    path("groups/<uuid:group_id>/", views.show, name="group"),
    path("groups/<uuid:group_id>/review/", views.review, name="review"),
    path("groups/<uuid:group_id>/who-sees-it/", views.let_see, name="let_see"),
    path("groups/links/<uuid:link_id>/take-out/", views.take_out, name="take_out"),
    path("enquiries/<uuid:enquiry_id>/groups/", views.of_case, name="of_case"),
    path("enquiries/<uuid:enquiry_id>/groups/begin/", views.begin, name="begin"),
    path("enquiries/<uuid:enquiry_id>/groups/<uuid:group_id>/add/", views.add, name="add"),
]
