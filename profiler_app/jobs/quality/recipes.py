"""Cleaning steps kept under a name: run on the book, or on a file before it is imported."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from profiler_app.analysis.quality.texts import plain
from profiler_app.analysis.quality.validity import repaired
from profiler_app.domain.companies import company_name
from profiler_app.domain.fields import find_field
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Progress
from profiler_app.domain.recipes import Recipe, Step, cleaner, read_recipe
from profiler_app.domain.spellings import fingerprint, without_ending
from profiler_app.domain.text import N_
from profiler_app.jobs.bulk import Changed
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.quality.changes import Change, Preview, preview, write
from profiler_app.reports.workbooks import write_csv
from profiler_app.store.workspace import Workspace

_RECIPES = "quality.recipes"
_AT_ONCE = 2_000
MERGING = ("fingerprint", "suffix")
"""Keys strict enough to be applied again to spellings nobody has seen yet."""
STANDARD = ("mobile", "email", "cn_id", "uscc", "name")
"""Fields with a usual way of writing."""


def read_recipes(workspace: Workspace) -> tuple[Recipe, ...]:
    """Return the recipes of the workspace in their order."""
    return tuple(Recipe.from_json(each) for each in workspace.setting(_RECIPES, ()))


def save_recipes(
    progress: Progress, workspace: Workspace, recipes: Sequence[Recipe]
) -> tuple[Recipe, ...]:
    """Keep these recipes in place of all."""
    progress.step(0.0, N_("Saving"))
    with workspace.writing():
        workspace.put_setting(_RECIPES, [each.as_json() for each in recipes])
    return tuple(recipes)


def add_step(progress: Progress, workspace: Workspace, name: str, step: Step) -> tuple[Recipe, ...]:
    """Append a step to a recipe, which is made when there is none of that name."""
    recipes = list(read_recipes(workspace))
    for at, recipe in enumerate(recipes):
        if recipe.name == name:
            recipes[at] = Recipe(name, (*recipe.steps, step))
            return save_recipes(progress, workspace, recipes)
    return save_recipes(progress, workspace, [*recipes, Recipe(name, (step,))])


def export_recipe(progress: Progress, workspace: Workspace, recipe: Recipe, path: Path) -> Path:
    """Write a recipe as JSON."""
    progress.step(0.0, N_("Writing"))
    path.write_text(json.dumps(recipe.as_json(), ensure_ascii=False, indent=2), "utf-8")
    return path


def import_recipe(progress: Progress, workspace: Workspace, path: Path) -> tuple[Recipe, ...]:
    """Add an exported recipe; one of the same name gives way. Raises RecipeProblem."""
    progress.step(0.0, N_("Reading the file"))
    found = read_recipe(path.read_text("utf-8", errors="replace")[:5_000_000], path.name)
    found = Recipe(found.name or path.stem, found.steps)
    others = [each for each in read_recipes(workspace) if each.name != found.name]
    return save_recipes(progress, workspace, [*others, found])


# On the book


def changes_of(source: ColumnSource, recipe: Recipe, as_of: date) -> list[Change]:
    """Return what all steps together change, each working on what those before it left."""
    changes = []
    for name in dict.fromkeys(step.field for step in recipe.steps):
        field = find_field(name)
        column = None
        if field is not None and field.kind == "text" and field.place in ("column", "attribute"):
            column = source.read_once(name)
        if column is None or not len(column.labels):
            continue
        labels = plain(column.labels)
        steps = [cleaned(step, as_of) for step in recipe.steps if step.field == name]
        target = [_through(steps, text) for text in labels]
        odd = np.array([new != old for new, old in zip(target, labels, strict=True)])
        places = np.flatnonzero(column.known & odd[column.values])
        ids, codes = source.ids()[places].tolist(), column.values[places].tolist()
        changes += [Change(each, name, target[code]) for each, code in zip(ids, codes, strict=True)]
    return changes


def _through(steps: Sequence[Callable[[str], str]], text: str) -> str:
    for step in steps:
        text = step(text)
    return text


def cleaned(step: Step, as_of: date) -> Callable[[str], str]:
    """Return what a step makes of one text."""
    return cleaner(
        step,
        key=lambda text, method: (without_ending if method == "suffix" else fingerprint)(text),
        standard=lambda name, text: _standard(name, text, as_of),
    )


def _standard(name: str, text: str, as_of: date) -> str | None:
    if name == "name":
        found = company_name(text)
        is_company = found.ok and found.derived.get("legal_form") is not None
        return found.derived.get("name", found.value) if is_company else None
    return repaired(name, text, as_of)


def preview_recipe(
    workspace: Workspace, source: ColumnSource, recipe: Recipe, *, today: date
) -> Preview:
    """Return whose values a recipe would change."""
    return preview(workspace, source, changes_of(source, recipe, today))


def run_recipe(progress: Progress, workspace: Workspace, recipe: Recipe, *, today: date) -> Changed:
    """Run all steps on the book as one operation."""
    progress.step(0.0, N_("Checking the data"))
    changes = changes_of(ColumnSource(workspace), recipe, today)
    return write(progress, workspace, changes, what=recipe.name, today=today)


# On a file


def clean_file(
    progress: Progress,
    workspace: Workspace,
    recipe: Recipe,
    paths: tuple[Path, Path],
    *,
    today: date,
) -> tuple[int, int]:
    """Write a copy (CSV) of a file with all steps done; return rows and changed cells.

    ``paths`` are the file and the copy. Which column is which field is told as for an import.
    Raises the problems of ``inspect_file`` and of ``reports.workbooks.write_csv``.
    """
    from profiler_app.jobs.importing import inspect_file  # it reads every format: not small

    progress.step(0.0, N_("Reading the file"))
    found = inspect_file(ImportRequest(paths=(paths[0],)))
    table = found.table
    field_of = {each.column: each.field for each in found.mapped.columns}
    steps = [
        [cleaned(step, today) for step in recipe.steps if step.field == field_of.get(head)]
        for head in table.headers
    ]
    counts = [0, 0]

    def rows() -> Iterator[list[str]]:
        for _line, cells in table.rows():
            counts[0] += 1
            if counts[0] % _AT_ONCE == 0:
                progress.step(0.5, N_("Writing"))
            wide = zip(cells, [*steps, *[[]] * (len(cells) - len(steps))], strict=True)
            done = [_through(own, cell) if own and cell else cell for cell, own in wide]
            counts[1] += sum(new != old for new, old in zip(done, cells, strict=True))
            yield done

    write_csv(paths[1], list(table.headers), rows())
    return counts[0], counts[1]
