"""The section of industry packs in the settings: one click adds, one takes away, undo works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from profiler_app.domain.fields import find_field, use_own_fields
from profiler_app.domain.packs import packs
from profiler_app.domain.tags import use_own_tags
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.packs import PacksSection

WAIT = 15_000


@pytest.fixture
def section(qtbot: QtBot, sixty_desk: Desk) -> Iterator[PacksSection]:
    made = PacksSection(sixty_desk)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(made.buttons), timeout=WAIT)
    yield made
    use_own_fields()
    use_own_tags({})


def test_every_pack_is_offered(section: PacksSection) -> None:
    assert list(section.buttons) == list(packs())
    assert {each.text() for each in section.buttons.values()} == {"添加"}


def test_one_click_adds_a_pack_and_one_takes_it_away(
    qtbot: QtBot, sixty_desk: Desk, section: PacksSection
) -> None:
    with qtbot.waitSignal(sixty_desk.toasted, timeout=WAIT):
        section.buttons["hotel"].click()
    assert find_field("my_ho_room") is not None
    qtbot.waitUntil(lambda: section.buttons["hotel"].text() == "移除", timeout=WAIT)
    with qtbot.waitSignal(sixty_desk.toasted, timeout=WAIT):
        section.buttons["hotel"].click()
    assert find_field("my_ho_room") is None
