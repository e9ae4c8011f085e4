"""What can be wrong with a file, and the sentence for the person who chose it: what is wrong, and what to do."""

SAVE_AS_PDF = "Print it to a new PDF file and attach that."
SAVE_ANEW = "Open it in the program it was made with, save it as a new file and attach that."

SENTENCES: dict[str, str] = {
    "name": "The name of “{name}” cannot be kept. Give the file a short name of letters, numbers and spaces, with one "
    "ending like .pdf, and attach it again.",
    "kind": "“{name}” is not a kind of file that can be attached. Attach a PDF, a Word document (.docx), a saved "
    "e-mail (.eml), a picture (.jpg or .png) or plain text (.txt).",
    "empty": "“{name}” is empty. Choose the file that has something in it.",
    "too_big": "“{name}” is larger than {most}. Attach only the pages or the part that matter.",
    "too_many": "At most {most} files can be attached to one item. Take one off, or add another item.",
    "not_what_it_says": "“{name}” is not what its name says: it is not a {words}. " + SAVE_ANEW,
    "damaged": "“{name}” cannot be read to its end: it is damaged or cut short. " + SAVE_ANEW,
    "something_else_inside": "“{name}” has something else hidden before or after the {words}. " + SAVE_ANEW,
    "password": "“{name}” is locked with a password or against printing, so nobody could check it. "
    "Save it without the lock and attach that.",
    "active": "“{name}” would run or open something by itself when it is opened. " + SAVE_AS_PDF,
    "macros": "“{name}” has macros, which are programs. Save it as a Word document without macros (.docx) or as a PDF.",
    "files_inside": "“{name}” has other files inside. Attach each of the files that matter by itself.",
    "form": "“{name}” is a form that only one program can read (XFA). " + SAVE_AS_PDF,
    "reaches_out": "“{name}” would fetch something from elsewhere when it is opened. " + SAVE_AS_PDF,
    "unpacks_to_too_much": "“{name}” unpacks to far more than its size. Attach only the pages or the part that matter.",
    "too_many_parts": "“{name}” is made of too many parts. Attach only the pages or the part that matter.",
    "too_many_pixels": "“{name}” is a larger picture than can be checked. Make the picture smaller and attach that.",
    "moves": "“{name}” is a moving picture. Save one frame as a JPEG or PNG picture and attach that.",
    "program": "“{name}” is a program or has one inside. Programs cannot be attached.",
    "attachment": "“{name}” is an e-mail with an attachment of a kind that is not taken. Save the e-mail without its "
    "attachments, and attach the files that matter by themselves.",
    "virus": "“{name}” holds what virus scanners are made to find. Do not open it; tell your own IT support.",
    "too_hard": "“{name}” could not be checked in the time and memory there is for one file. " + SAVE_AS_PDF,
    "not_scanned": "“{name}” could not be checked for viruses: the scanner does not answer. Nothing was kept. Try "
    "again in a few minutes, or send what you typed without the file.",
}


class Faulty(Exception):
    """Something is wrong with a file; ``code`` is one of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


NOTES: dict[str, str] = {
    "place": "The picture says where it was taken.",
    "links": "It has links to web pages. Nothing is fetched by itself.",
}
"""What a person is told about a file that is taken all the same."""
