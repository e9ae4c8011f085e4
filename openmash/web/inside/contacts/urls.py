from django.urls import path

from openmash.web.inside.contacts import direct_views, identity_views, issue_views, open_case_views, triage_views, views

app_name = "contacts"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:contact_id>/", views.detail, name="detail"),
    path("<uuid:contact_id>/triage/", triage_views.triage, name="triage"),
    path("<uuid:contact_id>/advice/", triage_views.advice, name="advice"),
    path("<uuid:contact_id>/signpost/", triage_views.signpost, name="signpost"),
    path("<uuid:contact_id>/join/", triage_views.join, name="join"),
    path("<uuid:contact_id>/reopen/", triage_views.reopen, name="reopen"),
    path("<uuid:contact_id>/issues/", issue_views.raise_, name="raise_issues"),
    path("<uuid:contact_id>/issues/<uuid:issue_id>/take-back/", issue_views.take_back, name="take_back_issue"),
    path("<uuid:contact_id>/open-to/", open_case_views.open_to, name="open_to"),
    path("open-to/<uuid:open_case_id>/end/", open_case_views.end_open_case, name="end_open_case"),
    path("<uuid:contact_id>/pass-on/", triage_views.pass_on, name="pass_on"),
    path("<uuid:contact_id>/route/", triage_views.route, name="route"),
    path("<uuid:contact_id>/survey/", triage_views.invite_to_survey, name="survey"),
    path("<uuid:contact_id>/direct/", direct_views.direct, name="direct"),
    path("direct/<uuid:direct_id>/carry/", direct_views.carry, name="carry"),
    path("<uuid:contact_id>/people/<uuid:named_id>/not-them/", identity_views.not_them, name="not_them"),
    path("<uuid:contact_id>/receipt/", triage_views.give_receipt, name="give_receipt"),
    path("<uuid:contact_id>/tell-referrer/", triage_views.tell_referrer, name="tell_referrer"),
]
