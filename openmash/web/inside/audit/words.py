"""Events in people's words."""

WORDS = {
    "room.opened": "Went into the sealed room",
    "item.read": "Read information in the sealed room",
    "item.read_for_release": "Read information to pass it on",
    "item.sealed": "Put information in the sealed room",
    "item.corrected": "Corrected information in the sealed room",
    "item.withdrawn": "Took information out of the sealed room",
    "item.left_out": "Decided not to share information",
    "attachment.opened": "Opened a file in the sealed room",
    "text.read": "Read the hub’s own sealed words",
    "text.sealed": "Wrote sealed words of the hub",
    "enquiry.opened": "Opened the case",
    "enquiry.opened_from_contact": "Opened an enquiry",
    "enquiry.looked_for": "Looked for an enquiry",
    "contact.opened": "Opened a contact",
    "subject.rated": "Rated a child or adult",
    "subject.decided": "Decided about a child or adult",
    "check.asked": "Asked an agency what it knows",
    "release.asked": "Asked an owner whether information may leave",
    "release.consented": "Agreed that information may leave",
    "release.refused": "Did not agree that information leaves",
    "log.opened": "Looked at the hub’s log",
    "log.openings_read": "Looked at who opened their agency’s information",
    "log.exported": "Took an extract of the log",
}


def words_of(name: str) -> str:
    """An event in words. Names of events are a noun and a past tense, so one without words of its own still reads."""
    return WORDS.get(name) or name.replace(".", " ").replace("_", " ").capitalize()
