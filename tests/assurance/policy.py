"""Which modules decide who may, and whether now, and which tests are of them alone: what pyproject.toml says.

One list for the branches that must be tested and for the rules that are broken on purpose.
"""

import tomllib
from pathlib import Path
from typing import Any

from tests.architecture.sources import ROOT

_MUTMUT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]
POLICY: tuple[str, ...] = tuple(_MUTMUT["only_mutate"])
TESTS: tuple[str, ...] = tuple(_MUTMUT["pytest_add_cli_args_test_selection"])


def modules(*, broken: bool = False) -> list[str]:
    """Every module of the policy, by its path; ``broken``: those alone that are broken on purpose."""
    left_out = set(_MUTMUT["do_not_mutate"]) if broken else set()
    found = {str(path.relative_to(ROOT)) for name in POLICY for path in ROOT.glob(name)}
    return sorted(found - left_out)


def has_functions(module: str) -> bool:
    """Whether there is anything in a module that can be broken; tables are compared whole, elsewhere."""
    return "def " in Path(ROOT, module).read_text()
