"""Made-up and real entries by kind, as people and machines type them into forms.

`CHOSEN` took part in choosing the weights of the signs; `HELD_OUT`, other kinds and other generators of the same kinds,
took no part.
Each kind gives only what betrays it; the other fields come from a real person, so that one sign must do. Needs faker.
"""

# ruff: noqa: E501 - kinds are read by the line
from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

from faker import Faker

from crmquality import testing
from crmquality._text import fold

Entry = dict[str, str]
Maker = Callable[[random.Random], Entry]
UNSEEN = (
    "yo_NG",
    "ig_NG",
    "ha_NG",
    "tw_GH",
    "zu_ZA",
    "sw",
    "az_AZ",
    "uz_UZ",
    "is_IS",
    "en_PK",
    "en_KE",
    "fr_DZ",
    "ka_GE",
    "hy_AM",
)
SEEN = (
    "en_US",
    "de_DE",
    "fr_FR",
    "es_MX",
    "pl_PL",
    "tr_TR",
    "vi_VN",
    "en_IN",
    "id_ID",
    "pt_BR",
    "nl_NL",
    "hu_HU",
    "fi_FI",
    "it_IT",
)
SCRIPTS = ("zh_CN", "zh_TW", "ar_SA", "hi_IN", "ko_KR", "ja_JP", "ru_RU", "el_GR", "th_TH", "he_IL", "fa_IR", "uk_UA")
UNUSUAL = tuple(
    tuple(line.split("/"))
    for line in """O/E Xi/Qu Ng/Ng A/Å Ho/Wu J/R Nguyễn/Thị_Ánh_Tuyết Trần/Quốc_Đạt Phạm/Phúc Gruffydd/Llwyd Angharad/Rhydderch Myfanwy/Ynys
Wawrzyniec/Brzęczyszczykiewicz Krzysztof/Szczygieł Zdzisław/Pszczółkowski Nino/Mkhargrdzeli Giorgi/Mskhvilidze Þorgerður/Hrafnsdóttir
Ögmundur/Kvaran Itxaso/Etxeberria Xabier/Goikoetxea Yrjö/Hyyryläinen Väinö/Äijälä Kealiikukahaoa/Nāwahī Nohealani/Kāʻeo Nomxolisi/Mqhayi
Siyabonga/Gcwensa Thandiwe/Xhosa Somchai/Wongsuwannaphum Srettha/Chulalongkornphan Abdulrahman/Al-Qahtani Mohd/Bin_Abd_Rahman
Khadija/Bouhafs Ghassan/Dhiab Shahd/Alqhtani Jean-Baptiste/d'Arbeloff MARIE/LEFEBVRE JOHN/SMITH wei/zhang J.R.R./Tolkien P._J./O'Hara
Mary-Jane/Smith-Jones LaToya/McDonald DeShawn/MacLeod 买买提/吐尔逊 阿卜杜拉/艾山 古丽/·巴哈尔 欧阳/娜娜 诸葛/一鸣 司马/丽丽 一/丁 丽丽/王 伟/张
豊臣/秀吉 さくら/山田 タロウ/スズキ 민준/김 서연/남궁 محمد/القحطاني נועה/כהן Ιωάννης/Παπαδόπουλος Владимир/Щербаков Zhiqiang/Ouyang Xiaoxue/Xu
Qiuyue/Zhuo Tshering/Dorji Nkosazana/Dlamini-Zuma Mpho/Tshivhase Kwabena/Nkrumah Ewa/Żbik Jiří/Čtvrtník Vlk/Krč Ljubica/Hrvat
Guðmundsdóttir/Björk Ngozi/Okonjo-Iweala Tjhin/Liem Sjoerd/Hoogstra Ijsbrand/Kooij Wietske/Dijkstra Zsófia/Szűcs Ágnes/Kékszakállú""".split()
)  # fmt: skip
FIRMS = ("IBM", "BASF", "SAP", "KPMG", "XYZ GmbH", "3M", "H&M", "ABB", "HSBC", "7-Eleven", "PwC", "eBay", "Müller & Söhne KG", "深圳市华讯科技有限公司",
         "Acme Corp", "LVMH", "株式会社日立", "Szczecin Sp. z o.o.", "Ltd Partners", "Tchibo", "BYD", "CRRC", "Krka d.d.", "Schwarz IT KG")  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxz"
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
REGIONS = ("CN", "US", "DE", "GB", "FR", "IN", "BR", "JP", "PL", "ZA")


@cache
def faker(locale: str) -> Faker:
    """A generator of one locale."""
    made = Faker(locale)
    made.seed_instance(7)
    return made


def mobile(draw: random.Random) -> str:
    """An ordinary number, now and then a lucky one."""
    kind = draw.random()
    if kind < 0.04:
        return f"13{draw.randint(0, 9)}8888{draw.randint(1000, 9999)}"
    if kind < 0.3:
        return f"+{draw.choice(('49 1512 3', '44 7700 ', '33 6 12 ', '1 415 6', '91 9812', '48 601 '))}{draw.randint(100000, 999999)}"
    if kind < 0.36:
        return f"({draw.randint(201, 989)}) {draw.randint(220, 554)}-{draw.randint(1000, 9999)}"
    return f"1{draw.choice('3578')}{draw.randint(100000000, 999999999)}"


def mailbox(draw: random.Random, first: str, last: str) -> str:
    """How people name their mailboxes."""
    one, two = (
        "".join(c for c in fold(w).replace("ð", "d").replace("þ", "th") if c.isascii() and c.isalpha())
        for w in (first, last)
    )
    if not one or not two:
        initials = "".join(draw.choices("chjlwxyzqsgmf", k=draw.choice((2, 3))))
        return draw.choice(
            (
                str(draw.randint(10**7, 10**10)),
                f"{initials}{draw.randint(1, 2099)}",
                f"{initials}{draw.randint(1960, 2005)}",
            )
        )
    return draw.choice((f"{one}.{two}", f"{one[0]}{two}", f"{one}{two}{draw.randint(1, 99)}", f"{two}.{one}", f"{one}_{two}", f"{one}{draw.randint(60, 99)}",
                        f"{one[:2]}{two[:4]}", str(draw.randint(10**7, 10**10)), one, f"{one[0]}{two[0]}{draw.randint(100, 9999)}"))  # fmt: skip


def person(draw: random.Random, locale: str) -> Entry:
    """A real person with an ordinary address and number, and ordinary dirt."""
    made = faker(locale)
    first, last = draw.choice(UNUSUAL) if draw.random() < 0.04 else (made.first_name(), made.last_name())
    first, last = first.replace("_", " "), last.replace("_", " ")
    host = draw.choice(
        (
            "gmail.com",
            "outlook.com",
            "yahoo.com",
            "qq.com",
            "163.com",
            f"{made.domain_word()}.com",
            f"{made.domain_word()}.de",
        )
    )
    local = (
        str(draw.randint(10**7, 10**10))
        if host in ("qq.com", "163.com") and draw.random() < 0.5
        else mailbox(draw, first, last)
    )
    entry = {"first_name": first, "last_name": last, "email": f"{local}@{host}", "mobile": mobile(draw)}
    if draw.random() < 0.5:
        entry["company"] = draw.choice(FIRMS) if draw.random() < 0.3 else made.company()
        entry["city"] = made.city() if hasattr(made, "city") else "Berlin"
    if draw.random() < 0.3:
        entry["street"] = made.street_address() if hasattr(made, "street_address") else "Hauptstr. 5"
        entry["notes"] = draw.choice(
            (
                "Please call me back",
                "Interested in a demo, see https://www.firma.de",
                "请尽快联系我",
                "met at the fair",
                "Bitte um Rückruf",
            )
        )
    if draw.random() < 0.01:
        entry["last_name"] += draw.choice(("2", " 1", "3"))
    if draw.random() < 0.03:
        entry["mobile"] = draw.choice(
            (
                f"{draw.randint(2 * 10**7, 9 * 10**7)}",
                f"010-{draw.randint(6 * 10**7, 7 * 10**7)}",
                "4008108888",
                entry["mobile"][:-1],
            )
        )
    if draw.random() < 0.05:
        entry = {k: v.upper() if k.endswith("name") else v for k, v in entry.items()}
    if draw.random() < 0.1:
        entry.pop(draw.choice(("email", "mobile", "first_name")))
    return entry


def anyone(draw: random.Random) -> Entry:
    """A real person of any language."""
    return person(draw, draw.choice((*SEEN, *UNSEEN, *SCRIPTS)))


def customer(draw: random.Random) -> Entry:
    """A real contact of the library's own generator, not one with a planted problem."""
    columns = {"First Name": "first_name", "Last Name": "last_name", "Email": "email", "Mobile Phone Number": "mobile",
               "Company Name": "company", "City": "city", "Street Address": "street"}  # fmt: skip
    row = draw.choice(_customers())
    return {f: row[c] for c, f in columns.items() if row.get(c)}


@cache
def _customers() -> list[dict[str, str | None]]:
    made = testing.contacts(6000, seed=23)
    fake = {a.record_id for a in made.answers if a.kind == "fake" or "test" in a.problem or "placeholder" in a.problem}
    return [r for r in made.rows if r.get("Record ID") not in fake]


def word(draw: random.Random, keys: str, least: int = 5, most: int = 10) -> str:
    """Random keys."""
    return "".join(draw.choices(keys, k=draw.randint(least, most)))


def spoken(draw: random.Random) -> str:
    """Random syllables."""
    return "".join(draw.choice(CONSONANTS) + draw.choice(VOWELS) for _ in range(draw.randint(2, 4))) + draw.choice(
        ("", draw.choice(CONSONANTS))
    )


def mixed(draw: random.Random) -> str:
    """What form-spam bots fill in."""
    return "".join(draw.choice((str.upper, str.lower))(c) for c in word(draw, LETTERS, 8, 16))


def over(**fixed: Callable[[random.Random], str]) -> Maker:
    """A real person with some fields made up."""

    def make(draw: random.Random) -> Entry:
        return {**anyone(draw), **{k: f(draw) for k, f in fixed.items()}}

    return make


def pick(*options: str) -> Callable[[random.Random], str]:
    """One of some texts."""
    return lambda draw: draw.choice(options)


def pair(*options: str) -> Maker:
    """A real person under one of some names, first and last."""

    def make(draw: random.Random) -> Entry:
        first, _, last = draw.choice(options).partition("/")
        return {**anyone(draw), "first_name": first, "last_name": last}

    return make


def same(fields: tuple[str, ...], text: Callable[[random.Random], str]) -> Maker:
    """One text in several fields."""

    def make(draw: random.Random) -> Entry:
        return {**anyone(draw), **dict.fromkeys(fields, text(draw))}

    return make


def mash(draw: random.Random) -> str:
    """Random letters, or letters of one row or hand."""
    return word(draw, draw.choice((LETTERS, "asdfghjkl", "asdfqwer", "sdfjkl", "qwertyuiop")))


def walk(draw: random.Random) -> str:
    """Neighbouring keys."""
    row = draw.choice(ROWS)
    at = draw.randint(0, len(row) - 4)
    piece = row[at : at + draw.randint(4, 6)]
    return draw.choice((piece, piece[::-1], piece[:3] * 2, piece[:4] * 2))


def moved(*rows: str) -> Callable[[random.Random], str]:
    """Neighbouring keys of other keyboards."""

    def make(draw: random.Random) -> str:
        row = draw.choice(rows)
        size = min(len(row), draw.randint(4, 7))
        at = draw.randint(0, len(row) - size)
        return row[at : at + size]

    return make


def digits(draw: random.Random, pattern: str) -> str:
    """A number by a pattern: a b c d are drawn once each, X each time."""
    held = {k: draw.choice("123456789") for k in "abcd"}
    return "".join(held.get(c, draw.choice("0123456789") if c == "X" else c) for c in pattern)


def numbers(*patterns: str) -> Maker:
    """A real person with an invented number."""
    return over(mobile=lambda draw: digits(draw, draw.choice(patterns)))


CHOSEN: dict[str, Maker] = {
    "mash": over(first_name=mash, last_name=mash, email=lambda d: f"{mash(d)}@{d.choice((mash(d) + '.com', 'gmail.com'))}"),
    "walk": over(first_name=walk, last_name=walk),
    "walk mailbox": over(email=lambda d: f"{walk(d)}{d.choice(('', '1', '123'))}@{d.choice(('gmail.com', walk(d) + '.com'))}"),
    "test words": pair("test/test", "测试/", "/测试用户", "Test/User", "asdf/asdf", "aaa/bbb", "abc/abc", "Testing/", "/test", "tester/one"),
    "test mailbox": over(email=pick("test@test.com", "test123@gmail.com", "a@a.com", "asd@asd.com", "no@no.com", "fake@fake.com", "user@example.com", "none@none.com")),
    "repeats": over(first_name=lambda d: d.choice(LETTERS) * d.randint(4, 7), last_name=lambda d: d.choice(LETTERS) * d.randint(4, 7)),
    "pieces": over(last_name=lambda d: word(d, LETTERS, 2, 4) * d.randint(2, 3)),
    "stand-in": pair("John/Doe", "Jane/Doe", "Max/Mustermann", "Joe/Bloggs", "No/Name", "Anonymous/", "Somebody/"),
    "fiction": pair("Mickey/Mouse", "Harry/Potter", "Darth/Vader", "Donald/Trump", "/孙悟空", "James/Bond", "Homer/Simpson", "/奥特曼", "Elon/Musk"),
    "insult": pair("Fuck/You", "fuck/off", "/傻逼", "ass/hole", "/你妈", "Go/away", "Suck/it", "/滚"),
    "disposable": over(email=lambda d: f"{d.choice(('anna', 'x', 'li'))}{d.randint(1, 999)}@{d.choice(('mailinator.com', 'guerrillamail.com', 'yopmail.com', '10minutemail.com'))}"),
    "html": over(first_name=pick("Buy <a href='http://x.ru'>cheap</a>", "<b>hi</b>", "visit https://x.ru/abc"), last_name=pick("www.casino.ru", "Berger")),
    "injection": over(last_name=pick("<script>alert(1)</script>", "' OR '1'='1", "'; DROP TABLE users; --", "${jndi:ldap://x/a}", "{{7*7}}")),
    "spam": over(notes=pick("Cheap viagra and cialis http://x.ru http://y.ru", "SEO services: first page of Google guaranteed", "加微信 wx123456 代开发票",
                            "I can double your income, click here http://bit.ly/x", "[url=http://a.ru]casino[/url]")),
    "bot": over(first_name=mixed, last_name=mixed),
    "random mailbox": over(email=lambda d: f"{''.join(d.choice(LETTERS) + d.choice('0123456789') for _ in range(d.randint(3, 5)))}@gmail.com"),
    "made-up domain": over(email=lambda d: f"anna@{d.choice((word(d, LETTERS, 6, 9) + '.com', 'asdf.com', 'aaa.com', 'test.de', 'blah.com', 'sdfsdf.com'))}"),
    "test number": numbers("13800138000", "11111111111", "12345678901", "13888888888", "123-456-7890", "(555) 555-5555", "555-0123", "+1 212 555 0199", "12345678", "00000000"),
    "pattern number": numbers("13abababab", "1212121212", "138abcabcabc", "147258369", "1591357159", "1380aaaaaaa", "1399876543", "+49 151 23456789"),
    "same": same(("first_name", "last_name"), lambda d: d.choice((word(d, LETTERS, 2, 4), faker("en_US").first_name()))),
    "everywhere": same(("first_name", "last_name", "company", "city"), lambda d: d.choice((faker("en_US").last_name(), spoken(d), word(d, LETTERS, 3, 6)))),
    "no letters": over(first_name=pick("123", "!!!", "😀😀", "4711", "***", "..,,"), last_name=pick("456789", "???!", "🔥", "0815", "@@@@", "…。")),
    "hanzi": over(first_name=pick(""), last_name=lambda d: d.choice((d.choice("啊哈嗯呵") * d.randint(2, 5), "阿斯顿发", "的的的", "水电费", "某某", "无名氏", "路人甲", "不告诉你"))),
    "address": over(street=pick("asdf street 1", "123 Fake Street", "Musterstraße 1", "test street", "xxxx 1", "sdfsdf 12"), city=pick("asdf", "Test", "xxx", "sdfsdf", "qwerty")),
}  # fmt: skip
HELD_OUT: dict[str, Maker] = {
    "typed with two hands": over(first_name=lambda d: word(d, d.choice(("sdfkjh", "aslkdfj", "wertuio", "dfgkjhg", "eruiodk")), 5, 9),
                                 last_name=lambda d: word(d, d.choice(("jkhsdf", "lkjsadf", "cvbnmdfg", "hgfjdks")), 5, 9)),
    "frequent letters": over(first_name=lambda d: word(d, "eeettaoinsrhldcumwf", 6, 10), last_name=lambda d: word(d, "eeettaoinsrhldcumwf", 6, 10),
                             email=lambda d: f"{word(d, 'eettaoinsrhldcumwfgb', 6, 10)}@{word(d, 'eettaoinsrhldcu', 6, 9)}.com"),
    "other keyboards": over(first_name=moved("qwertz", "azertyui", "йцукенг", "фывапр", "ячсмить", "ㅁㄴㅇㄹ", "shgfdsa", "mnbvcxz"), last_name=moved("yxcvbn", "qsdfghj", "пролджэ", "ㅂㅈㄷㄱ", "lkjhgf", "poiuz")),
    "alphabet": over(first_name=moved("abcdefgh", "defghij", "lmnopqrst"), last_name=moved("ghijklmn", "uvwxyz", "zyxwvut")),
    "short mash": over(first_name=lambda d: word(d, "sdfghjkl", 3, 4), last_name=lambda d: word(d, "wrtpsdfghjklcvbnm", 3, 5)),
    "spoken nonsense": over(first_name=lambda d: spoken(d).title(), last_name=lambda d: spoken(d).title(), email=lambda d: f"{spoken(d)}{d.randint(1, 99)}@{spoken(d)}.com"),
    "placeholders": pair("Firstname/Lastname", "Lorem/Ipsum", "Your/Name", "first/last", "Erika/Mustermann", "Name/Surname", "user/user", "Vorname/Nachname", "/李四李四", "/匿名", "/某某某"),
    "celebrities": pair("Donald/Duck", "Luke/Skywalker", "Bill/Gates", "Batman/", "Santa/Claus", "Taylor/Swift", "Bugs/Bunny", "/诸葛亮", "/蜘蛛侠", "Peter/Pan"),
    "curses": pair("Bull/Shit", "Eat/Shit", "Ben/Dover", "/去死", "/王八蛋", "idiot/", "Hugh/Jass", "merde/merde"),
    "throw-away": over(email=lambda d: f"{faker('en_US').first_name().lower()}@{d.choice(('a.mailinator.com', 'sharklasers.com', 'trashmail.com', 'temp-mail.org', 'dispostable.com', 'getnada.com', 'maildrop.cc'))}"),
    "links": over(last_name=pick("http://bit.ly/3xyz", "www.cheap-pills.biz", "<img src=x onerror=alert(1)>", "<h1>Hello</h1>")),
    "code": over(company=pick("1' UNION SELECT password FROM users--", "<?php system('ls'); ?>", "../../../etc/passwd", "javascript:alert(1)", "<iframe src=x>")),
    "advertising": over(notes=pick("Buy followers now, limited offer http://x.top", "Make money from home! https://a.b https://c.d", "刷单 兼职日结 加QQ 12345", "Best online casino bonus", "Rank your website with quality backlinks")),
    "machine names": over(first_name=lambda d: mixed(d)[:10], last_name=mixed, company=mixed),
    "hex mailbox": over(email=lambda d: f"{word(d, '0123456789abcdef', 12, 20)}@{d.choice(('gmail.com', 'outlook.com'))}"),
    "nobody's mailbox": over(email=pick("nobody@nowhere.com", "noemail@noemail.com", "myemail@domain.com", "fuckyou@gmail.com", "qwe@qwe.com", "123@123.com", "abc@abc.com", "me@yourdomain.com", "user1@mail.com", "foo@bar.com")),
    "keypad number": numbers("159753456", "13aaaabbbb", "1388abcdabcd", "789456123", "987654321", "0000000000", "+86 13abcdefgh".replace("efgh", "abcd"), "1-800-555-5555", "555-1234"),
    "same words": same(("first_name", "last_name", "company"), lambda d: d.choice((spoken(d), "hello", "yes", word(d, LETTERS, 3, 5)))),
    "signs": over(first_name=pick("--.--", "♥♥♥", "007", ";-)"), last_name=pick("12345", "###", "👍👍👍", "1")),
    "han mash": over(first_name=pick(""), last_name=lambda d: d.choice(("啊啊啊啊", "哈哈哈哈哈", "嘿嘿", "撒旦法", "阿斯蒂芬", "啊实打实", "爱上大声地", "随便填", "测试员", "呵呵呵"))),
    "nowhere": over(street=pick("asdasd", "qwerty road 5", "742 Evergreen Terrace", "aaaa", "nowhere", "123 Main Street", "fghfgh 3")),
}  # fmt: skip
#: nothing to see but on rare occasions: syllables are what real names are made of
HOPELESS = frozenset({"spoken nonsense"})
