"""The inside door's addresses, and the yardstick's."""

from django.urls import include, path

from bench.yardstick import yardstick

urlpatterns = [path("yardstick/<uuid:enquiry_id>/", yardstick), path("", include("config.urls_inside"))]

handler400 = "openmash.web.shared.error_pages.bad_request"
handler403 = "openmash.web.shared.error_pages.permission_denied"
handler404 = "openmash.web.shared.error_pages.not_found"
handler500 = "openmash.web.shared.error_pages.server_error"
