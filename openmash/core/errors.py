"""What can go wrong anywhere, named, each with a sentence fit for the screen."""


class OpenMashError(Exception):
    """Something a person should be told about.

    Args:
        sentence: what is wrong, where, and what to do; shown on the screen as it stands.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(OpenMashError):
    """What was asked for does not exist, or this actor may not know whether it does (404)."""

    def __init__(self, sentence: str = "We cannot find that. It may not exist, or it may not be yours to see.") -> None:
        super().__init__(sentence)


class Refused(OpenMashError):
    """This actor may not do this, whatever the state of the case (403)."""


class RuleBroken(OpenMashError):
    """This cannot be done now: a named rule forbids it.

    Args:
        rule: the rule's name in the package's ``rules.py`` or ``states.py``, for scenarios and the log.
        sentence: the rule as a sentence for the person.
        field: the form field it is about, where there is one.
    """

    def __init__(self, rule: str, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.rule = rule
        self.field = field


class Stale(OpenMashError):
    """Somebody changed this after the actor opened it (409); never last write wins."""

    def __init__(self, what: str = "this record") -> None:
        super().__init__(
            f"Somebody else changed {what} after you opened it. Look at what they did, then save yours again."
        )
