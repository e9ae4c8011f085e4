from django.urls import path

from openmash.web.inside.wall import views

app_name = "wall"
urlpatterns = [
    path("", views.show, name="show"),
    path("board/", views.board, name="board"),
]
