"""What an operating model may name, and must; tests keep it in step with ``agencies`` and ``contacts``.

They stand here a second time because rules are plain Python and the agencies' choices are part of a table.
"""

AGENCY_KINDS = (
    *(
        "social_care",
        "police",
        "health",
        "education",
        "housing",
        "probation",
        "youth_offending",
        "early_help",
    ),
    *("adult_social_care", "domestic_abuse", "voluntary", "school", "gp_surgery"),
)
CHANNELS = ("public_form", "telephone", "email", "letter", "police_report")
TEAM_KINDS = ("assessment", "early_help", "adults", "police", "service")
# Clocks that every hub needs, because a record cannot be made without them.
NEEDED_CLOCKS = ("next_steps",)
