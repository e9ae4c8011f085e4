from django.urls import path

from openmash.web.inside.meetings.views import calling, closing, listing, sitting

app_name = "meetings"
urlpatterns = [
    path("meetings/", listing.list_, name="list"),
    path("meetings/attendance/", listing.attendance_table, name="attendance_table"),
    path("meetings/call/<slug:code>/", calling.call_over, name="call_over"),
    path("enquiries/<uuid:enquiry_id>/meeting/", calling.convene, name="convene"),
    path("meetings/<uuid:meeting_id>/", sitting.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/calendar/", listing.calendar, name="calendar"),
    path("meetings/<uuid:meeting_id>/agenda/", calling.bring_up_to_date, name="bring_up_to_date"),
    path("meetings/<uuid:meeting_id>/invite/", calling.invite, name="invite"),
    path("meetings/<uuid:meeting_id>/cancel/", closing.cancel, name="cancel"),
    path("meetings/<uuid:meeting_id>/attendance/", closing.attendance, name="attendance"),
    path("meetings/<uuid:meeting_id>/close/", closing.close, name="close"),
    path("meetings/<uuid:meeting_id>/cases/<uuid:case_id>/", sitting.case, name="case"),
    path("meetings/<uuid:meeting_id>/cases/<uuid:case_id>/save/", sitting.save, name="save"),
    path("meetings/<uuid:meeting_id>/cases/<uuid:case_id>/view/", sitting.give_view, name="give_view"),
    path("meetings/actions/<uuid:action_id>/done/", closing.complete_action, name="complete_action"),
]
