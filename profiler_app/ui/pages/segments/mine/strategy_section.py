"""What to do with a segment: the proposal of the catalog, or what the user made of it."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.contact_channels import ChannelMix
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.saved_segments import SavedSegment
from profiler_app.domain.strategies import PARTS, SegmentStrategy, Strategy, part_label
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _
from profiler_app.jobs.segments.strategies import save_strategy, segment_channels, strategy_of
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.mine.channel_lines import ChannelLines
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label


class StrategySection(QWidget):
    """Five fields; nothing is kept before Save, and Back returns to the proposal."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._segment: SavedSegment | None = None
        self.found: SegmentStrategy | None = None
        self._about = Label("", "caption", "text.secondary", wrap=True)
        self._labels = {part: Label("", "caption", "text.secondary") for part in PARTS}
        self.fields = {part: QLineEdit() for part in PARTS}
        self.channels = ChannelLines()
        self.save = Button(kind="primary", small=True)
        self.back = Button(icon="rotate-ccw", small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._about)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, part in enumerate(PARTS):
            grid.addWidget(self._labels[part], at, 0)
            grid.addWidget(self.fields[part], at, 1)
            self.fields[part].setMaxLength(120)
            self.fields[part].textEdited.connect(lambda _text: self._enable())
            self.fields[part].returnPressed.connect(self._save)
        column.addLayout(grid)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.save)
        column.addLayout(foot)
        column.addSpacing(8)
        column.addWidget(self.channels)
        column.addStretch(1)
        self.save.clicked.connect(self._save)
        self.back.clicked.connect(lambda: self._keep(None))

    def retranslate(self) -> None:
        """Show every text in the current language."""
        for part, label in self._labels.items():
            label.setText(part_label(part))
            self.fields[part].setAccessibleName(part_label(part))
        self.save.setText(_("Save strategy"))
        self.back.setText(_("Back to the proposal"))
        self.channels.retranslate()
        self._ask()

    def show_segment(self, segment: SavedSegment) -> None:
        """Show the strategy of another segment."""
        self._segment = segment
        self._ask()

    def typed(self) -> Strategy:
        """Return what stands in the fields."""
        return Strategy(*(self.fields[part].text().strip() for part in PARTS))

    def _ask(self) -> None:
        if self._segment is not None and not self._segment.problem:
            self._desk.reads.ask(
                "segments.strategy",
                _strategy,
                self._segment.number,
                done=self._show,
                failed=self._refused,
                owner=self,
            )

    def _refused(self, problem: UserProblem) -> None:
        self._about.setText(str(problem))

    def _show(self, answer: tuple[SegmentStrategy, ChannelMix]) -> None:
        self.found, mix = answer
        found = self.found
        self.channels.show_mix(mix)
        about = _("Nobody in it has a group the catalog knows a strategy for.")
        if found.target is not None:
            text = _("Proposed because {share} of its members have the tag “{tag}”.")
            if found.saved:
                text = _("Written by you. {share} of its members have the tag “{tag}”.")
            tag = known_tags()[found.target].label
            about = text.format(share=f"{found.share:.0%}", tag=tag)
        self._about.setText(about)
        for part in PARTS:
            value = "" if found.strategy is None else getattr(found.strategy, part)
            self.fields[part].setText(value)
            self.fields[part].setCursorPosition(0)
        self.back.setVisible(found.saved)
        self._enable()

    def _enable(self) -> None:
        typed = self.typed()
        changed = self.found is not None and typed != self.found.strategy
        self.save.setEnabled(changed and bool(typed.goal))

    def _save(self) -> None:
        if self.save.isEnabled():
            self._keep(self.typed())

    def _keep(self, strategy: Strategy | None) -> None:
        if self._segment is None:
            return
        name = self._segment.name

        def tell(operation: int) -> None:
            text = _("Strategy of “{name}” saved.")
            if strategy is None:
                text = _("“{name}” is back to the proposed strategy.")
            self._desk.toast(text.format(name=name), operation)
            self._desk.data_changed.emit()

        self._desk.jobs.start(
            save_strategy,
            self._segment.number,
            strategy,
            title=_("Saving"),
            owner=self._desk,
            done=tell,
            failed=self._desk.show_problem,
        )


def _strategy(reader: Reader, number: int) -> tuple[SegmentStrategy, ChannelMix]:
    workspace, source = reader.workspace, reader.source
    return strategy_of(workspace, source, number), segment_channels(workspace, source, number)
