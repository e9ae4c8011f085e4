"""How much an inspection follows before it gives up; a file that needs more is refused."""

MOST_UNPACKED = 200_000_000  # bytes that a file may unpack to, all its parts together
MOST_ENTRIES = 1_000  # of a Word document's package
MOST_RATIO = 100  # unpacked to packed, once a part is larger than SMALL
SMALL = 1_000_000
MOST_PIXELS = 50_000_000  # a telephone's largest ordinary photograph
MOST_PAGES = 2_000
MOST_OBJECTS = 300_000  # of a PDF
DEEPEST_XML = 200
DEEPEST_PDF = 100
DEEPEST_MAIL = 8  # parts inside parts
MOST_MAILS_INSIDE = 3  # an e-mail forwarded inside one inside one
MOST_PARTS = 100  # of an e-mail
MOST_HEADERS = 500
LONGEST_HEADER = 50_000
