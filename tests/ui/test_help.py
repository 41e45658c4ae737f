"""The manual in the window, and the tour."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from profiler_app.domain.manual import TOPICS
from profiler_app.domain.text import in_language
from profiler_app.ui.pages import PAGES as REAL_PAGES
from profiler_app.ui.pages.help import HelpPage
from profiler_app.ui.tour import STEPS, Tour
from tests.ui.conftest import Shell

PAGES = ("customers", "data", "import")


def _page(shell: Shell, qtbot: QtBot) -> HelpPage:
    page = HelpPage(shell.desk)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    return page


def test_every_topic_can_be_read(shell: Shell, qtbot: QtBot) -> None:
    page = _page(shell, qtbot)
    assert page.list.count() == len(TOPICS)
    for row in range(page.list.count()):
        page.list.setCurrentRow(row)
        assert page.reader.headings()[0] == page.list.item(row).text()


def test_a_search_leads_to_the_section(shell: Shell, qtbot: QtBot) -> None:
    with in_language("en"):
        page = _page(shell, qtbot)
        page.search.setText("silhouette")
        qtbot.waitUntil(lambda: page.list.count() < len(TOPICS), timeout=15_000)
        page.list.setCurrentRow(0)
        assert page.reader.headings()[0] == "Glossary"
        assert page.escape()
        assert page.list.count() == len(TOPICS)
        assert not page.escape()


def test_a_search_without_a_hit_says_so(shell: Shell, qtbot: QtBot) -> None:
    page = _page(shell, qtbot)
    page.search.setText("zzzz")
    qtbot.waitUntil(lambda: page.list.count() == 0, timeout=15_000)
    assert not page._found.isHidden()


def test_a_link_leads_to_a_topic_or_to_a_page(shell: Shell, qtbot: QtBot) -> None:
    page = _page(shell, qtbot)
    page.reader.linked.emit("topic:glossary")
    assert page.list.currentItem().data(0x0100)[0] == "glossary"
    with qtbot.waitSignal(shell.desk.page_opened) as asked:
        page.reader.linked.emit("page:customers")
    assert asked.args == ["customers"]


def test_the_page_explains_where_one_came_from(shell: Shell, qtbot: QtBot) -> None:
    page = _page(shell, qtbot)
    page.explain("timeline")
    assert page.list.currentItem().data(0x0100)[0] == "profile"


def test_the_reader_loads_nothing_but_its_own_pictures(shell: Shell, qtbot: QtBot) -> None:
    reader = _page(shell, qtbot).reader
    assert reader.loadResource(2, "https://example.org/card.png") is None
    assert reader.loadResource(2, "../../etc/passwd") is None
    assert not reader.loadResource(2, "card.png").isNull()


@pytest.fixture
def tour(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Tour:
    """A tour through the pages the shell has."""
    steps = tuple(step._replace(page=page) for step, page in zip(STEPS, PAGES, strict=False))
    monkeypatch.setattr("profiler_app.ui.tour.STEPS", steps)
    assert shell.window.workspace is not None
    return shell.window.workspace.tour


def test_the_tour_goes_on_where_one_left(shell: Shell, tour: Tour) -> None:
    assert shell.window.workspace is not None
    pages = shell.window.workspace.pages
    shell.desk.tour_asked.emit()
    tour.next.click()
    assert pages.page == "data"
    tour.leave.click()
    assert tour.isHidden()
    pages.go("import")
    shell.desk.tour_asked.emit()
    assert pages.page == "data"


def test_the_last_step_ends_the_tour(shell: Shell, tour: Tour) -> None:
    shell.desk.preferences.put("tour_step", len(PAGES) - 1)
    tour.start()
    tour.next.click()
    assert tour.isHidden()
    tour.start()
    assert tour.at == 0
    assert not tour.before.isEnabled()


def test_every_step_leads_to_a_page_of_the_window() -> None:
    assert {step.page for step in STEPS} <= {spec.key for spec in REAL_PAGES}
