"""Who may read which words, sealed or not, written from the rules and not from the code: plain data, imports nothing.

Slots are "owner/kind" in each hub. Whoever is named may read it in their own hub; nobody of another hub ever, nobody
who is not named, at no address, in no mail, log line, header, error page, export or table.
"""

_DECIDERS = "manager operations_manager"
_FRONT = f"coordinator evaluator social_worker business_support {_DECIDERS}"
_CASE = f"{_FRONT} police health education lapsed expired"
_OPEN_ROOM = f"evaluator social_worker police health education {_DECIDERS}"
PEOPLE_OF = {
    "police": "evaluator police",
    "health": "health lapsed",
    "education": "education",
    "council": f"social_worker {_DECIDERS}",
    "housing": "",
    "hub": "",
}

# kind: who reads it besides the people of the agency that owns it.
READERS: dict[str, str] = {
    "text": _OPEN_ROOM,
    "handling": _OPEN_ROOM,
    "professional": _OPEN_ROOM,  # whom to speak to is said of restricted items too
    "restricted": _DECIDERS,
    "restricted handling": _DECIDERS,
    "withdrawn": "nobody",
    "before correction": "nobody",
    "corrected": _OPEN_ROOM,
    "released": f"{_OPEN_ROOM} assessor",
    "before edit": _OPEN_ROOM,
    "edited": f"{_OPEN_ROOM} assessor",
    "refusal": _OPEN_ROOM,
    "refusal of restricted": _DECIDERS,
    "lawful basis": _OPEN_ROOM,
    "analysis": _OPEN_ROOM,
    "reasons": _OPEN_ROOM,
    "reasonable cause": _OPEN_ROOM,
    "difference": _OPEN_ROOM,
    "adult": f"{_OPEN_ROOM} excluded",  # of another family, from whom that manager is not kept
    "checklist": _OPEN_ROOM,
    "interview": _OPEN_ROOM,
    "panel": _OPEN_ROOM,
    "allegation": f"social_worker {_DECIDERS} excluded",  # the officer, and managers; it is of no family
    "group": _OPEN_ROOM,
    "group for few": "social_worker health",  # whom it names, and whoever keeps it
    "safe contact": _OPEN_ROOM,  # whoever brings her to a panel or tells it something; nobody outside the room
    **dict.fromkeys(("meeting view", "meeting minutes", "meeting decision", "meeting action"), _OPEN_ROOM),
    "meeting rating": _OPEN_ROOM,
    "guidance": f"{_OPEN_ROOM} assessor",
    "draft": f"social_worker {_DECIDERS}",
    "left out": _OPEN_ROOM,
    "urgent": "operations_manager governance",  # whoever reviews it
    "returned": f"social_worker {_DECIDERS}",
    "hidden": "",
    "hidden, named": "health",
    "restricted, named": f"health {_DECIDERS}",
    "file": _OPEN_ROOM,
    "hidden file": "",
    "professional before": "nobody",
    "special grant": "operations_manager governance",
    "recall": f"{_OPEN_ROOM} assessor",
    "correction": f"{_OPEN_ROOM} assessor",
    "called back": _OPEN_ROOM,  # its team reads the reason in its place
    "finding": "operations_manager governance",  # those who review exceptions, and whoever inspects through them
    "protection": _OPEN_ROOM,
    "protection ended": _OPEN_ROOM,
    "warning": f"coordinator business_support {_OPEN_ROOM} lapsed expired assessor",
    "given": _DECIDERS,
    "given of another": f"{_DECIDERS} excluded",  # of another family, from whom that manager is not kept
    "why not given": _DECIDERS,
    "why hidden": "",
    "own record": "",  # which of its own records an agency says somebody is: for its own people alone
    # Not sealed, and yet not for everybody. "excluded" is kept from the Wrens alone.
    "letter sent": f"{_FRONT}",  # to whoever referred, as it stands with their contact
    "letter": f"{_DECIDERS} business_support",  # it has not gone
    "handed on": f"{_FRONT} excluded",
    "handed over": f"{_CASE} excluded",
    "straight on": f"{_CASE} excluded",
    "challenge": f"{_DECIDERS} business_support excluded",  # by whoever tells referrers, until it was dealt with
    "same person": f"{_FRONT} excluded",
    "same child": _FRONT,
    "kept apart": f"{_DECIDERS} governance",
    "near miss": _DECIDERS,
    "audit": f"{_DECIDERS} excluded",
    "audit action": f"{_DECIDERS} governance excluded",  # a line of a report that names nobody
    "key": "",
    "part": f"social_worker {_DECIDERS} excluded",  # what an agency wrote, in a product that has not left
    "without a part": f"social_worker {_DECIDERS} excluded",
    "rota": f"{_CASE} excluded",
    "agreement": "governance",
    "disputed": _CASE,
    "typed": "health",  # by one nurse, who has not sent it: not even for her colleagues
    "attached": "health",
    "index reference": "",  # that an agency knows somebody is for its own people, until they put something in
    "index school": "nobody",  # it is compared, and never shown
    "index file": "nobody",
}

# What stands readable in the database, behind the hub's wall, and which words stand there: no others do.
# A professional is named on purpose, so that people know whom to speak to; a danger to staff is told to whoever visits.
PLAIN: dict[tuple[str, str], str] = {
    ("agencies_agreement", "title"): "agreement",
    ("api_keys_apikey", "name"): "key",
    ("contacts_contact", "closing_reason"): "handed on",
    ("contacts_contact", "feedback_said"): "letter sent",
    ("contacts_directreferral", "why"): "handed on",
    ("contacts_receipt", "said"): "letter sent",
    ("cover_dutyweek", "why"): "rota",
    ("cover_handoverline", "words"): "handed over",
    ("decisions_feedback", "said"): "letter sent",
    ("decisions_letter", "said"): "letter, letter sent",
    ("decisions_letter", "why_returned"): "letter",
    ("differences_challenge", "why"): "challenge",
    ("differences_difference", "why"): "disputed",
    ("differences_step", "told"): "disputed",
    ("enquiries_straighton", "spoke"): "straight on",
    ("groups_group", "name"): "group, group for few",
    ("groups_grouplink", "place"): "group, group for few",
    ("oversight_requiredreview", "action"): "audit action",
    ("oversight_requiredreview", "found"): "audit, near miss",
    ("oversight_requiredreview", "what"): "near miss",
    ("people_keptapart", "ended_because"): "kept apart",
    ("people_keptapart", "reason"): "kept apart",
    ("people_merge", "answer"): "same person, same child",
    ("people_merge", "reason"): "same person, same child",
    ("people_merge", "undone_because"): "same person",
    ("people_staffwarning", "words"): "warning",
    ("sealed_item", "professional"): "professional, professional before, released, hidden, file",
}
