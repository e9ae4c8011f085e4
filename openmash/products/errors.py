"""What can go wrong with a product, named."""

from openmash.core.errors import NotFound, OpenMashError


class ProductNotFound(NotFound):
    """There is no such product in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that product. It may not exist, or it may not be yours to see.")


class CopyNotFound(NotFound):
    """There is no such copy for the actor's team: whether another team has it is not said."""

    def __init__(self) -> None:
        super().__init__("We cannot find that in your team's inbox.")


class CopyCalledBack(OpenMashError):
    """The hub has called it back, so its words are not handed over any more."""

    def __init__(self) -> None:
        super().__init__("The hub has called this back, so it can no longer be read. Your inbox says why.")


class CopyChanged(OpenMashError):
    """What was released is not what is stored now; nothing is shown rather than something wrong."""

    def __init__(self) -> None:
        super().__init__("This cannot be shown: it is not what the hub released. Tell the hub at once, by telephone.")


class BrokenReport(OpenMashError):
    """What a team sent back cannot be read as a report."""

    def __init__(self, part: str) -> None:
        super().__init__(f"The part “{part}” of the report cannot be read. Ring the team and ask what came of it.")
