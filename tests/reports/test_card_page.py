"""The printed card: one page, everything on it, readable by people and programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from profiler_app.domain.profile import Badge, Card, Cell, Contact, Event, Person, Series, Task
from profiler_app.domain.text import Language, in_language
from profiler_app.reports.card_page import card_image, write_pdf, write_png
from profiler_app.reports.files import PlaceNotWritable
from tests.reports.sample_card import TODAY, company_card, person_card

pytestmark = pytest.mark.usefixtures("qapp")

CARDS: list[Callable[[], Card]] = [person_card, company_card]


def _text(card: Card, folder: Path) -> str:
    path = folder / "card.pdf"
    write_pdf(card, path, printed_by="陈思远", today=TODAY)
    reader = PdfReader(path)
    assert len(reader.pages) == 1
    return reader.pages[0].extract_text()


def _squeezed(text: str) -> str:
    """Drop what text extraction adds or loses between words."""
    return "".join(text.split())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("make", CARDS)
def test_a_card_is_one_page_with_its_name_and_every_figure(
    make: Callable[[], Card], language: Language, tmp_path: Path
) -> None:
    """PRO-01: exports as a one-page PDF. PRO-03: so does a company. Detail 30."""
    with in_language(language):
        card = make()
        text = _squeezed(_text(card, tmp_path))
    assert _squeezed(card.name)[:20] in text
    for kpi in card.kpis:
        assert _squeezed(kpi.value or "—") in text


def test_the_page_is_a4(tmp_path: Path) -> None:
    """PRO-01: exactly one A4 page."""
    write_pdf(person_card(), tmp_path / "card.pdf", printed_by="陈思远", today=TODAY)
    box = PdfReader(tmp_path / "card.pdf").pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((595.3, 841.9), abs=0.8)


def test_the_file_says_whose_card_it_is_and_who_printed_it(tmp_path: Path) -> None:
    """Detail 30: with date, author and consent line."""
    write_pdf(person_card(), tmp_path / "card.pdf", printed_by="陈思远", today=TODAY)
    facts = PdfReader(tmp_path / "card.pdf").metadata
    assert facts is not None
    assert "林婉清" in str(facts.title)
    assert facts.author == "陈思远"
    text = _squeezed(_text(person_card(), tmp_path))
    assert "陈思远" in text and TODAY.isoformat() in text
    assert "已授权：" in text


def test_the_page_is_light_and_its_fonts_are_inside(tmp_path: Path) -> None:
    """Detail 30."""
    write_pdf(person_card(), tmp_path / "card.pdf", printed_by="陈思远", today=TODAY)
    fonts: Any = PdfReader(tmp_path / "card.pdf").pages[0]["/Resources"]["/Font"]
    kinds = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]
    assert kinds and all("/FontFile2" in kind["/FontDescriptor"] for kind in kinds)
    image = card_image(person_card(), scale=1.0, printed_by="陈思远", today=TODAY)
    assert image.pixelColor(2, 2) == QColor("white")


def test_a_card_with_long_lists_still_ends_on_the_first_page(tmp_path: Path) -> None:
    """PRO-01: never a second page; the lists get shorter and the footer stays."""
    card = company_card()
    crowded = replace(
        card,
        dimensions=person_card().dimensions,
        people=card.people * 6,
        tasks=tuple(Task(f"task {n}") for n in range(30)),
        relations=card.relations * 8,
        timeline=card.timeline * 12,
    )
    assert "陈思远使用" in _squeezed(_text(crowded, tmp_path))
    assert _lowest_ink(crowded) <= 1123 - 30


def _lowest_ink(card: Card) -> int:
    """Return the lowest row of the page that is not white."""
    image = card_image(card, scale=1, printed_by="陈思远", today=TODAY)
    white = QColor("white").rgb()
    rows = (y for y in range(image.height() - 1, 0, -1) if _has_ink(image, y, white))
    return next(rows)


def _has_ink(image: QImage, y: int, white: int) -> bool:
    return any(image.pixel(x, y) != white for x in range(0, image.width(), 2))


def test_nothing_is_drawn_in_the_margins() -> None:
    image = card_image(company_card(), scale=1, printed_by="陈思远", today=TODAY)
    white = QColor("white").rgb()
    margin = image.copy(QRect(0, 0, 44, 1123))
    assert not any(_has_ink(margin, y, white) for y in range(margin.height()))


def test_a_missing_value_is_printed_as_its_question(tmp_path: Path) -> None:
    assert "问：这次翻新大概准备了多少预算" in _squeezed(_text(person_card(), tmp_path))


def test_contacts_stay_masked_unless_they_were_asked_for(tmp_path: Path) -> None:
    """PRO-01: no field above the chosen sensitivity."""
    contact = Contact("mobile", "电话", "138****2046")
    masked = replace(person_card(), contacts=(contact,))
    shown = replace(masked, contacts=(replace(contact, value="13800002046"),))
    assert "13800002046" not in _text(masked, tmp_path)
    assert "13800002046" in _text(shown, tmp_path)


def test_an_unknown_figure_says_why(tmp_path: Path) -> None:
    """PRO-04: withheld, with the reason, instead of a number that rests on too little."""
    assert "账户历史不足90天" in _squeezed(_text(company_card(), tmp_path))


def test_without_consent_the_page_says_so(tmp_path: Path) -> None:
    card = replace(person_card(), profiling_allowed=False, series=None, rfm=None, kpis=())
    assert "未获画像分析授权" in _squeezed(_text(card, tmp_path))


def test_an_almost_empty_card_is_still_a_page(tmp_path: Path) -> None:
    bare = Card(1, "1", "person", "trade", "N", "N", TODAY, "CNY")
    assert "还没有记录" in _squeezed(_text(bare, tmp_path))


def test_what_is_not_known_stands_above_the_footer(tmp_path: Path) -> None:
    card = replace(person_card(), notes=("近 90 天没有浏览记录，无法判断使用行为",))
    assert "近90天没有浏览记录" in _squeezed(_text(card, tmp_path))


def test_a_past_day_and_the_day_of_knowledge_are_named(tmp_path: Path) -> None:
    card = replace(person_card(), as_of=date(2025, 6, 30), known_on=date(2025, 7, 1))
    text = _text(card, tmp_path)
    assert "2025-06-30" in text
    assert "2025-07-01" in text


def test_texts_that_look_like_markup_stay_texts(tmp_path: Path) -> None:
    card = replace(
        person_card(),
        name="<b>x</b>",
        timeline=(Event(TODAY, "order", "&amp;", "<img src=x>"),),
        people=(Person("$x_{$"),),
        segment=Badge("x", "{name}"),
        series=Series("spend", "%s", ()),
    )
    assert "<b>x</b>" in _squeezed(_text(card, tmp_path))


def test_stale_values_are_marked_to_be_checked(tmp_path: Path) -> None:
    card = person_card()
    block = card.dimensions[0]
    old = Cell("gender", "性别", "女", source="档案 21-03", stale=True)
    changed = replace(block, cells=(old, *block.cells[1:]))
    text = _text(replace(card, dimensions=(changed, *card.dimensions[1:])), tmp_path)
    assert "待核实" in text


def test_a_picture_has_the_pixels_asked_for(tmp_path: Path) -> None:
    write_png(person_card(), tmp_path / "card.png", printed_by="陈思远", today=TODAY, scale=2)
    image = QImage(str(tmp_path / "card.png"))
    assert (image.width(), image.height()) == (1588, 2246)


def test_a_folder_that_is_missing_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(PlaceNotWritable):
        write_pdf(person_card(), tmp_path / "no" / "card.pdf", printed_by="x", today=TODAY)
