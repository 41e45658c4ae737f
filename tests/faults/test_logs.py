"""RELIABILITY.md promise 17: the log holds no value of anybody, and nobody forges a line of it."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from profiler_app.jobs.logs import keep_log
from tests.conftest import ROOT

pytestmark = pytest.mark.promise(17)

WORDS = ("澹台不凡", "16812345678", "UPDATE customer SET name")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    ours = logging.getLogger("profiler_app")
    kept = ours.handlers[:], ours.propagate, ours.level
    ours.handlers[:] = []
    ours.setLevel(logging.DEBUG)
    file = tmp_path / "zhike.log"
    keep_log(file)
    yield file
    for handler in ours.handlers:
        handler.close()
    ours.handlers[:], ours.propagate, ours.level = kept


def fail_with(*words: str) -> None:
    try:
        raise KeyError(words[0])
    except KeyError as error:
        raise ValueError(*words) from error


def test_an_error_is_logged_as_its_kind_and_place_without_a_word_of_it(log: Path) -> None:
    try:
        fail_with(*WORDS)
    except ValueError:
        logging.getLogger("profiler_app.jobs").exception("job %s", "refresh")
    told = log.read_text("utf-8")
    assert "job refresh" in told and "ValueError at test_logs.py" in told and "fail_with" in told
    assert not [word for word in WORDS if word in told]


def test_an_error_of_the_database_is_logged_without_what_it_was_asked(log: Path) -> None:
    from sqlcipher3 import dbapi2

    try:
        dbapi2.connect(":memory:").execute(f"SELECT '{WORDS[0]}' FROM nowhere")
    except dbapi2.Error:
        logging.getLogger("profiler_app").error("uncaught", exc_info=True)
    told = log.read_text("utf-8")
    assert "OperationalError at" in told and WORDS[0] not in told and "nowhere" not in told


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", "\x00"])
def test_an_end_of_line_in_a_message_begins_no_line(log: Path, end: str) -> None:
    forged = "2026-11-22 10:00:00,000 ERROR profiler_app all customers sent"
    logging.getLogger("profiler_app").warning("%s", f"table{end}{forged}")
    assert len(log.read_text("utf-8").splitlines()) == 1


def test_the_program_logs_only_words_of_its_own_and_names_of_its_functions() -> None:
    """Every call of a logger in the source: what it hands over is no value of a customer."""
    told = set()
    sources = (path.read_text("utf-8") for path in (ROOT / "profiler_app").rglob("*.py"))
    for source in (each for each in sources if "getLogger" in each or "_LOG" in each):
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                owner = ast.unparse(call.func.value)
                if call.func.attr in LEVELS and ("_LOG" in owner or "getLogger" in owner):
                    assert isinstance(call.args[0], ast.Constant), ast.unparse(call)
                    told.update(ast.unparse(each) for each in call.args[1:])
    assert told <= {
        "job.function.__name__",
        "request.function.__name__",
        "words.command",
        "problem.sentence()",  # of a table of codes that is broken: a file, a line, no customer
    }
