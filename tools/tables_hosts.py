"""Writes the table of hosts that are nobody's own site: link shorteners, social networks and messengers. Hand-made.

Run: python tools/tables_hosts.py
"""

from __future__ import annotations

import json
from pathlib import Path

from crmquality._text import fold

SHORTENERS = """bit.ly bitly.com tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly shorturl.at rb.gy t.ly tiny.cc lnkd.in
fb.me youtu.be amzn.to ift.tt dlvr.it hubs.ly hubs.la trib.al soo.gd s.id v.gd bl.ink short.io shorte.st adf.ly clck.ru vk.cc u.to
t.cn url.cn dwz.cn suo.im 985.so sourl.cn m.tb.cn u.jd.com dwz.mk w.url.cn mrw.so reurl.cc lihi.cc pse.is bit.do x.co j.mp linktr.ee"""
PLATFORMS = {
    "linkedin": "linkedin.com linkedin.cn", "x": "x.com twitter.com", "facebook": "facebook.com fb.com fb.me m.me",
    "instagram": "instagram.com instagr.am", "weibo": "weibo.com weibo.cn", "xing": "xing.com", "github": "github.com",
    "gitlab": "gitlab.com", "tiktok": "tiktok.com", "douyin": "douyin.com iesdouyin.com", "kuaishou": "kuaishou.com",
    "youtube": "youtube.com youtu.be", "bilibili": "bilibili.com b23.tv", "zhihu": "zhihu.com", "telegram": "t.me telegram.me telegram.dog",
    "whatsapp": "wa.me whatsapp.com", "xiaohongshu": "xiaohongshu.com xhslink.com", "medium": "medium.com", "threads": "threads.net threads.com",
    "vk": "vk.com", "ok": "ok.ru", "pinterest": "pinterest.com pin.it pinterest.de pinterest.fr pinterest.co.uk", "snapchat": "snapchat.com",
    "reddit": "reddit.com", "quora": "quora.com", "twitch": "twitch.tv", "bluesky": "bsky.app", "line": "line.me", "skype": "skype.com",
    "discord": "discord.gg discord.com", "signal": "signal.me", "viber": "viber.com", "wechat": "weixin.qq.com wechat.com u.wechat.com",
    "wecom": "work.weixin.qq.com", "qq": "qm.qq.com wpa.qq.com", "dingtalk": "dingtalk.com", "feishu": "feishu.cn", "maimai": "maimai.cn",
    "behance": "behance.net", "dribbble": "dribbble.com", "vimeo": "vimeo.com", "tumblr": "tumblr.com", "slideshare": "slideshare.net",
    "stackoverflow": "stackoverflow.com", "kakao": "kakao.com open.kakao.com", "mastodon": "mastodon.social",
}  # fmt: skip
#: parts of a profile's address that stand before the name
STEPS = """in pub company school showcase profile profiles user users people u c channel n add groups page pages cv @ s home"""
#: pages that are nobody's profile
PAGES = """p reel reels watch share sharer intent search explore hashtag login signup feed posts post status jobs events photo story
stories video videos playlist hashtags web.php sharer.php index.php about help privacy"""
#: what people write in front of a name
LABELS = {
    "linkedin": "li 领英",
    "x": "twitter 推特",
    "facebook": "fb 脸书",
    "instagram": "ig insta",
    "weibo": "微博 新浪微博",
    "github": "gh",
    "tiktok": "tt",
    "douyin": "抖音",
    "kuaishou": "快手",
    "youtube": "yt 油管",
    "bilibili": "b站 哔哩哔哩",
    "zhihu": "知乎",
    "xiaohongshu": "小红书 rednote",
    "maimai": "脉脉",
    "dingtalk": "钉钉 dd",
    "feishu": "飞书 lark",
    "wecom": "企业微信 企微",
    "wechat": "微信 微信号 weixin wx vx v v信 微 薇信 威信 we-chat",
    "qq": "qq号 qq号码 扣扣",
    "whatsapp": "wa whats-app",
    "telegram": "tg 电报",
    "line": "",
    "skype": "",
    "signal": "",
    "viber": "",
    "kakao": "kakaotalk",
    "discord": "",
    "threads": "",
    "snapchat": "snap",
    "reddit": "",
}
#: parameters that only say where a visitor came from
TRACKING = """gclid gclsrc dclid gbraid wbraid fbclid msclkid yclid twclid igshid igsh mc_cid mc_eid mkt_tok spm scm _hsenc _hsmi hsctatracking
_openstat vero_id oly_anon_id oly_enc_id wickedid trk trackingid ref_src share_source share_medium share_token vd_source"""

#: says that the phone serves as the name
SAME = (r"(?=\S*(?:同|一致|一样|就是))"
        r"(?:微信|手机|电话|号码?|与|和|跟|即|就是|是|为|同步?|一致|相同|一样|上|本机|[vV][xX]?){2,8}")  # fmt: skip
#: labels, addresses of profiles, and slips before a host; nothing stands before what is bare: addresses, figures, a word
PATTERNS = {
    "label": r"(?i)([^\W\d_](?:[^\W\d_]| (?=\w)){0,11}?)\s*(?:(?<=\w)\s*(?:id|号码?|account))?\s*[:：=#]\s*",
    "loose_label": r"(?i)(?:(?!li )([a-z]{2,8}) |([a-z]?[\u4e00-\u9fff]{1,4})\s*)(?=[@A-Za-z0-9_+])",
    "bare": r"https?:|[0-9+@]|[A-Za-z0-9_.-]+$",
    "skype": r"(?i)(?:skype:)?(live:[\w.-]{1,64})(?:\?\w+)?",
    "profile": r"(?i)(?:https?://)?(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})/(?P<path>[^\s]*)",
    "number": r"(?:^|&)(?:id|phone|uin)=(\+?\d{5,20})",
    "same_english": r"(?i)(?:same as )?(?:phone|mobile|above)",
    "same": SAME,
    "same_behind": rf"\s*[(\[]?{SAME}[)\]]?$",
    "slip": r"(?i)(?:h{1,2}t{1,3}p{1,2}(s?)\s?(?::|;|(?=//))\s?[/\\]{1,3}\s?)+",
    "url_label": r"(?i)^(?:(?:company )?(?:website|web|url|homepage|site)|网址|官网|网站|主页)\s*[:：]\s*(?=\S)",
    "wrapped": r"(?s)[<(\[\"'“「]*(.*?)[>)\]\"'”」,;.。，；!]*",
    "several": r"\s*[;,，；、|]\s*|\s+(?:and|und|或|和|/)\s+|\s+",
    "hostlike": r"(?i)(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[:/?#].*)?",
}  # fmt: skip


def main() -> None:
    """Write ``_data/hosts.json``."""
    data = {
        "shorteners": sorted(set(SHORTENERS.split())),
        "platforms": {host: name for name, hosts in PLATFORMS.items() for host in hosts.split()},
        "steps": STEPS.split(),
        "pages": PAGES.split(),
        "labels": {fold(w.replace("-", " ")): name for name, words in LABELS.items() for w in (name, *words.split())},
        "tracking": dict.fromkeys(sorted(TRACKING.split()), 1),
        "names": dict.fromkeys(
            sorted(h.split(".")[-2] for h in (*SHORTENERS.split(), *" ".join(PLATFORMS.values()).split())), 1
        ),
        "patterns": PATTERNS,
    }
    out = {"source": "hand-made for crmquality", "date": "2026-11-25", "licence": "MIT", "data": data}
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "hosts.json"
    target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
