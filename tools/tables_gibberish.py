"""Writes the model of Latin names: how likely each letter follows the two before it, and what a score says.

Learns from the name lists of the package faker (MIT) in many languages and from pinyin of common Chinese names.
Evidence is measured against random letters and keyboard mashing. Run with faker installed: python tools/tables_gibberish.py
"""

from __future__ import annotations

import importlib
import json
import math
import random
from collections import Counter
from pathlib import Path

from crmquality._text import fold
from crmquality.policy._gibberish import ALPHABET, LEVEL, STEPS, surprise_of

LOCALES = """en_US en_GB en_IN de_DE fr_FR es_ES es_MX it_IT pt_BR pt_PT nl_NL pl_PL cs_CZ tr_TR sv_SE fi_FI da_DK no_NO hu_HU
ro_RO hr_HR id_ID vi_VN lt_LT lv_LV et_EE sk_SK sl_SI fil_PH de_AT fr_CH ga_IE""".split()
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def names(locales: list[str]) -> list[str]:
    """Distinct given and family names as folded letters."""
    found: set[str] = set()
    for locale in locales:
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            continue
        for attribute in dir(provider):
            if attribute.startswith(("first_names", "last_names")):
                values = getattr(provider, attribute)
                if isinstance(values, (list, tuple, dict)):
                    found |= {w for v in values if isinstance(v, str) for w in fold(v).replace("ł", "l").split()}
    return sorted(w for w in found if w.isascii() and w.isalpha() and len(w) > 1)


def pinyin_names(draw: random.Random, n: int) -> list[str]:
    """Given names of two syllables and surnames."""
    from crmquality._data import load
    from crmquality._pinyin import pinyin
    from crmquality.testing._vocabulary import HAN_GIVEN

    surnames = [pinyin(c) for c in load("names")["surnames"]]
    given = sorted(HAN_GIVEN)
    return surnames + [pinyin(draw.choice(given)) + pinyin(draw.choice(given)) for _ in range(n)]


def mash(draw: random.Random) -> str:
    """What fingers do: random letters, or letters of one row."""
    size = draw.randint(5, 12)
    row = draw.choice((*ROWS, "".join(ROWS), "abcdefghijklmnopqrstuvwxyz", "asdfjkl", "sdfghjk"))
    return "".join(draw.choices(row, k=size))


def learn(words: list[str]) -> dict[str, str]:
    """Surprise of each letter behind each two; rare contexts lean on the letter before alone."""
    three: Counter[str] = Counter()
    two: Counter[str] = Counter()
    for word in words:
        padded = f"__{word}_"
        for i in range(2, len(padded)):
            three[padded[i - 2 : i + 1]] += 1
            two[padded[i - 1 : i + 1]] += 1
    contexts: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    for key, n in three.items():
        contexts[key[:2]] += n
    for key, n in two.items():
        starts[key[0]] += n
    table = {}
    for a in ALPHABET:
        for b in ALPHABET:
            row = []
            for c in ALPHABET:
                low = (two[b + c] + 0.2) / (starts[b] + 0.2 * len(ALPHABET))
                cost = -math.log((three[a + b + c] + 3 * low) / (contexts[a + b] + 3))
                row.append(chr(65 + min(25, round(cost / LEVEL))))
            table[a + b] = "".join(row)
    return table


def main() -> None:
    """Write ``_data/gibberish.json``."""
    draw = random.Random(5)
    by_locale = {locale: names([locale]) for locale in LOCALES} | {"pinyin": sorted(set(pinyin_names(draw, 3000)))}
    print({k: len(v) for k, v in by_locale.items()})
    bins_real = [0.0] * STEPS
    bins_mash: Counter[int] = Counter()
    groups = list(by_locale)
    fakes = [mash(draw) for _ in range(20_000)]
    for fold_of in range(5):  # evidence is taken on names of languages that the model has not seen
        out = groups[fold_of::5]
        table = learn([w for g in groups if g not in out for w in by_locale[g]])
        for group in out:
            held = [w for w in by_locale[group] if len(w) > 4]
            for word in held:  # every language counts alike
                bins_real[min(STEPS - 1, int(surprise_of(word, table) / LEVEL))] += 1 / len(held) / len(groups)
        for word in fakes:
            bins_mash[min(STEPS - 1, int(surprise_of(word, table) / LEVEL))] += 1
    evidence, best = [], 0.0
    for k in range(STEPS):
        real = sum(bins_real[k:]) + 0.002
        fake = sum(bins_mash[j] for j in range(k, STEPS)) / len(fakes) / 5
        # evidence never falls with surprise; three quarters are taken, because a name list is not the world
        best = max(best, min(3.0, 0.75 * math.log((fake + 0.002) / real)))
        evidence.append(round(best, 2))
    table = learn(sorted({w for group in by_locale.values() for w in group}))
    data = {"table": table, "evidence": evidence}
    out = {
        "source": "trained on the name lists of faker (MIT) and on pinyin",
        "date": "2026-11-24",
        "licence": "MIT",
        "data": data,
    }
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "gibberish.json"
    target.write_text(json.dumps(out, separators=(",", ":")) + "\n", encoding="utf-8")
    print(evidence)


if __name__ == "__main__":
    main()
