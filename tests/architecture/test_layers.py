"""What may know what: the contracts of pyproject.toml are kept, and each of them can be broken.

A contract that nothing could break would be worth nothing, so every test here plants one fault in the map of imports.
"""

import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import grimp
import pytest
from importlinter import api
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import Contract

from tests.architecture.sources import ROOT

CONFIGURATION = ROOT / "pyproject.toml"
KINDS: dict[str, type[Contract]] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "protected": ProtectedContract,
    "independence": IndependenceContract,
}
DOMAIN = (
    "agencies hubs accounts api_keys notifications people exclusions contacts enquiries checks cover sealed adults "
    "screening decisions products oversight retention audit"
)

# Who stands above whom (docs/adr/0001); packages that are not there yet have their place.
ORDER = [
    {"web", "api", "connectors", "scenarios", "simulation"},
    {"worklists", "reporting", "insight"},
    *[{name} for name in ("retention", "oversight", "products", "differences", "meetings", "decisions")],
    {"adults", "screening", "groups", "allegations"},
    {"sealed", "cover"},
    *[{name} for name in ("checks", "enquiries")],
    *[{name} for name in ("contacts", "exclusions", "people", "person_index", "notifications")],
    {"matching", "clocks", "uploads"},
    *[{name} for name in ("api_keys", "accounts", "hubs", "agencies", "audit", "access", "core")],
]

# (what is wrong, the number of the contract that must notice, who imports, what they import)
FAULTS = [
    ("a package imports one that stands above it", 1, "openmash.checks.services", "openmash.sealed.queries"),
    ("packages on one line know each other", 1, "openmash.scenarios.steps.checks", "openmash.web.shared.screen"),
    ("the bottom knows what stands on it", 1, "openmash.core.errors", "openmash.hubs.rules"),
    ("models import services of their own package", 2, "openmash.checks.models", "openmash.checks.services"),
    ("rules import models", 2, "openmash.sealed.rules.items", "openmash.sealed.models"),
    ("states import rules", 2, "openmash.checks.states", "openmash.checks.rules"),
    ("rules import models, and so Django", 3, "openmash.contacts.rules", "openmash.contacts.models"),
    ("rules import Django", 3, "openmash.contacts.rules", "django"),
    ("states import Django", 3, "openmash.products.states", "django"),
    ("clocks reach Django through core", 3, "openmash.clocks.errors", "openmash.core.keys"),
    ("roles import Django", 3, "openmash.access.roles", "django"),
    ("matching imports Django", 3, "openmash.matching.keys", "django"),
    ("a view imports models", 4, "openmash.web.inside.worklist.views", "openmash.contacts.models"),
    ("a scripted case imports models", 4, "openmash.scenarios.steps.checks", "openmash.checks.models"),
    ("another package opens the vault", 5, "openmash.decisions.services", "openmash.sealed.vault"),
    ("a permission opens the vault", 5, "openmash.sealed.permissions", "openmash.sealed.vault"),
    (
        "one area of screens imports another",
        6,
        "openmash.web.inside.worklist.views",
        "openmash.web.inside.account.views",
    ),
    (
        "an outside screen imports an inside one",
        6,
        "openmash.web.outside.account.views",
        "openmash.web.inside.account.views",
    ),
    ("a package knows the installation", 7, "openmash.hubs.services", "config.settings"),
]


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Who imports what, as the code stands."""
    return grimp.build_graph(
        "openmash", "config", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def contracts() -> list[Contract]:
    """The contracts of pyproject.toml."""
    configuration = api.read_configuration(str(CONFIGURATION))
    return [
        KINDS[options["type"]](
            name=options["name"], session_options=configuration["session_options"], contract_options=options
        )
        for options in configuration["contracts_options"]
    ]


def broken(graph: grimp.ImportGraph) -> list[str]:
    """The names of the contracts that a map of imports breaks."""
    return [each.name for each in contracts() if not each.check(deepcopy(graph), verbose=False).kept]


def options(number: int) -> dict[str, Any]:
    """A contract as it is written."""
    written = tomllib.loads(CONFIGURATION.read_text())["tool"]["importlinter"]["contracts"]
    found: dict[str, Any] = next(each for each in written if each["name"].startswith(f"{number} "))
    return found


def test_the_code_keeps_every_contract(imports: grimp.ImportGraph) -> None:
    assert broken(imports) == [], "`.venv/bin/lint-imports` says which import, on which line"


@pytest.mark.parametrize(("fault", "number", "importer", "imported"), FAULTS, ids=[each[0] for each in FAULTS])
def test_a_contract_notices_that(
    fault: str, number: int, importer: str, imported: str, imports: grimp.ImportGraph
) -> None:
    assert {importer, imported} <= imports.modules, "the fault is planted between modules that exist"
    assert not any(name.startswith(f"{number} ") for name in broken(imports)), "sound before the fault"
    faulty = deepcopy(imports)
    faulty.add_import(importer=importer, imported=imported)
    assert any(name.startswith(f"{number} ") for name in broken(faulty))


@pytest.mark.parametrize(
    ("fault", "number", "module"),
    [
        ("a new package without a place in the order", 1, "openmash.somewhere"),
        ("a file with a name that says nothing", 2, "openmash.checks.helpers"),
    ],
)
def test_a_module_without_a_place_is_noticed(fault: str, number: int, module: str, imports: grimp.ImportGraph) -> None:
    faulty = deepcopy(imports)
    faulty.add_module(module)
    assert any(name.startswith(f"{number} ") for name in broken(faulty)), fault


def test_the_order_of_packages_is_the_one_that_was_agreed() -> None:
    written = [set(re.findall(r"\w+", layer)) for layer in options(1)["layers"]]
    assert written == ORDER
    assert options(1)["exhaustive"]


def test_every_package_with_tables_has_the_same_inside() -> None:
    containers = set(options(2)["containers"])
    assert containers >= {f"openmash.{name}" for name in DOMAIN.split()}
    assert options(2)["exhaustive"]
    with_tables = {f"openmash.{path.parent.name}" for path in (ROOT / "openmash").glob("*/models.py")}
    with_tables |= {f"openmash.{path.parents[1].name}" for path in (ROOT / "openmash").glob("*/models/__init__.py")}
    assert with_tables <= containers


def test_a_name_that_one_package_alone_may_have_is_in_no_other() -> None:
    allowed = {"vault": {"sealed"}, "sessions": {"accounts"}, "operating_models": {"hubs"}}
    allowed |= {name: set() for name in ("management", "utils", "helpers")}
    found = {name: {path.parent.name for path in _named(name)} for name in allowed}
    assert found == {name: owners & found[name] for name, owners in allowed.items()}


def _named(name: str) -> Iterator[Any]:
    for package in (ROOT / "openmash").iterdir():
        yield from (path for path in (package / name, package / f"{name}.py") if path.exists())


def test_plain_python_is_asked_of_every_package_that_should_be() -> None:
    forbidden = options(3)
    assert forbidden["forbidden_modules"] == ["django"]
    assert not forbidden.get("allow_indirect_imports"), "nor through another module"
    assert {"openmash.*.rules", "openmash.*.states", "openmash.access", "openmash.clocks", "openmash.matching"} <= set(
        forbidden["source_modules"]
    )


def test_no_import_is_excused_from_a_contract() -> None:
    assert [number for number in range(1, 8) if options(number).get("ignore_imports")] == []


def test_the_order_of_files_inside_a_package_is_the_one_that_was_agreed() -> None:
    written = [layer.strip("()") for layer in options(2)["layers"]]
    assert written == ["services", "queries", "vault", "permissions", "models", "rules", "states", "errors"]


def test_only_services_and_queries_of_the_sealed_room_may_open_its_vault() -> None:
    assert options(5)["protected_modules"] == ["openmash.sealed.vault"]
    assert set(options(5)["allowed_importers"]) == {"openmash.sealed.services", "openmash.sealed.queries"}
