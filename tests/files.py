"""Honest files of every kind that can be attached, made as the programs people use make them."""

import io
import random
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

import pikepdf
from PIL import Image, ImageDraw

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(words: str = "She came to school with bruises.", *, pages: int = 1, link: str = "") -> bytes:
    """A PDF with text on each page."""
    made = pikepdf.new()
    font = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for number in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(f"BT /F1 12 Tf 72 770 Td ({words} Page {number + 1}) Tj ET".encode())
        if link:
            action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=link)
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[72, 760, 200, 780], A=action
            )
            page.Annots = pikepdf.Array([made.make_indirect(note)])
    made.docinfo["/Title"] = "Chronology"
    return saved(made)


def saved(made: pikepdf.Pdf, **options: object) -> bytes:
    """The bytes of a PDF."""
    target = io.BytesIO()
    made.save(target, compress_streams=True, **options)  # type: ignore[arg-type]
    return target.getvalue()


def docx_parts(words: str = "She came to school with bruises.") -> dict[str, bytes]:
    """The parts of a Word document, by name, in the order in which Word writes them."""
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    types = (
        f'{xml}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
    )
    relations = (
        f'{xml}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    document = (
        f'{xml}<w:document xmlns:w="{_WORD}"><w:body>'
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p><w:sectPr/></w:body></w:document>"
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations.encode(),
        "word/document.xml": document.encode(),
    }


def relations(*each: tuple[str, str, bool]) -> bytes:
    """A part of relationships: (kind, target, whether it is outside)."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if outside else "/>")
        for n, (kind, target, outside) in enumerate(each, start=1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'.encode()


def fields(*runs: str) -> bytes:
    """A document with one field whose command stands in several pieces."""
    pieces = "".join(f'<w:r><w:instrText xml:space="preserve">{run}</w:instrText></w:r>' for run in runs)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f'<w:document xmlns:w="{_WORD}"><w:body><w:p>{begin}{pieces}{end}</w:p></w:body></w:document>'.encode()


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 11, 18, 10, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def docx(words: str = "She came to school with bruises.", *, picture: bool = False, link: str = "") -> bytes:
    """A Word document."""
    parts = docx_parts(words)
    if picture:
        parts["word/media/image1.png"] = png(40, 30)
    if link:
        parts["word/_rels/document.xml.rels"] = relations(("hyperlink", link, True))
    return packed(parts)


def picture(width: int = 320, height: int = 240, *, seed: int = 1) -> Image.Image:
    """A picture with something to see on it."""
    chance = random.Random(seed)  # noqa: S311  # the same pictures each time
    made = Image.new("RGB", (width, height), (chance.randrange(256), 120, 90))
    pen = ImageDraw.Draw(made)
    for _ in range(20):
        x, y = chance.randrange(width), chance.randrange(height)
        pen.ellipse((x, y, x + 20, y + 20), fill=(chance.randrange(256), chance.randrange(256), 40))
    return made


def jpeg(width: int = 320, height: int = 240, *, place: bool = False, **options: object) -> bytes:
    """A photograph; ``place`` says in it where it was taken, as telephones do."""
    made, target = picture(width, height), io.BytesIO()
    if place:
        exif = made.getexif()
        exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 43.0, 12.0), 3: "W", 4: (3.0, 32.0, 1.0)})
        exif[0x010F] = "Telephone"
        options["exif"] = exif
    made.save(target, "JPEG", quality=80, **options)
    return target.getvalue()


def png(width: int = 320, height: int = 240, *, mode: str = "RGB", **options: object) -> bytes:
    """A screenshot."""
    target = io.BytesIO()
    picture(width, height).convert(mode).save(target, "PNG", **options)
    return target.getvalue()


def mail(words: str = "Dear hub,\n\nplease see what I wrote.\n", *, html: str = "") -> EmailMessage:
    """A saved e-mail."""
    made = EmailMessage()
    made["From"], made["To"] = "Ms Sparrow <head@school.example>", "duty@council.example"
    made["Subject"], made["Date"] = "Wren – what we saw", format_datetime(datetime(2026, 11, 18, 10, 0, tzinfo=UTC))
    made["Message-ID"] = "<1@school.example>"
    made.set_content(words)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def attach(made: EmailMessage, content: bytes, kind: str, name: str) -> EmailMessage:
    """The mail with a file attached."""
    main, sub = kind.split("/")
    made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made
