"""The palette over a real workspace: what it offers, its keys, the input method."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.ui import theme
from profiler_app.ui.appearance import apply_look
from profiler_app.ui.palette import Palette
from profiler_app.ui.palette.rows import MOST
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.recent_customers import opened_last
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import desk_over

TODAY = date(2026, 11, 22)
Open = Callable[[], Palette]


class Silent:
    def step(self, fraction: float, doing: str) -> None:
        pass


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("palette") / "demo.zhike"
    create_demo(Silent(), path, customers=200, today=TODAY)
    return path


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, file: Path, tmp_path: Path) -> Iterator[MainWindow]:
    theme.apply(qapp, "light")
    preferences = Preferences(tmp_path / "window.ini")
    shown = MainWindow(preferences)
    qtbot.addWidget(shown)
    desk = desk_over(file, DEMO_PASSPHRASE, preferences, today=TODAY, parent=shown)
    shown.open_desk(desk)
    shown.show()
    shown.workspace.pages.go("customers")
    qtbot.waitUntil(lambda: shown.workspace.pages.made["customers"].source.last is not None)
    yield shown
    shown.close()


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> Palette:
    qtbot.keySequence(window, "Ctrl+K")
    return window.findChild(Palette)  # type: ignore[return-value]


def ask(qtbot: QtBot, palette: Palette, text: str) -> list[str]:
    """Type a text and return the titles that are offered in the end."""
    before = [entry.title for entry in palette.rows.entries()]
    palette.field.setText(text)
    qtbot.waitUntil(lambda: palette.field._said == text)
    qtbot.waitUntil(lambda: "palette" not in palette._desk.reads._newest)
    offered = [entry.title for entry in palette.rows.entries()]
    assert offered != before or not text
    return offered


def press(qtbot: QtBot, palette: Palette, key: Qt.Key, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(palette.field, key, held)


# What is offered


def test_nothing_typed_offers_four_commands_and_the_customers_opened_last(
    window: MainWindow, qtbot: QtBot
) -> None:
    for customer in (3, 5, 3):
        window._desk.open_customer(customer)
    window.workspace.pages.go("customers")
    assert opened_last(window._preferences, window._desk.path) == [3, 5]
    qtbot.keySequence(window, "Ctrl+K")
    palette = window.findChild(Palette)
    qtbot.waitUntil(lambda: len(palette.rows.entries()) == 6)
    titles = [entry.title for entry in palette.rows.entries()]
    assert titles[2:] == ["新建客户", "搜索", "导入", "导出"]


def test_customers_are_those_the_list_finds(
    window: MainWindow, palette: Palette, qtbot: QtBot
) -> None:
    offered = ask(qtbot, palette, "wang")
    page = window.workspace.pages.made["customers"]
    people = [entry for entry in palette.rows.entries() if entry.avatar]
    page.search_for("wang")
    qtbot.waitUntil(lambda: page.source.query.search == "wang" and not page.source.fresh)
    names = [
        page.table.customers.customer(row).name
        for row in range(4)
        if page.table.customers.customer(row)
    ]
    assert [entry.title for entry in people][: len(names)] == names[: len(people)]
    total = len(page.source.last.ids)
    search = palette.rows.entries()[len(people)]
    assert search.title == "在客户表中搜索“wang”"
    assert search.note == f"{total} 位"
    assert len(offered) <= MOST


def test_matches_are_marked_by_sound(palette: Palette, qtbot: QtBot) -> None:
    ask(qtbot, palette, "wang")
    first = palette.rows.entries()[0]
    assert [first.title[i] for i in sorted(first.marks)] in (["王"], ["汪"])


def test_pages_commands_and_tags_are_found_by_pinyin(palette: Palette, qtbot: QtBot) -> None:
    assert "设置" in ask(qtbot, palette, "shezhi")
    assert "锁定" in ask(qtbot, palette, "suod")
    assert any(title.startswith("标签：") for title in ask(qtbot, palette, "gaojiazhi"))


def test_a_sign_in_front_asks_for_one_kind(palette: Palette, qtbot: QtBot) -> None:
    ask(qtbot, palette, ">")
    assert all(entry.keys for entry in palette.rows.entries())
    ask(qtbot, palette, "#高")
    assert {entry.icon for entry in palette.rows.entries()} == {"tag"}
    ask(qtbot, palette, "@")
    qtbot.waitUntil(lambda: {entry.icon for entry in palette.rows.entries()} == {"user-check"})


def test_nothing_found_says_so(palette: Palette, qtbot: QtBot) -> None:
    assert ask(qtbot, palette, "qqqqqq") == []
    assert palette._none.isVisible()


def test_a_late_answer_never_replaces_a_newer_one(palette: Palette, qtbot: QtBot) -> None:
    """Detail 19."""
    palette._ask("wang")
    palette._ask(">")
    qtbot.wait(200)
    assert all(entry.avatar is None for entry in palette.rows.entries())
    assert {entry.title for entry in palette.rows.entries()} & {"导入", "锁定"}


# Keys


def test_enter_opens_the_card_of_the_current_customer(
    window: MainWindow, palette: Palette, qtbot: QtBot
) -> None:
    ask(qtbot, palette, "wang")
    press(qtbot, palette, Qt.Key.Key_Down)
    chosen = palette.rows.current_entry()
    press(qtbot, palette, Qt.Key.Key_Return)
    assert window.workspace.pages.page == "profile"
    assert not palette.isVisible()
    qtbot.waitUntil(lambda: window.workspace.pages.made["profile"].card is not None)
    assert window.workspace.pages.made["profile"].card.name == chosen.title


def test_ctrl_enter_searches_in_the_table(
    window: MainWindow, palette: Palette, qtbot: QtBot
) -> None:
    ask(qtbot, palette, "wang")
    press(qtbot, palette, Qt.Key.Key_Return, ctrl=True)
    page = window.workspace.pages.made["customers"]
    assert window.workspace.pages.page == "customers"
    assert page.search.text() == "wang"
    qtbot.waitUntil(lambda: page.source.last is not None and 0 < len(page.source.last.ids) < 200)


def test_a_tag_shows_who_has_it(window: MainWindow, palette: Palette, qtbot: QtBot) -> None:
    ask(qtbot, palette, "#高价值")
    press(qtbot, palette, Qt.Key.Key_Return)
    assert [each.op for each in window.workspace.pages.made["customers"].source.conditions] == [
        "all"
    ]


def test_up_and_down_go_round_and_skip_the_captions(palette: Palette, qtbot: QtBot) -> None:
    ask(qtbot, palette, "wang")
    count = len(palette.rows.entries())
    seen = []
    for _each in range(count + 1):
        seen.append(palette.rows.current_entry())
        press(qtbot, palette, Qt.Key.Key_Down)
    assert None not in seen
    assert seen[0] is seen[-1]
    press(qtbot, palette, Qt.Key.Key_Up)
    assert palette.rows.current_entry() is seen[0]


def test_tab_shows_what_else_can_be_done_and_esc_returns(palette: Palette, qtbot: QtBot) -> None:
    ask(qtbot, palette, "wang")
    before = [entry.title for entry in palette.rows.entries()]
    press(qtbot, palette, Qt.Key.Key_Tab)
    assert [entry.title for entry in palette.rows.entries()] == ["打开画像", "在客户表中显示"]
    press(qtbot, palette, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: [entry.title for entry in palette.rows.entries()] == before)
    assert palette.isVisible()
    press(qtbot, palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_a_command_runs_after_the_palette_is_gone(
    window: MainWindow, palette: Palette, qtbot: QtBot
) -> None:
    ask(qtbot, palette, ">收起")
    press(qtbot, palette, Qt.Key.Key_Return)
    assert window.workspace.navigation.narrow


def test_while_it_is_open_the_keys_of_the_window_rest(
    window: MainWindow, palette: Palette, qtbot: QtBot
) -> None:
    qtbot.keySequence(palette.field, "Ctrl+7")
    assert window.workspace.pages.page == "customers"
    qtbot.keySequence(palette.field, "Ctrl+K")
    assert not palette.isVisible()
    qtbot.keySequence(window, "Ctrl+7")
    assert window.workspace.pages.page == "data"


def test_commands_of_the_page_are_offered_only_there(
    window: MainWindow, palette: Palette, qtbot: QtBot
) -> None:
    assert "打印" in ask(qtbot, palette, ">打印")
    palette.dismiss()
    window.workspace.pages.go("import")
    qtbot.keySequence(window, "Ctrl+K")
    other = next(each for each in window.findChildren(Palette) if each.isVisible())
    assert ask(qtbot, other, ">打印") == []


def test_a_click_beside_it_closes_it(palette: Palette, qtbot: QtBot) -> None:
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not palette.isVisible()


def test_locking_leaves_no_palette_over_the_lock(
    window: MainWindow, palette: Palette, qtbot: QtBot
) -> None:
    window.hide_desk()
    window.show_desk()
    assert not any(each.isVisible() for each in window.findChildren(Palette))
    qtbot.keySequence(window, "Ctrl+7")
    assert window.workspace.pages.page == "data"


# The input method


def test_half_composed_chinese_asks_nothing_and_keeps_its_keys(
    palette: Palette, qtbot: QtBot
) -> None:
    """Detail 4."""
    asked: list[str] = []
    palette.field.searched.connect(asked.append)
    QApplication.sendEvent(palette.field, QInputMethodEvent("wang", []))
    qtbot.wait(250)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape):
        press(qtbot, palette, key)
    assert asked == []
    assert palette.isVisible()
    done = QInputMethodEvent("", [])
    done.setCommitString("王")
    QApplication.sendEvent(palette.field, done)
    qtbot.waitUntil(lambda: asked == ["王"])


# Language and look


def test_another_language_and_size_reach_the_open_palette(palette: Palette, qtbot: QtBot) -> None:
    """Detail 28."""
    ask(qtbot, palette, ">")
    height = palette._bands[0][0].height()
    palette._desk.use_language("en")
    titles = [entry.title for entry in palette.rows.entries()]
    assert "Compute anew" in titles
    assert palette.field.text() == ">"
    assert palette.field.placeholderText() == "Customers, pages, commands"
    palette._desk.preferences.put("text_size", "larger")
    apply_look(palette._desk.preferences)
    assert palette._bands[0][0].height() > height
    palette._desk.use_language("zh")
