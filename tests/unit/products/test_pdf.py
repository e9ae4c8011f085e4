"""The PDF of a copy: read back with another library, down to its streams. Everybody and everything is invented."""

import io
import re
import zlib
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from openmash.products import rules
from openmash.products.rules import AgencyWords, Copy, GuidanceTold, PartInCopy, SubjectInCopy, WarningInCopy, to_pdf

ADA = SubjectInCopy(
    name="Ada Wren",
    kind="Child",
    born_on="2018-03-04",
    expected_on="",
    address="4 Mill Lane",
    level="Tier 3",
    outcome="Social care",
    decided_at="2026-07-18T22:30:00+00:00",
    decided_by="Pat Holloway",
)
WORDS = AgencyWords(
    "NHS Devon", "Dr Lowen", "Fact", "2026-10-03", "A burn.\nIt heals.\n\nSeen twice.", "Agreed", "Gently"
)
COPY = rules.typeset(
    reference="DEV-1111-2222",
    hub="Devon MASH",
    team="Exeter assessment team",
    subjects=[ADA],
    guidance=GuidanceTold(summary="Two bruises.", recommendations="See Ada alone.", speak_to="Ms Sparrow"),
    words=[WORDS],
    warnings=[WarningInCopy("Dan Wren", "Keeps a dog that bites.", "2026-01-02", "Kit Marlow")],
)
ALLOWED_INFO = {"/Title", "/Creator"}


def text_of(raw: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)


def streams_of(raw: bytes) -> bytes:
    """Everything in the file: as it is written, and every object and stream of it taken apart."""
    found = [raw]
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for each in pdf.objects:
            found.append(str(each).encode())
            if isinstance(each, pikepdf.Stream):
                found.append(each.read_bytes())
    return b"\n".join(found)


def forms_of(word: str) -> list[bytes]:
    """A word as it might stand in a file: plain, UTF-16 and hex."""
    wide = word.encode("utf-16-be")
    return [word.encode(), wide, word.encode().hex().encode(), wide.hex().encode(), wide.hex().upper().encode()]


def test_it_says_what_the_page_says() -> None:
    text = text_of(to_pdf(COPY))

    for part in (
        "Ada Wren",
        "Born 4 March 2018",
        "Social care (18 July 2026, 23:30, Pat Holloway)",
        "See Ada alone.",
        "Two bruises.",
        "Ms Sparrow",
        "NHS Devon",
        "Fact, 3 October 2026",
        "Handle with care: Gently",
        "Speak to Dr Lowen. Agreed.",
        "Dan Wren Keeps a dog that bites. (since 2 January 2026; ask Kit Marlow)",
    ):
        assert part in text
    assert "A burn.\nIt heals." in text


def test_what_is_left_out_of_the_copy_is_nowhere_in_the_file() -> None:
    assert "4 Mill Lane" not in text_of(to_pdf(COPY))  # its box was not ticked
    with_it = replace(COPY, subjects=(replace(ADA, address="9 Heron Way"),), speak_to="Zebedee Quill")
    without = replace(COPY, speak_to="")

    assert "9 Heron Way" in text_of(to_pdf(with_it))
    assert "Zebedee Quill" in text_of(to_pdf(with_it))
    for word in ("Heron", "Zebedee", "Mill Lane"):
        assert not [form for form in forms_of(word) if form in streams_of(to_pdf(without))]


def test_what_each_agency_wrote_for_the_team_stands_in_it_with_the_level_that_it_sees() -> None:
    part = PartInCopy("NHS Devon", "Rae Colliford", "Seen twice this year.", "She is not safe.", "Tier 4: specialist")
    text = text_of(to_pdf(replace(COPY, parts=(part,))))
    for said in (
        "Summary report and analysis: NHS Devon",
        "Tier 4: specialist",
        "Seen twice this year.",
        "Rae Colliford",
    ):
        assert said in text


def test_the_same_copy_always_gives_the_same_bytes_and_another_one_others() -> None:
    assert to_pdf(COPY) == to_pdf(rules.from_bytes(rules.to_bytes(COPY)))
    assert to_pdf(COPY) != to_pdf(replace(COPY, summary="Two bruises!"))


def test_every_page_carries_marking_reference_and_recipient() -> None:
    long = replace(COPY, summary="A long account of it. " * 900)
    pages = PdfReader(io.BytesIO(to_pdf(long))).pages

    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert text.count("DEV-1111-2222 · for Exeter assessment team") == 2
        assert f"Page {number} of {len(pages)}" in text


def test_screen_readers_find_its_title_language_and_headings() -> None:
    with pikepdf.open(io.BytesIO(to_pdf(COPY))) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "en-GB"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        metadata = root.Metadata.read_bytes()
        roles = [str(each.S) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
    headings = [role for role in roles if re.fullmatch(r"/H[1-6]|/Title", role)]
    assert len(headings) >= 7
    assert {"/H1", "/H2", "/P", "/L", "/LI"} <= set(roles)


def test_it_holds_no_metadata_but_its_title_and_the_program_that_made_it() -> None:
    raw = to_pdf(COPY)
    reader = PdfReader(io.BytesIO(raw))

    assert reader.metadata is not None
    assert set(reader.metadata) <= ALLOWED_INFO
    assert reader.metadata.title == "DEV-1111-2222 from Devon MASH"
    assert not reader.attachments
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert not {"/OpenAction", "/AA", "/AcroForm", "/AF"} & set(pdf.Root.keys())
        said = pdf.Root.Metadata.read_bytes().decode()
    assert "Ada" not in said
    assert not re.search(r"CreateDate|ModifyDate|dc:creator|/tmp|/home|/root", said)
    for trace in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"openmash/products"):
        assert trace not in streams_of(raw)


HOSTILE = [
    '#read("/etc/passwd")',
    '#panic("stop")',
    "#{ while true {} }",
    "= Heading *bold* _it_ $x^2$ `raw` @ref <label> // comment /* more */",
    '#import "@preview/x:1.0.0": *',
    "#set page(header: none)",
    '") #eval("1+1") ("',
    "\\u{41} \\# #[x] ]]] ))) }}}",
    "- item\n+ item\n/ term: more",
    "'quoted' \"twice\" -- --- ... ~",
    "https://example.org/x",
    '{"title": "other"}',
]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_somebody_wrote_is_shown_letter_for_letter_and_does_nothing(words: str) -> None:
    everywhere = replace(
        COPY,
        recommendations=words,
        subjects=(replace(ADA, name=words, outcome=words),),
        words=(replace(WORDS, text=words, agency=words, handling=words),),
        warnings=(WarningInCopy(words, words, "2026-01-02", words),),
    )
    raw = to_pdf(everywhere)

    for line in words.split("\n"):
        assert _spaceless(text_of(raw)).count(_spaceless(line)) >= 5
    assert "root:" not in text_of(raw)
    assert text_of(raw).count("OFFICIAL-SENSITIVE") >= 2
    assert b"/URI" not in streams_of(raw)


def test_what_nobody_would_see_on_paper_is_not_in_the_text_layer() -> None:
    text = text_of(to_pdf(replace(COPY, summary="Two\u200b br\u00aduises\u202e\x07\x00 on \U000e0041her arm.")))

    assert "Two bruises on her arm." in text


@pytest.mark.parametrize(("letter", "number"), [("李", "U+674E"), ("\U0001f600", "U+1F600"), ("ﷺ", "U+FDFA")])
def test_a_letter_that_the_fonts_lack_is_written_as_its_number(letter: str, number: str) -> None:
    text = text_of(to_pdf(replace(COPY, summary=f"Her name is {letter}.")))

    assert f"Her name is [{number}]." in text


@pytest.mark.parametrize("name", ["Łukasz Žižek", "Siân ap Gŵyn", "Søren Ångström", "Иван", "Ελένη", "“–—’…€£½"])
def test_letters_of_many_languages_are_shown_as_they_are(name: str) -> None:
    assert name in text_of(to_pdf(replace(COPY, summary=name)))


def test_a_copy_with_next_to_nothing_in_it_is_still_a_file() -> None:
    bare: Copy = replace(COPY, subjects=(), words=(), warnings=(), recommendations="", summary="", speak_to="")

    assert "None written yet." in text_of(to_pdf(bare))


def test_the_reader_of_streams_finds_what_is_there() -> None:
    """The positive control: what the tests above look for, they would find."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Secret = pikepdf.Stream(pdf, zlib.compress(b"x") + b" Zebedee")
        out = io.BytesIO()
        pdf.save(out)
    assert [form for form in forms_of("Zebedee") if form in streams_of(out.getvalue())]


def _spaceless(text: str) -> str:
    return re.sub(r"\s+", "", text)
