"""Cleaning steps under a name: run again on the book, or on next month's file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.recipes import STEP_NAMES, Recipe, Step, StepKind, step_about
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.quality import recipes as jobs
from profiler_app.jobs.quality.changes import Preview
from profiler_app.jobs.quality.spelling import spelled_fields
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.data.preview_sheet import PreviewSheet
from profiler_app.ui.pages.data.wording import field_name
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.popover import Popover

_LISTS = 220


class RecipesTab(QWidget):
    """The recipes at the left, the steps of the current one at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.recipes: tuple[Recipe, ...] = ()
        self.sheet: PreviewSheet | None = None
        self.table = FiguresTable([
            Figure(lambda: _("Name"), lambda recipe: recipe.name, 0, right=False),
            Figure(lambda: _("Steps"), lambda recipe: f"{len(recipe.steps):,}", 72),
        ])  # fmt: skip
        self.steps = FiguresTable([
            Figure(lambda: _("Step"), lambda step: _(STEP_NAMES[step.kind]), 170, right=False),
            Figure(lambda: _("Field"), lambda step: field_name(step.field), 130, right=False),
            Figure(lambda: _("Old and new"), step_about, 0, right=False,
                   tone=lambda _step: "text.secondary"),
        ])  # fmt: skip
        self.run = Button(kind="primary", icon="play")
        self.clean = Button(icon="file-spreadsheet")
        self.add, self.drop = Button(small=True, icon="plus"), Button(small=True, icon="minus")
        self.rename, self.remove = Button(small=True), Button(small=True)
        self.export, self.take = Button(small=True), Button(small=True)
        self._list, self._detail = Panel("·"), Panel("·")
        self._empty = EmptyState("layers", "")
        self._take_first = self._empty.add_button("", self.ask_import)
        self._new = self._empty.add_button("", self._ask_step, kind="primary")
        self._whole = QWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        left = self._list.body
        left.addWidget(self.table, 1)
        row = QHBoxLayout()
        for button in (self.rename, self.remove, self.export, self.take):
            row.addWidget(button)
        row.addStretch(1)
        left.addLayout(row)
        right = self._detail.body
        right.addWidget(self.steps, 1)
        row = QHBoxLayout()
        for button in (self.add, self.drop):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.clean, self.run):
            row.addWidget(button)
        right.addLayout(row)
        both = QHBoxLayout(self._whole)
        both.setContentsMargins(20, 16, 20, 20)
        both.setSpacing(12)
        both.addWidget(self._list, 2)
        both.addWidget(self._detail, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole, 1)
        column.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _row: self._show_steps())
        self.run.clicked.connect(lambda _on=False: self.ask_run())
        self.clean.clicked.connect(lambda _on=False: self._ask_clean())
        self.add.clicked.connect(lambda _on=False: self._ask_step())
        self.drop.clicked.connect(lambda _on=False: self.drop_step())
        self.rename.clicked.connect(lambda _on=False: self._ask_name())
        self.remove.clicked.connect(lambda _on=False: self.delete())
        self.export.clicked.connect(lambda _on=False: self._ask_export())
        self.take.clicked.connect(lambda _on=False: self.ask_import())

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._list.head.set_title(_("Cleaning steps"))
        self._detail.head.set_title(_("Steps"))
        self._empty.set_message(
            _("No cleaning steps yet"),
            _("Unify spellings and record the step, or add steps here. Then run them again on the "
              "customers, or on next month's file before it is imported."),
        )  # fmt: skip
        for button, text in (
            (self.run, _("Run on the customers")),
            (self.clean, _("Clean a file…")),
            (self.add, _("Add step")),
            (self.drop, _("Remove step")),
            (self.rename, _("Rename")),
            (self.remove, _("Delete")),
            (self.export, _("Export")),
            (self.take, _("Import")),
            (self._take_first, _("Import steps")),
            (self._new, _("Add step")),
        ):
            button.setText(text)
        for table, name in ((self.table, _("Cleaning steps")), (self.steps, _("Steps"))):
            table.setAccessibleName(name)
            table.retranslate()

    # -- reading

    def activate(self) -> None:
        """Read the recipes."""
        self._desk.reads.ask(
            "quality.recipes",
            _recipes,
            done=self.show_recipes,
            failed=self._desk.show_problem,
            owner=self,
        )

    data_changed = activate

    def show_recipes(self, found: tuple[Recipe, ...]) -> None:
        """Show the recipes; the current one stays current."""
        now = self.table.row()
        self.recipes = found
        self.table.show_rows(found)
        names = [each.name for each in found]
        if found:
            at = names.index(now.name) if now is not None and now.name in names else 0
            self.table.selectRow(at)
        self._whole.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._show_steps()

    def _show_steps(self) -> None:
        recipe = self.table.row()
        self.steps.show_rows(() if recipe is None else recipe.steps)
        if recipe is not None:
            self._detail.head.set_title(recipe.name)
        for button in (self.run, self.clean, self.drop):
            button.setEnabled(recipe is not None and bool(recipe.steps))

    # -- running

    def ask_run(self) -> None:
        """Show what the steps change, then write it as one operation."""
        recipe = self.table.row()
        if recipe is not None:
            self.sheet = PreviewSheet(
                self._desk,
                self.window(),
                recipe.name,
                _("All steps are done one after the other; the change can be undone."),
                partial(_preview, recipe=recipe, today=self._desk.today()),
                partial(_run, recipe=recipe),
            )

    def _ask_clean(self) -> None:
        from profiler_app.ui.pages.importing.file_step import PATTERNS  # the import is not small

        name, _filter = QFileDialog.getOpenFileName(self, _("Clean a file…"), "", PATTERNS)
        if not name:
            return
        copy = Path(name).with_name(_("{file} cleaned.csv").format(file=Path(name).stem))
        target, _filter = QFileDialog.getSaveFileName(
            self, _("Save the cleaned copy"), str(copy), "CSV (*.csv)"
        )
        if target:
            self.clean_file(Path(name), Path(target))

    def clean_file(self, file: Path, copy: Path) -> None:
        """Write a cleaned copy of a file and open it in the import."""
        recipe = self.table.row()

        def done(counts: tuple[int, int]) -> None:
            text = ngettext("Cleaned {n} cell of {rows} rows.", "Cleaned {n} cells of {rows} rows.",
                            counts[1])  # fmt: skip
            self._desk.toast(text.format(n=f"{counts[1]:,}", rows=f"{counts[0]:,}"))
            self._desk.open_import([copy])

        self._desk.jobs.start(
            jobs.clean_file,
            recipe,
            (file, copy),
            today=self._desk.today(),
            title=_("Cleaning the file"),
            owner=self,
            done=done,
            failed=self._desk.show_problem,
        )

    # -- changing

    def _save(self, found: list[Recipe]) -> None:
        self._desk.jobs.start(
            jobs.save_recipes,
            found,
            title=_("Saving"),
            owner=self,
            done=self.show_recipes,
            failed=self._desk.show_problem,
        )

    def _replaced(self, new: Recipe | None) -> list[Recipe]:
        now = self.table.row()
        found = [new if each is now else each for each in self.recipes]
        return [each for each in found if each is not None]

    def delete(self) -> None:
        """Delete the recipe, with a way back."""
        before = list(self.recipes)
        recipe = self.table.row()
        if recipe is not None:
            self._save(self._replaced(None))
            text = _("Deleted “{name}”.").format(name=recipe.name)
            self._desk.toast(text, lambda: self._save(before))

    def drop_step(self) -> None:
        """Take the current step out of the recipe, with a way back."""
        recipe, step, before = self.table.row(), self.steps.row(), list(self.recipes)
        if recipe is not None and step is not None:
            rest = tuple(each for each in recipe.steps if each is not step)
            self._save(self._replaced(replace(recipe, steps=rest)))
            self._desk.toast(_("Step removed."), lambda: self._save(before))

    def add_step(self, step: Step) -> None:
        """Append a step to the recipe, or to a first one."""
        recipe = self.table.row()
        if recipe is None:
            self._save([*self.recipes, Recipe(_("Monthly cleaning"), (step,))])
        else:
            self._save(self._replaced(replace(recipe, steps=(*recipe.steps, step))))

    def set_name(self, name: str) -> None:
        """Give the recipe another name; two never have the same."""
        recipe = self.table.row()
        taken = {each.name for each in self.recipes if each is not recipe}
        if recipe is not None and name.strip() and name.strip() not in taken:
            self._save(self._replaced(replace(recipe, name=name.strip())))

    def _ask_name(self) -> None:
        recipe = self.table.row()
        if recipe is None:
            return
        popover = Popover(self, width=300)
        field = QLineEdit(recipe.name)
        field.setAccessibleName(_("Name"))
        field.setMaxLength(60)
        popover.body.addWidget(Label(_("Name"), "caption", "text.secondary"))
        popover.body.addWidget(field)
        field.returnPressed.connect(lambda: self.set_name(field.text()))
        field.returnPressed.connect(popover.close)
        popover.show_below(self.rename)
        field.setFocus()
        field.selectAll()

    def _ask_step(self) -> None:
        popover = Popover(self, width=300)
        kind = DropDown([(key, _(STEP_NAMES[key])) for key in ("trim", "standardise")])
        kind.setAccessibleName(_("Step"))
        field = DropDown()
        field.setAccessibleName(_("Field"))
        add = Button(_("Add step"), kind="primary")

        def offer() -> None:
            names = jobs.STANDARD if kind.key() == "standardise" else spelled_fields()
            field.set_options([(name, field_name(name)) for name in names])

        def done() -> None:
            popover.close()
            self.add_step(Step(cast("StepKind", kind.key()), field.key()))

        kind.currentIndexChanged.connect(lambda _at: offer())
        add.clicked.connect(lambda _on=False: done())
        offer()
        for text, widget in ((_("Step"), kind), (_("Field"), field)):
            popover.body.addWidget(Label(text, "caption", "text.secondary"))
            popover.body.addWidget(widget)
        popover.body.addWidget(add)
        popover.show_below(self.add if self._whole.isVisible() else self._new)
        kind.setFocus()

    # -- files

    def _ask_export(self) -> None:
        recipe = self.table.row()
        if recipe is None:
            return
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Export"), f"{recipe.name}.json", "JSON (*.json)"
        )
        if name:
            self._desk.jobs.start(
                jobs.export_recipe,
                recipe,
                Path(name),
                title=_("Exporting"),
                owner=self,
                done=lambda path: self._desk.toast(_("Written to {file}.").format(file=path.name)),
                failed=self._desk.show_problem,
            )

    def ask_import(self) -> None:
        """Ask for an exported recipe and add it."""
        name, _filter = QFileDialog.getOpenFileName(self, _("Import steps"), "", "JSON (*.json)")
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Add an exported recipe."""
        self._desk.jobs.start(
            jobs.import_recipe,
            path,
            title=_("Reading the file"),
            owner=self,
            done=self.show_recipes,
            failed=self._desk.show_problem,
        )


def _recipes(reader: Reader) -> tuple[Recipe, ...]:
    return jobs.read_recipes(reader.workspace)


def _preview(reader: Reader, *, recipe: Recipe, today: Any) -> Preview:
    return jobs.preview_recipe(reader.workspace, reader.source, recipe, today=today)


def _run(progress: Any, workspace: Any, *, recipe: Recipe, today: Any) -> Any:
    return jobs.run_recipe(progress, workspace, recipe, today=today)
