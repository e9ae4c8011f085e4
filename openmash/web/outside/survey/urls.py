from django.urls import path

from openmash.web.outside.survey import views

app_name = "survey"
urlpatterns = [
    path("thank-you/", views.thank_you, name="thank_you"),
    path("<str:code>/", views.answer, name="answer"),
]
