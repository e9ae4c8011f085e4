"""Looking at a network of people across cases."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed


@dataclass(frozen=True, kw_only=True)
class LookAtNetwork(OfEnquiry, PersonsDeed):
    """Somebody looks at the network around a case or a person; who looked and why is on the log."""

    VERB: ClassVar[str] = "look_at_network"
    whom: Annotated[str, Says("Around somebody; left out: around the case.", names="somebody")] = ""
    purpose: Annotated[str, Says("Why: a code of the purposes; left out: they do not say.")] = ""
    people: Annotated[tuple[str, ...], Says("Names of everybody in it, exactly.")] = ()
    links: Annotated[tuple[str, ...], Says("The addresses, schools and groups that link them, exactly.")] = ()
    number_of_cases: Annotated[int, Says("How many cases are in it.")] = 0
