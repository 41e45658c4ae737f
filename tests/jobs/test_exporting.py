"""What is exported comes back as the same facts, in both languages and both formats."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiler_app.domain.checked import clean_text
from profiler_app.domain.errors import NothingExported
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.import_kinds import kinds
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.domain.text import Language, in_language
from profiler_app.jobs.exporting import export_kind
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.importing import import_linked
from profiler_app.jobs.workspaces import Workspace, create_workspace
from tests.jobs.kind_files import CUSTOMERS, FILES
from tests.jobs.test_import_surveys import ANSWERS

TODAY = date(2026, 11, 22)
REASON = ExportReason("system", "wang", TODAY)
NOBODY = """姓名,生日,性别,体育偏好,地址
周无号,1990-01-02,男,"跑步,游泳",江苏省南京市鼓楼区中山路1号
"""


def put(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def load(workspace: Workspace, *paths: Path, target: str = "auto") -> list[str]:
    requests = [ImportRequest(paths=(path,), target=target) for path in paths]
    reports = import_linked(Silent(), workspace, requests, today=TODAY)
    assert [(r.facts.name, r.rejects) for r in reports if r.rejects] == []
    return [report.mapped.target for report in reports]


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Workspace]:
    texts = {"customers.csv": CUSTOMERS, "nobody.csv": NOBODY, "回访.csv": ANSWERS[:-60]}
    texts["回访.csv"] = "\n".join(ANSWERS.splitlines()[:3]) + "\n"
    texts |= {f"{name}.csv": text for name, text in FILES.items()}
    with create_workspace(tmp_path / "full.zhike", "pass", prefix="ONE") as made:
        load(made, *(put(tmp_path, name, text) for name, text in texts.items()))
        yield made


@pytest.mark.parametrize(("language", "ending"), [("zh", "csv"), ("en", "xlsx")])
def test_everything_comes_back_in_an_empty_workspace(
    language: Language, ending: str, full: Workspace, tmp_path: Path
) -> None:
    """XCH-01: the exports of all kinds, imported together, are the same facts."""
    folder = tmp_path / "out"
    folder.mkdir()
    paths = {}
    with in_language(language):
        for kind in kinds():
            name = "回访" if kind == "surveys" else kind
            paths[kind] = folder / f"{name}.{ending}"
            export_kind(Silent(), full, kind, paths[kind], reason=REASON)
        with create_workspace(tmp_path / "copy.zhike", "pass", prefix="TWO") as copy:
            assert load(copy, *paths.values()) == [*paths]
            assert content_hash(copy) == content_hash(full)


@pytest.mark.parametrize("kind", [*kinds()])
def test_an_export_read_again_changes_nothing(kind: str, full: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out" / ("回访.csv" if kind == "surveys" else "again.csv")
    path.parent.mkdir()
    made = export_kind(Silent(), full, kind, path, reason=REASON)
    before = content_hash(full)
    request = ImportRequest(paths=(path,))
    (report,) = import_linked(Silent(), full, [request], today=TODAY)
    assert report.mapped.target == kind
    assert (report.unchanged, report.rejects) == (made.rows, ())
    assert content_hash(full) == before


def test_nothing_to_export_is_said(tmp_path: Path) -> None:
    with (
        create_workspace(tmp_path / "w.zhike", "pass") as empty,
        pytest.raises(NothingExported),
    ):
        export_kind(Silent(), empty, "events", tmp_path / "x.csv", reason=REASON)
    assert not (tmp_path / "x.csv").exists()


def test_a_formula_is_harmless_in_the_file_and_itself_again_afterwards(tmp_path: Path) -> None:
    text = '客户编号,任务,截止日期\n0001,"=HYPERLINK(""http://x"")",2026-11-30\n'
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="ONE") as made:
        load(made, put(tmp_path, "c.csv", CUSTOMERS), put(tmp_path, "t.csv", text))
        export_kind(Silent(), made, "tasks", tmp_path / "out.csv", reason=REASON)
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[1][1].startswith("'=")
        before = content_hash(made)
        load(made, tmp_path / "out.csv")
        assert content_hash(made) == before


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30), max_size=6
    )
)
def test_any_text_survives(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    titles = [*dict.fromkeys(title for text in texts if (title := clean_text(text)))]
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["客户编号", "任务", "负责人"])
        writer.writerows(["0001", title, "王芳"] for title in ["第一", *titles])
    with create_workspace(folder / "w.zhike", "pass", prefix="ONE") as made:
        customers = put(folder, "c.csv", CUSTOMERS)
        requests = [ImportRequest(paths=(p,)) for p in (customers, folder / "t.csv")]
        import_linked(Silent(), made, requests, today=TODAY)
        before = content_hash(made)
        export_kind(Silent(), made, "tasks", folder / "out.csv", reason=REASON)
        request = ImportRequest(paths=(folder / "out.csv",), target="tasks")
        (report,) = import_linked(Silent(), made, [request], today=TODAY)
        assert (report.created, report.updated) == (0, 0)
        assert content_hash(made) == before
