"""Every visible text exists in Chinese and English."""

from __future__ import annotations

import ast
import gettext
import io
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "profiler_app"
CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")

# Modules whose Chinese is data they read or match, not text they show.
DATA = {
    "analysis/prediction/screening.py",
    "analysis/prediction/sensitive.py",
    "analysis/prediction/targets.py",
    "analysis/readings.py",
    "bootstrap.py",
    "domain/money.py",
    "domain/dates.py",
    "domain/names.py",
    "domain/companies.py",
    "domain/addresses.py",
    "domain/industries.py",
    "domain/lunar.py",
    "domain/checked.py",
    "domain/identifiers.py",
    "domain/regions.py",
    "domain/spellings.py",
    "domain/formulas.py",
    "domain/passphrases.py",
    "jobs/places.py",
    "jobs/pinyin.py",
    "reports/scale.py",
}
DATA_FOLDERS = ("analysis/matching/", "domain/querying/", "domain/rules/", "ingest/")


@pytest.fixture(scope="module")
def texts() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / ".ci" / "texts.py"), run_name="texts")


def test_no_text_lacks_its_chinese(texts: dict[str, Any]) -> None:
    assert texts["missing"]() == []


def test_the_compiled_catalog_is_the_one_of_the_sources(texts: dict[str, Any]) -> None:
    from babel.messages.mofile import write_mo

    buffer = io.BytesIO()
    write_mo(buffer, texts["merged"]())
    assert texts["TARGET"].read_bytes() == buffer.getvalue()


def test_placeholders_are_the_same_in_both_languages(texts: dict[str, Any]) -> None:
    for message in texts["merged"]():
        if not message.id:
            continue
        many = isinstance(message.id, tuple)
        english = message.id[-1] if many else message.id
        for chinese in message.string if many else (message.string,):
            assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(chinese)), english


def test_a_missing_text_would_be_noticed(texts: dict[str, Any]) -> None:
    catalog = texts["merged"]()
    assert catalog.get("a text nobody wrote", None) is None
    with texts["TARGET"].open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Undo") == "撤销"


def shown_literals(path: Path) -> list[str]:
    """String literals that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.value)
        for parent in ast.walk(tree)
        if isinstance(parent, ast.Module | ast.ClassDef | ast.FunctionDef)
        for node in parent.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
    ]


def test_no_chinese_literal_stands_outside_the_catalogs() -> None:
    allowed = {"知", "中文", "、", "，", "：", "（", "）", "·"}
    guilty = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name in DATA or name.startswith(DATA_FOLDERS):
            continue
        guilty += [
            f"{name}: {text}"
            for text in shown_literals(path)
            if CHINESE.search(text) and text not in allowed
        ]
    assert guilty == []


def test_every_label_of_the_catalogs_has_both_languages() -> None:
    from profiler_app.domain.resources import catalog

    def walk(value: Any, where: str) -> list[str]:
        lacking = []
        if isinstance(value, dict):
            if "zh" in value and not (
                str(value["zh"]).strip() and str(value.get("en", "")).strip()
            ):
                lacking.append(f"{where}: {value.get('id', value['zh'])}")
            for key, child in value.items():
                lacking += walk(child, f"{where}.{key}")
        elif isinstance(value, list):
            for child in value:
                lacking += walk(child, where)
        return lacking

    found = [walk(catalog(name), name) for name in ("fields", "options", "tags", "import_targets")]
    lacking = [each for part in found for each in part if not each.startswith("fields.forbidden")]
    assert lacking == []
