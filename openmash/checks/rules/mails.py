"""What an answer by secure e-mail says: information, or one of the nil returns by a word on a line of its own.

Nothing is read out of a sentence. "No trace" somewhere in what they wrote is what they wrote; only the words that the
hub's own message asks for, alone on a line, are a nil return, and whatever stands beside them and is neither where they
searched nor a greeting makes the mail one for a person to read.

Source: Home Office (2014), Multi Agency Working and Information Sharing Project, annex D, Hampshire: agencies keep
their own systems and answer by secure e-mail; how a mail says it is an own choice.
"""

import re
from collections.abc import Sequence

from openmash.checks.rules import NIL_WORDS, NOT_SEARCHED, WITHHELD, NilTold
from openmash.core.errors import RuleBroken

_SAID = {code.replace("_", " "): code for code in NIL_WORDS}
_LABEL = re.compile(r"(searched|because|speak to)\s*:\s*(.*)", re.IGNORECASE)
# Alone, or to at most three words and ending in a comma: a longer one may be a sentence.
_GREETING = re.compile(
    r"(hello|hi|good (morning|afternoon|evening))[,.!]?"
    r"|(dear|hello|hi|good (morning|afternoon|evening))( [^\s,]+){1,3},",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(--|thanks|thank you|many thanks|(kind|best|warm)?\s*regards|best wishes|yours (sincerely|faithfully)),?\.?",
    re.IGNORECASE,
)
_SIGNED, _LONGEST_SIGNED = 8, 80
"""Lines of a name, a post and a telephone number below a closing, and characters in one; who writes more says more."""
_BELOW = "Below it they wrote: "


def nil_in(words: str, *, has_files: bool) -> NilTold | None:
    """The nil return that a mail is; None where it is information.

    Args:
        words: what they wrote themselves, without what they quote.
        has_files: whether files came with it.

    Raises:
        RuleBroken: ``checks.mail_is_one_answer``: it says that there is nothing, and something besides.
    """
    lines = [line.strip() for line in words.splitlines()]
    said = [code for line in lines if (code := _nil_word(line))]
    if not said:
        return None
    require_one_answer(few=len(said) == 1 and not has_files)
    below, signed = _parted([line for line in lines if not _nil_word(line)])
    told, rest = _labelled(below)
    short = len(signed) <= _SIGNED and all(len(line) <= _LONGEST_SIGNED for line in signed)
    require_one_answer(few=not rest and short)
    explanation = told["speak to"] if said[0] == WITHHELD else told["because"]
    require_one_answer(few=said[0] in (WITHHELD, NOT_SEARCHED) or not (told["speak to"] or told["because"]))
    if signed and (explanation or said[0] not in (WITHHELD, NOT_SEARCHED)):  # a name below explains nothing
        explanation = f"{explanation} {_BELOW}{' / '.join(signed)}".strip()
    return NilTold(said[0], told["searched"], explanation)


def require_one_answer(*, few: bool) -> None:
    """A mail that says that there is nothing says nothing else: what it says besides could be what matters.

    Args:
        few: whether it has one word for nothing, and beside it where they searched and why, and no more.
    """
    if not few:
        raise RuleBroken(
            "checks.mail_is_one_answer",
            "This e-mail says that they have nothing, and something else as well. Read it, ring them, and take the "
            "answer down.",
            field="mail",
        )


def _nil_word(line: str) -> str:
    return _SAID.get(" ".join(line.rstrip(".").lower().replace("_", " ").split()), "")


def _parted(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands above the closing, and the lines with words below it."""
    end = next((n for n, line in enumerate(lines) if _CLOSING.fullmatch(line)), len(lines))
    return list(lines[:end]), [line for line in lines[end + 1 :] if line]


def _labelled(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What is said under each label, up to the next empty line; and every line that is neither that nor a greeting."""
    told: dict[str, list[str]] = {"searched": [], "because": [], "speak to": []}
    rest: list[str] = []
    into: list[str] | None = None
    first = next((line for line in lines if line), "")
    for line in lines:
        label = _LABEL.fullmatch(line)
        if label:
            into = told[label[1].lower()]
            into.append(label[2])
        elif not line:
            into = None
        elif into is not None:
            into.append(line)
        elif line is not first or not _GREETING.fullmatch(line):
            rest.append(line)
    return {label: " ".join(filter(None, each)) for label, each in told.items()}, rest


# What was wrong with a mail that a person has to act on, for the page of the request. Without a word of the mail.
_PUT_ASIDE = {
    "checks.mail_is_one_answer": "it says that they have nothing, and something else as well",
    "checks.says_what_was_searched": "it says that they have nothing, and not where they searched",
    "checks.not_searched_says_why": "it says that they did not search, and not why",
    "checks.withheld_says_whom_to_speak_to": "it says that they withhold something, and not whom to speak to",
    "checks.few_files_through_a_link": "too many files came with it",
    "uploads.too_many": "too many files came with it",
    "uploads.too_big": "it is too large",
    "uploads.virus": "a virus scanner found something in it",
    "uploads.program": "it has a program in it",
    "uploads.macros": "a file with it has macros, which are programs",
    "uploads.active": "it or a file with it would run something by itself",
    "uploads.reaches_out": "a file with it would fetch something from elsewhere",
    "uploads.password": "a file with it is locked, so nobody could check it",
    "uploads.attachment": "a file with it is of a kind that is not taken",
    "uploads.kind": "a file with it is of a kind that is not taken",
    "uploads.mail_has_words": "it says nothing above what it quotes",
    "uploads.mail_is_short": "it is longer than can be read in",
    "uploads.mail_can_be_read": "it cannot be read",
}
_OTHERWISE = "it or a file with it could not be checked or read to its end"
_AGAIN = frozenset({"uploads.not_scanned"})
"""What is tried again with the next round, so that nobody needs to ring."""


def why_put_aside(rule: str) -> str:
    """The sentence for whoever chases the agency: that a mail of theirs was not read in, why, and what to do."""
    because = _PUT_ASIDE.get(rule, _OTHERWISE)
    return f"An e-mail from them was not read in: {because}. Ring them; the e-mail lies with whoever reads the mailbox."


def is_for_a_person(rule: str) -> bool:
    """Whether somebody has to ring because of a mail that was refused by this rule, and from whom was asked."""
    return rule not in _AGAIN and rule != "uploads.mail_written_by_a_person"
