"""How many made-up entries are recognised, and how many real people are suspected?

    python bench/fake_entries.py [--entries 6000] [--seed 1]

Real entries come from Faker in languages that took no part in training (Yoruba, Igbo, Hausa, Twi, Zulu, Swahili,
Azeri, Uzbek, Icelandic, Pakistani, Kenyan, Algerian and others) and in those that did, and in Chinese, Arabic, Hindi,
Korean, Japanese and Russian script; fakes are what people and machines type into forms, by kind. Needs faker.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict

from faker import Faker

from crmquality.policy import compile_policy, entry_signals
from crmquality.presets import lead

UNSEEN = ("yo_NG", "ig_NG", "ha_NG", "tw_GH", "zu_ZA", "sw", "az_AZ", "uz_UZ", "is_IS", "en_PK", "en_KE", "fr_DZ")
SEEN = ("en_US", "de_DE", "fr_FR", "es_MX", "pl_PL", "tr_TR", "vi_VN", "en_IN", "id_ID", "pt_BR", "nl_NL", "hu_HU")
SCRIPTS = ("zh_CN", "zh_TW", "ar_SA", "hi_IN", "ko_KR", "ja_JP", "ru_RU", "el_GR", "th_TH", "he_IL", "fa_IR", "uk_UA")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
Entry = dict[str, str]


def real(draw: random.Random, faker: Faker) -> Entry:
    """A person with an ordinary address and number."""
    first, last = faker.first_name(), faker.last_name()
    host = draw.choice(("gmail.com", "outlook.com", "yahoo.com", "qq.com", "163.com", f"{faker.domain_word()}.com"))
    local = f"{first}.{last}".lower().replace(" ", "").replace("'", "")
    if not local.isascii() or host in ("qq.com", "163.com"):
        local = "".join(draw.choices("123456789", k=9))
    mobile = "13" + "".join(draw.choices("0123456789", k=9))
    return {"first_name": first, "last_name": last, "email": f"{local}@{host}", "mobile": mobile}


def mash(draw: random.Random) -> str:
    """Random letters."""
    return "".join(draw.choices(draw.choice((LETTERS, "asdfghjkl", "asdfqwer", "sdfjkl")), k=draw.randint(5, 10)))


def walk(draw: random.Random) -> str:
    """Neighbouring keys."""
    row = draw.choice(ROWS)
    at = draw.randint(0, len(row) - 4)
    piece = row[at : at + draw.randint(4, 6)]
    return draw.choice((piece, piece[::-1], piece[:3] * 2))


def fakes(draw: random.Random, kind: str) -> Entry:
    """One made-up entry of a kind."""
    number = "13" + "".join(draw.choices("0123456789", k=9))
    names = {
        "mash": (mash(draw), mash(draw)),
        "walk": (walk(draw), walk(draw)),
        "test words": draw.choice(
            (("test", "test"), ("测试", "测试"), ("Test", "User"), ("asdf", "asdf"), ("aaa", "bbb"))
        ),
        "repeats": (draw.choice(LETTERS) * 5, draw.choice(LETTERS) * 6),
        "disposable": ("Anna", "Berger"),
        "spam": ("Buy <a href='http://x.ru'>cheap</a>", "www.casino.ru"),
        "test number": ("Li", "Wang"),
    }[kind]
    mail = {
        "mash": f"{mash(draw)}@{mash(draw)}.com", "walk": f"{walk(draw)}@gmail.com", "test words": "test@test.com",
        "repeats": "aaaa@aaa.com", "disposable": f"x{draw.randint(1, 999)}@mailinator.com", "spam": "promo@casino.ru",
        "test number": f"a{draw.randint(1, 99)}@a.com",
    }[kind]  # fmt: skip
    if kind == "test number":
        number = draw.choice(("13800138000", "11111111111", "12345678901", "13888888888"))
    elif kind == "mash":
        number = draw.choice((number, "123456", "1234567890"))
    return {"first_name": names[0], "last_name": names[1], "email": mail, "mobile": number}


KINDS = ("mash", "walk", "test words", "repeats", "disposable", "spam", "test number")


def run(entries: int, seed: int) -> tuple[float, dict[str, float], dict[str, float]]:
    """Recall at 1 % false alarms, recall by kind, and false alarms by group of languages at the review line."""
    draw = random.Random(seed)
    policy = lead("CN")
    compiled = compile_policy(policy)

    def score(entry: Entry) -> float:
        return entry_signals(policy, compiled.examine_record(entry).cells, entry).score

    good: dict[str, list[float]] = {}
    for group, locales in (("unseen languages", UNSEEN), ("seen languages", SEEN), ("other scripts", SCRIPTS)):
        made = []
        for locale in locales:
            faker = Faker(locale)
            faker.seed_instance(seed)
            made += [score(real(draw, faker)) for _ in range(entries // len(locales) // 3)]
        good[group] = made
    bad: dict[str, list[float]] = defaultdict(list)
    for i in range(entries):
        kind = KINDS[i % len(KINDS)]
        bad[kind].append(score(fakes(draw, kind)))
    everyone = sorted((s for made in good.values() for s in made), reverse=True)
    line = everyone[len(everyone) // 100]
    caught = sum(s > line for made in bad.values() for s in made) / entries
    kinds = {k: sum(s > line for s in made) / len(made) for k, made in bad.items()}
    alarms = {g: sum(s >= 3 for s in made) / len(made) for g, made in good.items()}
    print(f"{len(everyone):,} real and {entries:,} made-up entries, seed {seed}; line at score {line:.2f}")
    print(f"recall at 1 % false alarms: {caught:.1%}")
    print("  by kind:", ", ".join(f"{k} {v:.0%}" for k, v in kinds.items()))
    print("  asked for review (score 3):", ", ".join(f"{g} {v:.2%}" for g, v in alarms.items()),
          f"; made-up {sum(s >= 3 for m in bad.values() for s in m) / entries:.1%}")  # fmt: skip
    return caught, kinds, alarms


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    run(arguments.entries, arguments.seed)
