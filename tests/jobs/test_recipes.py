"""Spellings written as one, and cleaning steps that are done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.domain.recipes import Recipe, RecipeProblem, Step
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.quality import recipes
from profiler_app.jobs.quality.spelling import find_groups, preview_unify, spelled_fields, unify
from profiler_app.store.content import content_hash
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

MERGE = Step("merge", "employer", {"ABC商贸": "ABC商贸", "abc 商贸": "ABC商贸"}, "fingerprint")


@pytest.fixture
def book(empty: Workspace) -> Workspace:
    """Three customers of one employer, written in three ways, and one of another."""
    for i, employer in enumerate(("ABC商贸", "ABC商贸", "abc 商贸", "云帆软件")):
        create(empty, name=f"客户{i}", employer=employer)
    return empty


def employers(workspace: Workspace) -> list[str]:
    rows = workspace.connection.execute("SELECT employer FROM customer ORDER BY id").fetchall()
    return [row[0] for row in rows]


def test_spellings_of_one_value_are_found(book: Workspace) -> None:
    (group,) = find_groups(ColumnSource(book), "employer", "fingerprint")
    assert (group.target, group.odd) == ("ABC商贸", 1)


def test_identifiers_have_no_spellings() -> None:
    assert not {"mobile", "cn_id", "member_no", "number"} & set(spelled_fields())


def test_the_preview_names_whose_value_changes(book: Workspace) -> None:
    found = preview_unify(book, ColumnSource(book), "employer", {"abc 商贸": "ABC商贸"})
    assert [(line.name, line.now, line.then) for line in found.lines] == [
        ("客户2", "abc 商贸", "ABC商贸")
    ]


def test_one_spelling_is_written_and_can_be_undone(book: Workspace, progress: Silent) -> None:
    before = content_hash(book.connection)
    done = unify(progress, book, "employer", {"abc 商贸": "ABC商贸"}, today=TODAY)
    assert (done.count, employers(book)[2]) == (1, "ABC商贸")
    assert done.operation is not None
    undo_operation(progress, book, done.operation)
    assert content_hash(book.connection) == before


def test_a_step_is_kept_under_its_recipe(book: Workspace, progress: Silent) -> None:
    recipes.add_step(progress, book, "每月", MERGE)
    recipes.add_step(progress, book, "每月", Step("trim", "employer"))
    (kept,) = recipes.read_recipes(book)
    assert kept == Recipe("每月", (MERGE, Step("trim", "employer")))


def test_a_recipe_runs_on_the_book_as_one_operation(book: Workspace, progress: Silent) -> None:
    done = recipes.run_recipe(progress, book, Recipe("每月", (MERGE,)), today=TODAY)
    assert done.count == 1
    assert employers(book) == ["ABC商贸"] * 3 + ["云帆软件"]
    again = recipes.run_recipe(progress, book, Recipe("每月", (MERGE,)), today=TODAY)
    assert again.operation is None


def test_a_merge_knows_spellings_it_never_saw(book: Workspace) -> None:
    clean = recipes.cleaned(MERGE, TODAY)
    assert clean("ＡＢＣ 商贸") == "ABC商贸"
    assert clean("云帆") == "云帆"


def test_steps_work_on_what_those_before_left(book: Workspace) -> None:
    steps = (Step("trim", "employer"), Step("replace", "employer", {"abc 商贸": "甲"}))
    create(book, name="客户9", employer="abc  商贸")
    found = recipes.changes_of(ColumnSource(book), Recipe("", steps), TODAY)
    assert {change.value for change in found} == {"甲"}


def test_next_months_file_is_cleaned_before_it_is_imported(
    book: Workspace, progress: Silent, tmp_path: Path
) -> None:
    file, copy = tmp_path / "十月.csv", tmp_path / "十月 cleaned.csv"
    file.write_text("姓名,手机号,工作单位\n林婉清,13800002046,ＡＢＣ商贸\n", "utf-8")
    steps = (MERGE, Step("standardise", "mobile"))
    done = recipes.clean_file(progress, book, Recipe("", steps), (file, copy), today=TODAY)
    assert done == (1, 2)
    text = copy.read_text("utf-8-sig")
    assert "ABC商贸" in text
    assert "+8613800002046" in text


def test_a_recipe_survives_export_and_import(
    book: Workspace, progress: Silent, tmp_path: Path
) -> None:
    recipe = Recipe("每月", (MERGE, Step("standardise", "mobile")))
    path = recipes.export_recipe(progress, book, recipe, tmp_path / "steps.json")
    assert recipes.import_recipe(progress, book, path) == (recipe,)


@pytest.mark.parametrize("text", ["", "[]", '{"recipe": 1, "steps": [{"kind": "shell"}]}'])
def test_a_file_that_holds_no_steps_is_refused(
    book: Workspace, progress: Silent, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")
    with pytest.raises(RecipeProblem):
        recipes.import_recipe(progress, book, path)
    assert recipes.read_recipes(book) == ()
