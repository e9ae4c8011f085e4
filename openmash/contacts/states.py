"""What can happen to a contact."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class ContactState(StrEnum):
    """Where a contact stands."""

    RECEIVED = "received"
    ADVISED = "closed_with_advice"
    SIGNPOSTED = "signposted"
    JOINED = "joined_to_another"
    PASSED_ON = "passed_on"
    ROUTED = "routed"
    ENQUIRY = "became_an_enquiry"


_S = ContactState
_OPEN = frozenset({_S.RECEIVED})

CONTACT = Machine(
    noun="contact",
    states={
        _S.RECEIVED: "Waiting for triage",
        _S.ADVISED: "Advice was given and recorded; nothing more for the hub to do",
        _S.SIGNPOSTED: "Not for the hub; whoever raised it was told where to turn",
        _S.JOINED: "Another notice of something the hub already has; kept, and read together with it",
        _S.PASSED_ON: "Passed to the worker who has the case already",
        _S.ROUTED: "Handed on at the door to a service outside the hub, which has it now",
        _S.ENQUIRY: "An enquiry is open about it",
    },
    initial=_S.RECEIVED,
    moves=(
        Move(
            "close_with_advice", _OPEN, _S.ADVISED, "contact.closed_with_advice", "Advice is recorded and it is closed"
        ),
        Move("signpost", _OPEN, _S.SIGNPOSTED, "contact.signposted", "Sent on to a service that fits, with the reason"),
        Move("join", _OPEN, _S.JOINED, "contact.joined", "Joined to another contact about the same event"),
        Move(
            "pass_on",
            _OPEN,
            _S.PASSED_ON,
            "contact.passed_on",
            "It goes to the worker to whom the case is open already, who was spoken with",
        ),
        Move(
            "route",
            _OPEN,
            _S.ROUTED,
            "contact.routed",
            "A service outside the hub is told and takes it on; no enquiry is opened",
        ),
        Move("open_enquiry", _OPEN, _S.ENQUIRY, "contact.became_enquiry", "An enquiry is opened about it"),
        Move(
            "reopen",
            frozenset({_S.ADVISED, _S.SIGNPOSTED, _S.PASSED_ON, _S.ROUTED}),
            _S.RECEIVED,
            "contact.reopened",
            "Something new came in",
        ),
    ),
)
