from django.urls import path

from openmash.web.outside.refer import people_views, views

app_name = "refer"
urlpatterns = [
    path("", views.start, name="start"),
    path("refer/call-999/", views.call_999, name="call_999"),
    path("refer/saved/", views.saved, name="saved"),
    path("refer/continue/", views.continue_, name="continue"),
    path("refer/check/", views.check, name="check"),
    path("refer/people/<slug:part>/", people_views.people, name="people"),
    path("refer/people/<slug:part>/<int:number>/", people_views.person, name="person"),
    path("refer/<slug:name>/", views.step, name="step"),
]
