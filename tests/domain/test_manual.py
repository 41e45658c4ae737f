"""The manual: the same topics in both languages, links that lead somewhere, examples that work."""

from __future__ import annotations

import re

import pytest

from profiler_app.cli.commands import COMMANDS as CLI_COMMANDS
from profiler_app.domain.manual import TOPICS, find_in_manual, topic_of_page, topics
from profiler_app.domain.resources import resource_path
from profiler_app.domain.rules import parse
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import Language, in_language
from profiler_app.ui.pages import PAGES

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((\w+):(\w+)\)")
PICTURE = re.compile(r"!\[[^\]]+\]\(([\w.]+)\)")


@pytest.fixture(params=LANGUAGES)
def tongue(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


def test_every_file_is_a_topic_and_every_topic_a_file(tongue: Language) -> None:
    files = {path.stem for path in resource_path("help", tongue).glob("*.md")}
    assert files == set(TOPICS)


def test_both_languages_have_the_same_sections() -> None:
    counts = []
    for language in LANGUAGES:
        with in_language(language):
            counts.append({topic.key: topic.text.count("\n## ") for topic in topics()})
    assert counts[0] == counts[1]


def test_links_lead_to_a_topic_or_a_page(tongue: Language) -> None:
    known = {("topic", key) for key in TOPICS} | {("page", spec.key) for spec in PAGES}
    with in_language(tongue):
        assert {link for topic in topics() for link in LINK.findall(topic.text)} <= known


def test_every_picture_is_there(tongue: Language) -> None:
    with in_language(tongue):
        named = {name for topic in topics() for name in PICTURE.findall(topic.text)}
    assert named
    for name in named:
        assert resource_path("help", "pictures", f"{tongue}_{name}").stat().st_size > 1000


def test_the_rules_of_the_manual_are_rules(tongue: Language) -> None:
    with in_language(tongue):
        text = next(topic.text for topic in topics() if topic.key == "rules")
    rules = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    assert len(rules) == 7
    for rule in rules:
        parse(rule, tags=known_tags())


def test_the_commands_of_the_manual_are_commands(tongue: Language) -> None:
    with in_language(tongue):
        text = next(topic.text for topic in topics() if topic.key == "command_line")
    named = set(re.findall(r"^ {4}profiler (\S+)", text, re.MULTILINE))
    assert named
    assert named <= set(CLI_COMMANDS)


def test_a_word_finds_the_sections_that_name_it_first() -> None:
    with in_language("en"):
        first = find_in_manual("silhouette")[0]
        assert (first.topic, first.heading) == ("glossary", "Silhouette")


def test_all_words_must_stand_in_a_section() -> None:
    with in_language("zh"):
        assert find_in_manual("撤销 导入")
        assert find_in_manual("撤销 zzz") == ()
        assert find_in_manual("  ") == ()


def test_every_page_has_a_topic_of_its_own_or_of_its_parent() -> None:
    assert topic_of_page("segments") == "segments"
    assert topic_of_page("visit") == "profile"
    assert topic_of_page("nowhere") == "start"


def test_a_topic_stands_once_in_the_list() -> None:
    assert len(set(TOPICS)) == len(TOPICS)
