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
