"""Text in the wrong encoding: seen wherever it is certain, and then left as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmquality._text import ordinary
from crmquality.normalizers._mojibake import mojibake
from crmquality.validators import examine

NAMES = [
    "Jürgen Müller", "Große", "Émile", "Łukasz Wójcik", "Şahin", "Čapek", "Иван", "Ελένη", "محمد", "דוד", "김민", "สมชาย", "Örn", "Ägir",
    "O’Neil", "Ávila", "Nguyễn", "Øystein", "José", "François", "Żak", "Ružička", "张三", "王小明", "😀",
]  # fmt: skip
HERE = Path(__file__).parent
REAL = [
    "João Álvaro", "ÁLVARO GONÇALVES", "Ãlvaro", "JOÃO", "Nguyễn Văn Ân", "ĐẶNG THỊ Ý", "JOSÉ’S CAFÉ™", "„Spaß“", "ÅSA ÖST", "MÄE – ÕIS", "Sigríður Þórðardóttir",
    "« LIBERTÉ »", "«É»«É»", "À la carte…", "20°", "½", "Nº 5ª", "ÆØÅ", "滕华涛", "濮存昕", "張三豐", "欧阳娜娜", "3×–5", "BLÅ® Ä™", "İÇÖZ", "Éşref",
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("name", NAMES)
def test_utf_8_in_western_encodings_is_seen(name, encoding):
    """Bytes that Windows-1252 leaves open are taken as Latin-1, as programs do."""
    spoilt = "".join(_sign(byte, encoding) for byte in name.encode())
    assert mojibake(spoilt), spoilt


def _sign(byte, encoding):
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("name", ["张三", "王小明", "上海贸易有限公司"])
def test_chinese_bytes_in_other_encodings_are_seen(name):
    """GBK read as Latin-1, UTF-8 read as GBK."""
    assert mojibake(name.encode("gbk").decode("latin-1"))
    assert mojibake(name.encode().decode("gbk", errors="replace"))


def test_real_texts_are_not_taken_for_it():
    """Names with every mark, capitals beside quotes, and the names that other tests read."""
    texts = [*REAL, *NAMES]
    for file in ("western_names.txt", "chinese_names.txt", "organizations.txt"):
        texts += (HERE / file).read_text(encoding="utf-8").splitlines()
    assert [t for t in texts if mojibake(t)] == []


@pytest.mark.parametrize("raw", ["JÃ¼rgen MÃ¼ller", "Oâ€™Neil", "Ð˜Ð²Ð°Ð½", "M\ufffdller ½ ＡＢ"])
@pytest.mark.parametrize("kind", ["person_name", "organization_name", "family_name", "text", "job_title"])
def test_such_a_text_stays_as_it_is(kind, raw):
    """What was read wrongly is not made worse: no sign of it is rewritten, capitals of names at most."""
    seen = examine(kind, raw)
    assert {"mojibake", "replacement_char"} & {f.code.partition(".")[2] for f in seen.findings}
    assert seen.text is None or seen.text.casefold() == raw.casefold()


def test_signs_with_a_meaning_of_their_own_are_not_rewritten():
    """Only letters and digits in another form become ordinary ones."""
    for sign in "½¼¾™²³ªº°㈱㎡№Ⅲ…":
        assert ordinary(sign) == sign
    assert ordinary("Ｌｉ ﬁn ① ｶﾞ ⽅ 𝐀 ﻼ") == "Li fin 1 ガ 方 A لا"


LEFT = (
    "{{first_name}} {{contact.firstname}} %FIRSTNAME% %%First_Name%% ${name} {!Contact.Name} {FirstName} *|FNAME|* [[name]] <%=name%> "
    "######## #N/A #REF! #VALUE! #SPILL!"
)


@pytest.mark.parametrize("raw", [*LEFT.split(), "[object Object]", "{{ first name }}"])
@pytest.mark.parametrize("kind", ["text", "email", "phone", "organization_name", "city", "amount", "date", "job_title"])
def test_what_programs_leave_is_no_value(kind, raw):
    """Fields of a mail merge, objects of a script and errors of a spreadsheet."""
    seen = examine(kind, raw)
    assert (seen.text, seen.missing) == (None, True), seen
