"""States and the moves between them, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from openmash.core.errors import RuleBroken


@dataclass(frozen=True)
class Move:
    """One thing that may happen to something that has a state.

    Args:
        name: the verb, as the service that does it is called.
        sources: the states it may happen in.
        target: the state it leads to.
        event: the audit event it writes, past tense (``"contact.signposted"``).
        words: what it means, for the generated documentation.
    """

    name: str
    sources: frozenset[str]
    target: str
    event: str
    words: str


@dataclass(frozen=True)
class Machine:
    """All states and moves of one kind of thing.

    Args:
        noun: what it is, for sentences ("contact").
        states: every state with its meaning in words.
        initial: the state in which it begins.
        moves: everything that may happen to it.
    """

    noun: str
    states: Mapping[StrEnum, str]
    initial: StrEnum
    moves: tuple[Move, ...]

    def move(self, state: str, name: str) -> str:
        """The state after the move.

        Args:
            state: the present state.
            name: the move's name.

        Raises:
            RuleBroken: the move is not one that this state allows (rule ``"<noun>.<move>"``).
            KeyError: there is no such move at all (a programmer's error).
        """
        named = [move for move in self.moves if move.name == name]
        if not named:
            raise KeyError(name)
        for move in named:
            if state in move.sources:
                return move.target
        raise RuleBroken(
            f"{self.noun}.{name}",
            f"You cannot {name.replace('_', ' ')} this {self.noun} now: it is {state.replace('_', ' ')}.",
        )

    def final_states(self) -> frozenset[str]:
        """The states that no move leads out of."""
        left = {source for move in self.moves for source in move.sources}
        return frozenset(str(state) for state in self.states if state not in left)
