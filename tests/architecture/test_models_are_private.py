"""Tables belong to one package; the ways round that which import contracts cannot see."""

import ast
from collections.abc import Iterator

import grimp
import pytest
from django.db import models

from config.access_rules import our_models
from tests.architecture import sources

READ_SIDE = ("openmash.worklists", "openmash.reporting", "openmash.insight")
SIGNALS = {
    "pre_save",
    "post_save",
    "pre_delete",
    "post_delete",
    "m2m_changed",
    "pre_migrate",
    "post_migrate",
    "receiver",
}

# What is allowed all the same, each with its reason. This list may only become shorter.
EXCUSED_SIGNALS = {
    "config/apps.py": "post_migrate: rights and row-level security must follow every migration, whoever runs it",
}
SPEAK_SQL = {
    "openmash/core/hub_context.py": "tells PostgreSQL whose rows a transaction may touch",
    "openmash/audit/services/sealing.py": "one sealer at a time: the lock is PostgreSQL's own",
    "openmash/audit/queries/verification.py": "walks the whole log in the order of the tree",
    "openmash/cover/services.py": "one placement of somebody at a time: the lock is PostgreSQL's own",
    "openmash/person_index/": "calls the functions that stand in front of its tables (ADR 0017)",
    "openmash/worklists/": "only reads, across packages",
    "openmash/scenarios/": "a play stands at both doors in turn, and tells PostgreSQL so",
}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("openmash", exclude_type_checking_imports=True, cache_dir=None)


def test_only_the_owner_and_the_read_side_import_models(imports: grimp.ImportGraph) -> None:
    breaches = list(strangers(imports))
    assert breaches == [], "call the package's queries or services instead"


def test_a_stranger_who_imports_models_would_be_noticed(imports: grimp.ImportGraph) -> None:
    imports.add_import(importer="openmash.decisions.services", imported="openmash.sealed.models")
    try:
        assert list(strangers(imports)) == ["openmash.decisions.services imports openmash.sealed.models"]
    finally:
        imports.remove_import(importer="openmash.decisions.services", imported="openmash.sealed.models")


def strangers(graph: grimp.ImportGraph) -> Iterator[str]:
    """Every import of a package's models by somebody else."""
    for private in sorted(name for name in graph.modules if name.split(".")[2:3] == ["models"]):
        owner = ".".join(private.split(".")[:2])
        for importer in sorted(graph.find_modules_that_directly_import(private)):
            if not importer.startswith((f"{owner}.", *READ_SIDE)):
                yield f"{importer} imports {private}"


def foreign_keys() -> Iterator[models.ForeignKey]:  # type: ignore[type-arg]
    for model in our_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey):
                yield field


def package(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def test_a_key_to_another_package_has_no_way_back_and_never_deletes_along() -> None:
    wrong = [
        f"{field} (related_name={field.remote_field.related_name!r}, {field.remote_field.on_delete.__name__})"  # type: ignore[attr-defined]
        for field in foreign_keys()
        if package(field.model) != package(field.related_model)
        and (field.remote_field.related_name != "+" or field.remote_field.on_delete is not models.PROTECT)
    ]
    assert wrong == []
    assert sum(package(field.model) != package(field.related_model) for field in foreign_keys()) > 20


def test_nothing_that_somebody_did_goes_when_something_else_goes() -> None:
    assert [str(f) for f in foreign_keys() if f.remote_field.on_delete is not models.PROTECT] == []


def test_no_table_is_reached_by_its_name() -> None:
    found = [
        source.at(call)
        for source in sources.python("openmash", "config")
        for call in sources.calls(source.tree)
        if sources.called(call) == "get_model"
    ]
    assert found == [], "`apps.get_model` belongs in migrations alone; call the package's queries or services"


def test_a_state_is_never_changed_past_its_moves() -> None:
    found = [source.at(call) for source in sources.python("openmash") for call in _updates_of_a_state(source.tree)]
    assert found == [], "fetch the row for update, move its state by the machine, and save it"


def test_a_state_changed_past_its_moves_would_be_noticed() -> None:
    assert len(list(_updates_of_a_state(ast.parse("Check.objects.filter(id=1).update(state='answered')")))) == 1
    assert len(list(_updates_of_a_state(ast.parse("Check.objects.bulk_update(rows, ['state'])")))) == 1
    assert list(_updates_of_a_state(ast.parse("Check.objects.filter(id=1).update(chased_at=at)"))) == []


def _updates_of_a_state(tree: ast.AST) -> Iterator[ast.Call]:
    for call in sources.calls(tree):
        if sources.called(call) in ("update", "aupdate") and any(word.arg == "state" for word in call.keywords):
            yield call
        if sources.called(call) in ("bulk_update", "abulk_update"):
            texts = {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}
            if "state" in texts:
                yield call


def test_a_state_is_only_written_by_its_machine_or_at_the_beginning() -> None:
    found = [
        source.at(node)
        for source in sources.python("openmash")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign) and _sets_a_state_by_hand(node)
    ]
    assert found == [], '`row.state = MACHINE.move(row.state, "verb")`, and nothing else'


def test_a_state_set_by_hand_would_be_noticed() -> None:
    by_hand = ast.parse("row.state = 'answered'").body[0]
    moved = ast.parse("row.state = CHECK.move(row.state, 'answer')").body[0]
    assert isinstance(by_hand, ast.Assign)
    assert isinstance(moved, ast.Assign)
    assert _sets_a_state_by_hand(by_hand)
    assert not _sets_a_state_by_hand(moved)


def _sets_a_state_by_hand(node: ast.Assign) -> bool:
    targets = [each for target in node.targets for each in (target.elts if isinstance(target, ast.Tuple) else [target])]
    if not any(isinstance(each, ast.Attribute) and each.attr == "state" for each in targets):
        return False
    return not any(sources.called(call).strip("_") in ("move", "moved") for call in sources.calls(node.value))


def test_saving_does_nothing_but_save() -> None:
    overridden = [
        source.at(function)
        for source in sources.python("openmash")
        if ".models" in source.module
        for function in sources.functions(source)
        if function.name in {"save", "delete", "asave", "adelete", "full_clean", "clean"}
    ]
    assert overridden == [], "what happens when something is saved stands in the service that saves it"


def test_nothing_happens_by_signal() -> None:
    found = {
        source.path
        for source in sources.python("openmash", "config")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith(("signals", "dispatch"))
        and {alias.name for alias in node.names} & SIGNALS
    }
    assert found == set(EXCUSED_SIGNALS)


def test_the_database_is_spoken_to_in_its_own_words_in_few_places() -> None:
    found = {
        source.path
        for source in sources.python("openmash")
        for call in sources.calls(source.tree)
        if sources.called(call) in {"raw", "RawSQL", "extra", "cursor"}
    }
    assert {path for path in found if not path.startswith(tuple(SPEAK_SQL))} == set()
