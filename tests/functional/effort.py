"""How many clicks a job costs: held to what was promised, and printed at the end of the run."""

from dataclasses import dataclass, field


@dataclass
class Effort:
    """Clicks by job. Typing is no click; radio buttons, checkboxes, links and buttons are."""

    lines: list[str] = field(default_factory=list)

    def count(self, job: str, clicks: int, *, most: int) -> None:
        """Note what a job cost, and fail if it cost more than it may."""
        self.lines.append(f"{job}: {clicks} {'click' if clicks == 1 else 'clicks'} (at most {most})")
        assert clicks <= most, self.lines[-1]


EFFORT = Effort()
