"""The character set of a file: how sure it is, and the first lines in every other one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.importing import EncodingPreview, encodings_of
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 460


class EncodingFact(QWidget):
    """``chosen`` carries the character set that was chosen instead."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft: Draft | None = None
        self._name = Label("", "caption", "text.tertiary")
        self.button = Button(kind="link", small=True)
        self.popover: Popover | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._name)
        row.addWidget(self.button)
        self.button.clicked.connect(lambda _on=False: self._ask())

    def show_draft(self, draft: Draft) -> None:
        """Show the character set, and how it was found."""
        self._draft = draft
        facts = draft.inspection.table.facts
        self._name.setText(_("Character set"))
        if draft.request.encoding is not None:
            words = _("{encoding}, chosen")
        elif facts.confidence >= 1:
            words = _("{encoding}, recognised")
        else:
            words = _("{encoding}, {share} sure")
        text = words.format(encoding=facts.encoding, share=f"{facts.confidence:.0%}")
        self.button.setText(text)
        self.button.setAccessibleName(f"{_('Character set')} {text}")

    def _ask(self) -> None:
        if self._draft is not None:
            self._desk.reads.ask(
                "encodings",
                encodings_of,
                self._draft.request,
                done=self._offer,
                failed=self._desk.show_problem,
                owner=self,
            )

    def _offer(self, previews: Sequence[EncodingPreview]) -> None:
        """Show the first lines in each character set; one click takes it."""
        popover = Popover(self, width=_WIDTH)
        popover.body.addWidget(Label(_("In which of them do the lines read well?"), "strong"))
        for place, preview in enumerate(previews):
            if place:
                popover.body.addWidget(Hairline())
            popover.body.addWidget(self._choice(preview, popover))
        self.popover = popover
        popover.show_below(self.button)

    def _choice(self, preview: EncodingPreview, popover: Popover) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        head = QHBoxLayout()
        button = Button(preview.shown, kind="link", small=True)
        button.setAccessibleName(_("Read the file as {encoding}").format(encoding=preview.shown))
        button.clicked.connect(lambda _on=False: self._choose(preview.name, popover))
        share = _("{share} of the text reads well").format(share=f"{preview.share:.0%}")
        note = share if preview.fits else _("{share}; some bytes are no text").format(share=share)
        head.addWidget(button)
        if self._is_current(preview):
            sign = QLabel()
            sign.setPixmap(icons.pixmap("check", "accent", 14, self.devicePixelRatioF()))
            head.addWidget(sign)
        head.addStretch(1)
        head.addWidget(Label(note, "caption", "text.secondary"))
        column.addLayout(head)
        for line in preview.lines:
            shown = ElidedLabel(line.replace("\t", "  "), "caption", "text.primary")
            shown.setFixedWidth(current().px(_WIDTH - 32))
            column.addWidget(shown)
        return holder

    def _is_current(self, preview: EncodingPreview) -> bool:
        assert self._draft is not None
        return self._draft.inspection.table.facts.encoding == preview.shown

    def _choose(self, name: str, popover: Popover) -> None:
        popover.close()
        self.chosen.emit(name)
