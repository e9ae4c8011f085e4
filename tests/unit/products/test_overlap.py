"""Sealed words that were copied out by hand are found, and ordinary writing is left alone. The texts are invented."""

import random
from uuid import UUID, uuid4

from openmash.products.rules import StayingText, WrittenText, overlaps, words_of
from openmash.sealed.rules.overlap import RUN

SEED = 20261118
COPIES, ORDINARY = 100, 300
CAUGHT_AT_LEAST, FALSE_AT_MOST = 0.95, 0.02

# A few plain words for each place in a sentence. Real writing draws on far more, so that two real texts share a run of
# words more seldom than two of these do.
WHO = "mother|partner|grandfather|uncle|neighbour|nurse|brother|friend|sister|father|teacher|cousin|aunt|carer|boy"
WHOSE = "her|his|their|a|the|this|one|another|that|our"
HOW = "again|often|rarely|twice|suddenly|quietly|angrily|never|always|once|usually|soon|later|also|then|still"
DID = "saw|heard|called|met|visited|followed|pushed|asked|told|left|joined|warned|fetched|held|found|blamed|thanked|hid"
ABOUT = "about money|over school|because of drink|after court|without warning|for hours|with a letter|in tears|by car"
WHERE = "upstairs|outside|nearby|indoors|downstairs|abroad|in town|at work|at court|in bed|by bus|at church|on leave"
WHEN = "on Monday|in March|last winter|yesterday|at nine|in June|on Sunday|tonight|by noon|in May|at dawn|at five"
AND = "and|but|while|so|because|although|until|when|before|since|though|after"


def clause(chance: random.Random) -> str:
    slots = [WHOSE, WHO, HOW, DID, WHOSE, WHO]
    slots += chance.sample([ABOUT, WHERE, WHEN, HOW], k=chance.randint(1, 4))
    return " ".join(chance.choice(each.split("|")) for each in slots)


def sentence(chance: random.Random) -> str:
    second = f" {chance.choice(AND.split('|'))} {clause(chance)}" if chance.random() < 0.6 else ""
    return (clause(chance) + second).capitalize() + "."


def paragraph(chance: random.Random, sentences: int) -> str:
    return " ".join(sentence(chance) for _ in range(sentences))


def room(chance: random.Random, items: int = 30) -> list[StayingText]:
    return [StayingText(uuid4(), paragraph(chance, chance.randint(2, 8))) for _ in range(items)]


def edited(text: str, chance: random.Random) -> str:
    """As somebody retypes it: other spaces and lines, other case, other punctuation, words run together."""
    letters = []
    for letter in text:
        roll = chance.random()
        if letter == " ":
            letters.append(chance.choice([" ", " ", "  ", "\n", " ", "\t", "", " – ", ", "]))
        elif letter in ".,":
            letters.append(chance.choice([letter, ";", "", "...", " -"]))
        elif roll < 0.15:
            letters.append(letter.swapcase())
        elif roll < 0.18:
            letters.append(letter + "\u200b")
        else:
            letters.append(letter)
    return "".join(letters)


def test_at_least_95_of_100_copies_are_found_although_they_were_retyped() -> None:
    chance = random.Random(SEED)  # noqa: S311  # the same invented texts every time
    found = 0
    for _ in range(COPIES):
        sealed = room(chance)
        words = chance.choice(sealed).text.split()
        length = chance.randint(RUN, min(len(words), 30))
        at = chance.randrange(len(words) - length + 1)
        copied = edited(" ".join(words[at : at + length]), chance)
        text = f"{paragraph(chance, 2)} {copied} {sentence(chance)}"
        found += bool(overlaps([WrittenText("Summary", text)], sealed))

    assert found / COPIES >= CAUGHT_AT_LEAST, f"{found} of {COPIES}"


def test_at_most_2_of_100_ordinary_texts_are_taken_for_copies() -> None:
    """The texts of one hub are alike: both sides draw on the same few phrases, which real ones do less."""
    chance = random.Random(SEED + 1)  # noqa: S311
    flagged = 0
    for _ in range(ORDINARY):
        flagged += bool(overlaps([WrittenText("Summary", paragraph(chance, 3))], room(chance, 20)))

    assert flagged / ORDINARY <= FALSE_AT_MOST, f"{flagged} of {ORDINARY}"


SEALED = "He told PC Trevail that he keeps a machete under the bed in the back room."
ITEM = StayingText(uuid4(), SEALED)


def one(text: str, *staying: StayingText, leaving: tuple[str, ...] = (), of_item: UUID | None = None) -> str:
    """The passage that was found in a text; empty if none was."""
    found = overlaps([WrittenText("Recommendations", text, of_item)], staying or [ITEM], leaving=leaving)
    return found[0].passage if found else ""


def test_eight_words_running_are_a_copy_and_seven_are_not() -> None:
    words = SEALED.split()

    assert one("Note: " + " ".join(words[:8]))
    assert one("Note: " + " ".join(words[:7])) == ""


def test_the_passage_shown_is_where_it_begins_in_the_author_s_own_writing() -> None:
    typed = "Beware: HE TOLD pc trevail,   that he keeps\na machete. Go in pairs."

    assert one(typed) == "HE TOLD pc trevail, that he keeps a"


def test_words_run_together_and_pulled_apart_are_found() -> None:
    assert one("Hetold PC Tre vail thathe keeps amachete under thebed")


def test_accents_and_invisible_characters_do_not_hide_a_copy() -> None:
    assert one("Hé tōld PC Tre\u00advail thàt he kee\u200bps a machete")


def test_a_text_shorter_than_eight_words_is_never_a_copy() -> None:
    assert one("He keeps a machete.", StayingText(uuid4(), "He keeps a machete.")) == ""


def test_words_that_go_anyway_may_be_repeated() -> None:
    assert one(SEALED, leaving=(SEALED,)) == ""
    assert one(SEALED, leaving=("Something else that goes, with quite different words in it.",))


def test_what_the_owner_let_go_of_the_same_item_may_be_repeated_and_no_more() -> None:
    edited_words = "He keeps a machete under the bed in the back room."
    item = StayingText(uuid4(), SEALED, let_go=edited_words, edited=True)

    assert one(edited_words, item) == ""
    assert one(SEALED, item)


def test_an_owner_s_edited_words_are_not_held_against_their_own_item() -> None:
    item = StayingText(uuid4(), SEALED)

    assert one(SEALED, item, of_item=item.item_id) == ""
    assert one(SEALED, item, of_item=uuid4())


def test_words_are_compared_without_case_accents_or_apostrophes() -> None:
    assert words_of("O’Neill's café, 14A ") == ("oneills", "cafe", "14a")
    assert words_of(" \n--- ") == ()


def test_a_vowel_sign_or_a_sound_mark_that_stands_alone_is_no_word_and_hides_no_copy() -> None:
    sealed = "she keeps the spare key under the third flower pot by the gate"
    alone = "\ufe70 \uff9e"
    among = f" {alone} ".join(sealed.split())
    whose = uuid4()

    assert words_of(alone) == ()
    assert words_of(among) == words_of(sealed)
    [found] = overlaps([WrittenText("Summary", among)], [StayingText(whose, sealed)])
    assert found.item_id == whose
