"""Which events are what, by name: readings, what the outside door may write, and what an agency sees of its people."""

# What the outside door itself does, and as whom. It can write down nothing else: whoever took it over can neither
# lay a reading or a decision to somebody inside nor bury a true one among invented ones.
DONE_OUTSIDE = {
    "referrer": ("referral.sent", "survey.answered", "challenge.sent"),
    "virtual_partner": ("check.link_opened", "check.reply_sent", "check.mail_put_aside"),
    "receiving_team": (
        *("product.opened", "product.acknowledged", "product.reported_on"),
        "product.recall_acknowledged",
    ),
}

READINGS = {
    "item.read": "Opened in the sealed room",
    "item.read_for_release": "Opened to pass it on",
    "attachment.opened": "A file opened",
    "grant.used": "Opened by a special grant",
}
"""Events by which somebody saw what an agency put in the room, in words for that agency."""

OPENED_BY_OURS = ("room.opened", "enquiry.opened", "enquiry.looked_for", "contact.opened", "text.read")
"""What an agency's slice also holds of what its own people did: that they opened things of the hub. Nothing else that
they do is in it, since it may tell of what other agencies put in the room."""
