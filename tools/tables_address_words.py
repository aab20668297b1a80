"""Writes ``_data/address_words.json``: words that tell a street, an addressee, a box or a number in addresses; by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "address_words.json"
#: patterns, joined by bars
PATTERNS = {
    "street": "street st avenue ave road rd drive dr lane ln boulevard blvd court ct place pl square sq way parkway pkwy highway hwy "
              "terrace crescent close gardens mews quay plaza circle cir trail loop row alley broadway park walk",
    "company": "inc ltd limited llc llp plc gmbh corp corporation co\\.\\ kg kg e\\.v b\\.v bv n\\.v nv sarl sas s\\.a\\.?s? s\\.p\\.a spa "
               "s\\.r\\.l srl oy ab aps a/s pty ооо kft zrt s\\.r\\.o a\\.s sp\\.\\ z\\ o\\.o ltda k\\.k company pte sdn\\ bhd bhd тов "
               "оао зао пао",
    "addressee": "attn attention fao z\\.\\ ?hd\\.? zu\\ händen à\\ l['’]attention\\ de c/o at\\.?n\\. для",
    "box": "p\\.?\\ ?o\\.?\\ ?box post\\ office\\ box postfach apartado bo[iî]te\\ postale b\\.?p\\.?\\ \\d postbus casella\\ postale "
           "caixa\\ postal postboks skrytka 邮政信箱 信箱 郵政信箱 私書箱",
}  # fmt: skip
#: words for kinds of regions
KIND_BEFORE = (
    "(?:(?:the )?(?:province|state|canton|county|republic|land|region) of (?:the )?|co\\.? |county |land |freistaat "
    "|kanton |canton (?:de |du |d')|provincia (?:de |di |del )|estado (?:de |do |da )|comunidad (?:autónoma )?de "
    "|region |région |woj\\. )"
)
KIND_AFTER = (
    "(?:,? (?:province|state|county|shire|region|prefecture|emirate|oblast|voivodeship|canton|governorate|department"
    "|autonomous region|autonomous community|municipality|district|sheng|shi|zizhiqu|[a-z]*zizhiqu|do|ken))"
)
LATIN = "[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f]"
KANA = "[\u3040-\u30ff\u3400-\u9fff]"
DATA = {
    #: what a number behind it numbers, and no town
    "numbered": "# № box bp b.p cp postfach apartado no nr nº n° num suite ste apt unit room rm floor level lot building bldg block blk flat shop "
                "office sector route hwy highway door".split(),
    "region_kinds": sorted({*re.findall(r"[^\W\d_]+", KIND_BEFORE + KIND_AFTER)}),
    #: a text without any of these names no box
    "box_signs": "box post apartado bp b.p skrytka 箱".split(),
    #: without one of these, or six digits, an address in Latin letters is not taken for a Chinese one
    "latin_signs": ["China", "CHINA", "PRC", "P.R.", "P. R.", " District", " Province"],
    #: letters of cars that once stood before postal codes
    "plates": {"D": "DE", "A": "AT", "F": "FR", "B": "BE", "L": "LU", "I": "IT", "E": "ES", "S": "SE", "N": "NO", "H": "HU",
               "FIN": "FI", "P": "PT", "FL": "LI"},
    #: abbreviations of streets, written out in keys
    "long": {"st": "street", "str": "strasse", "ave": "avenue", "rd": "road", "dr": "drive", "ln": "lane", "blvd": "boulevard"},
}  # fmt: skip


#: shapes that tell a country by themselves
SHAPES = {
    "GB": r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", "CA": r"[A-Z]\d[A-Z][ -]?\d[A-Z]\d", "NL": r"[1-9]\d{3} ?[A-Z]{2}",
    "IE": r"[AC-FHKNPRTV-Y]\d[0-9W] ?[0-9AC-FHKNPRTV-Y]{4}", "AR": r"[A-HJ-NP-Z]\d{4}[A-Z]{3}", "BR": r"\d{5}-\d{3}",
    "JP": r"\d{3}-\d{4}", "PT": r"\d{4}-\d{3}", "PL": r"\d{2}-\d{3}",
    "AU": r"(?:(?<=NSW )|(?<=VIC )|(?<=QLD )|(?<=TAS )|(?<=ACT )|(?<= SA )|(?<= WA )|(?<= NT ))\d{4}",
    "US": r"(?<=[A-Z]{2} )\d{5}(?:-\d{4})?|\d{5}-\d{4}",
}  # fmt: skip
#: codes of countries whose shape tells nothing
ANY = r"\d{3} \d{2,3}|\d{4,6}"


def patterns() -> dict[str, str]:
    """Regular expressions that the words make."""
    words = {name: "|".join(block.replace("\\ ", "\0").split()).replace("\0", " ") for name, block in PATTERNS.items()}
    shapes = "|".join(f"(?P<{land}>{shape})" for land, shape in SHAPES.items())
    return {
        "shapes": rf"(?<![\w/.-])(?=[A-Z]{{0,3}}-?\d)(?:{shapes}|(?:[A-Z]{{1,3}}-)?(?P<any>{ANY}))(?![\w/]|-\w)",
        "any_code": rf"(?:{ANY})(?![\w/]|-\w)",
        "street": rf"(?i)\b(?:{words['street']})\b\.?(?: (?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\b\.?)?"
                  r"(?:,? (?:suite|ste|apt|apartment|unit|floor|fl|room|rm|#)\.? ?#?[\w-]+)*",
        "addressee": rf"(?i)(?:{words['addressee']})\b|.*\b(?:{words['company']})\.?$",
        "box": rf"(?i)(?<![^\W\u4e00-\u9fff])(?:{words['box']})(?![^\W\d\u4e00-\u9fff])",
        "box_line": rf"(?i)(?:{words['box']})\W*[\d -]*",
        "town_word": "(?i)(?:г\\.|гор\\.|город|м\\.|місто|city of|ville de|comune di|mun\\.) ?",
        "cedex": r"(?i),? cedex(?: \d{1,2})?$",
        "no_country": r"(?i)(?:.*\b(?:new|ciudad de|nuevo|republic of|estado de|city|of|and))?",
        "region_kind": f"{KIND_BEFORE}?(.+?){KIND_AFTER}?",
        "region_han": "[\u4e00-\u9fff]{2,4}?(?=(?:壮族|回族|维吾尔)?(?:自治区|特别行政区)$|[省市縣县府都]$)",
        #: a street in which nothing can be untidy, masked, misplaced or a placeholder; it is read at once
        "plain_street": r"[\u4e00-\u9fff](?![^@]*(?:[xX锟烫]|[0-9]{7}|  ))(?<![锟烫])(?:[\u4e00-\u9fffA-Za-z0-9# -]){4,}[号室楼层座栋幢弄]"
                        rf"|(?=.*[a-z]{{3}})(?!.*(?:[xX]{{4}}|[wW]{{3}}\.|  |[ÂÃâä-é][Œ-ž])){LATIN}(?:{LATIN}|[ .,'/#-])*{LATIN}\.?",
        #: Japanese and Korean addresses in their own script
        "JP_name": "^日本国?[,、\\s]*",
        "JP_code": r"〒? ?\d{3}[-－ー‐]?\d{4}(?!\d)",
        "JP_region": "東京都|北海道|(?:京都|大阪)府|[\u4e00-\u9fff]{2,3}?県",
        "JP_town": f"{KANA}{{1,6}}?市{KANA}{{1,4}}?区|{KANA}{{1,5}}?郡{KANA}{{1,6}}?[町村]|{KANA}{{1,7}}?[市区町村]",
        "KR_name": r"^(?:대한민국|한국)[,\s]*|[,\s]*(?:대한민국|한국)$",
        "KR_code": r"^[(\[]?\d{5}(?![\d-])[)\]]?|[(\[]?(?<![\d-])\d{5}[)\]]?$",
        "KR_region": "[^ ,]+",
        "KR_town": "[\uac00-\ud7a3]{1,5}[시군구](?: [\uac00-\ud7a3]{1,5}[시군구])?(?![^ ,])",
        #: Chinese addresses in Latin letters
        "latin_code": r"(?<![\w-])\d{6}(?![\w-])",
        "latin_china": r"(?i)^(?:P\.? ?R\.? ?)?China\b[,\s]*"
                       r"|[,\s]*(?:\b(?:(?:the )?People['’]?s Republic of |P\.? ?R\.? ?(?:of )?)?China\b|\bP\.? ?R\.? ?C\b)[.,\s]*$",
        "latin_kind": "(.+?)[ -](?:province|sheng|city|shi|district|dist\\.?|qu|county|xian|new area|new district|autonomous region"
                      "|municipality|prefecture|zizhiqu|(?:[a-z]+ )+autonomous (?:region|prefecture|county))",
        "japan": "〒|県|東京都|北海道|大阪府|京都府|日本",
        #: what stands in front of a Chinese address
        "china": r"(?i)[\s,，]*(?:(?:收货|通讯|公司|联系|办公|注册)?地址[:：]?)?\s*(?:中华人民共和国|中国|P\.?R\.? ?China|China)?[,，\s]*",
        #: without these no phone or postal code stands in it
        "six_digits": r"\d{6}|400-",
        "cn_code": r"(?a)[(（]?(?:邮编|邮政编码|邮码)?[:： ]*(?<!\d)([0-9]{6})(?!\d)[)）]?",
        "code_before": r"[\s,，、;；(（:：编码号室楼层座栋幢]$",
        "phone": r"(?i)[\s,，;；、(（/]*(?:(?:收件人|联系人|收货人)[:：]?[\u4e00-\u9fff]{2,4})?[\s,，;；、]*"
                 r"(?:(?:联系)?(?:电话|手机|tel\.?|mobile|phone)(?:号码)?[:： ]*)?(?<![\d-])"
                 r"(?:(?:\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\(0\d{2,3}\)\d{7,8}|400-?\d{3}-?\d{4})[)）]?"
                 r"(?:[\s,，;；、]*[\u4e00-\u9fff]{2,3}收?)?$",
        #: what a short name of a Chinese division stands before when it is a street's, or a park's
        "street_next": "[东西南北中]?(?:[一二三四五六七八九十]?(?:路|街|道)|大街|大道|胡同|巷)",
        "park_next": "(?:国家级|经济|技术|高新|科技|产业|工业)*(?:开发区|园区|工业园|产业园|科技园)",
        "kind_again": "新区|[县区](?![城府委政])|市(?![场民政委府中辖容])",
        "between": r"(?:[\s,，、./|\-—_·:：()（）【】\[\]]|(?:新疆)?生产建设兵团(?:第?[一二三四五六七八九十]+师)?"
                   r"|雄安新区|市辖区|省直辖县级行政区划|自治区直辖县级行政区划)*",
        "recipient": r"(?<=[\s,，;；、])[\u4e00-\u9fff]{2,4}(?:收|先生|女士|小姐|经理)?$",
        "addressed": r"(?ai)\s*(?P<label>(?:收件人|联系人|收货人|姓名)[:：\s]*)?(?P<name>[\u4e00-\u9fff]{2,4}?(?:收|先生|女士|小姐|经理)?(?=[\s,，;；、:：]|\+?1|联系电话|电话|手机))?"
        r"[\s,，;；、]*(?P<phone>(?:(?:联系)?(?:电话|手机|tel\.?|mobile|phone)(?:号码)?[:：\s]*)?(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)[\s,，;；、]*)?",
    }  # fmt: skip


def main() -> None:
    """Write the table."""
    table = {
        "source": "hand-made for crmquality",
        "date": "2026-11-25",
        "licence": "MIT",
        "data": {"patterns": patterns()} | DATA,
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
