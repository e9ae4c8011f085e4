"""A meeting as an entry for somebody's calendar: when, where and which; never about whom."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from openmash.meetings.queries import MeetingView


def entry(meeting: MeetingView, *, hub_name: str, url: str, at: datetime) -> bytes:
    """A calendar file (RFC 5545) with the one meeting.

    Calendars are shared with secretaries and shown on telephones, so it holds neither a name nor the case's reference;
    the link leads to the page, which asks who is there.

    Args:
        meeting: which.
        hub_name: who invites.
        url: of the meeting's page.
        at: when the file is made.
    """
    event = Event()
    event.add("uid", f"{meeting.id}@openmash")
    event.add("dtstamp", at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes_long))
    event.add("summary", f"{meeting.label} ({hub_name})")
    event.add("location", meeting.place)
    event.add("description", f"Sign in to read what it is about: {url}")
    event.add("url", url)
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED" if meeting.cancelled_at is None else "CANCELLED")
    event.add("sequence", meeting.version)
    calendar = Calendar()
    calendar.add("prodid", "-//OpenMASH//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH" if meeting.cancelled_at is None else "CANCEL")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
