"""What the inside door answers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("openmash.web.shared.sign_in_urls")),
    path("", include("openmash.web.inside.account.urls")),
    path("", include("openmash.web.inside.worklist.urls")),
    path("", include("openmash.web.inside.screening.urls")),
    path("contacts/", include("openmash.web.inside.contacts.urls")),
    path("people/", include("openmash.web.inside.people.urls")),
    path("enquiries/", include("openmash.web.inside.enquiries.urls")),
    path("operations/", include("openmash.web.inside.operations.urls")),
    path("reports/", include("openmash.web.inside.reports.urls")),
    path("wall/", include("openmash.web.inside.wall.urls")),
    path("duty-rota/", include("openmash.web.inside.duty_rota.urls")),
    path("rotation/", include("openmash.web.inside.rotation.urls")),
    path("out-of-hours/", include("openmash.web.inside.out_of_hours.urls")),
    path("agreements/", include("openmash.web.inside.agreements.urls")),
    path("absences/", include("openmash.web.inside.absences.urls")),
    path("allegations/", include("openmash.web.inside.allegations.urls")),
    path("visits/", include("openmash.web.inside.visits.urls")),
    path("checks/", include("openmash.web.inside.checks.urls")),
    path("", include("openmash.web.inside.sealed.urls")),
    path("", include("openmash.web.inside.adults.urls")),
    path("", include("openmash.web.inside.decisions.urls")),
    path("", include("openmash.web.inside.meetings.urls")),
    path("", include("openmash.web.inside.products.urls")),
    path("", include("openmash.web.inside.exclusions.urls")),
    path("", include("openmash.web.inside.groups.urls")),
    path("", include("openmash.web.inside.network.urls")),
    path("", include("openmash.web.inside.oversight.urls")),
    path("reviews/", include("openmash.web.inside.reviews.urls")),
    path("", include("openmash.web.inside.guards.urls")),
    path("", include("openmash.web.inside.gates.urls")),
    path("", include("openmash.web.inside.differences.urls")),
    path("", include("openmash.web.inside.recalls.urls")),
    path("", include("openmash.web.inside.ledger.urls")),
    path("", include("openmash.web.inside.retention.urls")),
    path("", include("openmash.web.inside.subject_access.urls")),
    path("how-the-hub-works/", include("openmash.web.inside.operating_model.urls")),
    path("person-index/", include("openmash.web.inside.person_index.urls")),
    path("api/v1/", include("openmash.api.urls")),
    path("log/", include("openmash.web.inside.audit.urls")),
]

handler400 = "openmash.web.shared.error_pages.bad_request"
handler403 = "openmash.web.shared.error_pages.permission_denied"
handler404 = "openmash.web.shared.error_pages.not_found"
handler500 = "openmash.web.shared.error_pages.server_error"
