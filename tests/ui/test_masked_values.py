"""The head of a card shows masked numbers for half a minute, and the history knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.history import history
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.identity import Identity
from profiler_app.ui.pages.profile.masked_value import SHOWN_MS, MaskedValue
from profiler_app.ui.pages.profile.page import ProfilePage
from profiler_app.ui.widgets.buttons import IconButton
from tests.ui.conftest import open_desk

pytestmark = pytest.mark.promise(24)
TODAY = date(2026, 11, 22)
WAIT = 15_000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("masked") / "w.zhike"
    with create_workspace(made, "pass", prefix="TEST") as workspace:
        values: dict[str, Any] = {"kind": "person", "line": "trade", "name": "林婉清"}
        values |= {"mobile": "+8616800000001", "cn_id": "330106198805012345"}
        create_customer(Silent(), workspace, values, today=TODAY)
    return made


@pytest.fixture
def desk(path: Path, tmp_path: Path) -> Iterator[Desk]:
    own = tmp_path / "own.zhike"
    own.write_bytes(path.read_bytes())
    with open_desk(own, "pass", folder=tmp_path, today=TODAY) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ProfilePage:
    made = ProfilePage(desk)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.open_customer(1)
    qtbot.waitUntil(lambda: made.card is not None and not made.reading(), timeout=WAIT)
    return made


def head(page: ProfilePage) -> Identity:
    found = page.columns()[0].findChild(Identity)
    assert isinstance(found, Identity)
    return found


def values(page: ProfilePage) -> list[MaskedValue]:
    return head(page).unmasking.values


def reveals(desk: Desk) -> list[str]:
    with open_workspace(desk.path, "pass", readonly=True) as workspace:
        return [each.sentence for each in history(workspace) if each.kind == "reveal"]


def seen(page: ProfilePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_the_card_opens_with_every_number_masked(page: ProfilePage) -> None:
    """PRV-04"""
    assert [each.what[1] for each in values(page)] == ["168 **** 0001", "330106 **** **** 2345"]
    assert "168 0000 0001" not in seen(page)


def test_a_click_on_the_eye_shows_one_number_and_is_noted(
    qtbot: QtBot, page: ProfilePage, desk: Desk
) -> None:
    """Detail 21."""
    """PRV-04: every reveal has an audit row."""
    phone, identity_number = values(page)
    eye = phone.findChild(IconButton)
    assert eye is not None
    eye.click()
    qtbot.waitUntil(phone.is_whole, timeout=WAIT)
    assert phone.text() == "168 0000 0001"
    assert not identity_number.is_whole()
    assert reveals(desk) == ["显示了 TEST-000001 的遮盖内容：手机号"]
    eye.click()
    assert phone.text() == "168 **** 0001"


def test_the_key_shows_all_numbers_and_masks_them_again(
    qtbot: QtBot, page: ProfilePage, desk: Desk
) -> None:
    page._acts._commands["show_masked"].trigger()
    qtbot.waitUntil(lambda: all(each.is_whole() for each in values(page)), timeout=WAIT)
    assert len(reveals(desk)) == 1
    page._acts._commands["show_masked"].trigger()
    assert not any(each.is_whole() for each in values(page))


def test_what_is_shown_is_masked_after_half_a_minute(qtbot: QtBot, page: ProfilePage) -> None:
    """Detail 21."""
    assert SHOWN_MS == 30_000
    clock = head(page).unmasking.clock
    head(page).unmasking.turn_all()
    qtbot.waitUntil(lambda: values(page)[0].is_whole(), timeout=WAIT)
    assert 0 < clock.remainingTime() <= 1.05 * SHOWN_MS  # timers of Qt may be 5 % late
    clock.setInterval(1)
    qtbot.waitUntil(lambda: not values(page)[0].is_whole(), timeout=WAIT)
    assert "168 0000 0001" not in seen(page)


def test_leaving_the_card_masks(qtbot: QtBot, page: ProfilePage) -> None:
    head(page).unmasking.turn_all()
    qtbot.waitUntil(lambda: values(page)[0].is_whole(), timeout=WAIT)
    page.hide()
    assert not values(page)[0].is_whole()
    assert "168 0000 0001" not in seen(page)


def test_a_number_that_comes_after_the_card_was_left_stays_masked(
    qtbot: QtBot, page: ProfilePage, desk: Desk
) -> None:
    head(page).unmasking.turn_all()
    page.hide()
    qtbot.waitUntil(lambda: not desk.jobs.running, timeout=WAIT)
    assert not any(each.is_whole() for each in values(page))
