"""What was said: interactions, feedback, surveys, tasks, manual tags, clicks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from profiler_app.ingest.sample.dice import Dice
from profiler_app.ingest.sample.persona import Persona, Table, World, iso
from profiler_app.ingest.sample.relations import contact_count

_TALKS, _FEEDBACK, _RESPONSES, _TASKS, _CLICKS = 14, 15, 16, 17, 18
_SURVEYS = (("NPS", "nps", "nps_last", 0.22), ("CSAT", "csat", "csat_last", 0.26))
"""Code, kind, field its answer fills, share of customers who answered."""
_MINUTES = {"phone": 12, "wechat": 6, "visit": 70, "branch": 35}
_CLICK_KINDS = ("view", "view", "view", "login", "login", "cart_add", "event_attend")
_COMPANY_TASKS = ("call", "visit", "custom", "facility_renewal")
_PERSON_TASKS = ("call", "custom", "churn_save", "maintenance")
_BANK_TASKS = ("call", "maturity", "kyc_expiry")


def talk_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``interaction``."""
    words = world.edition.words
    dice = Dice()
    contacts = 0
    for who in world.everybody():
        people = contact_count(who)
        if who.has(20, 0.55 if who.person else 0.9):
            world.dice(who, dice, subject=_TALKS)
            talks = fitting(words["talks"][who.line], who)
            most = 8 if who.number <= 2 else 3 if who.person else 5
            first = dice.whole(0, len(talks) - 1)
            for turn in range(most if who.number <= 2 else dice.whole(1, most)):
                person = contacts + dice.whole(1, people) if people else None
                talk = talks[(first + turn) % len(talks)]
                yield _talk(world, who, dice, talk=talk, person=person)
        contacts += people


def feedback_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``feedback``."""
    dice = Dice()
    for who in world.everybody():
        if who.has(21, 0.15) and who.segment != "prospect":
            world.dice(who, dice, subject=_FEEDBACK)
            for turn in range(2 if who.number <= 2 or dice.random() < 0.2 else 1):
                yield _feedback(world, who, dice, complaint=who.number <= 2 and turn == 0)


def survey_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``survey``."""
    for number, (code, kind, _field, _share) in enumerate(_SURVEYS, 1):
        title = world.edition.words["surveys"][code]
        yield number, code, 1, title["zh"], title["en"], kind, "live"


def question_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``survey_question``: a score and a reason for each survey."""
    for survey, (code, kind, field, _share) in enumerate(_SURVEYS, 1):
        texts = world.edition.words["surveys"][code]["questions"]
        score = "nps" if kind == "nps" else "scale"
        first = survey * 2 - 1
        yield first, survey, 1, "score", *texts[0], score, 1, None, field
        yield first + 1, survey, 2, "reason", *texts[1], "text", 0, None, None


def response_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``survey_response``."""
    dice = Dice()
    count = 0
    for who in world.everybody():
        for survey, day, score, _reason in _responses(world, who, dice):
            count += 1
            channel = "wechat" if who.u[22] & 1 else "phone"
            yield count, who.number, survey, day, channel, "complete", float(score)


def answer_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``survey_answer``."""
    dice = Dice()
    count = 0
    for who in world.everybody():
        for survey, _day, score, reason in _responses(world, who, dice):
            count += 1
            yield who.number, count, survey * 2 - 1, str(score)
            if reason:
                yield who.number, count, survey * 2, reason


def task_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``task``: some overdue, some ahead, some done."""
    words = world.edition.words
    dice = Dice()
    for who in world.everybody():
        if not who.has(23, 0.10):
            continue
        world.dice(who, dice, subject=_TASKS)
        kind = dice.pick(_kinds_of_task(who))
        due = world.today + dice.whole(-18, 35)
        done = due <= world.today and who.number > 2 and dice.random() < 0.5
        yield (
            who.number, kind, words["tasks"][kind], iso(due), dice.whole(1, 5),
            "done" if done else "open", iso(due) if done else None, "manual",
            f"sample:{who.number}:{kind}", _manager(world, who),
        )  # fmt: skip


def manual_tag_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``manual_tag``: what account managers know and no rule can tell."""
    tags = world.edition.words["manual_tags"]
    for who in world.everybody():
        if who.has(24, 0.03) and who.segment != "prospect":
            tag, reason = tags[0 if who.number <= 2 else who.u[26] % len(tags)]
            day = max(who.joined, world.today - who.u[29] % 200)
            yield who.number, tag, reason, _manager(world, who), iso(day)


def click_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``event``: what customers with the app did in the last four months."""
    dice = Dice()
    for who in world.everybody():
        if not who.person or not who.has(29, 0.35):
            continue
        world.dice(who, dice, subject=_CLICKS)
        quiet = 45 if who.segment in ("lapsing", "one_timer") else 0
        for _ in range(2 if quiet and who.number > 1 else dice.whole(3, 12)):
            day = world.today - quiet - int(120 * dice.random() ** 1.5)
            if day >= who.joined:
                yield _click(world, who, dice, day=day)


def fitting(sentences: list[dict[str, Any]], who: Persona) -> list[dict[str, Any]]:
    """Return the sentences a person, or a company, would be part of."""
    kind = "person" if who.person else "company"
    return [sentence for sentence in sentences if kind in sentence["for"]]


def _talk(
    world: World, who: Persona, dice: Dice, *, talk: dict[str, str], person: int | None
) -> tuple[object, ...]:
    age = min(world.today - who.joined, 400)
    day = world.today - int(age * dice.random() ** 1.5)
    channel = talk["channel"]
    minute = dice.whole(9 * 60, 19 * 60)
    next_on = iso(day + dice.whole(2, 12)) if talk["next"] else None
    heard = talk["outcome"] != "no_answer"
    return (
        who.number, person, day, f"{minute // 60:02d}:{minute % 60:02d}", channel,
        "in" if dice.random() < 0.2 else "out", talk["purpose"], talk["outcome"],
        dice.whole(2, _MINUTES[channel]) if heard else 0, talk["summary"], talk["next"] or None,
        next_on, _manager(world, who),
    )  # fmt: skip


def _feedback(world: World, who: Persona, dice: Dice, *, complaint: bool) -> tuple[object, ...]:
    words = world.edition.words
    said = fitting(words["feedback"][who.line], who)
    one = said[0] if complaint else dice.pick(said)
    day = world.today - dice.whole(0, min(500, world.today - who.joined))
    closed = min(world.today, day + dice.whole(1, 9))
    is_open = one["kind"] == "complaint" and (who.number == 2 or dice.random() < 0.25)
    feeling = (one["rating"] - 3) * 0.4
    label = "negative" if feeling < 0 else "positive" if feeling > 0 else "neutral"
    product = dice.pick(world.edition.goods).id if who.trade else None
    return (
        who.number, day, "phone" if dice.random() < 0.5 else "wechat", one["kind"], product,
        one["rating"], one["text"], feeling, label, json.dumps([one["topic"]]),
        "open" if is_open else "closed", iso(day + 7), None if is_open else iso(closed),
        None if is_open else dice.pick(words["handled"]) if one["kind"] == "complaint" else None,
    )  # fmt: skip


def _responses(
    world: World, who: Persona, dice: Dice
) -> Iterator[tuple[int, int, int, str | None]]:
    """Yield survey, day, score and reason; churners and returners are less content."""
    for survey, (_code, kind, _field, share) in enumerate(_SURVEYS, 1):
        if not who.has(18 + survey, share) or who.segment == "prospect":
            continue
        world.dice(who, dice, subject=_RESPONSES + survey * 16)
        content = 0.45 if who.segment in ("lapsing", "outflow", "returner") else 0.8
        mood = min(0.999, (content + dice.random()) / 1.6)
        score = int(mood * 11) if kind == "nps" else 1 + int(mood * 5)
        level = 1 + int(mood * 5)
        reasons = [r["text"] for r in world.edition.words["reasons"] if r["rating"] == level]
        reason = dice.pick(reasons) if reasons and dice.random() < 0.6 else None
        day = world.today - dice.whole(0, min(420, world.today - who.joined))
        yield survey, day, score, reason


def _click(world: World, who: Persona, dice: Dice, *, day: int) -> tuple[object, ...]:
    kind = dice.pick(_CLICK_KINDS)
    seen = kind in ("view", "cart_add") and who.trade
    goods = dice.pick(world.edition.goods) if seen else None
    minute = dice.whole(7 * 60, 23 * 60 - 1)
    return (
        who.number, day, f"{minute // 60:02d}:{minute % 60:02d}", kind,
        goods.id if goods else None, goods.category if goods else None,
        "app" if who.trade else "mobile_bank",
    )  # fmt: skip


def _manager(world: World, who: Persona) -> str:
    managers: list[str] = world.edition.words["managers"]
    return managers[who.u[27] % len(managers)]


def _kinds_of_task(who: Persona) -> tuple[str, ...]:
    if not who.person:
        return _COMPANY_TASKS
    return _PERSON_TASKS if who.trade else _BANK_TASKS


TABLES = (
    Table(
        "interaction",
        "customer_id person_id day time channel direction purpose outcome minutes summary "
        "next_step next_on by_whom",
        talk_rows,
    ),
    Table("event", "customer_id day time kind product_id category channel", click_rows),
    Table("survey", "id code version title_zh title_en kind status", survey_rows),
    Table(
        "survey_question",
        "id survey_id position code text_zh text_en kind required options field",
        question_rows,
    ),
    Table("survey_response", "id customer_id survey_id day channel status score", response_rows),
    Table("survey_answer", "customer_id response_id question_id value", answer_rows),
    Table(
        "feedback",
        "customer_id day channel kind product_id rating text sentiment sentiment_label topics "
        "status due_on closed_on resolution",
        feedback_rows,
    ),
    Table(
        "task",
        "customer_id kind title due_on priority state done_on source dedupe_key assigned_to",
        task_rows,
    ),
    Table("manual_tag", "customer_id tag reason set_by set_on", manual_tag_rows),
)
