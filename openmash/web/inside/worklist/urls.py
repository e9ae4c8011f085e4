from django.urls import path

from openmash.web.inside.worklist import views

app_name = "worklist"
urlpatterns = [path("", views.mine, name="mine")]
