"""The fields of the eight dimensions below the first ones, each dimension folded until needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.fields import Field, dimensions
from profiler_app.ui.forms.field_row import in_two_columns
from profiler_app.ui.forms.fold import Fold
from profiler_app.ui.forms.form_row import FormRow


class FoldedFields(QWidget):
    """``further`` are the fields by dimension; ``make_row`` is asked when a part opens."""

    def __init__(
        self, further: Mapping[str, Sequence[Field]], make_row: Callable[[Field], FormRow]
    ) -> None:
        super().__init__()
        self._folds: list[tuple[Fold, Sequence[Field]]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for dimension in dimensions():
            chosen = further.get(dimension.id, ())
            if chosen:
                fold = Fold(dimension.label, partial(_opened, chosen, make_row))
                self._folds.append((fold, chosen))
                column.addWidget(fold)

    def names(self) -> list[str]:
        """Return the ids of all fields, folded or not."""
        return [field.id for _fold, chosen in self._folds for field in chosen]

    def note(self, texts: Mapping[str, str]) -> None:
        """Say on every head how much is filled in."""
        for fold, chosen in self._folds:
            filled = sum(field.id in texts for field in chosen)
            fold.set_note(f"{filled}/{len(chosen)}")

    def open_at(self, name: str) -> None:
        """Unfold the part that holds a field."""
        fold = next(fold for fold, chosen in self._folds if name in [each.id for each in chosen])
        fold.open()


def _opened(chosen: Sequence[Field], make_row: Callable[[Field], FormRow]) -> QWidget:
    return in_two_columns([make_row(field) for field in chosen])
