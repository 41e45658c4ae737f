"""The shared widgets: keys, names for screen readers, plain text, input methods, layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.profile import Kpi
from profiler_app.ui import theme
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.chart_view import ChartView
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.flow import FlowBox, FlowLayout
from profiler_app.ui.widgets.inputs import DateBox, DropDown, NumberBox
from profiler_app.ui.widgets.kpi import KpiStrip
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.pills import Chip, StatusPill, TagPill
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.search_field import SearchField
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.table import StyledTable, TableHeader

MARKUP = '<img src="file:///etc/hostname">'


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


class Names(QAbstractTableModel):
    """Three rows of two cells."""

    def rowCount(self, parent: Any = None) -> int:
        return 3

    def columnCount(self, parent: Any = None) -> int:
        return 2

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return f"{index.row()}-{index.column()}" if role == Qt.ItemDataRole.DisplayRole else None


@pytest.fixture
def table(qtbot: QtBot) -> StyledTable:
    shown = StyledTable()
    qtbot.addWidget(shown)
    shown.setModel(Names(shown))
    shown.resize(400, 300)
    shown.show()
    return shown


# Buttons


def test_an_icon_button_is_named_as_its_tool_tip(qtbot: QtBot) -> None:
    button = IconButton("pencil", "Edit (F2)")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Edit (F2)"


def test_a_click_with_the_mouse_leaves_no_focus_ring(qtbot: QtBot) -> None:
    """Detail 2."""
    button = Button("Import")
    qtbot.addWidget(button)
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_the_focus_does_not_change_the_size_of_a_button(qtbot: QtBot) -> None:
    button = Button("Import")
    qtbot.addWidget(button)
    button.show()
    before, plain = button.sizeHint(), button.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert button.sizeHint() == before
    edge = button.grab().toImage().pixelColor(button.width() // 2, 0)
    assert edge == theme.current().color("border.focus")
    assert plain != button.grab().toImage()


def test_an_ampersand_in_a_button_is_no_shortcut(qtbot: QtBot) -> None:
    button = Button("R&D")
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()


def test_a_button_is_wide_enough_for_text_icon_and_menu(qtbot: QtBot) -> None:
    bare, full = Button("Export"), Button("Export", icon="download")
    for button in (bare, full):
        qtbot.addWidget(button)
    full.setMenu(QMenu(full))
    assert full.sizeHint().width() - bare.sizeHint().width() == 2 * (16 + 6)


def test_a_button_grows_with_the_text(qtbot: QtBot, qapp: QApplication) -> None:
    button = Button("Import")
    qtbot.addWidget(button)
    before = button.sizeHint()
    theme.apply(qapp, "light", 1.3)
    assert button.sizeHint().width() > before.width()
    assert button.sizeHint().height() == 42


# Texts


def test_a_name_that_looks_like_markup_stays_text(qtbot: QtBot) -> None:
    label = Label(MARKUP)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == MARKUP


def test_all_texts_of_bands_and_empty_states_are_plain(qtbot: QtBot) -> None:
    for widget in (Band("danger", MARKUP, MARKUP), EmptyState("users", MARKUP, MARKUP)):
        qtbot.addWidget(widget)
        texts = [label for label in widget.findChildren(QLabel) if label.text()]
        assert len(texts) == 2
        assert {label.textFormat() for label in texts} == {Qt.TextFormat.PlainText}


def test_a_tool_tip_never_carries_markup_of_the_data() -> None:
    assert "<img" not in as_tooltip(MARKUP)
    assert as_tooltip("R&D") == "R&D"


def test_only_a_cut_text_has_a_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("Hangzhou Linjiang Hotel Management Company")
    qtbot.addWidget(label)
    label.resize(600, 20)
    label.show()
    assert label.toolTip() == ""
    label.resize(60, 20)
    assert label.toolTip() == label.text()
    label.setText("Lin")
    assert label.toolTip() == ""


def test_a_label_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    label = Label("Lin", "body", "text.secondary")
    qtbot.addWidget(label)
    theme.apply(qapp, "dark")
    ink = label.palette().color(label.foregroundRole())
    assert ink == theme.current().color("text.secondary")


# The search field


def compose(field: SearchField, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def test_nothing_is_searched_while_the_input_method_composes(qtbot: QtBot) -> None:
    """Detail 4: no query for a preedit, one for what is committed."""
    field = SearchField("Search")
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.searched, wait=200):
        compose(field, "lin")
    assert field.is_composing()
    with qtbot.waitSignal(field.searched) as said:
        compose(field, "", "林")
    assert said.args == ["林"]


def test_fast_typing_is_one_search(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    said: list[str] = []
    field.searched.connect(said.append)
    with qtbot.waitSignal(field.searched):
        qtbot.keyClicks(field, "lin")
    assert said == ["lin"]


def test_a_restored_text_is_not_searched_again(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.searched, wait=200):
        field.set_silently("lin")
    assert field.text() == "lin"


def test_the_cross_clears_at_once_and_only_stands_beside_a_text(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    _glass, cross = field.actions()
    assert not cross.isVisible()
    field.set_silently("lin")
    assert cross.isVisible()
    with qtbot.waitSignal(field.searched, timeout=0) as said:
        cross.trigger()
    assert said.args == [""]


# Choices


@pytest.fixture
def segmented(qtbot: QtBot) -> Segmented:
    choice = Segmented([("month", "Month"), ("quarter", "Quarter"), ("year", "Year")])
    qtbot.addWidget(choice)
    choice.show()
    return choice


def test_arrows_move_the_choice(qtbot: QtBot, segmented: Segmented) -> None:
    with qtbot.waitSignal(segmented.chosen, timeout=0) as said:
        qtbot.keyClick(segmented, Qt.Key.Key_Right)
    assert said.args == ["quarter"]
    assert segmented.key() == "quarter"


def test_the_choice_stops_at_its_ends(qtbot: QtBot, segmented: Segmented) -> None:
    with qtbot.assertNotEmitted(segmented.chosen):
        qtbot.keyClick(segmented, Qt.Key.Key_Left)
    assert segmented.key() == "month"


def test_choosing_in_code_is_silent(qtbot: QtBot, segmented: Segmented) -> None:
    with qtbot.assertNotEmitted(segmented.chosen):
        segmented.choose("year")
    assert segmented.key() == "year"


def test_a_second_click_keeps_the_choice_on(qtbot: QtBot, segmented: Segmented) -> None:
    first = next(part for part in segmented.children() if getattr(part, "text", str)() == "Month")
    assert isinstance(first, QWidget)
    with qtbot.assertNotEmitted(segmented.chosen):
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert first.property("checked") is True


def test_other_words_keep_the_choice(segmented: Segmented) -> None:
    segmented.choose("quarter")
    segmented.set_options([("month", "月"), ("quarter", "季")])
    assert segmented.key() == "quarter"


def test_a_chip_is_removed_by_its_cross_or_by_del(qtbot: QtBot) -> None:
    chip = Chip("Region", "Zhejiang")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    removed: list[bool] = []
    chip.removed.connect(lambda: removed.append(True))
    with qtbot.assertNotEmitted(chip.clicked):
        cross = QPoint(chip.width() - 10, chip.height() // 2)
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert len(removed) == 2


def test_a_click_on_a_chip_edits_it(qtbot: QtBot) -> None:
    chip = Chip("Region", "Zhejiang")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    with qtbot.waitSignal(chip.clicked, timeout=0):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))


def test_what_is_painted_has_a_name_for_screen_readers(qtbot: QtBot) -> None:
    strip = KpiStrip()
    strip.set_kpis((Kpi("risk", "Risk", None, reason="fewer than 3 orders"),))
    for widget in (strip, Chip("Region", "Zhejiang"), StatusPill("New"), TagPill("VIP", 1)):
        qtbot.addWidget(widget)
        assert widget.accessibleName()
    assert "fewer than 3 orders" in strip.accessibleName()


def turn_wheel(widget: QWidget) -> QWheelEvent:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        middle,
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event


def test_the_wheel_changes_no_field_without_the_focus(qtbot: QtBot) -> None:
    """Detail 25: the page scrolls instead."""
    number, day, choice = NumberBox(0, 99), DateBox(), DropDown([("a", "A"), ("b", "B")])
    before = day.date()
    choice.choose("b")
    for field in (number, day, choice):
        qtbot.addWidget(field)
        field.show()
        field.clearFocus()
        assert not turn_wheel(field).isAccepted()
    assert (number.value(), day.date(), choice.key()) == (0, before, "b")


def test_the_wheel_counts_in_the_field_with_the_focus(qtbot: QtBot) -> None:
    number = NumberBox(0, 99)
    qtbot.addWidget(number)
    number.show()
    number.setFocus()
    qtbot.waitUntil(number.hasFocus)
    turn_wheel(number)
    assert number.value() == 1


def test_a_drop_down_keeps_its_choice_in_another_language(qtbot: QtBot) -> None:
    choice = DropDown([("a", "Alpha"), ("b", "Beta")])
    qtbot.addWidget(choice)
    choice.choose("b")
    with qtbot.assertNotEmitted(choice.currentIndexChanged):
        choice.set_options([("a", "甲"), ("b", "乙")])
    assert (choice.key(), choice.currentText()) == ("b", "乙")


def test_a_file_dropped_on_the_search_is_left_to_the_window(qtbot: QtBot) -> None:
    """Detail 10."""
    field = SearchField("Search")
    qtbot.addWidget(field)
    assert not field.acceptDrops()


# Layout


def squares(count: int) -> list[QWidget]:
    made = [QWidget() for _ in range(count)]
    for square in made:
        square.setFixedSize(40, 20)
    return made


def test_the_height_of_a_flow_follows_from_its_width(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, gap=5, line_gap=10)
    for square in squares(4):
        flow.addWidget(square)
    assert flow.heightForWidth(4 * 40 + 3 * 5) == 20
    assert flow.heightForWidth(2 * 40 + 5) == 20 + 10 + 20
    assert flow.heightForWidth(2 * 40 + 4) == 4 * 20 + 3 * 10


def test_a_flow_box_is_as_high_as_its_lines(qtbot: QtBot) -> None:
    """Section 5: in a column a bare flow was given room for more lines than it has."""
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    box = FlowBox(gap=5, line_gap=10)
    box.set_widgets(squares(6))
    column.addWidget(box)
    column.addStretch()
    margins = column.contentsMargins()
    for width, lines in ((500, 1), (150, 2)):
        page.resize(width + margins.left() + margins.right(), 400)
        page.show()
        qtbot.waitUntil(lambda lines=lines: box.height() == lines * 20 + (lines - 1) * 10)


def test_a_flow_box_counts_what_does_not_fit(qtbot: QtBot) -> None:
    box = FlowBox(gap=5, max_lines=2)
    qtbot.addWidget(box)
    box.resize(150, 10)
    box.show()
    box.set_widgets(squares(10))
    shown = [widget for widget in box.widgets() if widget.isVisibleTo(box)]
    rest = next(pill for pill in box.findChildren(TagPill))
    assert rest.text() == f"+{10 - len(shown)}"
    assert rest.geometry().bottom() <= box.height()
    with qtbot.waitSignal(box.more, timeout=0):
        rest.click()


def test_a_long_text_of_an_empty_state_is_not_cut(qtbot: QtBot) -> None:
    empty = EmptyState("users", "没有符合的客户", "去掉一个条件，或者换一个说法再找找看。" * 5)
    qtbot.addWidget(empty)
    empty.resize(1200, 500)
    empty.show()
    text = next(label for label in empty.findChildren(QLabel) if label.wordWrap())
    assert text.height() >= text.heightForWidth(text.width()) > 2 * text.fontMetrics().height()


# Tables


def test_enter_and_double_click_open_a_row_alike(qtbot: QtBot, table: StyledTable) -> None:
    """Detail 7."""
    opened: list[int] = []
    table.opened.connect(lambda index: opened.append(index.row()))
    table.setCurrentIndex(table.model().index(1, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [1, 2]


def test_a_letter_typed_in_a_table_is_passed_on(qtbot: QtBot, table: StyledTable) -> None:
    """Detail 3."""
    typed: list[str] = []
    table.typed.connect(typed.append)
    qtbot.keyClicks(table, "lin")
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert typed == ["l", "i", "n"]


def test_rows_have_the_height_of_their_density(table: StyledTable, qapp: QApplication) -> None:
    heights = []
    for density in ("compact", "default", "relaxed"):
        table.set_density(density)  # type: ignore[arg-type]
        heights.append(table.rowHeight(0))
    assert heights == [30, 38, 46]
    theme.apply(qapp, "light", 1.15)
    assert table.rowHeight(0) == 52


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75])
def test_the_background_of_a_row_has_no_seams(table: StyledTable, ratio: float) -> None:
    """Detail 14: antialiasing left on by one cell made light lines at the next."""
    table.hovered_row = 1
    image = QImage(table.viewport().size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    table.viewport().render(image)
    y = int((table.rowViewportPosition(1) + 4) * ratio)
    right = int((table.columnViewportPosition(1) + table.columnWidth(1) - 1) * ratio)
    colours = {image.pixelColor(x, y).name() for x in range(2, right)}
    assert colours == {theme.current().color("bg.hover").name()}


def test_the_header_ticks_all_without_sorting(qtbot: QtBot, table: StyledTable) -> None:
    header = table.horizontalHeader()
    assert isinstance(header, TableHeader)
    header.set_check_state(Qt.CheckState.PartiallyChecked)
    place = QPoint(header.sectionSize(0) // 2, header.height() // 2)
    with (
        qtbot.waitSignal(header.all_toggled, timeout=0),
        qtbot.assertNotEmitted(header.sectionClicked),
    ):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


# What floats and what is drawn elsewhere


def test_esc_closes_a_popover_and_gives_the_focus_back(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    opener = QLineEdit(page)
    page.show()
    popover = Popover(page, width=200)
    popover.show_below(opener)
    with qtbot.waitSignal(popover.closed, timeout=0):
        qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert page.focusWidget() is opener


def test_a_popover_outlives_the_button_it_was_opened_by(qtbot: QtBot) -> None:
    """A list that is read anew takes its rows away, with their buttons."""
    page, button = QWidget(), Button("x")
    QVBoxLayout(page).addWidget(button)
    qtbot.addWidget(page)
    page.show()
    popover = Popover(page, width=200)
    popover.show_below(button)
    with qtbot.waitSignal(button.destroyed):
        button.deleteLater()
    with qtbot.waitSignal(popover.closed):
        popover.close()


def test_a_popover_stays_on_the_screen(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    popover = Popover(page, width=200)
    popover.body.addWidget(QLabel("Rule"))
    screen = page.screen().availableGeometry()
    page.setGeometry(screen.right() - 50, screen.bottom() - 40, 50, 30)
    page.show()
    popover.show_below(page)
    assert screen.adjusted(-20, -20, 20, 20).contains(popover.geometry())
    assert popover.geometry().bottom() <= page.geometry().top() + 20


def test_a_chart_knows_the_smallest_mark_under_the_mouse(qtbot: QtBot) -> None:
    chart = ChartView()
    qtbot.addWidget(chart)
    chart.resize(200, 100)
    marks = [(QRectF(0, 0, 1, 1), "all"), (QRectF(0.5, 0.5, 0.1, 0.5), "March")]
    chart.set_chart(QImage(200, 100, QImage.Format.Format_RGB32), marks, finding="Spend falls")
    assert chart.mark_at(QPointF(110, 80)) == 1
    assert chart.mark_at(QPointF(10, 10)) == 0
    assert chart.accessibleName() == "Spend falls"


def test_a_chart_asks_again_when_the_theme_changes(qtbot: QtBot, qapp: QApplication) -> None:
    chart = ChartView()
    qtbot.addWidget(chart)
    chart.resize(200, 100)
    with qtbot.waitSignal(chart.wanted):
        theme.apply(qapp, "dark")


def test_avatars_of_one_customer_are_alike_and_of_others_differ(qtbot: QtBot) -> None:
    def drawn(number: str, kind: Any) -> QImage:
        avatar = Avatar(40)
        qtbot.addWidget(avatar)
        avatar.set_customer("林", number, kind)
        avatar.resize(avatar.sizeHint())
        return avatar.grab().toImage()

    assert drawn("C1", "person") == drawn("C1", "person")
    assert drawn("C1", "person") != drawn("C1", "company")
    assert len({drawn(f"C{n}", "person").pixelColor(20, 2).name() for n in range(20)}) == 6
