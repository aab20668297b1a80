"""Writes the model of Latin names: how likely each letter follows the two before it, and what a score says.

Learns from the name lists of the packages faker, mimesis and name-variants (all MIT), in Latin letters and romanised, and
from pinyin of common Chinese names. What a surprise is worth is taken on families of languages that the model has not seen,
every family counting alike, against random letters and keyboard mashing. Needs faker, mimesis, name-variants and anyascii:

    python tools/tables_gibberish.py [--held-out]

``--held-out`` writes nothing and prints how many names of each unseen family have evidence against them.
"""

from __future__ import annotations

import importlib
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from anyascii import anyascii

from crmquality._text import fold
from crmquality.normalizers._gibberish import ALPHABET, LEVEL, ROWS, SIZES, STEPS, surprise_of

#: scripts without written vowels give no Latin names
NO_VOWELS = {"ar", "bn", "fa", "gu", "he", "hi", "mr", "ne", "or", "si", "ta", "th", "zh"}
#: English lists of other families
FAMILY = {
    "en_IN": "in",
    "en_PK": "pk",
    "en_KE": "sw",
    "en_NG": "ng",
    "ha_NG": "ha",
    "ig_NG": "ig",
    "yo_NG": "yo",
    "fr_DZ": "dz",
}
FOLDS, MOST = 6, 1500
Names = dict[str, set[str]]


def words(texts: Iterable[object]) -> set[str]:
    """Romanised words of texts."""
    joined = (anyascii(fold(t)).lower().replace("'", "").replace("`", "") for t in texts if isinstance(t, str))
    return {w for t in joined for w in re.split("[^a-z]+", t) if 1 < len(w) < 25}


def leaves(data: object) -> Iterator[str]:
    """All texts of nested lists and mappings."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(key)
            yield from leaves(value)
    elif isinstance(data, (list, tuple, set, frozenset)):
        for value in data:
            yield from leaves(value)


def family(locale: str) -> str:
    """The language of a locale."""
    return FAMILY.get(locale, re.split("[_-]", locale)[0])


def from_faker(found: Names) -> None:
    """Given and family names of every locale of faker; the Japanese ones in Latin letters."""
    import faker.providers.person as package

    for folder in sorted(Path(package.__file__).parent.iterdir()):
        if (
            not re.fullmatch("[a-z]{2}(_[A-Z]{2})?", folder.name)
            or family(folder.name) in NO_VOWELS
            or folder.name == "en"
        ):
            continue
        provider = importlib.import_module(f"{package.__name__}.{folder.name}").Provider
        for name in dir(provider):
            texts = getattr(provider, name)
            if name.startswith(("first_name", "last_name")) and isinstance(texts, (list, tuple, dict)):
                found[family(folder.name)] |= words(t[-1] if folder.name == "ja_JP" else t for t in texts)


def from_mimesis(found: Names) -> None:
    """Names and surnames of every locale of mimesis."""
    import mimesis

    for path in sorted((Path(mimesis.__file__).parent / "datasets").glob("*/person.json")):
        locale = path.parent.name
        if family(locale) not in NO_VOWELS | {"ja"}:
            data = json.loads(path.read_text(encoding="utf-8"))
            found[family(locale)] |= words(leaves([data.get(k, ()) for k in ("names", "surnames", "surname")]))


def from_variants(found: Names) -> None:
    """Romanised names of ten scripts."""
    import name_variants

    for path in sorted(Path(name_variants.__file__).parent.glob("*names*.py")):
        module = vars(importlib.import_module(f"name_variants.{path.stem}"))
        texts = (t for k, v in module.items() if not k.startswith("_") for t in leaves(v))
        found[path.stem.split("_")[0]] |= words(t for t in texts if t.isascii())


def from_pinyin(found: Names, draw: random.Random) -> None:
    """Given names of two syllables and surnames."""
    from crmquality._data import load
    from crmquality._pinyin import pinyin
    from crmquality.testing._vocabulary import HAN_GIVEN

    given = sorted(HAN_GIVEN)
    twice = (pinyin(draw.choice(given)) + pinyin(draw.choice(given)) for _ in range(3000))
    found["chinese"] |= words((*(pinyin(c) for c in load("names")["surnames"]), *twice))


def mash(draw: random.Random, size: tuple[int, int]) -> str:
    """What fingers do: random letters, letters of one row, of one hand, of both in turn."""
    keys = draw.choice((*ROWS, ALPHABET[1:], ALPHABET[1:], "asdfjkl", "sdfghjk", "asdfqwer", "uiopjkl", "sadfkjh"))
    return "".join(draw.choices(keys, k=draw.randint(*size)))


def learn(names: Iterable[str]) -> dict[str, str]:
    """Surprise of each letter behind each two; rare contexts lean on the letter before alone."""
    three: Counter[str] = Counter()
    two: Counter[str] = Counter()
    for word in names:
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
            low = [(two[b + c] + 0.2) / (starts[b] + 0.2 * len(ALPHABET)) for c in ALPHABET]
            cost = [
                -math.log((three[a + b + c] + 3 * p) / (contexts[a + b] + 3))
                for c, p in zip(ALPHABET, low, strict=True)
            ]
            table[a + b] = "".join(chr(65 + min(STEPS - 1, round(c / LEVEL))) for c in cost)
    return table


def evidence(real: list[float], fake: list[float]) -> list[float]:
    """What a surprise of each level and above is worth; a fifth of made-up entries hold mashed words."""
    out, best = [], 0.0
    for k in range(STEPS):
        # it never falls with surprise; a part is taken off, because a name list is not the world
        best = max(best, min(3.0, 0.85 * math.log((sum(fake[k:]) / 5 + 0.001) / (sum(real[k:]) + 0.001))))
        out.append(round(best, 2))
    return out


def main() -> None:
    """Write ``_data/gibberish.json``."""
    draw = random.Random(5)
    families: Names = defaultdict(set)
    from_faker(families)
    from_mimesis(families)
    from_variants(families)
    from_pinyin(families, draw)
    order = sorted(families)
    draw.shuffle(order)
    surprises: dict[str, list[list[float]]] = {}
    fake = [[0.0] * STEPS for _ in SIZES]
    real = [[0.0] * STEPS for _ in SIZES]
    for fold_of in range(FOLDS):
        out = order[fold_of::FOLDS]
        table = learn(sorted({w for f in order if f not in out for w in families[f]}))
        for place, (least, most) in enumerate(SIZES):
            for _ in range(5000):
                typed = surprise_of(mash(draw, (least, min(most, 11))), table)
                fake[place][min(STEPS - 1, int(typed / LEVEL))] += 1 / 5000 / FOLDS
            for group in out:
                held = sorted(w for w in families[group] if least <= len(w) <= most)[:MOST]
                bins = surprises.setdefault(group, [[] for _ in SIZES])[place]
                bins += [min(STEPS - 1, int(surprise_of(w, table) / LEVEL)) for w in held]
                for k in bins:
                    real[place][k] += 1 / len(bins) / len(order)
    found = [evidence(r, f) for r, f in zip(real, fake, strict=True)]
    if "--held-out" in sys.argv:
        for group, parts in sorted(surprises.items()):
            seen = [found[place][k] for place, part in enumerate(parts) for k in part]
            print(f"{group:12} {len(seen):6} names, evidence of 1 and more {sum(e >= 1 for e in seen) / len(seen):.2%}")
    else:
        write({"table": learn(sorted({w for f in order for w in families[f]})), "evidence": found})
    print(*found, sep="\n")


def write(data: object) -> None:
    """Write the table with its source."""
    out = {
        "source": "trained on the name lists of faker, mimesis and name-variants (MIT) and on pinyin",
        "date": "2026-11-25", "licence": "MIT", "data": data,
    }  # fmt: skip
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "gibberish.json"
    target.write_text(json.dumps(out, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
