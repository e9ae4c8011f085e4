"""What people do with a request to an agency: ask, chase, withdraw, answer inside, answer through a one-time link."""

from openmash.checks.services.answering import answer_nothing, mark_answered, reply_failed, reply_taken_in
from openmash.checks.services.asking import ask, chase, withdraw
from openmash.checks.services.chasing import chase_by_ladder
from openmash.checks.services.files import FileSent, attach_to_reply, files_of_reply, forget_reply_files
from openmash.checks.services.keeping import erase_answers, erase_questions, forget_links, forget_replies
from openmash.checks.services.links import InvitationView, invitation, reply
from openmash.checks.services.mails import reply_by_mail
from openmash.checks.services.own_records import (
    look_up_asked,
    say_none_of_these,
    say_own_record,
    take_back_own_record,
)

__all__ = [
    "FileSent",
    "InvitationView",
    "answer_nothing",
    "ask",
    "attach_to_reply",
    "chase",
    "chase_by_ladder",
    "erase_answers",
    "erase_questions",
    "files_of_reply",
    "forget_links",
    "forget_replies",
    "forget_reply_files",
    "invitation",
    "look_up_asked",
    "mark_answered",
    "reply",
    "reply_by_mail",
    "reply_failed",
    "reply_taken_in",
    "say_none_of_these",
    "say_own_record",
    "take_back_own_record",
    "withdraw",
]
