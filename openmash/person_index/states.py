"""What can happen to a load of an agency's person index."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class LoadState(StrEnum):
    """How far a load has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


LOAD = Machine(
    noun="load",
    states={
        LoadState.WAITING: "The file was taken in; the worker has not begun with it",
        LoadState.RUNNING: "The file is being read; the index answers as it did before",
        LoadState.DONE: "The index answers from this file",
        LoadState.STOPPED: "Nothing of the file is in the index, which answers as it did before",
    },
    initial=LoadState.WAITING,
    moves=(
        Move(
            "begin",
            frozenset({LoadState.WAITING}),
            LoadState.RUNNING,
            "index.load_begun",
            "The worker begins to read the file",
        ),
        Move(
            "finish",
            frozenset({LoadState.RUNNING}),
            LoadState.DONE,
            "index.loaded",
            "Every row was read, and the index answers from the file",
        ),
        Move(
            "stop",
            frozenset({LoadState.WAITING, LoadState.RUNNING}),
            LoadState.STOPPED,
            "index.load_stopped",
            "The file cannot be read at all, the load was broken off, or the index was withdrawn meanwhile",
        ),
    ),
)
