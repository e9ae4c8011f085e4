"""What every service here asks first: is the case open, is the person in it; and how words are sealed."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import rules as enquiry_rules
from openmash.enquiries.queries import EnquiryView
from openmash.sealed import services as sealed_services


def open_case(enquiry_id: UUID, actor: Actor) -> EnquiryView:
    """The enquiry, which is open; raises NotFound, KeptOut, RuleBroken ``enquiries.enquiry_is_open``."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    enquiry_rules.require_open(is_open=enquiry.is_open, reference=enquiry.reference)
    return enquiry


def seal(words: Mapping[str, object], purpose: str, *, enquiry_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Seal words as they are kept here: each by its name."""
    text = json.dumps(dict(words))
    return sealed_services.seal_text(enquiry_id=enquiry_id, purpose=purpose, text=text, actor=actor, at=at)
