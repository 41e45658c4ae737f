"""A topic of the manual: Markdown in the fonts and colours of the theme, with its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from profiler_app.domain.resources import resource_path
from profiler_app.domain.text import language
from profiler_app.ui.theme import FontRole, current
from profiler_app.ui.widgets.painting import focus_ring

_PICTURE = QTextDocument.ResourceType.ImageResource.value
_WIDEST = 760
_SIDE = 28
_LINE_PERCENT = 150.0
_STEPS: dict[int, tuple[FontRole, int, int]] = {
    1: ("display", 0, 14),
    2: ("title", 22, 8),
    3: ("strong", 14, 4),
}
"""Of a heading: its font and the room above and below it."""


class ManualReader(QTextBrowser):
    """``linked`` carries where a link leads: ``topic:<key>`` or ``page:<key>``. Never the web."""

    linked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "manual")
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(_SIDE)
        self._text = ""
        self.anchorClicked.connect(lambda url: self.linked.emit(url.toString()))
        current().changed.connect(self._dress)

    def show_text(self, markdown: str, *, keep: bool = False) -> None:
        """Show a topic from its top; ``keep`` stays where one reads."""
        place = self.verticalScrollBar().value() if keep else 0
        self._text = markdown
        look = current()
        self.setFont(look.font("body"))
        self.setMarkdown(markdown)
        self._dress_blocks()
        self._dress_tables()
        self._fit_pictures()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(place)

    def _dress(self) -> None:
        self.show_text(self._text, keep=True)

    def go_to_heading(self, heading: str) -> None:
        """Scroll to a section."""
        for block in _blocks(self.document()):
            if block.blockFormat().headingLevel() and block.text() == heading:
                box = self.document().documentLayout().blockBoundingRect(block)
                self.verticalScrollBar().setValue(int(box.top()) - current().px(12))
                return

    def headings(self) -> list[str]:
        """Return the headings that are shown, the title first."""
        blocks = _blocks(self.document())
        return [block.text() for block in blocks if block.blockFormat().headingLevel()]

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load a picture of the manual in the current language; nothing else is ever loaded."""
        file = name.toString() if isinstance(name, QUrl) else name
        if kind != _PICTURE or "/" in file:
            return None
        return QImage(str(resource_path("help", "pictures", f"{language()}_{file}")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines readable and pictures inside."""
        side = max(0, (self.width() - current().px(_WIDEST)) // 2)
        self.setViewportMargins(side, 0, side, 0)
        super().resizeEvent(event)
        self._fit_pictures()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text and, when the keys scroll it, the ring of the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            focus_ring(painter, QRectF(self.viewport().rect()), 4)

    def _dress_blocks(self) -> None:
        look = current()
        cursor = QTextCursor(self.document())
        for block in _blocks(self.document()):
            cursor.setPosition(block.position())
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            shape = QTextBlockFormat(block.blockFormat())
            level = shape.headingLevel()
            if level:
                name, above, below = _STEPS[min(level, 3)]
                words = QTextCharFormat(cursor.charFormat())
                words.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
                words.setFont(look.font(name))
                cursor.setCharFormat(words)
                shape.setTopMargin(look.px(above))
                shape.setBottomMargin(look.px(below))
            elif cursor.currentTable() is None and not _has_picture(block):
                height = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
                shape.setLineHeight(_LINE_PERCENT, height)
                shape.setBottomMargin(look.px(3 if block.textList() else 8))
            cursor.setBlockFormat(shape)

    def _dress_tables(self) -> None:
        look = current()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                shape = frame.format().toTableFormat()
                shape.setBorder(1)
                shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                shape.setBorderCollapse(True)
                shape.setBorderBrush(look.color("border.subtle"))
                shape.setCellPadding(look.px(6))
                shape.setBottomMargin(look.px(12))
                shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                frame.setFormat(shape)

    def _fit_pictures(self) -> None:
        """Let no picture be wider than the text, nor larger than it was taken."""
        room = self.viewport().width() - 2 * _SIDE
        for block in _blocks(self.document()):
            for fragment in _fragments(block):
                shape = fragment.charFormat()
                if not shape.isImageFormat():
                    continue
                picture = QTextImageFormat(shape.toImageFormat())
                picture.setWidth(self._scale_picture(picture.name(), room))
                cursor = QTextCursor(self.document())
                cursor.setPosition(fragment.position())
                cursor.setPosition(
                    fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor
                )
                cursor.setCharFormat(picture)

    def _scale_picture(self, name: str, room: int) -> int:
        """Let the document hold a picture as wide as it is shown, smooth; return that width."""
        image: QImage = self.loadResource(_PICTURE, name)
        width, ratio = min(room, image.width()), self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = image.scaledToWidth(max(1, round(width * ratio)), smooth)
        scaled.setDevicePixelRatio(ratio)
        self.document().addResource(_PICTURE, QUrl(name), scaled)
        return width


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _has_picture(block: QTextBlock) -> bool:
    return any(fragment.charFormat().isImageFormat() for fragment in _fragments(block))


def _fragments(block: QTextBlock) -> list[Any]:
    return [each.fragment() for each in block]  # type: ignore[attr-defined]
