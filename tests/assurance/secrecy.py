"""Who may read which sealed words, written from the rules and not from the code: plain data, imports nothing.

Slots are "owner/kind" in each hub. Whoever is named may read it in their own hub; nobody of another hub ever, nobody
who is not named, at no address, in no mail, log line, header, error page, export or table.
"""

_DECIDERS = "manager operations_manager"
_OPEN_ROOM = f"evaluator social_worker police health education {_DECIDERS}"
PEOPLE_OF = {
    "police": "evaluator police",
    "health": "health lapsed",
    "education": "education",
    "council": f"social_worker {_DECIDERS}",
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
    "typed": "health",  # by one nurse, who has not sent it: not even for her colleagues
    "attached": "health",
    "index reference": "",  # that an agency knows somebody is for its own people, until they put something in
    "index school": "nobody",  # it is compared, and never shown
    "index file": "nobody",
}
