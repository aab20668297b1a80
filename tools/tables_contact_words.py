"""Makes the table of words that made-up contacts are put together from (`crmquality.testing`).

Lists run from frequent to rare. Written for this project by hand; phone ranges are ones that libphonenumber calls
valid whatever digits follow (a test checks it).

    python tools/tables_contact_words.py
"""

# ruff: noqa: PLR0917 - word lists and rows of a table read better as text

from __future__ import annotations

import json
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "contact_words.json"

_ENGLISH_SURNAMES = (
    "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Martin Jackson Thompson White "
    "Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Carter Mitchell "
    "Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Morgan Cooper "
    "Peterson Reed Bailey Kelly Howard Ward Cox Richardson Watson Brooks Wood Bennett Gray Hughes Price Myers Foster "
    "Sanders Ross Powell Sullivan Russell Fisher Henderson Hamilton Graham Wallace Woods Stone Holloway O'Brien "
    "McCarthy MacDonald Fitzgerald Whitaker Ashford Hargreaves Pemberton Thornton Wakefield Kingsley-Ward"
).split()
_ENGLISH_GIVEN = (
    "James Mary John Jennifer Robert Linda Michael Elizabeth William Susan David Jessica Richard Sarah Joseph Karen "
    "Thomas Margaret Charles Nancy Christopher Lisa Daniel Emily Matthew Ashley Anthony Kimberly Andrew Rebecca Steven "
    "Michelle Edward Amanda Kenneth Melissa Joshua Deborah Timothy Stephanie Jeffrey Laura Gregory Samantha Benjamin "
    "Katherine Samuel Christine Patrick Victoria Alexander Rachel Nicholas Olivia Jonathan Abigail Lawrence Patricia "
    "Raymond Jacqueline Philip Theresa Oliver Amelia Harry Sophie George Chloe Callum Imogen Rupert Beatrice"
).split()
_LATE = "Bianchi Rossi Novak Kowalski Petrov Horvat Nielsen Hansen Virtanen Papadopoulos Yilmaz Cohen Nguyen Kim Tanaka"

#: hanzi surnames with their reading; frequent first, compound surnames at the end
HAN_SURNAMES = dict(
    word.split(":")
    for word in (
        "王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 黄:huang 赵:zhao 吴:wu 周:zhou 徐:xu 孙:sun 马:ma 朱:zhu 胡:hu "
        "郭:guo 何:he 高:gao 林:lin 罗:luo 郑:zheng 梁:liang 谢:xie 宋:song 唐:tang 许:xu 韩:han 冯:feng 邓:deng 曹:cao "
        "彭:peng 曾:zeng 肖:xiao 田:tian 董:dong 袁:yuan 潘:pan 于:yu 蒋:jiang 蔡:cai 余:yu 杜:du 叶:ye 程:cheng 苏:su "
        "魏:wei 吕:lyu 丁:ding 任:ren 沈:shen 姚:yao 卢:lu 姜:jiang 崔:cui 钟:zhong 谭:tan 陆:lu 汪:wang 范:fan 金:jin "
        "石:shi 廖:liao 贾:jia 夏:xia 韦:wei 付:fu 方:fang 白:bai 邹:zou 孟:meng 熊:xiong 秦:qin 邱:qiu 江:jiang "
        "欧阳:ouyang 上官:shangguan 司马:sima 诸葛:zhuge 慕容:murong"
    ).split()
)
#: characters of given names with their reading
HAN_GIVEN = dict(
    word.split(":")
    for word in (
        "伟:wei 芳:fang 娜:na 敏:min 静:jing 丽:li 强:qiang 磊:lei 军:jun 洋:yang 勇:yong 艳:yan 杰:jie 娟:juan 涛:tao "
        "超:chao 明:ming 霞:xia 平:ping 刚:gang 英:ying 华:hua 玉:yu 兰:lan 红:hong 梅:mei 建:jian 国:guo 志:zhi 文:wen "
        "小:xiao 晓:xiao 雪:xue 婷:ting 俊:jun 海:hai 波:bo 鑫:xin 宇:yu 浩:hao 然:ran 子:zi 轩:xuan 梓:zi 涵:han "
        "欣:xin 怡:yi 思:si 佳:jia 雨:yu 嘉:jia 诺:nuo 博:bo 晨:chen 阳:yang 旭:xu 东:dong 辉:hui 斌:bin 鹏:peng "
        "飞:fei 玲:ling 琳:lin 倩:qian 颖:ying 璐:lu 莹:ying 慧:hui 春:chun 秋:qiu 冬:dong 龙:long 凤:feng 森:sen "
        "峰:feng 岩:yan 云:yun 天:tian 成:cheng 荣:rong 瑞:rui 凯:kai 睿:rui 宁:ning"
    ).split()
)
HAN_BRANDS = dict(
    word.split(":")
    for word in (
        "华:hua 中:zhong 新:xin 金:jin 鑫:xin 正:zheng 德:de 信:xin 博:bo 宏:hong 达:da 盛:sheng 源:yuan 泰:tai 安:an "
        "恒:heng 瑞:rui 佳:jia 美:mei 凯:kai 捷:jie 创:chuang 智:zhi 联:lian 众:zhong 云:yun 腾:teng 兴:xing 隆:long "
        "福:fu 康:kang 宝:bao 丰:feng 明:ming 远:yuan 启:qi 航:hang 卓:zhuo 越:yue 辰:chen"
    ).split()
)
HAN_FIELDS = (
    "科技 信息技术 网络科技 贸易 电子 软件 文化传媒 物流 生物科技 建筑工程 商贸 实业 投资管理 广告 教育咨询 医疗器械 "
    "新能源 机械设备 食品 化工 国际贸易 智能科技 环保工程"
).split()
HAN_ROADS = (
    "人民 中山 解放 建设 和平 北京 南京 上海 长江 黄河 文化 新华 胜利 幸福 科技 工业 滨江 环城 东风 迎宾".split()
)
HAN_TITLES = (
    "销售经理 总经理 市场经理 工程师 产品经理 采购经理 财务总监 技术总监 人事经理 运营总监 项目经理 会计 客户经理 董事长"
).split()
TITLES = (
    "Sales Manager|Account Executive|Marketing Manager|Software Engineer|CEO|Product Manager|Office Manager|CTO|"
    "Project Manager|Operations Manager|Buyer|Founder|Procurement Manager|Data Analyst|HR Manager|CFO|Accountant|"
    "Managing Director|Consultant|Head of IT|VP Sales|Director of Sales|Legal Counsel|Finance Director|Designer"
).split("|")
FIELDS = (
    "Consulting Logistics Software Media Capital Partners Foods Engineering Design Systems Analytics Health Energy "
    "Properties Solutions Trading Legal Marketing Motors Pharma Construction Insurance Electric Plumbing Travel Security "
    "Printing Textiles Robotics Labs Studio Advisors Packaging Steel Optics Dental Farms"
).split()
BRANDS = (
    "Acme Northwind Vertex Summit Pioneer Blue Cedar Atlas Orion Harbor Lumen Delta Nova Granite Silver Crest Apex Beacon "
    "Falcon Meridian Zenith Willow Iron Bright Copper Sierra Polar Ember Quartz Tidal Urban Vista Keystone Redwood"
).split()
STREET_WORDS = (
    "Main Oak Park Maple Cedar Elm Lake Hill Pine Church High Station Mill River Spring Victoria King Queen Bridge "
    "Garden North Market Forest Meadow School Linden Castle Harbour"
).split()
NICKNAMES = dict(
    pair.split(":")
    for pair in (
        "William:Bill Robert:Bob Richard:Rick James:Jim Michael:Mike Thomas:Tom Charles:Charlie Joseph:Joe David:Dave "
        "Daniel:Dan Matthew:Matt Anthony:Tony Christopher:Chris Andrew:Andy Steven:Steve Edward:Ted Kenneth:Ken "
        "Joshua:Josh Timothy:Tim Jeffrey:Jeff Gregory:Greg Benjamin:Ben Samuel:Sam Alexander:Alex Nicholas:Nick "
        "Jonathan:Jon Lawrence:Larry Philip:Phil Elizabeth:Liz Margaret:Maggie Katherine:Kate Jennifer:Jen Jessica:Jess "
        "Patricia:Pat Deborah:Deb Susan:Sue Christine:Chris Kimberly:Kim Rebecca:Becky Victoria:Vicky Samantha:Sam "
        "Stephanie:Steph Abigail:Abby Francisco:Paco José:Pepe Giuseppe:Beppe Francesco:Franco"
    ).split()
)
FREE_MAIL = ("gmail.com", "gmail.com", "outlook.com", "yahoo.com", "hotmail.com", "icloud.com")
FREE_MAIL_HAN = ("qq.com", "qq.com", "163.com", "126.com", "foxmail.com")
DOMAIN_TYPOS = {
    "gmail.com": ("gmial.com", "gmail.con", "gamil.com", "gmai.com"), "outlook.com": ("outlok.com", "outlook.con"),
    "yahoo.com": ("yaho.com", "yahoo.con"), "hotmail.com": ("hotmial.com", "hotmail.con"), "icloud.com": ("iclod.com",),
    "qq.com": ("qq.con",), "163.com": ("163.con",), "126.com": ("126.con",), "foxmail.com": ("foxmial.com",),
}  # fmt: skip
JUNK_WORDS = "asdf qwerty test asdasd xxx aaa sdfg zxcv abc qwe demo fsdf 测试 啊啊啊".split()
JUNK_EMAILS = "test@test.com asdf@asdf.com a@a.com none@none.com noemail@example.com qwe@qwe.com 123@qq.com".split()
JUNK_PHONES = "0000000000 1111111111 1234567890 9999999999 123456 00000000000 13800000000".split()
PLACEHOLDERS = ("N/A", "-", "Unknown", "none", "TBD", "无", "未知", "null")
OWNERS = "Dana Whitfield|Luca Ferrante|陈思远|Priya Raman|周雅文|Tom Okafor|Greta Lindqvist|刘子墨".split("|")
SOURCES = ("Organic search", "Trade show", "Referrals", "Offline sources", "Paid search", "Email marketing")
STAGES = ("lead", "subscriber", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "customer")
STATUSES = ("NEW", "OPEN", "IN_PROGRESS", "CONNECTED", "UNQUALIFIED", "ATTEMPTED_TO_CONTACT")


def _country(
    code, name, spellings, dial, trunk, mobiles, landlines, forms, tld, streets, places, postal, surnames="", given=""
):
    *leads, mobile_size = mobiles.split()
    *areas, landline_size = landlines.split()
    return {
        "code": code, "name": name, "spellings": spellings.split("|"), "dial": dial, "trunk": trunk,
        "mobiles": [leads, int(mobile_size)], "landlines": [areas, int(landline_size)],
        "forms": [form.split("|") for form in forms.split("/ ")], "tld": tld, "streets": streets.split("|"),
        "places": [place.split("/") for place in places.split(";")], "postal": postal,
        "surnames": surnames.split() if code == "CN" else (surnames.split() or _ENGLISH_SURNAMES) + _LATE.split(),
        "given": given.split() or _ENGLISH_GIVEN,
    }  # fmt: skip


COUNTRIES = [
        _country("US", "United States", "USA|US|U.S.A.|United States of America", "1", "",
                 "212 415 617 312 713 305 206 646 510 773 404 303 602 214 818 10", "212 415 617 312 713 305 206 10",
                 " Inc.| Inc|, Inc.| Incorporated/  LLC|, LLC| L.L.C./  Corp.| Corporation", "com",
                 "{n} {w} Street|{n} {w} Avenue|{n} {w} Road|{n} {w} Drive|{n} {w} Lane",
                 "New York/NY/100;Boston/MA/021;Chicago/IL/606;Houston/TX/770;Seattle/WA/981;San Francisco/CA/941;"
                 "Denver/CO/802;Atlanta/GA/303;Miami/FL/331;Newark/NJ/071", 5),
        _country("GB", "United Kingdom", "UK|GB|Great Britain|England", "44", "0",
                 "7400 7415 7480 7500 7525 7540 7710 7725 7740 7760 7801 7812 7850 7900 7930 7950 7970 7985 10",
                 "2030 2034 2070 2073 2078 2080 2083 1612 1615 1618 1212 1214 10",
                 " Ltd| Ltd.| Limited| LTD/  plc| PLC| Plc", "co.uk",
                 "{n} {w} Street|{n} {w} Road|{n} {w} Lane|{n} {w} Close",
                 "London/Greater London/EC1A ;Manchester/Greater Manchester/M1 ;Birmingham/West Midlands/B3 ;"
                 "Leeds/West Yorkshire/LS1 ;Bristol/Bristol/BS1 ", 3),
        _country("DE", "Germany", "Deutschland|DE|GERMANY|BRD", "49", "0", "160 170 171 172 173 175 176 177 179 10",
                 "302 303 308 892 894 405 406 697 2214 7112 9", " GmbH| gmbh| G.m.b.H./  AG| A.G.", "de",
                 "{w}straße {n}|{w}weg {n}|{w}platz {n}",
                 "Berlin/Berlin/101;München/Bayern/803;Hamburg/Hamburg/200;Köln/Nordrhein-Westfalen/506;Leipzig/Sachsen/041",
                 5, "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter "
                 "Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Lange Krause Lehmann Köhler",
                 "Thomas Michael Andreas Peter Stefan Sabine Petra Monika Claudia Susanne Jürgen Jörg Björn Anna Lena "
                 "Katharina Maximilian Sebastian Johannes Friedrich Käthe Ursula Heike Anja"),
        _country("FR", "France", "FR|FRANCE|république française", "33", "0",
                 "610 612 620 625 630 640 650 660 670 680 688 695 755 760 770 781 9",
                 "142 144 153 472 478 491 556 320 240 9", " SARL| S.A.R.L.| Sarl/  SAS| S.A.S.", "fr",
                 "{n} rue {w}|{n} avenue {w}|{n} boulevard {w}",
                 "Paris/Île-de-France/750;Lyon/Auvergne-Rhône-Alpes/690;Marseille/Provence-Alpes-Côte d'Azur/130;"
                 "Bordeaux/Nouvelle-Aquitaine/330;Nice/Provence-Alpes-Côte d'Azur/060", 5,
                 "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Garcia "
                 "Roux Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Gauthier Chevalier",
                 "Jean Marie Pierre Nathalie Michel Isabelle Philippe Sylvie Nicolas Céline François Hélène Jérôme Aurélie "
                 "Frédéric Sébastien Emmanuel Chloé Margaux Étienne"),
        _country("ES", "Spain", "España|ES|Espana|SPAIN", "34", "",
                 "600 610 620 630 640 650 660 670 680 690 606 616 626 636 646 656 9",
                 "911 912 913 932 933 934 961 963 954 944 9", " S.L.| SL|, S.L./  S.A.| SA", "es",
                 "Calle {w} {n}|Avenida {w} {n}|Plaza {w} {n}",
                 "Madrid/Madrid/280;Barcelona/Cataluña/080;Valencia/Valencia/460;Sevilla/Andalucía/410;Bilbao/Vizcaya/480",
                 5, "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández "
                 "Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos",
                 "Antonio María José Carmen Francisco Ana Juan Isabel Manuel Laura Javier Cristina Daniel Marta Alejandro "
                 "Lucía Pablo Elena Sergio Pilar Íñigo Begoña"),
        _country("IT", "Italy", "Italia|IT|ITALY", "39", "", "320 328 333 338 340 347 349 331 366 380 392 10",
                 "0245 0248 0258 0648 0654 0115 0516 0552 10", " S.r.l.| SRL| Srl/  S.p.A.| SPA| SpA", "it",
                 "Via {w} {n}|Viale {w} {n}|Piazza {w} {n}",
                 "Milano/Lombardia/201;Roma/Lazio/001;Torino/Piemonte/101;Bologna/Emilia-Romagna/401;Firenze/Toscana/501",
                 5, "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Deluca Mancini "
                 "Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana D'Angelo",
                 "Giuseppe Maria Marco Anna Andrea Giulia Francesco Sara Alessandro Chiara Luca Francesca Giovanni Elena "
                 "Matteo Silvia Niccolò Paola"),
        _country("IN", "India", "IN|INDIA|Bharat|IND", "91", "0",
                 "9810 9811 9820 9821 9830 9840 9845 9880 9900 9910 9999 8800 8826 7011 7042 9650 9711 10",
                 "112 222 224 226 802 804 332 334 442 402 10", " Pvt Ltd| Private Limited| Pvt. Ltd./  Ltd| Limited", "in",
                 "{n} {w} Road|{n} {w} Nagar|{n} {w} Marg",
                 "Mumbai/Maharashtra/4000;Bengaluru/Karnataka/5600;New Delhi/Delhi/1100;Chennai/Tamil Nadu/6000;"
                 "Kolkata/West Bengal/7000", 6,
                 "Sharma Patel Singh Kumar Gupta Shah Reddy Mehta Iyer Nair Joshi Rao Desai Verma Agarwal Chopra Kapoor "
                 "Banerjee Mukherjee Chatterjee Pillai Menon Bhat",
                 "Rahul Priya Amit Anjali Vijay Neha Sanjay Pooja Rajesh Kavita Arjun Divya Suresh Lakshmi Rohan Meera "
                 "Karthik Sneha Anil Deepa"),
        _country("BR", "Brazil", "Brasil|BR|BRAZIL", "55", "0", "119 219 319 419 519 619 719 819 859 11",
                 "113 213 313 413 513 613 10", " Ltda| Ltda.| LTDA/  S.A.| S/A", "com.br",
                 "Rua {w} {n}|Avenida {w} {n}|Travessa {w} {n}",
                 "São Paulo/SP/01310-;Rio de Janeiro/RJ/20040-;Belo Horizonte/MG/30130-;Curitiba/PR/80010-", 3,
                 "Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho "
                 "Almeida Lopes Soares Fernandes Vieira Barbosa Araújo Conceição",
                 "José Maria João Ana Antônio Francisca Carlos Adriana Paulo Juliana Pedro Márcia Lucas Fernanda Luiz "
                 "Patrícia Gabriel Camila"),
        _country("CN", "中国", "China|CN|PRC|中华人民共和国|P.R. China", "86", "0",
                 "138 139 135 136 137 150 151 152 158 159 186 188 187 182 177 133 189 130 131 132 155 156 185 176 180 181 "
                 "183 166 173 178 191 198 199 11", "216 215 213 208 203 288 276 258 298 10",
                 "有限公司|有限责任公司|公司/ 股份有限公司|股份公司|有限公司", "com.cn",
                 "{w}路{n}号|{w}街{n}号|{w}大道{n}号|{w}路{n}号科技大厦",
                 "北京/北京市/1000;上海/上海市/2000;广州/广东省/5100;深圳/广东省/5180;杭州/浙江省/3100;成都/四川省/6100;"
                 "南京/江苏省/2100;武汉/湖北省/4300;西安/陕西省/7100;呼和浩特/内蒙古自治区/0100", 6,
                 " ".join(HAN_SURNAMES), " ".join(HAN_GIVEN)),
]  # fmt: skip


#: header in English, as HubSpot writes it, and in Chinese
COLUMNS = (
    ("Record ID", "编号"), ("First Name", "名"), ("Last Name", "姓"), ("Email", "邮箱"), ("Phone Number", "电话"),
    ("Mobile Phone Number", "手机"), ("Company Name", "公司名称"), ("Job Title", "职务"), ("Website URL", "网址"),
    ("Street Address", "地址"), ("City", "城市"), ("State/Region", "省份"), ("Postal Code", "邮编"),
    ("Country/Region", "国家"), ("Contact owner", "负责人"), ("Original Source", "来源"),
    ("Lifecycle Stage", "客户阶段"), ("Lead Status", "线索状态"), ("Create Date", "创建时间"),
    ("Last Modified Date", "最后修改时间"), ("Last Activity Date", "最后活动时间"), ("Last Contacted", "最后联系时间"),
    ("Number of times contacted", "联系次数"), ("Recent Sales Email Replied Date", "最近回复时间"),
    ("Unsubscribed from all email", "是否退订"), ("Email hard bounced", "邮箱退信"),
    ("Number of Associated Open Deals", "进行中的商机数"), ("Legacy Score", "旧系统评分"),
)  # fmt: skip
#: how often a column is empty
GAPS = {
    "First Name": 0.015, "Last Name": 0.015, "Email": 0.08, "Phone Number": 0.35, "Mobile Phone Number": 0.2,
    "Company Name": 0.08, "Job Title": 0.2, "Website URL": 0.5, "Street Address": 0.3, "City": 0.12,
    "State/Region": 0.35, "Postal Code": 0.3, "Country/Region": 0.06,
}  # fmt: skip


def main() -> None:
    data = {
        name.lower(): value for name, value in globals().items() if name.isupper() and name != "OUT" and name[0] != "_"
    }
    table = {"source": "words chosen by hand for this project", "date": "2026-11-24", "licence": "MIT", "data": data}
    OUT.write_text(json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(OUT.name, OUT.stat().st_size)


if __name__ == "__main__":
    main()
