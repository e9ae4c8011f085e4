from django.urls import path

from openmash.web.outside.answer import views

app_name = "answer"
urlpatterns = [
    path("thank-you/", views.thank_you, name="thank_you"),
    path("<str:code>/", views.open_, name="open"),
    path("<str:code>/send/", views.send, name="send"),
]
