"""What the outside door answers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("openmash.web.shared.sign_in_urls")),
    path("", include("openmash.web.outside.account.urls")),
    path("", include("openmash.web.outside.inbox.urls")),
]

handler400 = "openmash.web.shared.error_pages.bad_request"
handler403 = "openmash.web.shared.error_pages.permission_denied"
handler404 = "openmash.web.shared.error_pages.not_found"
handler500 = "openmash.web.shared.error_pages.server_error"
