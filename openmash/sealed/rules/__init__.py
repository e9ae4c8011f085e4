"""Whether now: what must hold before something is read in, put into or let out of the sealed room."""

from openmash.sealed.rules.gateways import GATEWAYS, Gateway, gateway, gateways_on
from openmash.sealed.rules.items import (
    LEAVE_WORDS,
    SENSITIVITY_WORDS,
    SOURCE_WORDS,
    ItemTold,
    LeavePolicy,
    Sensitivity,
    SourceKind,
    require_answer_has_items,
    require_fit_for_the_room,
    require_people_of_the_enquiry,
    require_words,
)
from openmash.sealed.rules.letters import ReplyTold, read_letter
from openmash.sealed.rules.reading import (
    require_agreement_is_current,
    require_may_enter_now,
    require_vetting_is_current,
)
from openmash.sealed.rules.release import (
    require_asked_for_the_words_as_they_stand,
    require_edited_words,
    require_gateway,
    require_may_leave,
    require_not_withdrawn,
    require_reason_for_going_without_agreement,
    require_reason_for_not_agreeing,
    require_second_person,
)

__all__ = [
    "GATEWAYS",
    "LEAVE_WORDS",
    "SENSITIVITY_WORDS",
    "SOURCE_WORDS",
    "Gateway",
    "ItemTold",
    "LeavePolicy",
    "ReplyTold",
    "Sensitivity",
    "SourceKind",
    "gateway",
    "gateways_on",
    "read_letter",
    "require_agreement_is_current",
    "require_answer_has_items",
    "require_asked_for_the_words_as_they_stand",
    "require_edited_words",
    "require_fit_for_the_room",
    "require_gateway",
    "require_may_enter_now",
    "require_may_leave",
    "require_not_withdrawn",
    "require_people_of_the_enquiry",
    "require_reason_for_going_without_agreement",
    "require_reason_for_not_agreeing",
    "require_second_person",
    "require_vetting_is_current",
    "require_words",
]
