"""Writes _data/placeholders.json: texts that stand for nothing, that test a form, or that people type in place of their own."""

from __future__ import annotations

import json
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "placeholders.json"

LISTS = {
    # stands for nothing
    "placeholder": r"""
n/a|na|n.a.|n.a|n\a|#n/a|none|null|nil|nan|nul|<na>|none given|no data|no value|not available|not applicable
not provided|not given|prefer not to say|rather not say|declined to answer|not specified|not known|unknown|unkown|undefined|undisclosed|unspecified|tbd|tba|t.b.d.
to be confirmed|empty|missing|blank|(blank)|(null)|(none)|(empty)|<null>|<none>|[null]|#ref!|#value!|#name?
#null!|#div/0!|#num!|#spill!|#calc!|#getting_data|-|--|---|----|-----|.|..|...|....|?|??|???|????|_|__|___|/|//|\|*|**|***|#|##|+|=|~|:|;|,
0|00|000|keine|keine angabe|k.a.|unbekannt|inconnu|desconocido|sconosciuto|s/d|s/n|无|無|暂无|暫無|没有|沒有
未知|不详|不詳|不明|不清楚|不知道|空|空白|缺|暂缺|待定|待补充|待确认|未填|未填写|未提供|未定|无数据|无信息
保密|请勿联系|请勿打扰|不想透露|不愿透露|不便透露|不方便透露|不方便说|不愿意说|拒绝透露|拒绝提供|略|同上|无名|—|–|——|———|－|、|。|？|／|·|…|……
""",
    # typed to test a form
    "test_value": r"""
test|tests|testing|tester|test1|test2|test3|test 1|test 2|test123|test user|test account|test test|testtest
this is a test|dummy|sample|example|fake|foo|bar|foobar|foo bar|lorem ipsum|asd|asdf|asdfg|asdfgh|asdfasdf
asdasd|sdf|sdfsdf|qwe|qwer|qwert|qwerty|qwertyuiop|zxc|zxcv|zxcvbnm|qaz|wsx|abc|abcd|abcde|abc123|xxx|aaa|bbb
zzz|123|1234|12345|123456|1234567|12345678|123456789|测试|測試|测试1|测试2|测试3|测试123|测试数据|测试用户
测试账号|测试客户|测试测试|試驗|试验|样例|示例|演示|lorem|ipsum|lorem ipsum dolor|firstname|lastname
first name|last name|firstname lastname|first last|your name|my name|full name|username|user name
vorname nachname|vorname|nachname|prénom nom|nombre apellido|asdf asdf|qwerty qwerty|asd asd|qwe qwe
foo bar baz|demo|demo user|blah|blah blah|blahblah|bla bla|blabla|fake name|fake user|fakename|not a real name
test person|test name|test company|test lead|test customer|test contact|tester tester|prueba|probando|essai
prova|teste|teste teste|testperson|testfirma|тест|тестовый|テスト|테스트|اختبار|testovich|тест тест|йцукен
фыва|фывап|фыв|测试公司|测试人员|测试员|测试姓名|测试账户|姓名|名字|某人|某先生|某女士|某公司|阿斯顿|阿斯顿发
阿斯顿发生|阿斯蒂芬|撒旦法|撒旦|水电费|水电费水电费|啊实打实|阿达|爱上大声地|啊啊|呵呵|嘿嘿|嗯嗯|随便|随便填
随便写|随便写的|不告诉你|不想说|没名字|没有名字|你猜|你猜猜|在吗|你好|哈喽|打酱油|路人甲|无名氏|无名|匿名
匿名用户|游客|访客|匿名者|路人
""",
    # names that stand in for another; some people have them
    "stand_in": r"""
john doe|jane doe|joe bloggs|jane bloggs|john q public|joe public|jane public|john smith doe|max mustermann
erika mustermann|maxi mustermann|otto normalverbraucher|monsieur dupont|madame dupont|juan perez perez
fulano de tal|fulano|mengano|zutano|jan kowalski|jan jansen jansen|mario rossi rossi|ola nordmann
kari nordmann|medelsvensson|matti meikalainen|ivan ivanovich ivanov|vasya pupkin|вася пупкин|иван иванов
john roe|richard roe|jane roe|foo foo|bar bar|mr nobody|no name|noname|nobody|no body|somebody
some body|someone|some one|anonymous|anonymous user|anonymus|unknown person|unknown user|unknown unknown
none none|na na|nil nil|admin admin|admin|administrator|root|guest user|user|user user|new user
name name|name surname|surname name|me me|myself|you you|hello|hello world|hi|hi there|no thanks
not telling|not interested|go away|none of your business|nunya business|private person|just looking
just browsing|abc def|abc xyz|xyz abc|first second|one two|aa bb|aaa bbb|张三三|李四四
王二麻子|甲乙丙|甲|乙|丙|某某某|张三丰|客户|先生|女士|顾客|用户|老板|管理员|山田太郎|山田花子|홍길동
김철수
""",
    # characters and celebrities
    "fiction": r"""
mickey mouse|minnie mouse|donald duck|daisy duck|goofy|bugs bunny|daffy duck|homer simpson|bart simpson
marge simpson|lisa simpson|fred flintstone|barney rubble|scooby doo|tom jerry|tom and jerry
spongebob squarepants|sponge bob|patrick star|peter griffin|eric cartman|harry potter|ron weasley
hermione granger|albus dumbledore|voldemort|lord voldemort|severus snape|frodo baggins|bilbo baggins|gandalf
gandalf grey|aragorn|legolas|darth vader|luke skywalker|han solo|princess leia|yoda|master yoda|obi wan
obi wan kenobi|anakin skywalker|chewbacca|boba fett|james bond|jason bourne|ethan hunt|indiana jones
sherlock holmes|john watson watson|hercule poirot|bruce wayne|clark kent|peter parker|tony stark|bat man
batman|super man|superman|spider man|spiderman|iron man|ironman|wonder woman|captain america|incredible hulk
black widow|lex luthor|the joker|joker|harley quinn|deadpool|walter white|jesse pinkman|saul goodman
rick sanchez|morty smith|jon snow|daenerys targaryen|tyrion lannister|arya stark|ned stark|tony montana
tyler durden|forrest gump|john wick|rocky balboa|john rambo|neo anderson|santa claus|father christmas
easter bunny|tooth fairy|robin hood|peter pan|captain hook|winnie pooh|winnie the pooh|snow white
humpty dumpty|jack sparrow|captain jack sparrow|king kong|god zilla|godzilla|pikachu|ash ketchum|super mario
mario luigi|sonic hedgehog|lara croft|barack obama|donald trump|joe biden|hillary clinton|vladimir putin
angela merkel|emmanuel macron|boris johnson|george bush|george washington|abraham lincoln|adolf hitler
josef stalin|kim jong un|osama bin laden|saddam hussein|xi jinping|elon musk|bill gates|steve jobs
mark zuckerberg|jeff bezos|warren buffett|tim cook|michael jackson|elvis presley|john lennon|freddie mercury
taylor swift|justin bieber|lady gaga|kim kardashian|kanye west|britney spears|cristiano ronaldo|lionel messi
david beckham|michael jordan|lebron james|tiger woods|albert einstein|isaac newton|charles darwin
leonardo da vinci|pablo picasso|william shakespeare|jesus christ|jesus god|holy spirit|bruce lee|chuck norris
jackie chan|brad pitt|tom cruise|marilyn monroe|julius caesar|napoleon bonaparte|alan turing|satoshi nakamoto
孙悟空|猪八戒|唐僧|沙和尚|奥特曼|蜡笔小新|哆啦a梦|柯南|喜羊羊|灰太狼|小猪佩奇|光头强|熊大|熊二|贾宝玉|林黛玉
诸葛亮|曹操|刘备|关羽|张飞|西门庆|武大郎|潘金莲|令狐冲|东方不败|郭靖|杨过|小龙女|韦小宝|马云|马化腾|刘德华
周杰伦|成龙|李小龙|毛泽东|习近平|秦始皇|李世民|哪吒|白骨精|玉皇大帝|观音|如来佛祖|葫芦娃|黑猫警长|米老鼠
唐老鸭|蜘蛛侠|钢铁侠|蝙蝠侠|超人|哈利波特|蔡徐坤
""",
    # insults and jokes in place of a name
    "insult": r"""
fuck|fuck you|fuck off|fucker|fucking|motherfucker|mother fucker|fck you|fuk you|f u|shit|bullshit|bull shit
shithead|asshole|ass hole|arsehole|bitch|son of a bitch|bastard|dickhead|dick head|cunt|wanker|twat|prick
penis|vagina|pussy|cock sucker|cocksucker|piss off|screw you|suck my dick|suck it|eat shit|kiss my ass
go to hell|idiot|stupid|dumbass|dumb ass|moron|retard|loser|big dick|hugh jass|hugh janus|ben dover|mike hunt
mike hawk|mike oxlong|seymour butts|dixie normous|heywood jablome|jenna tull|phil mccracken|i p freely
amanda hugginkiss|moe lester|anita bath|oliver clothesoff|ivana tinkle|arschloch|scheisse|wichser|hurensohn
fick dich|leck mich|merde|putain|connard|salope|va te faire foutre|mierda|puta|hijo de puta|cabron|pendejo
caralho|porra|cazzo|vaffanculo|stronzo|kurwa|блядь|сука|хуй|пизда|идиот|傻逼|傻b|煞笔|沙比|你妈|你妈的|他妈的
妈的|草泥马|操你妈|尼玛|去死|滚|滚蛋|滚开|王八蛋|混蛋|白痴|笨蛋|脑残|神经病|你大爷|你爸爸|你爹|你祖宗|爸爸
爷爷|骗子|垃圾|狗屎|变态
""",
    # mailbox names of nobody
    "mailbox": r"""
test|tests|testing|tester|testuser|user|username|usuario|demo|fake|fakeemail|fakemail|dummy|sample|example
nobody|noone|no.one|somebody|someone|anyone|anybody|anonymous|anon|foo|bar|foobar|foo.bar|trash|spam|nospam
spamme|spammer|junk|junkmail|garbage|temp|tempmail|temporary|throwaway|burner|disposable|null|nul|none|nothing
no|nope|noemail|no-email|no.email|nomail|notmyemail|notreal|notarealemail|notvalid|invalid|myemail|my.email
youremail|your.email|email|emailaddress|firstname.lastname|first.last|name.surname|yourname|your.name|my.name
johndoe|john.doe|janedoe|jane.doe|mickey.mouse|mickeymouse|donald.duck|donaldduck|blah|blahblah|bla|asdf|asd
asdfg|qwe|qwer|qwerty|zxc|zxcv|abc|abcd|abcde|abcdef|xxx|xyz|aaa|bbb|zzz|ceshi|hello|hi|whatever|nowhere
something|fuck|fuckyou|fuckoff|shit
""",
    # first label of domains of nobody
    "domain": r"""
test|tests|testing|testtest|tester|example|examples|domain|yourdomain|mydomain|somedomain|yourcompany
mycompany|company|fake|fakemail|fakeemail|dummy|sample|noemail|nomail|none|null|nowhere|nothing|noreply|nope
whatever|blah|bla|blahblah|asd|asdf|asdfg|asdfgh|asdasd|qwe|qwer|qwerty|zxc|zxcv|aa|aaa|aaaa|bb|bbb|xx|xxx
xxxx|zzz|abcd|abcde|foo|bar|foobar|sdf|dfg|fgh|jkl|hjk|123456|1234|fuck|fuckyou|shit|website|something
anything|notreal|invalid|mail-test
""",
    # streets of nobody
    "street": r"""
123 main st|123 main street|123 fake street|123 fake st|1234 main st|1 main st|1 main street
742 evergreen terrace|123 test street|test street|test street 1|teststraße 1|musterstraße 1|musterstr. 1
musterstraße 123|beispielstraße 1|123 any street|123 anywhere st|123 street|street 123|street 1|street|address
my address|your address|my street|home|my home|my house|here|nowhere|somewhere|anywhere|1 street
lorem ipsum street|calle falsa 123|rue de test|rue test|测试地址|测试路1号|某某路|某某街|火星|地球|宇宙|中国
家里|家
""",
    # what advertising says
    "spam": r"""
viagra|cialis|levitra|poker online|online casino|slot gacor|sbobet|porn|porno
xxx video|sex video|onlyfans|crypto invest|bitcoin profit|binary option|forex signal|double your
make money|earn money|earn $|passive income|work from home|payday loan|quick loan|loan offer|seo service
seo services|backlink|backlinks|guest post|rank your website|first page of google|1st page of google
website traffic|buy followers|buy cheap|cheap replica|replica watch|weight loss|lose weight|cbd gummies
keto gummies|free iphone|you have won|you won|claim your prize|click here|click this link|limited offer
act now|100% free|whatsapp group|telegram channel|xrumer|scrapebox|essay writing|buy essay|male enhancement
adult dating|dating site|meet girls|hot girls|代开发票|办证|刷单|兼职日结
真人视讯|裸聊|约炮|贷款秒批|无抵押贷款|信用卡套现|代孕|代写论文|点击链接|点击领取|заработок
продвижение сайтов|купить ссылки
""",
    # rows and columns of keyboards, as typed
    "keyboard": r"""
qwertyuiop|asdfghjkl|zxcvbnm|qazwsxedcrfvtgbyhnujm|1qaz2wsx3edc4rfv5tgb|qawsedrf|1234567890
qwertzuiop|yxcvbnm|zertyuiop|qsdfghjklm|wxcvbn|aoeuidhtns|pyfgcrl|qjkxbmwvz
abcdefghijklmnopqrstuvwxyz|йцукенгшщзхъ|фывапролджэ|ячсмитьбю|йцукенгшщзхї|фівапролджє|ςερτυθιοπ|;ςερτυ
ασδφγηξκλ|ζχψωβνμ|ㅂㅈㄷㄱㅅ|ㅁㄴㅇㄹ|ㅋㅌㅊㅍ|شسيبل|ضصثقف|שדגכע|קראטו|ฟหกด|あいうえお|かきくけこ|アイウエオ
абвгдежз
""",
    # ways over the keypad of a telephone
    "keypad": r"""
147258|258369|369258|258147|741852|852963|963852|852741|159357|357159|753951|951753|159753|951357|357951|753159|789456|456123|123654
321654|654321789
""",
}


def words(block: str) -> list[str]:
    """The words of a block."""
    return [w for line in block.strip().splitlines() for w in line.split("|")]


#: code, what programs leave in place of values, and markup; `may_inject` stands in every text with code
PATTERNS = {
    "injection": r"(?i)<\s*/?\s*(?:script|iframe|img|svg|object|embed|body|style)\b|javascript:|\bon(?:error|load|"
    r"click|mouseover)\s*=|\$\{|\{\{|<\?php|<%|\.\./\.\./|/etc/passwd|\bunion\s+(?:all\s+)?select\b|"
    r"\bdrop\s+table\b|\binsert\s+into\b|\bdelete\s+from\b|\bselect\s+.{1,40}\sfrom\b|'\s*(?:or|"
    r"and)\s*'?\d*'?\s*=|'\s*or\s+1|\bxp_cmdshell\b|\bwaitfor\s+delay\b|\bsleep\(\d|'\s*;?\s*--|\|"
    r"\s*(?:cat|ls|whoami)\b",
    "may_inject": r"[<>${;=|]|'(?:\W|or)|\.\./|/etc/|javascript:|sleep\(|(?:union|drop|insert|delete|select|xp_cmdshell|"
    r"waitfor)\b",
    "left_over": r"\{\{[^{}]{0,60}\}\}|[$#!]?\{[!$]?[A-Za-z][\w. ]{0,60}\}|%{1,2}[A-Za-z]\w{0,60}%{1,2}|\*\|[^|"
    r"*]{1,60}\|\*|\[\[[^\[\]]{1,60}\]\]|<%.{0,60}%>|#{3,}|\[object [A-Za-z]+\]",
    "markup": r"(?i)<[a-zA-Z/!][^<>]{0,200}>|\bhttps?://|\bwww\.[a-z0-9]|&(?:amp|nbsp|lt|gt|quot|#\d{1,5});",
}


def main() -> None:
    """Write the table."""
    table = {
        "source": "hand-made for crmquality from junk seen in Western and Chinese CRM exports",
        "date": "2026-11-25",
        "licence": "MIT",
        "data": {key: words(block) for key, block in LISTS.items()} | {"patterns": PATTERNS},
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
