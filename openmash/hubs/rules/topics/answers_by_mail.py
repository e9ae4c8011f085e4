"""Answers by secure e-mail: a hub whose virtual partners may answer its message in their own mail program."""

from collections.abc import Iterator
from dataclasses import dataclass

from openmash.hubs.rules.pieces import rule_values
from openmash.hubs.rules.rule import Rule
from openmash.hubs.rules.said import Said
from openmash.hubs.rules.tables import Table

HEADING = "Answers by secure e-mail"


@dataclass(frozen=True, kw_only=True)
class AnswersByMailRule(Rule):
    """The hub's message to a virtual partner says how to answer it by mail; without this rule it says not to.

    Args:
        words: who reads the mailbox in, and when, as the hub tells its partners.
    """

    words: str


def read(table: Table) -> AnswersByMailRule:
    """The ``[answers_by_mail]`` table."""
    return AnswersByMailRule(**rule_values(table), words=table.text("words"))


def say(rule: AnswersByMailRule | None) -> Iterator[Said]:
    """That partners may, and how a mail is read in."""
    if rule is not None:
        yield Said(HEADING, "Mailbox", rule.words, rule.source)
        words = "read in with its files, or as the nil return it is; what is not one clear answer goes to a person"
        yield Said(HEADING, "A mail", words, rule.source)
