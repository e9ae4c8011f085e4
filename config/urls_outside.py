"""What the outside door answers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("openmash.web.shared.sign_in_urls")),
    path("", include("openmash.web.outside.account.urls")),
    path("", include("openmash.web.outside.hubs.urls")),
    path("", include("openmash.web.outside.inbox.urls")),
    # A hub's public pages begin with its name, so they come after every fixed address.
    path("<slug:hub_slug>/survey/", include("openmash.web.outside.survey.urls")),
    path("<slug:hub_slug>/receipt/", include("openmash.web.outside.receipts.urls")),
    path("<slug:hub_slug>/answer/", include("openmash.web.outside.answer.urls")),
    path("<slug:hub_slug>/", include("openmash.web.outside.refer.urls")),
]

handler400 = "openmash.web.shared.error_pages.bad_request"
handler403 = "openmash.web.shared.error_pages.permission_denied"
handler404 = "openmash.web.shared.error_pages.not_found"
handler500 = "openmash.web.shared.error_pages.server_error"
