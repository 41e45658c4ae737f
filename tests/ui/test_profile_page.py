"""The page of one customer, on cards filled by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.asking import Decided, NextQuestion
from profiler_app.domain.errors import CustomerNotFound, UserProblem
from profiler_app.domain.profile import Card, Fact, Why, WhyLeaf
from profiler_app.domain.text import set_language
from profiler_app.ui.pages.profile import page as pages
from profiler_app.ui.pages.profile import questions as asking
from profiler_app.ui.pages.profile import tags_box
from profiler_app.ui.pages.profile.chart_panel import ChartPanel
from profiler_app.ui.pages.profile.company import Signals
from profiler_app.ui.pages.profile.identity import Identity
from profiler_app.ui.pages.profile.industry_popover import IndustryButton
from profiler_app.ui.pages.profile.no_figures import NoFigures
from profiler_app.ui.pages.profile.page import ProfilePage
from profiler_app.ui.pages.profile.people import People
from profiler_app.ui.pages.profile.question_popover import QuestionPopover
from profiler_app.ui.pages.profile.questions import QuestionLine, QuestionPanel
from profiler_app.ui.pages.profile.rfm_panel import RfmPanel
from profiler_app.ui.pages.profile.why_popover import WhyPopover
from profiler_app.ui.pages.profile.wishes_line import WishesLine
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.pills import StatusPill, TagPill
from tests.reports.sample_card import TODAY, company_card, person_card
from tests.ui.conftest import Shell

Make = Callable[[], Card]
QUESTIONS = (
    NextQuestion(
        "income",
        "income",
        "收入水平",
        "这次翻新大概准备了多少预算？",
        ("income_band",),
        0.42,
        (Decided("wealthy", "高收入", 0.31),),
    ),
    NextQuestion("sport", "sport", "体育偏好", "平时喜欢做什么运动？", ("sports",), 0.0, ()),
)


class Readings:
    """What the reader would read, and what it was asked for."""

    def __init__(self) -> None:
        self.cards: dict[int, Make] = {1: person_card, 3: company_card}
        self.asked: list[tuple[int, date | None]] = []
        self.problem: UserProblem | None = None

    def read(self, _reader: object, customer: int, *, as_of: date, day: date | None) -> Card:
        self.asked.append((customer, day))
        if self.problem is not None:
            raise self.problem
        return self.cards[customer]()


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    made = Readings()
    monkeypatch.setattr(pages, "_read", made.read)
    monkeypatch.setattr(asking, "read_questions", lambda *_asked, **_named: QUESTIONS)
    return made


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, readings: Readings) -> ProfilePage:
    made = ProfilePage(shell.desk)
    qtbot.addWidget(made)
    made.resize(1232, 848)
    made.show()
    return made


def opened(qtbot: QtBot, page: ProfilePage, customer: int = 1, ids: Any = ()) -> ProfilePage:
    page.open_customer(customer, ids)
    qtbot.waitUntil(lambda: page.card is not None and not page.reading())
    return page


def texts(widget: QWidget) -> str:
    """Return everything a widget says."""
    said = [label.text() for label in widget.findChildren(Label)]
    said += [pill.text() for pill in widget.findChildren(StatusPill)]
    return "\n".join(said)


def button(widget: QWidget, text: str) -> Button:
    return next(each for each in widget.findChildren(Button) if each.text() == text)


def test_the_card_shows_name_tags_events_and_relations(qtbot: QtBot, page: ProfilePage) -> None:
    said = texts(opened(qtbot, page))
    for words in ("林婉清", "衰退期", "中学教师", "本科", "周明远"):
        assert words in said
    pills = [pill.text() for pill in page.findChildren(TagPill) if pill.isVisible()]
    assert pills[:2] == ["高价值", "金卡会员"]


def test_a_buyer_has_a_chart_with_his_scores_beside_it(qtbot: QtBot, page: ProfilePage) -> None:
    opened(qtbot, page)
    assert page.findChild(ChartPanel) is not None
    assert page.findChild(RfmPanel) is not None


def test_a_company_shows_its_people_and_what_went_wrong(qtbot: QtBot, page: ProfilePage) -> None:
    opened(qtbot, page, 3)
    assert "徐伯年" in texts(page.findChild(People))
    assert "从未接触" in texts(page.findChild(People))
    assert "日均存款一个月下降 38%" in texts(page.findChild(Signals))


def test_without_consent_the_page_says_so(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    readings.cards[1] = lambda: replace(person_card(), profiling_allowed=False, rfm=None)
    opened(qtbot, page)
    assert "没有画像授权" in page.findChild(Band).accessibleName()
    assert page.findChild(RfmPanel) is None


def test_without_consent_no_tag_can_be_added(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    readings.cards[1] = lambda: replace(person_card(), profiling_allowed=False)
    opened(qtbot, page)
    buttons = {each.accessibleName(): each for each in page.findChildren(Button)}
    assert not buttons["手工加标签"].isEnabled()
    assert "授权" in buttons["手工加标签"].toolTip()
    assert page._top.edit.isEnabled()


def test_without_orders_the_first_questions_stand_beside_an_empty_frame(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    readings.cards[1] = lambda: replace(person_card(), series=None, rfm=None)
    opened(qtbot, page)
    assert "还没有订单" in texts(page.findChild(NoFigures))
    panel = page.findChild(QuestionPanel)
    qtbot.waitUntil(lambda: "据此判断是否高收入" in texts(panel), timeout=15_000)
    qtbot.waitUntil(button(panel, QUESTIONS[1].question).isVisible, timeout=15_000)


def test_the_best_question_stands_over_the_dimensions_and_says_why(
    qtbot: QtBot, page: ProfilePage
) -> None:
    """PRO-04: a question names what its answer would decide, and how likely."""
    opened(qtbot, page)
    line = page.findChild(QuestionLine)
    qtbot.waitUntil(lambda: len(line.findChildren(Button)) == 2, timeout=15_000)
    line.findChildren(Button)[1].click()
    said = texts(page.findChild(QuestionPopover))
    assert "高收入" in said and "31%" in said


def test_nothing_is_asked_on_an_earlier_day(qtbot: QtBot, page: ProfilePage) -> None:
    page.show_day(date(2025, 6, 30))
    assert opened(qtbot, page).findChild(QuestionLine) is None


@pytest.mark.parametrize("spoken", ["zh", "en"])
@pytest.mark.parametrize("customer", [1, 3])
@pytest.mark.parametrize("width", [992, 1072, 1232])
def test_nothing_is_wider_than_its_column(
    qtbot: QtBot, page: ProfilePage, width: int, customer: int, spoken: Any
) -> None:
    set_language(spoken)
    page.resize(width, 700)
    opened(qtbot, page, customer)
    for column in page.columns():
        assert column.widget().minimumSizeHint().width() <= column.width()


def test_an_earlier_day_is_read_as_known_then_and_named_in_a_bar(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    opened(qtbot, page)
    page.show_day(date(2025, 6, 30))
    qtbot.waitUntil(lambda: not page.reading())
    assert readings.asked[-1] == (1, date(2025, 6, 30))
    assert "2025-06-30" in texts(page)


def test_escape_leaves_the_earlier_day_first(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    opened(qtbot, page)
    page.show_day(date(2025, 6, 30))
    assert page.escape()
    assert not page.escape()
    qtbot.waitUntil(lambda: not page.reading())
    assert readings.asked[-1] == (1, None)


def test_an_unknown_customer_is_said_in_words(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    readings.problem = CustomerNotFound(customer="#7")
    page.open_customer(7)
    qtbot.waitUntil(lambda: page.findChild(EmptyState) is not None)
    assert "没有画像" in page.findChild(EmptyState).accessibleName()


def test_a_failed_reading_can_be_tried_again(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    readings.problem = UserProblem()
    page.open_customer(1)
    qtbot.waitUntil(lambda: page.findChild(Band) is not None)
    readings.problem = None
    button(page, "重试").click()
    qtbot.waitUntil(lambda: page.card is not None)
    assert "林婉清" in texts(page)


def test_next_opens_the_following_customer_of_the_list(
    qtbot: QtBot, page: ProfilePage, shell: Shell
) -> None:
    opened(qtbot, page, 1, [1, 3])
    with qtbot.waitSignal(shell.desk.customer_opened) as caught:
        page.step(1)
    assert caught.args == [3, [1, 3]]


def test_changed_data_is_read_again_where_one_was(
    qtbot: QtBot, page: ProfilePage, shell: Shell, readings: Readings
) -> None:
    page.resize(1232, 300)
    sheet = opened(qtbot, page).columns()[0]
    qtbot.waitUntil(lambda: sheet.verticalScrollBar().maximum() > 120)
    sheet.verticalScrollBar().setValue(120)
    shell.desk.data_changed.emit()
    qtbot.waitUntil(lambda: len(readings.asked) == 2 and not page.reading())
    qtbot.waitUntil(lambda: sheet.verticalScrollBar().value() == 120)


def test_another_language_shows_at_once(qtbot: QtBot, page: ProfilePage) -> None:
    opened(qtbot, page)
    set_language("en")
    page.retranslate()
    qtbot.waitUntil(lambda: "Wanqing Lin" in texts(page))


def why() -> Why:
    leaf = WhyLeaf("近一年购买次数不低于 2 次", "orders_12m", "近一年购买次数", "5 次", "yes")
    unknown = WhyLeaf("有家庭", "family", "家庭状况", None, "unknown")
    return Why("t", "复购客户", "yes", "近一年购买次数不低于 2 次", (leaf, unknown), since=TODAY)


def explained(qtbot: QtBot, page: ProfilePage, monkeypatch: pytest.MonkeyPatch) -> WhyPopover:
    monkeypatch.setattr(tags_box, "_why", lambda *_asked: why())
    opened(qtbot, page)
    next(pill for pill in page.findChildren(TagPill) if pill.isVisible()).click()
    qtbot.waitUntil(lambda: page.findChild(WhyPopover) is not None)
    return page.findChild(WhyPopover)


def test_a_click_on_a_tag_says_why(
    qtbot: QtBot, page: ProfilePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every tag can be explained by its rule and the customer's own values."""
    said = texts(explained(qtbot, page, monkeypatch))
    assert "近一年购买次数不低于 2 次" in said
    assert "5 次" in said


def test_a_tag_is_refused_only_with_a_reason(
    qtbot: QtBot, page: ProfilePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    popover = explained(qtbot, page, monkeypatch)
    button(popover, "对此客户不适用…").click()
    take = button(popover, "去掉这个标签")
    assert not take.isEnabled()
    popover.reason.setText("客户已搬家")
    with qtbot.waitSignal(popover.refused) as caught:
        take.click()
    assert caught.args == ["客户已搬家"]


def test_a_contested_tag_can_be_settled_again(
    qtbot: QtBot, page: ProfilePage, readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = replace(person_card().tags[0], since=TODAY)
    readings.cards[1] = lambda: replace(person_card(), tags=(), contested=(tag,))
    popover = explained(qtbot, page, monkeypatch)
    assert "有异议" in texts(page)
    with qtbot.waitSignal(popover.settled):
        button(popover, "仍然适用").click()


def test_only_whoever_is_profiled_can_be_excluded_from_it(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    """PRV-06"""
    readings.cards[2] = lambda: replace(person_card(), customer=2, profiling_allowed=False)
    for customer, offered in ((1, True), (2, False), (3, False)):
        opened(qtbot, page, customer)
        (act,) = [each for each in page.actions() if each.objectName() == "exclude_customer"]
        assert act.isEnabled() == offered


def test_on_an_earlier_day_a_tag_cannot_be_refused(
    qtbot: QtBot, page: ProfilePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show_day(date(2025, 6, 30))
    popover = explained(qtbot, page, monkeypatch)
    refuse = button(popover, "对此客户不适用…")
    assert not refuse.isEnabled()
    assert "今天" in refuse.toolTip()


def test_the_head_says_how_to_treat_the_customer_in_full_srv_02(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    """SRV-02"""
    wish = Fact("赠礼禁忌", "不收酒类和现金礼品")
    readings.cards[1] = lambda: replace(person_card(), wishes=(wish,))
    (line,) = opened(qtbot, page).findChildren(WishesLine)
    assert line.words.text() == "赠礼禁忌 不收酒类和现金礼品" and line.words.wordWrap()


def test_a_company_links_the_notes_of_its_industry_ind_03(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    """IND-03"""
    readings.cards[3] = lambda: replace(company_card(), industry="H6110")
    (link,) = opened(qtbot, page, 3).findChildren(IndustryButton)
    assert "H61 住宿业" in link.toolTip()


def test_without_an_industry_no_notes_are_offered(qtbot: QtBot, page: ProfilePage) -> None:
    assert opened(qtbot, page, 3).findChildren(IndustryButton) == []


def test_a_long_name_is_wrapped_and_never_cut(
    qtbot: QtBot, page: ProfilePage, readings: Readings
) -> None:
    name = "浙江省绍兴市柯桥区启明电子科技发展集团有限责任公司"
    readings.cards[3] = lambda: replace(company_card(), name=name)
    head = opened(qtbot, page, 3).findChild(Identity)
    assert head is not None
    (shown,) = [label for label in head.findChildren(Label) if label.text() == name]
    assert shown.wordWrap() and shown.height() >= shown.heightForWidth(shown.width())
