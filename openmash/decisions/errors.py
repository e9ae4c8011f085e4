"""What can go wrong with a decision, named."""

from openmash.core.errors import NotFound


class DecisionNotFound(NotFound):
    """There is no such decision in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that decision. It may not exist, or it may not be yours to see.")


class SubjectNotFound(NotFound):
    """There is no such child or adult in this enquiry."""

    def __init__(self) -> None:
        super().__init__("We cannot find that child or adult in this enquiry.")


class LetterNotFound(NotFound):
    """There is no such letter in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that letter. It may not exist, or it may not be yours to see.")
