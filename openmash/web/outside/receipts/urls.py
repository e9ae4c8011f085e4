from django.urls import path

from openmash.web.outside.receipts import views

app_name = "receipts"
urlpatterns = [
    path("", views.receipt, name="receipt"),
    path("i-do-not-agree/", views.disagree, name="disagree"),
    path("leave/", views.leave, name="leave"),
]
