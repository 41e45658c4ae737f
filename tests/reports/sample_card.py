"""Cards filled by hand, as rich as real ones: fictional, in both languages and kinds."""

from __future__ import annotations

from datetime import date

from profiler_app.domain.profile import (
    Badge,
    Card,
    CategoryAmount,
    Cell,
    Consent,
    Contact,
    DimensionBlock,
    Event,
    Fact,
    Holding,
    Kpi,
    MonthPoint,
    Person,
    Relation,
    RfmOnCard,
    Series,
    TagOnCard,
    Task,
)
from profiler_app.domain.text import language

TODAY = date(2025, 9, 18)


def _t(zh: str, en: str) -> str:
    return zh if language() == "zh" else en


def months(count: int, last: date = TODAY) -> list[date]:
    """Return the first days of the last months, oldest first."""
    end = last.year * 12 + last.month - 1
    return [date(m // 12, m % 12 + 1, 1) for m in range(end - count + 1, end + 1)]


def spend_series() -> Series:
    """Return two years of orders of one person, with empty months."""
    yuan = [620, 1480, 0, 2260, 980, 1320, 1860, 0, 2470, 1540, 1260, 0]
    yuan += [2990, 1720, 1380, 2150, 0, 2660, 1900, 0, 1240, 0, 0, 0]
    points = tuple(
        MonthPoint(month, value * 100, orders=1 + value // 1500 if value else 0)
        for month, value in zip(months(24), yuan, strict=True)
    )
    return Series(
        "spend",
        _t("消费", "Spend"),
        points,
        mean_minor=sum(yuan[-12:]) * 100 // 12,
        last_on=date(2025, 6, 14),
        categories=(
            CategoryAmount(_t("净水滤芯", "Water filters"), 1204000, 0.46),
            CategoryAmount(_t("智能家居", "Smart home"), 812000, 0.31),
            CategoryAmount(_t("厨房小电", "Kitchen"), 602000, 0.23),
        ),
    )


def balance_series() -> Series:
    """Return two years of deposits of a company, with a fall in the last month."""
    averages = [3120, 3240, 3310, 3190, 3300, 3480, 3390, 3560, 3640, 3520, 3610, 3790]
    averages += [3720, 3700, 3860, 3940, 3880, 3990, 4080, 3990, 4160, 4210, 4120, 2560]
    points = tuple(
        MonthPoint(month, value * 1_000_000, contribution_minor=(110_000 + 2_400 * i) * 100)
        for i, (month, value) in enumerate(zip(months(24), averages, strict=True))
    )
    return Series("balance", _t("日均存款", "Average deposits"), points)


def _cell(field: str, label: str, value: str | None, more: str = "", *, ask: str = "") -> Cell:
    return Cell(field, label, value, source=more, question=ask)


def _person_dimensions() -> tuple[DimensionBlock, ...]:
    file, survey = _t("会员档案", "member file"), _t("问卷 25-03", "survey 25-03")
    orders, log = _t("订单", "orders"), _t("互动记录", "contact log")
    blocks = [
        (
            "D1",
            _t("基本信息", "Basics"),
            [
                _cell(
                    "gender", _t("性别年龄", "Gender, age"), _t("女 · 36 岁", "Female, 36"), file
                ),
                _cell(
                    "occupation",
                    _t("职业职位", "Occupation"),
                    _t("中学教师 · 语文教研组长", "Teacher, head of Chinese"),
                    survey,
                ),
                _cell("education", _t("学历", "Education"), _t("本科", "Bachelor"), survey),
            ],
        ),
        (
            "D2",
            _t("社会背景", "Background"),
            [
                _cell(
                    "family",
                    _t("家庭状况", "Family"),
                    _t("已婚 · 有学龄孩子 · 自有住房", "Married, school-age child, owns home"),
                    survey,
                ),
                _cell(
                    "income",
                    _t("收入水平", "Income"),
                    None,
                    ask=_t("这次翻新大概准备了多少预算？", "What budget have you set aside?"),
                ),
                _cell(
                    "city",
                    _t("地域", "Region"),
                    _t("杭州市滨江区", "Binjiang, Hangzhou"),
                    _t("收货地址", "address"),
                ),
            ],
        ),
        (
            "D3",
            _t("消费行为", "Buying"),
            [
                _cell(
                    "ipi",
                    _t("购买频率", "Frequency"),
                    _t("约 54 天一单，已 96 天未下单", "One order in 54 days, 96 days since"),
                    orders,
                ),
                _cell(
                    "channel",
                    _t("购买渠道", "Channel"),
                    _t("小程序 62% · 门店 30% · 电商 8%", "Mini-app 62%, shop 30%, web 8%"),
                    orders,
                ),
                _cell(
                    "aov",
                    _t("水平金额", "Amount"),
                    _t("每单 ¥1,304 · 近 12 月 ¥14,010", "¥1,304 per order, ¥14,010 in 12 m"),
                    orders,
                ),
            ],
        ),
        (
            "D4",
            _t("兴趣爱好", "Interests"),
            [
                _cell(
                    "ent", _t("娱乐偏好", "Leisure"), _t("手冲咖啡、露营", "Coffee, camping"), log
                ),
                _cell(
                    "sport",
                    _t("体育偏好", "Sports"),
                    None,
                    ask=_t("周末带孩子做什么运动？", "Which sports do you do on weekends?"),
                ),
                _cell(
                    "culture",
                    _t("文化偏好", "Culture"),
                    _t("阅读、博物馆亲子活动", "Reading, museums"),
                    survey,
                ),
            ],
        ),
        (
            "D5",
            _t("生活理念与价值观", "Values and lifestyle"),
            [
                _cell(
                    "values",
                    _t("价值观", "Values"),
                    None,
                    ask=_t("选家居时最不能将就的是什么？", "What would you never compromise on?"),
                ),
                _cell(
                    "lifestyle",
                    _t("生活方式", "Lifestyle"),
                    _t("工作日晚间 20–22 点下单", "Orders on weekday evenings"),
                    _t("推断 82%", "inferred 82%"),
                ),
                _cell(
                    "social",
                    _t("社交习惯", "Social"),
                    _t("微信为主，很少公开分享", "WeChat, rarely posts"),
                    log,
                ),
            ],
        ),
        (
            "D6",
            _t("心理特征", "Psychology"),
            [
                _cell(
                    "personality",
                    _t("性格特征", "Character"),
                    None,
                    ask=_t("喜欢先看参数，还是先到店体验？", "Figures first, or try first?"),
                ),
                _cell(
                    "needs",
                    _t("消费需求", "Needs"),
                    _t("品质与省心，对折扣不敏感", "Quality and ease, not discounts"),
                    _t("推断 76%", "inferred 76%"),
                ),
                _cell(
                    "loyalty",
                    _t("品牌忠诚", "Loyalty"),
                    _t("高 · 净水类只买本店", "High: filters only here"),
                    orders,
                ),
            ],
        ),
        (
            "D7",
            _t("行为模式", "Behaviour"),
            [
                _cell(
                    "use",
                    _t("使用行为", "Usage"),
                    _t("滤芯按期更换，6 次中 5 次", "Filter changed on time, 5 of 6"),
                    orders,
                ),
                _cell(
                    "decision",
                    _t("决策过程", "Decisions"),
                    _t("先到店看样，约 9 天后线上买", "Sees it in the shop, buys online"),
                    _t("推断 71%", "inferred 71%"),
                ),
                _cell(
                    "touch",
                    _t("触点偏好", "Contact"),
                    _t("微信 > 门店；不接电话", "WeChat, then shop; no calls"),
                    log,
                ),
            ],
        ),
        (
            "D8",
            _t("客户反馈与评价", "Feedback"),
            [
                _cell(
                    "feedback",
                    _t("反馈意见", "Feedback"),
                    _t("“配送要准时，安装很专业”", "“Be on time; fitting was expert”"),
                    _t("客服 25-08", "service 25-08"),
                ),
                _cell(
                    "rating",
                    _t("评价等级", "Rating"),
                    _t("4.2 / 5（最近一次 3 分）", "4.2 / 5 (last one 3)"),
                    _t("评价 11 次", "11 ratings"),
                ),
                Cell(
                    "complaints",
                    _t("投诉", "Complaints"),
                    _t("1 次，已解决，未回访", "1, solved, not called back"),
                    _t("客服 25-08", "service 25-08"),
                    counted=False,
                ),
            ],
        ),
    ]
    return tuple(
        DimensionBlock(
            id_,
            label,
            tuple(cells),
            sum(cell.value is not None for cell in cells if cell.counted),
            sum(cell.counted for cell in cells),
        )
        for id_, label, cells in blocks
    )


def _tags(*groups: tuple[str, int, tuple[str, ...]]) -> tuple[TagOnCard, ...]:
    return tuple(
        TagOnCard(f"{group}-{i}", label, group, group, colour, since=date(2025, 9, 12))
        for group, colour, labels in groups
        for i, label in enumerate(labels)
    )


def person_card() -> Card:
    """Return a person who buys, in decline, in the current language."""
    return Card(
        customer=1,
        number="00012",
        kind="person",
        line="trade",
        name=_t("林婉清", "Wanqing Lin"),
        initial=_t("林", "L"),
        as_of=TODAY,
        currency="CNY",
        data_until=date(2025, 9, 15),
        workspace=_t("江南家居", "Jiangnan Home"),
        stage=Badge("declining", _t("衰退期", "Declining"), "warning", date(2025, 8, 1)),
        segment=Badge("retain", _t("重要挽留", "Win back"), "neutral"),
        facts=tuple(
            _t(
                "个人|女|36 岁|杭州滨江|中学教师|2019-03 入会",
                "Person|female|36|Binjiang, Hangzhou|teacher|member since 2019-03",
            ).split("|")
        ),
        contacts=(
            Contact("mobile", _t("电话", "Phone"), "138 •••• 2046", primary=True),
            Contact("wechat", _t("微信", "WeChat"), "wan••••ing"),
        ),
        owner=_t("陈思远", "Siyuan Chen"),
        consents=(
            Consent("profiling", _t("画像分析", "profiling"), "granted", date(2026, 3, 11)),
            Consent("wechat", _t("微信", "WeChat"), "granted", date(2026, 3, 11)),
            Consent("sms", _t("短信", "SMS"), "granted"),
            Consent("call", _t("电话营销", "marketing calls"), "refused"),
        ),
        kpis=(
            Kpi(
                "monetary_all",
                _t("累计消费", "Total spend"),
                "¥48,260",
                _t("37 单 · 前 4%", "37 orders, top 4%"),
                amount_minor=4826000,
            ),
            Kpi(
                "monetary_12m",
                _t("近 12 个月", "Last 12 months"),
                "¥14,040",
                _t("较上年 −18%", "−18% on a year ago"),
                amount_minor=1404000,
            ),
            Kpi(
                "aov_12m",
                _t("客单价", "Average order"),
                "¥1,304",
                _t("约 54 天一单", "every 54 days"),
                amount_minor=130400,
            ),
            Kpi("rfm", "RFM", "R2 F2 M5", _t("重要挽留 · 6,204 人", "Win back, 6,204")),
            Kpi(
                "lifecycle",
                _t("生命周期", "Lifecycle"),
                _t("衰退期", "Declining"),
                _t("自 8-01 · 48 天", "since 08-01, 48 days"),
                tone="warning",
            ),
            Kpi(
                "completeness",
                _t("画像完整度", "Completeness"),
                "82%",
                _t("19 / 23 项 · 缺 4", "19 of 23, 4 missing"),
                number=0.82,
            ),
        ),
        dimensions=_person_dimensions(),
        tags=_tags(
            (
                _t("价值", "Value"),
                0,
                tuple(_t("高价值|金卡会员|品质优先", "High value|Gold").split("|")),
            ),
            (_t("偏好", "Taste"), 2, tuple(_t("智能家居|净水刚需", "Smart home|Water").split("|"))),
            (_t("行为", "Habit"), 4, tuple(_t("晚间下单|微信优先", "Evenings|WeChat").split("|"))),
            (
                _t("家庭", "Family"),
                6,
                tuple(_t("有学龄孩子|自有住房", "Child|Own home").split("|")),
            ),
            (
                _t("状态", "State"),
                1,
                tuple(_t("换芯到期|沉默 90 天", "Filter due|Silent").split("|")),
            ),
        ),
        series=spend_series(),
        rfm=RfmOnCard(96, 8, 1404000, 2, 2, 5, "retain", _t("重要挽留", "Win back"), 6204),
        timeline=_person_events(),
        timeline_total=62,
        relations=(
            Relation(2, _t("周明远", "Mingyuan Zhou"), "spouse", _t("配偶", "Spouse"), "¥6,310"),
            Relation(9, _t("滨江实验中学", "Binjiang School"), "works_at", _t("任职", "Employer")),
        ),
        tasks=(
            Task(
                _t("回访 8-05 投诉", "Call back on the complaint of 08-05"), date(2025, 9, 10), True
            ),
            Task(_t("微信提醒更换滤芯", "Remind of the filter by WeChat"), date(2025, 9, 20)),
        ),
        completeness=0.82,
        filled=19,
        total=23,
    )


def _person_events() -> tuple[Event, ...]:
    day = date
    rows = [
        (day(2025, 9, 15), "stage", _t("变化", "Stage"), _t("进入衰退期", "Now declining"), None),
        (day(2025, 9, 12), "tag", _t("标签", "Tag"), _t("新增“换芯到期”", "Filter due"), None),
        (
            day(2025, 8, 8),
            "interaction",
            _t("微信", "WeChat"),
            _t("“下次装修再看看”", "“Next time we renovate”"),
            None,
        ),
        (
            day(2025, 8, 5),
            "complaint",
            _t("投诉", "Complaint"),
            _t("换机配送迟 2 天，已解决", "Delivered 2 days late, solved"),
            None,
        ),
        (day(2025, 6, 14), "order", _t("订单", "Order"), _t("净水滤芯 2 支", "2 filters"), 124000),
        (day(2025, 4, 2), "order", _t("订单", "Order"), _t("智能门锁", "Smart lock"), 190000),
        (day(2025, 3, 11), "survey", _t("问卷", "Survey"), _t("会员问卷", "Member survey"), None),
        (day(2025, 3, 1), "order", _t("订单", "Order"), _t("空气净化器", "Air purifier"), 266000),
    ]
    return tuple(
        Event(on, kind, label, text, f"¥{amount // 100:,}" if amount else "", amount)  # type: ignore[arg-type]
        for on, kind, label, text, amount in rows
    )


def company_card() -> Card:
    """Return a company of a bank, with people, holdings and a group, in the current language."""
    return Card(
        customer=3,
        number="C-0003",
        kind="company",
        line="bank",
        name=_t("浙江溪山酒店管理有限公司", "Zhejiang Xishan Hotel Management Co., Ltd."),
        initial=_t("溪", "X"),
        as_of=TODAY,
        currency="CNY",
        known_on=date(2025, 9, 1),
        data_until=date(2025, 9, 17),
        workspace=_t("甬江银行", "Yongjiang Bank"),
        stage=Badge("mature", _t("成熟期", "Mature"), "success"),
        segment=None,
        facts=tuple(
            _t(
                "H 6110 旅游饭店|中型企业|268 人|2011-05 成立|注册资本 5,000 万",
                "H 6110 Hotels|medium|268 staff|founded 2011-05|capital CNY 50 m",
            ).split("|")
        ),
        identifiers=(Fact(_t("统一社会信用代码", "Credit code"), "91330108MA2XY9Q7XR"),),
        contacts=(Contact("phone", _t("总机", "Office"), "0571 •••• 8800"),),
        owner=_t("陈思远", "Siyuan Chen"),
        consents=(
            Consent("credit", _t("征信查询", "credit report"), "granted", date(2026, 6, 30)),
            Consent("contacts", _t("联系人告知", "contacts informed"), "not_asked"),
        ),
        kpis=(
            Kpi(
                "contribution_12m",
                _t("近 12 个月贡献", "Contribution 12 m"),
                _t("186.4 万", "1.86 m"),
                _t("同比 +17%", "+17% on a year ago"),
            ),
            Kpi(
                "deposit_mavg",
                _t("日均存款", "Avg. deposits"),
                _t("2,560 万", "25.6 m"),
                _t("较上月 −38%", "−38% on last month"),
                tone="danger",
            ),
            Kpi(
                "limit_use",
                _t("授信使用率", "Limit in use"),
                "86%",
                _t("4,300 / 5,000 万", "43 of 50 m"),
                tone="warning",
            ),
            Kpi(
                "roles_covered",
                _t("决策人覆盖", "Deciders met"),
                "4 / 6",
                _t("资金审批人未接触", "approver not met"),
            ),
            Kpi(
                "lifecycle",
                _t("生命周期", "Lifecycle"),
                None,
                reason=_t("账户历史不足 90 天", "less than 90 days of history"),
            ),
            Kpi(
                "completeness",
                _t("画像完整度", "Completeness"),
                "81%",
                _t("21 / 26 项 · 缺 5", "21 of 26, 5 missing"),
                number=0.81,
            ),
        ),
        dimensions=_company_dimensions(),
        tags=_tags(
            (
                _t("价值", "Value"),
                0,
                tuple(_t("重点客户|集团客户|基本户", "Key account|Group").split("|")),
            ),
            (_t("经营", "Business"), 2, tuple(_t("旺季 4–10 月|多门店", "Season 4–10").split("|"))),
            (
                _t("风险", "Risk"),
                1,
                tuple(_t("存款流失|高使用率|涉诉", "Outflow|Lawsuit").split("|")),
            ),
            (_t("关系", "Ties"), 4, tuple(_t("关键人变动", "Key person left").split("|"))),
        ),
        series=balance_series(),
        timeline=_company_events(),
        signs=_company_events()[:1],
        timeline_total=148,
        people=_people(),
        holdings=_holdings(),
        relations=_group(),
        tasks=(
            Task(
                _t("问清 1,560 万转出的用途与去向", "Ask where the 15.6 m went"), date(2025, 9, 23)
            ),
            Task(
                _t("10-31 到期 2,000 万：续作方案", "Renewal of 20 m due 10-31"), date(2025, 9, 23)
            ),
        ),
        registration=(
            Fact(_t("法定代表人", "Legal representative"), _t("沈怀瑾", "Huaijin Shen")),
            Fact(_t("登记状态", "Status"), _t("存续", "Active")),
        ),
        completeness=0.81,
        filled=21,
        total=26,
    )


def _company_dimensions() -> tuple[DimensionBlock, ...]:
    registry = _t("工商登记", "registry")
    return (
        DimensionBlock(
            "E5",
            _t("企业信息", "Company"),
            (
                _cell("industry", _t("行业", "Industry"), _t("旅游饭店 H6110", "Hotels"), registry),
                _cell("size", _t("规模", "Size"), _t("中型 · 268 人", "Medium, 268"), registry),
                _cell("revenue", _t("营业收入", "Revenue"), _t("1.82 亿", "182 m"), "2024"),
            ),
            5,
            6,
        ),
        DimensionBlock(
            "D6",
            _t("需求", "Needs"),
            (
                _cell(
                    "needs",
                    _t("当前需求", "Needs now"),
                    _t("旺季流动资金、集团归集", "Working capital, cash pooling"),
                    _t("拜访 25-09", "visit 25-09"),
                ),
                _cell(
                    "banks",
                    _t("合作银行", "Other banks"),
                    None,
                    ask=_t("现在有几家主办银行？", "How many main banks do you have?"),
                ),
            ),
            2,
            4,
        ),
        DimensionBlock(
            "D7",
            _t("行为模式", "Behaviour"),
            (
                _cell(
                    "settle",
                    _t("结算", "Settlement"),
                    _t("月 1,940 笔 · 流入 1,120 万", "1,940 a month, 11.2 m in"),
                    _t("交易", "transactions"),
                ),
                _cell(
                    "decision",
                    _t("决策过程", "Decisions"),
                    _t("财务总监提案，总经理定", "CFO proposes, GM decides"),
                    _t("拜访 25-08", "visit 25-08"),
                ),
            ),
            3,
            3,
        ),
        DimensionBlock(
            "E3",
            _t("信用与风险", "Credit and risk"),
            (
                _cell("five", _t("五级分类", "Class"), _t("正常", "Pass"), _t("行内", "bank")),
                _cell(
                    "risk", _t("涉诉", "Lawsuits"), _t("1 起，标的 182 万", "1, 1.82 m"), "25-08"
                ),
            ),
            4,
            4,
        ),
    )


def _people() -> tuple[Person, ...]:
    support = Badge("support", _t("支持", "For"), "success")
    neutral = Badge("neutral", _t("中立", "Neutral"), "neutral")
    unknown = Badge("unknown", _t("未知", "Unknown"), "warning")
    against = Badge("against", _t("反对", "Against"), "danger")
    rows = [
        ("沈怀瑾|总经理|决策人", "Huaijin Shen|General manager|Decides", 3, support, "2025-09-04"),
        ("邵敏|财务总监|把关人", "Min Shao|CFO|Checks", 3, neutral, "2025-08-20"),
        ("徐伯年|集团财务部总经理|资金审批人", "Bonian Xu|Group finance|Approves", 3, unknown, ""),
        ("何立|资金经理|使用人", "Li He|Treasurer|Uses", 2, support, "2025-09-15"),
        ("顾一鸣|采购总监|影响人", "Yiming Gu|Purchasing|Influences", 1, against, "2025-03-11"),
    ]
    return tuple(
        Person(name, title, role, power, stance, last)
        for zh, en, power, stance, last in rows
        for name, title, role in [_t(zh, en).split("|")]
    )


def _holdings() -> tuple[Holding, ...]:
    return (
        Holding(
            _t("结算账户（基本户）", "Settlement account"),
            _t("2,560 万", "25.6 m"),
            _t("日均", "avg"),
        ),
        Holding(
            _t("流动资金贷款", "Working-capital loan"),
            _t("4,300 万", "43 m"),
            _t("2025-10-31 到期", "due 2025-10-31"),
        ),
        Holding(_t("代发工资", "Payroll"), _t("268 人", "268"), _t("每月 10 日", "on the 10th")),
        Holding(_t("企业网银与收单", "Online banking"), _t("月 1,940 笔", "1,940 a month")),
    )


def _group() -> tuple[Relation, ...]:
    return (
        Relation(
            8, _t("溪山文旅集团有限公司", "Xishan Group"), "parent", _t("母公司", "Parent"), "70%"
        ),
        Relation(3, _t("浙江溪山酒店管理", "Xishan Hotels"), "self", "", "", level=1, here=True),
        Relation(
            10,
            _t("杭州溪山湖滨酒店", "Lakeside Hotel"),
            "child",
            _t("子公司", "Sub."),
            "100%",
            level=2,
        ),
        Relation(
            11, _t("安吉溪山度假村", "Anji Resort"), "child", _t("子公司", "Sub."), "65%", level=2
        ),
    )


def _company_events() -> tuple[Event, ...]:
    return (
        Event(
            date(2025, 9, 17),
            "risk",
            _t("预警", "Alert"),
            _t("日均存款一个月下降 38%", "Deposits −38%"),
        ),
        Event(
            date(2025, 9, 15),
            "interaction",
            _t("微信", "WeChat"),
            _t("索要续作材料清单", "Asked for list"),
        ),
        Event(
            date(2025, 9, 4),
            "interaction",
            _t("拜访", "Visit"),
            _t("谈湖滨店翻新", "Lakeside works"),
        ),
        Event(
            date(2025, 8, 21),
            "transaction",
            _t("还款", "Repaid"),
            _t("归还流贷", "Loan"),
            _t("500 万", "5 m"),
            500_000_000,
        ),
    )
