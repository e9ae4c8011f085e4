"""The kinds of agency and team that an operating model may name; a test keeps them in step with ``agencies``.

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
TEAM_KINDS = ("assessment", "early_help", "adults", "police")
