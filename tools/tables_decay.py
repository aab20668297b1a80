"""Writes the defaults of decay: hazards, outcome likelihoods and entry beliefs, each row with its ground and caution.

Run: python tools/tables_decay.py
"""

from __future__ import annotations

import json
from pathlib import Path

EMPLOYMENT = 0.22
#: field: own failures a year, linked to employment, judgement alone, ground, caution
HAZARDS = {
    "work_email": (0.03, True, False, "MarketingSherpa 22.5 % a year; ZeroBounce 23-28 %; UK vendor 15-20 %", "marketing figures; ZeroBounce counts what people submitted, which is no cohort"),
    "direct_phone": (0.05, True, False, "vendor 8-12 % a year within a role; FCC 35 million disconnections a year, about 5-6 % of assigned numbers", "US and UK"),
    "job_title": (0.10, True, False, "WorldatWork 8.1 % promoted in a usual year, plus retitling", "the share for retitling is judgement"),
    "company": (0.03, True, False, "closures, mergers and renames on top of leaving", "judgement within published company change rates"),
    "work_address": (0.06, True, False, "Conduit 8 % a year; Penton 1984 a business day; UK registered offices under 5 %", "1997 and 1999; UK and US"),
    "mobile": (0.08, False, False, "UK adults: one number change in ten years; FCC as for phones", "survey of 2000 adults"),
    "personal_email": (0.08, False, True, "39 % in 2002 before webmail; at least 2.7 % in public commit logs", "weak: judgement between the two"),
    "home_address": (0.10, False, False, "Census CPS 9.3 % (2020), 11.7 % (2013); UK households 7-8 %", "US and UK"),
    "surname": (0.01, False, True, "judgement", "nothing published was found"),
}  # fmt: skip
SHARED = "BLS Employee Tenure 2024: 22 % at a year or less, median 3.9 years, 26 % at ten or more"
SHARED_CAUTION = "set slightly below 0.248: contacts in a CRM are older and more senior; the size of the shared cause is inferred from tenure"
ANCHOR = {
    "email/accepted": "catch-all domains are about 9 % of addresses (ZeroBounce 2025)",
    "email/opened": "machine opens make opens weak; say machine_opened where they are flagged",
    "email/hard_bounce": "a bounce by policy or blocklist also hits valid addresses",
}
#: channel: outcome: P(outcome | valid), P(outcome | invalid); "channel.field" holds for that field alone
OUTCOMES = {
    "email": {"replied": (0.03, 0.0005), "clicked": (0.04, 0.002), "opened": (0.25, 0.02), "accepted": (0.66, 0.18), "soft_bounce": (0.015, 0.10), "hard_bounce": (0.005, 0.6975)},
    "check": {"valid": (0.88, 0.03), "invalid": (0.02, 0.82), "catch_all": (0.10, 0.15)},
    "call": {"spoke": (0.25, 0.003), "no_answer": (0.72, 0.45), "wrong_person": (0.01, 0.25), "disconnected": (0.02, 0.297)},
    "letter": {"not_returned": (0.985, 0.45), "returned": (0.015, 0.55)},
    "source": {"confirms": (0.93, 0.12), "contradicts": (0.07, 0.88)},
    "source.company": {"confirms": (0.95, 0.08), "contradicts": (0.05, 0.92)},
    "feedback": {"confirmed": (0.95, 0.05), "denied": (0.05, 0.95)},
    "person": {"confirmed": (0.995, 0.005), "denied": (0.005, 0.995)},
    "permission": {"unsubscribed": (0.00149, 0.0001), "complained": (0.001, 0.0001), "neither": (0.99751, 0.9998)},
}  # fmt: skip
ENTRY = {"double_opt_in": 0.995, "enriched": 0.85, "import": 0.80, "web_form": 0.93, "staff": 0.95}
#: what a CRM's source of a record says of the way in, as regular expressions; the first way that matches counts
WORDS = {
    "double_opt_in": "double.?opt|confirmed opt|双重确认|双重验证",
    "enriched": r"\benrich|zoominfo|clearbit|apollo|cognism|lusha|rocketreach|data provider|补全|第三方数据",
    "import": r"\bimport|purchased|bought|\blists?\b|csv|excel|spreadsheet|upload|\bbulk|migrat|导入|名单|购买|批量|迁移",
    "web_form": r"\bweb|\bform\b|landing|\bsite\b|sign.?up|organic|search|social|\bads?\b|advert|campaign|newsletter|direct traffic|email marketing|\bchat|\bevent|trade.?show|seminar|conference|download|官网|网站|网页|表单|搜索|广告|抖音|微信|公众号|小程序|展会|活动|会议|直播|注册|下载",
    "staff": r"\bstaff|\bsales|manual|\bhand|phone|\bcall|referral|partner|employee|walk.?in|visit|\bcold|word of mouth|business card|销售|人工|手工|录入|电话|介绍|拜访|上门|客服|名片",
}
ENTRY_GROUND = {"import": "ZeroBounce found 62 % valid among all submitted in 2025: a floor"}
EVENT_COLUMNS = {
    "record_id": ("record_id", "contact_id", "record id", "contact id", "id", "contact", "客户id", "客户编号",
                  "联系人id"),
    "kind": ("kind", "outcome", "type", "event", "event type", "result", "结果", "类型", "事件"),
    "at": ("at", "date", "time", "timestamp", "created_at", "occurred at", "时间", "日期"),
    "event_id": ("event_id", "event id", "事件编号"),
    "attempt_id": ("attempt_id", "attempt id", "message_id", "message id", "call_id", "call id", "消息编号"),
    "field": ("field", "channel", "渠道", "字段"),
}  # fmt: skip
EVENT_KINDS = {
    "退信": "hard_bounce", "回复": "replied", "打开": "opened", "点击": "clicked", "发送": "accepted",
    "送达": "accepted", "硬退信": "hard_bounce", "软退信": "soft_bounce", "退订": "unsubscribed", "未接": "no_answer",
    "未接听": "no_answer", "无人接听": "no_answer", "关机": "no_answer", "停机": "disconnected", "错号": "wrong_person",
    "接通": "spoke", "空号": "disconnected", "号码错误": "wrong_person", "投诉": "complained",
    "purchase": "purchased", "order": "purchased", "ordered": "purchased", "bought": "purchased", "购买": "purchased",
    "下单": "purchased", "成交": "purchased", "re_engaged": "re_engagement",
    "feedback/confirmed": "confirmed",
    "feedback/denied": "denied", "person/confirmed": "self_confirmed", "person/denied": "self_denied",
}  # fmt: skip
EVENT_CHANNELS = {
    "email": "email", "mail": "email", "邮件": "email", "call": "call", "phone": "call", "telephone": "call",
    "电话": "call", "mobile": "mobile", "手机": "mobile", "letter": "letter", "post": "letter", "address": "letter",
    "信件": "letter", "title": "title", "职位": "title", "公司": "company",
}  # fmt: skip
FIELD_WORDS = {
    "email": "work_email", "phone": "direct_phone", "telephone": "direct_phone", "title": "job_title",
    "address": "work_address", "employer": "company", "name": "surname", "last_name": "surname",
}  # fmt: skip
OUTCOME_WORDS = {
    "delivered": "accepted", "delivery": "accepted", "sent": "accepted", "open": "opened", "click": "clicked",
    "reply": "replied", "bounce": "hard_bounce", "bounced": "hard_bounce", "softbounce": "soft_bounce",
    "deferred": "soft_bounce", "unsubscribe": "unsubscribed", "complaint": "complained", "spamreport": "complained",
    "spoke_to_person": "spoke", "connected": "spoke", "wrong_number": "wrong_person", "mail_ok": "not_returned",
    "mail_returned": "returned", "source_confirms": "confirms", "source_contradicts": "contradicts",
    "catch-all": "catch_all", "unknown": "catch_all", "entered": "changed",
}  # fmt: skip
#: what a team can do without tools: fields settled, fields gone through, hit rate, pass rate, cost of a false alarm, times
CHECKS = {
    "call": (["mobile", "direct_phone", "work_email", "job_title", "company", "work_address"], ["mobile", "direct_phone"], 0.95, 0.98, 5.0, 1.0),
    "message": (["work_email", "personal_email", "job_title", "company"], ["work_email", "personal_email"], 0.6, 0.98, 5.0, 0.5),
    "look-up": (["company", "job_title", "work_address"], [], 0.85, 0.93, 5.0, 1.0),
    "letter": (["home_address", "work_address"], [], 0.55, 0.985, 5.0, 2.0),
}  # fmt: skip

#: reasons for an action, in the order in which they decide
REASONS = (
    ("keep", "nothing to do{due}"),
    ("suppress", "unsubscribed or objected: keep the entry, send nothing"),
    ("review", "the entry looks invented: let a person look, then verify or remove it"),
    ("review", "another record is probably the same: look at both and merge them"),
    ("keep", "no channel works any more, but business is open: ask its owner{due}"),
    ("archive", "no channel works any more and no check would pay: archive it, which can be taken back"),
    ("archive", "silent for {months} months after {attempts} attempts and a last try: archive it"),
    ("re_engage", "silent for {months} months after {attempts} attempts: write once more"),
    ("verify", "no usable e-mail or phone: find one"),
    ("verify", "asked to confirm {check} long ago without an answer: ask in another way"),
    ("verify", "a detail in use is probably out of date: check {check}"),
    ("re_engage", "interest has probably lapsed: write and ask"),
    ("review", "several signs that the record is dead: let a person look"),
)  # fmt: skip
#: natural logarithms of how much likelier a sign is, seen and not seen, in a made-up entry: judgement
SIGNS = {
    "gibberish_name": (3.0, -0.49), "disposable_domain": (3.4, -0.35), "bot_like_form": (2.8, -0.66),
    "impossible_phone": (2.4, -0.40),
}  # fmt: skip

#: what a ghost teaches, by its cause
LESSONS = {
    "fake": "the entry was made up, and what gave it away can be refused",
    "duplicate": "the record had nothing by which its copy could be found",
    "unreachable": "the record could not be reached, and nobody was told in time",
    "lapsed": "the record was written to for long without an answer",
}
#: what stands behind a cause, in words
WHY = {
    "fake": "the entry has signs of an invented person",
    "duplicate": "another record is probably the same person",
    "unreachable": "every channel has probably stopped working",
    "lapsed": "interest has probably ended",
}


def main() -> None:
    data = {
        "hazards": [
            {"field": name, "rate": rate, "shared": EMPLOYMENT if linked else None, "judgement": judged, "ground": f"{ground}; leaving: {SHARED}" if linked else ground, "caution": f"{caution}; {SHARED_CAUTION}" if linked else caution}
            for name, (rate, linked, judged, ground, caution) in HAZARDS.items()
        ],
        "outcomes": [
            {"channel": channel, "kind": kind, "if_valid": a, "if_invalid": b, "judgement": True, "ground": "judgement", "caution": ANCHOR.get(f"{channel}/{kind}", "not measured: learn it from confirmed cases")}
            for channel, rows in OUTCOMES.items()
            for kind, (a, b) in rows.items()
        ],
        "entry": [{"route": r, "belief": p, "words": WORDS[r], "judgement": True, "ground": ENTRY_GROUND.get(r, "judgement"), "caution": "not measured"} for r, p in ENTRY.items()],
        "checks": [dict(zip(("channel", "fields", "through", "hit_rate", "pass_rate", "false_alarm", "times"), (c, *row), strict=True)) for c, row in CHECKS.items()],
        "lessons": LESSONS, "why": WHY, "reasons": REASONS,
        "signs": SIGNS,
        "words": {"event_columns": EVENT_COLUMNS, "event_kinds": EVENT_KINDS, "event_channels": EVENT_CHANNELS, "field_words": FIELD_WORDS, "outcome_words": OUTCOME_WORDS},
    }  # fmt: skip
    table = {
        "source": "official and vendor statistics named row by row; judgement where a row says so",
        "date": "2026-11-25", "licence": "facts and own judgement", "data": data,
    }  # fmt: skip
    path = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "decay.json"
    path.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
