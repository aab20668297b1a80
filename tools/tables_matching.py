"""Writes _data/matching.json: what red lines read in headers, the Chinese words of explanations, words of companies' names.

Run: python tools/tables_matching.py 2026-11-26
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "matching.json"

#: by reason, what the headers of columns say whose values must agree, where the policy has no field for them
HEADERS = {
    "different external ids": r"\b(?:external|legacy|erp|sap|crm|netsuite|stripe|hubspot|salesforce|dynamics|zoho|odoo"
    r"|xero|datev|master|customer|client|debt?or|debitoren?|kunden|member(?:ship)?|loyalty)\b.*\b(?:id|no|nr|number"
    r"|num|key|code|ref|reference)\b|\b(?:kunden|debitoren)(?:nummer|nr)\b|\bnumero (?:de )?client"
    r"|^source (?:system |record )*id$"
    r"|(?:外部|旧系统|系统|erp|sap|crm|会员).*(?:id|编号|编码|号|代码)|会员号|客户(?:号|编码|代码)",
    "different tax ids": r"^(?:nif|cif|nie|rfc|cnpj|cpf|gstin|ein|siren|siret|abn|kvk)\b|passport|partita iva"
    r"|steuer ?(?:nummer|nr|id)|ust id|\b(?:tax|vat|fiscal) (?:id|no|nr|number|code)\b|护照号|身份证|营业执照|税号",
    "different parent accounts": r"\b(?:parent|ultimate|holding)\b(?!.*(?:date|phone|mail|contact))"
    r"|^(?:account|company|org) ?id$|muttergesellschaft|\bkonzern\b"
    r"|上级(?:客户|公司|单位|机构|账户)|母公司|所属(?:集团|公司|客户)",
    "conflicting consent": r"consent|\bopt(?:ed)? ?(?:in|out)\b|\bdo ?not ?(?:call|phone|mail|email|contact|sms|fax|track)"
    r"|gdpr|dsgvo|unsubscribe|subscribed|subscription status|newsletter|einwilligung"
    r"|marketing (?:contact )?(?:status|permission|allowed)|同意|退订|订阅|拒接|拒收|勿扰|免打扰|不再联系|营销许可|请勿",
    "different forms of address": r"\b(?:salutation|anrede|gender|sex|geschlecht|civilit[ey]|honorific|name prefix"
    r"|tratamiento|aanhef|geslacht|form of address)\b|称谓|称呼|性别|性別|稱謂",
}  # fmt: skip
#: words by which a header or an answer refuses, and answers that give consent where a header asks for it
REFUSES = (
    r"^(?:no|not|non|none|never|nein|keine?|ohne)\b|(?:\bun|\bde) ?subscri|(?<!opt in )\bopt(?:ed|s)? ?out|\bdo ?not\b"
    r"|withdr[ae]w|revo[kqc]|refus|declin|den(?:y|ied)|reject|block|\bstop|\bin ?active|abgelehnt|abgemeldet|abbestell"
    r"|widerr|des[ai](?:bonn|nscri)|\bbaja\b|拒|退订|不|未|取消|撤|勿|免打扰"
)
GIVES = r"^(?:double )?(?:subscribed|opt(?:ed)? ?in|grant|given|accept|agree|allow|confirm|consent|active|erteilt)|同意|订阅|接受"
#: by header of such a column or before a name, whether a man or a woman is meant
FORMS = {
    "m": "mr mister herr herrn hr monsieur m sir sr señor senhor signor signore sig dhr heer meneer pan господин г-н"
    " male man männlich masculin maschio hombre мужской 先生 男士 男 男性".split(),
    "f": "mrs ms miss mme madame mlle mademoiselle frau fräulein sra señora srta señorita senhora signora sigra"
    " signorina mevrouw mevr mw pani lady madam f female woman w weiblich féminin femmina mujer госпожа г-жа женский"
    " 女士 小姐 太太 夫人 女 女性".split(),
}
#: of such headers those that say when, how or what for, not whether
ASIDE = r"\b(?:date|time|at|on|since|version|plan|price|fee|amount)$|日期|时间|版本|方式|来源"
OPEN = r"\bopen (?:deal|opportunit)|(?:未结|进行中|未关闭|在谈).*(?:商机|交易|单)"
STANDING = (
    r"\b(?:type|status|stage|category|relationship)$|\bis customer\b"
    r"|(?:客户|联系人)(?:类型|状态|类别)|是否(?:客户|成交)"
)
CUSTOMER = (
    "customer|client|current customer|existing customer|active customer|paying customer|won|closed won|kunde"
    "|bestandskunde|cliente|已成交|成交客户|已成交客户|正式客户|签约客户|老客户|合作客户"
).split("|")
NAMES = {
    "given": "名", "family": "姓", "email": "邮箱", "phone": "电话", "company": "公司", "street": "街道",
    "postal_code": "邮编", "city": "城市", "birth_date": "出生日期", "identifier": "证件号", "job_title": "职务",
    "country": "国家", "generation": "辈分",
    "title": "名称", "about": "描述", "more": "补充", "code": "型号", "number": "数字", "number2": "另一数字",
    "change of job or address": "换工作或搬家", "household or workplace": "同住或同事", "prior": "先验",
    "match weight": "匹配权重", "bits": "比特",
    "threshold (bits)": "阈值(比特)", "precision": "准确率", "recall": "召回率",
}  # fmt: skip
LEVELS = {
    "same": "相同", "nickname": "同一名字的简称(见小名表)", "initial": "首字母", "short form": "简称", "similar": "相近",
    "swapped": "姓名对调", "part": "部分相同", "same role mailbox": "相同的公用邮箱", "same local part": "前缀相同",
    "near": "接近", "doubtful pairs": "证据不足", "decision": "人工决定", "equal rows": "完全相同的行",
    "different owners": "负责人不同", "open deals on both sides": "两边都有进行中的商机",
    "different tax ids": "税号不同", "different external ids": "外部编号不同",
    "different parent accounts": "上级客户不同",
    "conflicting consent": "订阅意愿冲突", "both active in the last 30 days": "近30天两边都有往来",
    "different forms of address": "称谓或性别不同", "customers on both sides": "两边都是客户", "different legal forms": "公司形式不同",
    "more than 5 records": "超过5条记录",
    "different birth dates": "出生日期不同", "different identity numbers": "证件号不同",
    "junior and senior": "辈分称谓不同", "junior or senior on one side only": "仅一方带辈分称谓",
    "joined by a person, parted by a limit or another decision": "人工合并,但因数量上限或另一决定而分开",
    "names differ": "姓名不同", "two mailboxes of one domain": "同一域名的两个邮箱",
    "two jobs in one company": "同一公司的两个职务",
    "names sound alike but are written otherwise": "姓名同音但用字不同",
    "middle names or forms of address differ": "中间名或称谓不同",
    "no mailbox, phone or number of their own is the same": "没有相同的本人邮箱、电话或号码", "too little evidence": "证据不足",
    "same words": "词语相同", "most words": "多数词语相同", "some words": "部分词语相同", "other numbers": "数字不同",
    "different": "不同", "allowed for": "已考虑",
    "could explain the same agreement": "也能解释相同之处", "no evidence": "无证据",
}  # fmt: skip
#: keys that rules are made of, where they are no comparison
KEYS = {
    "names": "姓名", "local": "邮箱前缀", "initial": "名的首字母", "letter": "姓的首字母", "sound": "姓的读音",
    "year": "出生年份", "only_company": "公司", "only_firm": "公司名的读音", "word": "名称中的词",
    "about_word": "描述中的词",
}  # fmt: skip

#: words at the end of a core that say what a company does, not what it is called
TRADES = (
    "technologies technology tech group international global worldwide solutions systems services service"
    " consulting consultants software networks network holdings holding industries industry industrial"
    " enterprises enterprise company companies partners media labs laboratories digital electronics engineering"
    " manufacturing logistics trading energy capital financial pharmaceuticals pharma foods products"
    " corporation airlines airways".split()
)
HAN_TRADES = (
    "计算机系统 信息技术 网络技术 网络科技 信息科技 电子商务 通信技术 投资控股 生物科技 技术开发 技术服务"
    " 企业管理 物业服务 进出口 新能源 新材料 房地产 供应链 云计算 半导体 自动化 技术 科技 网络 信息 电子 软件"
    " 实业 贸易 商贸 集团 控股 投资 工业 制造 工程 通信 数码 智能 发展 服务 咨询 管理 传媒 文化 物流 生物 医药"
    " 能源 电器 终端 国际 企业 商业 通讯 股份 有限 系统 公司 汽车 制药 药业 化工 置业 地产 建设 建筑 建材 餐饮"
    " 食品 饮料 服饰 服装 纺织 家居 家具 酒店 旅游 教育 医疗 保险 证券 基金 租赁 设备 机械 机电 仪器 材料 钢铁"
    " 环保 农业 速运 快递 物业 工贸 精密 光电 连锁 经纪 创新 乘用车"
)
#: trades that do not tell a company from the group that is called so
WIDE = "group international global worldwide holdings holding company companies corporation enterprises"
#: words of names that many share, beside trades
COMMON = (
    "american british european german national first general united royal central state federal public city standard"
    " bank university hospital college school union world north south east west northern southern eastern western new"
)
HAN_COMMON = (
    "电力 铁路 交通 石油 天然气 石油化工 航空 航天 煤炭 烟草 邮政 电信 广播 电视 水利 民用 通用 人民 中心 医院 大学"
    " 学院 中学 小学 附属 市政 城市 国家 国有"
)
#: legal forms by the country they belong to; forms that several countries share tell nothing
HOME = {
    form: home
    for home, forms in {
        "US": "Inc|Corp|LLC|PLLC|LLLP", "UK": "PLC|Ltd|LLP", "CN": "Co., Ltd.|Ltd", "AU": "Pty Ltd|Ltd",
        "DE": "GmbH|AG|KG|UG|GmbH & Co. KG|AG & Co. KG|KGaA|e.K.|OHG|GbR|gGmbH|eG|SE & Co. KG",
        "FR": "S.A.S.|S.A.R.L.|EURL",
        "ES": "S.L.", "IT": "S.p.A.|S.r.l.", "NL": "B.V.|N.V.", "SE": "AB", "FI": "Oy|Oyj", "DK": "A/S|ApS",
        "NO": "AS|ASA", "PL": "Sp. z o.o.|Sp. k.", "CZ": "s.r.o.|a.s.", "JP": "K.K.|G.K.", "SG": "Pte Ltd|Ltd",
        "IN": "Pvt Ltd|Ltd", "MY": "Sdn Bhd|Bhd", "BR": "Ltda",
        "MX": "S.A. de C.V.|S. de R.L. de C.V.", "TR": "A.Ş.|Ltd. Şti.",
    }.items()
    for form in forms.split("|")
    if form != "Ltd"
} | {"Ltd": "UK CN AU SG IN"}  # fmt: skip
#: cities of more than one meaning (阿里, 东方, 平安) are places of a name only with their 市
CITIES = (
    "北京 上海 天津 重庆 广州 深圳 杭州 南京 苏州 成都 武汉 西安 青岛 厦门 宁波 无锡 长沙 郑州"
    " 济南 合肥 福州 大连 沈阳 东莞 佛山 昆明 哈尔滨 长春 石家庄 太原 南昌 贵阳 南宁 海口 兰州 常州"
    " 温州 珠海 烟台 绍兴 嘉兴 南通 徐州 泉州 惠州 中国 香港 台湾 澳门 河北 山西 辽宁 吉林 黑龙江"
    " 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 内蒙古"
    " 广西 西藏 宁夏 新疆"
).split()  # fmt: skip
#: sites of others on which companies have pages, shops and mailboxes, beside those of the Public Suffix List
SHARED = (
    "wordpress.com weebly.com squarespace.com jimdo.com jimdosite.com strikingly.com webflow.io godaddysites.com"
    " wix.com google.com notion.so medium.com substack.com business.site carrd.co about.me eventbrite.com"
    " shopify.com etsy.com amazon.com amazon.de ebay.com ebay.de alibaba.com 1688.com taobao.com tmall.com jd.com"
    " made-in-china.com globalsources.com aliexpress.com yelp.com tripadvisor.com crunchbase.com"
    " qcc.com tianyancha.com aiqicha.com zhaopin.com 51job.com liepin.com huangye88.com baidu.com sohu.com"
    # shops and marketplaces
    " weidian.com youzan.com koudaitong.com weimob.com xiaoe-tech.com xiaoeknow.com pinduoduo.com yangkeduo.com"
    " suning.com dangdang.com kaola.com dianping.com meituan.com 58.com ganji.com anjuke.com ctrip.com qunar.com"
    " fliggy.com hc360.com china.cn b2b168.com 99114.com makepolo.com zhaoshang100.com 114pifa.com cn5135.com"
    " yiwugo.com chinagoods.com dhgate.com yupoo.com ecvv.com ec21.com ecplaza.net tradekey.com indiamart.com"
    " tradeindia.com justdial.com exportersindia.com shopee.com shopee.tw lazada.com tokopedia.com rakuten.co.jp"
    " rakuten.com thebase.in stores.jp shopline.com shoplineapp.com myshopline.com myshoplaza.com shoplazza.com"
    " ruten.com.tw pchome.com.tw coupang.com gmarket.co.kr 11st.co.kr cafe24.com sixshop.com imweb.me modoo.at"
    " bigcartel.com ecwid.com gumroad.com sellfy.com payhip.com redbubble.com zazzle.com mercadolibre.com"
    " mercadolivre.com.br allegro.pl olx.pl kleinanzeigen.de ebay.co.uk ebay.fr amazon.co.uk amazon.fr amazon.co.jp"
    " gumtree.com leboncoin.fr subito.it marktplaats.nl avito.ru ozon.ru wildberries.ru tiu.ru prom.ua satu.kz"
    # travel, food, trades and directories
    " booking.com airbnb.com expedia.com hotels.com agoda.com hostelworld.com opentable.com thefork.com doordash.com"
    " ubereats.com grubhub.com lieferando.de zomato.com swiggy.com houzz.com houzz.de thumbtack.com angi.com bark.com"
    " checkatrade.com fresha.com booksy.com treatwell.de planity.com doctolib.de doctolib.fr jameda.de foursquare.com"
    " immobilienscout24.de autoscout24.de mobile.de kompass.com europages.com wlw.de gelbeseiten.de yellowpages.com"
    " yell.com pagesjaunes.fr paginasamarillas.es paginegialle.it trustpilot.com glassdoor.com indeed.com kununu.com"
    " wellfound.com clutch.co upwork.com fiverr.com zoominfo.com qichacha.com qixin.com zhipin.com lagou.com"
    # builders of sites, blogs, links and forms
    " tilda.ws tilda.cc wezhan.cn wezhan.net faisco.cn faisco.com fkw.com sxl.cn webnode.com webnode.page yola.com"
    " site123.me ucoz.ru ucoz.com narod.ru nethouse.ru mozello.com zyro.com zyrosite.com ueniweb.com ukit.me umi.ru"
    " mystrikingly.com jimdofree.com webs.com tripod.com canva.site softr.app glide.page glitch.me hs-sites.com"
    " hubspotpagebuilder.com clickfunnels.com kajabi.com mykajabi.com teachable.com thinkific.com podia.com"
    " 000webhostapp.com epizy.com infinityfreeapp.com pagesperso-orange.fr over-blog.com overblog.com ameblo.jp"
    " fc2.com livedoor.jp note.com jugem.jp seesaa.net exblog.jp cocolog-nifty.com geocities.jp livejournal.com"
    " typepad.com ghost.io blogger.com tistory.com daum.net telegra.ph csdn.net cnblogs.com jianshu.com juejin.cn"
    " lofter.com douban.com meipian.cn toutiao.com ixigua.com youku.com gitee.com beacons.ai lnk.bio bio.link bio.site"
    " campsite.bio taplink.cc milkshake.app allmylinks.com solo.to linkin.bio heylink.me msha.ke typeform.com"
    " jotform.com calendly.com wjx.cn jinshuju.net huodongxing.com meetup.com patreon.com ko-fi.com kickstarter.com"
    " indiegogo.com gofundme.com soundcloud.com bandcamp.com flickr.com deviantart.com band.us nextdoor.com"
)

#: what a kinship of names makes of a pair, with and without a shared domain, how sure that is, and how it is said
KINSHIPS = {
    "same": ["belongs_to", 0.97, "belongs_to", 0.85, "same name"],
    "short": ["belongs_to", 0.92, "belongs_to", 0.7, "short form of the name"],
    "part": ["belongs_to", 0.92, "same_group", 0.35, "beginning of the name"],
    "several": ["belongs_to", 0.92, "same_group", 0.4, "short for several accounts"],
    "within": ["belongs_to", 0.88, None, 0.0, "part of the name"],
    "other_form": ["belongs_to", 0.88, "same_group", 0.5, "same name with another legal form"],
    "typo": ["belongs_to", 0.93, "belongs_to", 0.6, "name one letter off"],
    "initials": ["belongs_to", 0.93, "belongs_to", 0.5, "initials of the name"],
    "unknown": ["belongs_to", 0.88, None, 0.0, "names cannot be compared"],
    "alien": ["belongs_to", 0.55, None, 0.0, "another name"],
    "group": ["same_group", 0.9, "same_group", 0.5, "another company of the name"],
    "elsewhere": ["same_group", 0.7, None, 0.0, "a company of the name in another place"],
    "branch": ["branch_of", 0.95, "branch_of", 0.85, "branch of the account"],
    "head": ["has_branch", 0.95, "has_branch", 0.85, "the account is a branch of it"],
    "franchise": ["franchise", 0.8, "franchise", 0.6, "trades under the name"],
}

#: words by which a firm trades under another name, and of deals, orders and tickets that are done
SAID = {
    "franchise": r"(?i)\b(?:franchise[es]?|franchising|licensee|dealer(?:ship)?|distributor|vertragshändler|händler|"
    r"concessionnaire|concesionario)\b|\b(?:store|shop|restaurant|outlet) ?#?\d+|特许经营|特许|加盟店|加盟商|加盟|经销商|"
    r"代理商|专卖店|[4四][sS]店",
    "closed": r"(?i)\b(closed ?(won|lost)?|won|lost|done|resolved|completed?|cancell?ed|delivered|refunded)\b|(^|"
    r"[^未])(关闭|赢单|输单|成交|丢单|完成|取消|解决|作废)",
    "won": r"(?i)\bwon\b|赢单|成交",
}


def main(day: str) -> None:
    """Write the table."""
    data = {
        "patterns": {**HEADERS, "aside": ASIDE, "open": OPEN, "standing": STANDING, "refuses": REFUSES,
                     "gives": GIVES, **SAID}, "headers": list(HEADERS),
        "forms_of_address": FORMS,
        "companies": {
            "trades": TRADES, "wide": WIDE, "common": COMMON, "han_trades": HAN_TRADES.split(),
            "han_common": "|".join(HAN_COMMON.split()), "cities": CITIES, "shared": SHARED, "home": HOME, "kinships": KINSHIPS,
        },
        "customers": CUSTOMER, "zh": {**KEYS, **NAMES, **LEVELS},
    }  # fmt: skip
    table = {"source": "chosen by hand for crmquality", "date": day, "licence": "MIT", "data": data}
    OUT.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
