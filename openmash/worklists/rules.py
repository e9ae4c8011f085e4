"""By when things should be done for which no operating model sets a clock. OpenMASH's own choices, in working days."""

from datetime import timedelta

# The end of the next working day, as guidance has it for the next step of any referral ("within one working day").
HAND_ON = 1
"""From a decision to the receiving team's hands; also from an answer that came late to a second look."""
ANSWER_OWNER_QUESTION = 1
"""From being asked whether something may leave the hub to the owning agency's answer."""
TELL = 1
"""From the last child's decision to telling whoever raised the worry."""
UNDELIVERED_AFTER = timedelta(days=1)
"""From a message's being queued to its being taken for undelivered."""

ALWAYS_ON_THE_WALL = 3
"""How many of the most urgent enquiries never leave the wall screen, however many are open."""
TURNING_ON_THE_WALL = 6
"""How many of the others stand on one of its pages; with the rest, as many lines as are readable from six metres."""
NEW_ON_THE_WALL = 1
"""How many of those that have just changed stand there whatever the page."""
STAYS_NEW = timedelta(minutes=1)
"""How long something that changed is marked on the wall."""
