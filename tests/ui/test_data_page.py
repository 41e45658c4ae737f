"""The page of the data: score, worklist, fixes (DQ-01), the monthly check (DQ-02)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Cancelled, Silent
from profiler_app.domain.recipes import Step
from profiler_app.jobs.backing_up import copy_quickly
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.quality import measuring
from profiler_app.jobs.quality.browsing import Browsed
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import open_workspace
from profiler_app.store.ledger import operation
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.data import DataPage
from profiler_app.ui.pages.data import page as data_page
from profiler_app.ui.pages.data.browse_tab import BrowseTab
from profiler_app.ui.widgets.buttons import Button
from tests.ui.conftest import SAMPLE_DAY


@pytest.fixture
def page(qtbot: QtBot, sixty: Path, sixty_desk: Desk) -> DataPage:
    """The page over sixty customers, one with a telephone number that is none."""
    with open_workspace(sixty_desk.path, DEMO_PASSPHRASE) as workspace:
        with operation(workspace, "edit", {"number": "", "fields": ""}) as opened:
            opened.update("customer", 1, {"mobile": "12345"})
        refresh(Silent(), workspace, as_of=SAMPLE_DAY)
    made = DataPage(sixty_desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.activated()
    qtbot.waitUntil(lambda: made.found is not None, timeout=20_000)
    return made


def asked_for(page: DataPage, key: str) -> Any:
    assert page.found is not None
    return next(each for each in page.found.problems if each.key == key)


def test_the_worklist_is_sorted_by_points_to_gain(page: DataPage) -> None:
    gains = [each.gain for each in page.overview.work.problems()]
    assert gains
    assert gains == sorted(gains, reverse=True)


def test_every_problem_has_one_button_that_is_named(page: DataPage) -> None:
    buttons = page.overview.work.findChildren(Button)
    assert len(buttons) == len(page.overview.work.problems())
    assert all(button.accessibleName() for button in buttons)


def test_a_missing_field_opens_the_list_of_those_customers(page: DataPage, qtbot: QtBot) -> None:
    problem = next(each for each in page.overview.work.problems() if each.remedy == "list")
    with qtbot.waitSignal(page._desk.list_opened) as asked:
        page.mend(problem)
    assert asked.args[0] == problem.where


def test_a_fix_is_shown_first_then_done_and_raises_the_score(page: DataPage, qtbot: QtBot) -> None:
    assert page.found is not None
    before = page.found.book.score
    page.mend(asked_for(page, "invalid:mobile"))
    sheet = page.sheet
    assert sheet is not None
    qtbot.waitUntil(sheet.save.isEnabled, timeout=10_000)
    assert sheet.save.text() == "改正 1 个值"
    with qtbot.waitSignal(page._desk.toasted, timeout=10_000):
        qtbot.mouseClick(sheet.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.found is not None and page.found.book.score > before,
                    timeout=20_000)  # fmt: skip


def test_esc_leaves_the_preview_and_changes_nothing(page: DataPage, qtbot: QtBot) -> None:
    page.mend(asked_for(page, "invalid:mobile"))
    assert page.sheet is not None
    qtbot.keyClick(page.sheet, Qt.Key.Key_Escape)
    assert asked_for(page, "invalid:mobile").count == 1


def test_the_monthly_check_is_offered_until_it_was_done(page: DataPage, qtbot: QtBot) -> None:
    """DQ-02."""
    assert page.overview.due.isVisible()
    page.check()
    qtbot.waitUntil(lambda: not page.overview.due.isVisible(), timeout=20_000)
    assert page.found is not None
    assert [each.as_of for each in page.found.history] == [SAMPLE_DAY.isoformat()]


def test_every_rule_is_listed_whether_it_found_something_or_not(page: DataPage) -> None:
    page.show_tab("rules")
    found = {row.rule for row in page.rules.table.rows()}
    assert {"invalid", "id_birth", "duplicate", "stale"} <= found


def test_a_record_with_a_low_score_opens_its_card(page: DataPage, qtbot: QtBot) -> None:
    page.show_tab("rules")
    assert page.found is not None
    page.rules.worst.selectRow(0)
    with qtbot.waitSignal(page._desk.customer_opened) as asked:
        qtbot.keyClick(page.rules.worst, Qt.Key.Key_Return)
    assert asked.args[0] == page.found.worst[0].customer


def test_fields_and_sources_have_their_figures(page: DataPage) -> None:
    page.show_tab("fields")
    assert any(row.field == "mobile" for row in page.fields.table.rows())
    assert [row.kind for row in page.fields.sources.rows()] == ["sample"]


def test_a_book_without_customers_says_what_to_do(page: DataPage) -> None:
    assert page.found is not None
    nobody = replace(page.found, book=replace(page.found.book, customers=0), problems=())
    page._show(nobody)
    assert page.stack.currentWidget() is page._empty
    page.show_tab("imports")
    assert page.stack.currentWidget() is page.imports


@pytest.mark.promise(29)
def test_a_copy_that_is_gone_is_told_with_the_way_to_the_copies(
    page: DataPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert page.overview.copies.isHidden()
    with open_workspace(page._desk.path, DEMO_PASSPHRASE) as workspace:
        Path(copy_quickly(workspace, tmp_path, "timed").file).unlink()
    page.activated()
    qtbot.waitUntil(lambda: not page.overview.copies.isHidden(), timeout=15_000)
    assert "timed" in page.overview.copies.accessibleName()
    asked: list[tuple[str, object]] = []
    page._desk.place_opened.connect(lambda key, what: asked.append((key, what)))
    page.overview._to_copies.click()
    assert asked == [("settings", "privacy")]


# Spellings and cleaning steps


@pytest.fixture
def spelled(page: DataPage, qtbot: QtBot) -> DataPage:
    """The tab of spellings with one employer written in two ways."""
    page.bar.tabs.choose("spellings")
    with open_workspace(page._desk.path, DEMO_PASSPHRASE) as workspace:
        names = [("云帆软件有限公司", 1), ("云帆软件有限公司", 2), ("云 帆软件有限公司", 3)]
        with operation(workspace, "edit", {"number": "", "fields": ""}) as opened:
            opened.update_many("customer", ("employer",), names)
        refresh(Silent(), workspace, as_of=SAMPLE_DAY)
    page.show_tab("spellings")
    page.spellings.reload()
    qtbot.waitUntil(lambda: bool(page.spellings.table.rows()), timeout=10_000)
    return page


def unify(page: DataPage, qtbot: QtBot) -> None:
    page.spellings.ask()
    sheet = page.spellings.sheet
    assert sheet is not None
    qtbot.waitUntil(sheet.save.isEnabled, timeout=10_000)
    with qtbot.waitSignal(page._desk.toasted, timeout=10_000):
        qtbot.mouseClick(sheet.save, Qt.MouseButton.LeftButton)


def test_a_group_proposes_its_commonest_spelling(spelled: DataPage) -> None:
    (group,) = spelled.spellings.table.rows()
    assert group.values() == {"云 帆软件有限公司": group.target}


def test_another_spelling_can_be_typed(spelled: DataPage, qtbot: QtBot) -> None:
    spelled.spellings.target.clear()
    qtbot.keyClicks(spelled.spellings.target, "YF")
    assert spelled.spellings.table.row().target == "YF"


def test_a_group_can_be_left_out_with_enter(spelled: DataPage, qtbot: QtBot) -> None:
    qtbot.keyClick(spelled.spellings.table, Qt.Key.Key_Return)
    assert not spelled.spellings.unify.isEnabled()


def test_what_was_unified_is_recorded_as_a_step_that_runs_again(
    spelled: DataPage, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(spelled.spellings.recorded, timeout=10_000):
        unify(spelled, qtbot)
    qtbot.waitUntil(lambda: not spelled.spellings.table.rows(), timeout=10_000)
    spelled.show_tab("recipes")
    qtbot.waitUntil(lambda: bool(spelled.recipes.recipes), timeout=10_000)
    (recipe,) = spelled.recipes.recipes
    assert (recipe.steps[0].kind, recipe.steps[0].field) == ("merge", "employer")


def test_steps_are_added_renamed_removed_and_put_back(page: DataPage, qtbot: QtBot) -> None:
    tab = page.recipes
    page.show_tab("recipes")
    tab.add_step(Step("trim", "employer"))
    qtbot.waitUntil(lambda: len(tab.recipes) == 1, timeout=10_000)
    tab.set_name("十一月")
    qtbot.waitUntil(lambda: [each.name for each in tab.recipes] == ["十一月"], timeout=10_000)
    with qtbot.waitSignal(page._desk.toasted) as told:
        tab.delete()
    qtbot.waitUntil(lambda: tab.recipes == (), timeout=10_000)
    told.args[1]()
    qtbot.waitUntil(lambda: len(tab.recipes) == 1, timeout=10_000)


def test_a_cleaned_copy_of_a_file_opens_in_the_import(
    page: DataPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file, copy = tmp_path / "a.csv", tmp_path / "b.csv"
    file.write_text("姓名,手机号\n林婉清,13800002046\n", "utf-8")
    tab = page.recipes
    page.show_tab("recipes")
    tab.add_step(Step("standardise", "mobile"))
    qtbot.waitUntil(lambda: len(tab.recipes) == 1, timeout=10_000)
    with qtbot.waitSignal(page._desk.import_opened, timeout=10_000) as asked:
        tab.clean_file(file, copy)
    assert asked.args[0] == (copy,)
    assert "+8613800002046" in copy.read_text("utf-8-sig")


# Facets


@pytest.fixture
def browse(page: DataPage, qtbot: QtBot) -> BrowseTab:
    page.show_tab("browse")
    qtbot.waitUntil(lambda: page.browse.found is not None, timeout=10_000)
    return page.browse


def tick(browse: BrowseTab, qtbot: QtBot, name: str, row: int) -> Browsed:
    values = browse.boxes[name].values
    values.setCurrentRow(row)
    with qtbot.waitSignal(browse.shown, timeout=10_000):
        qtbot.keyClick(values, Qt.Key.Key_Space)
    assert browse.found is not None
    return browse.found


def test_a_ticked_value_narrows_table_and_other_facets(browse: BrowseTab, qtbot: QtBot) -> None:
    assert browse.found is not None
    value = next(each for each in browse.found.facets if each.field == "kind").values[0]
    found = tick(browse, qtbot, "kind", 0)
    assert len(found.ids) == value.count == browse.model.rowCount()
    for facet in found.facets:
        total = sum(each.count for each in facet.values)
        assert total == (found.total if facet.field == "kind" else value.count)


def test_clearing_brings_everybody_back(browse: BrowseTab, qtbot: QtBot) -> None:
    tick(browse, qtbot, "kind", 0)
    with qtbot.waitSignal(browse.shown, timeout=10_000):
        qtbot.mouseClick(browse.clear, Qt.MouseButton.LeftButton)
    assert browse.found is not None
    assert len(browse.found.ids) == browse.found.total == 60


def test_other_fields_become_facets_and_columns_and_are_kept(
    browse: BrowseTab, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(browse.shown, timeout=10_000):
        browse.set_fields(("city", "birth_date"))
    assert list(browse.boxes) == ["city", "birth_date"]
    assert browse.model.columnCount() == 4  # ticks and the customer before them
    assert BrowseTab(browse._desk).names == ("city", "birth_date")


def test_what_was_chosen_opens_as_a_list(browse: BrowseTab, qtbot: QtBot) -> None:
    tick(browse, qtbot, "kind", 0)
    with qtbot.waitSignal(browse._desk.list_opened) as asked:
        qtbot.mouseClick(browse.open, Qt.MouseButton.LeftButton)
    assert asked.args[0] == "((kind == 'person'))"


def test_a_row_opens_its_card_with_the_others_to_go_on_to(browse: BrowseTab, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: browse.model.customer(0) is not None, timeout=10_000)
    browse.table.setCurrentIndex(browse.model.index(0, 1))
    with qtbot.waitSignal(browse._desk.customer_opened) as asked:
        qtbot.keyClick(browse.table, Qt.Key.Key_Return)
    assert len(asked.args[1]) == 60


def test_the_overview_counts_the_duplicates_their_tab_lists(page: DataPage, qtbot: QtBot) -> None:
    """CLN-03, DQ-01."""
    twin = {"name": "端木青禾", "mobile": "16800000007", "birth_date": "1988-02-03"}
    with open_workspace(page._desk.path, DEMO_PASSPHRASE) as workspace:
        for _each in range(2):
            create_customer(Silent(), workspace, twin, today=SAMPLE_DAY)
        refresh(Silent(), workspace, as_of=SAMPLE_DAY)
    page._desk.refresh_data()
    qtbot.waitUntil(lambda: counted(page) is not None, timeout=20_000)
    page.show_tab("duplicates")
    qtbot.waitUntil(lambda: page.duplicates.count() is not None, timeout=20_000)
    page.show_tab("overview")
    assert counted(page) == page.duplicates.count() == len(page.duplicates.list.queue.rows())


def counted(page: DataPage) -> int | None:
    problems = page.overview.work.problems()
    return next((each.count for each in problems if each.key == "duplicate"), None)


def test_a_measurement_that_was_broken_off_begins_anew(
    two_hundred: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that is typed meanwhile ends the statement that runs."""
    begun: list[int] = []

    def steps(*_words: Any, **_named: Any) -> Any:
        begun.append(1)
        if len(begun) == 1:
            raise Cancelled
        yield "all"

    monkeypatch.setattr(measuring, "measuring_steps", steps)
    with open_workspace(two_hundred, DEMO_PASSPHRASE, readonly=True) as workspace:
        work = data_page._Work(Reader(workspace), SAMPLE_DAY)
        with pytest.raises(Cancelled):
            work.go_on()
        monkeypatch.setattr(data_page, "Quality", str)
        assert work.go_on() == "all"
