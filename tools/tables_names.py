"""Writes the name tables: surnames, honorifics, legal forms, nicknames, traditional characters.

Hand-made for crmquality from general knowledge of Chinese and Western names; Western legal forms also from the term lists
of cleanco (MIT), Spanish and Hungarian names from Faker (MIT), traditional characters from
opencc-python-reimplemented (Apache-2.0). Run with those and pypinyin installed:
python tools/tables_names.py
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

#: surnames of four characters, what says whose name follows, and Tibetan names in hanzi
LONG = ["爱新觉罗", "叶赫那拉", "愛新覺羅", "葉赫那拉"]
LABEL = "(?:联系人|收件人|收货人|寄件人|经办人|客户|业主|姓名)(?=..)"
TIBETAN = (
    "(?:[扎才]西|卓[玛嘎]|央[金宗]|多[吉杰]|次[仁旦]|平措|旺[堆姆杰]|达瓦|尼玛|边巴|巴桑|普布|拉[姆毛]|格桑|[丹旦]增|洛桑|索朗|强巴|仁[青增]"
    "|白玛|贡布|罗布|措姆|德吉|曲珍|嘉措|顿珠|坚赞|桑[珠杰]|群培|仓决|土登|益西|阿旺|才[旦让]|久美|更登|华旦|南加|公保|吉毛|周毛){2}"
)
COMPOUND = """欧阳 司马 诸葛 上官 夏侯 皇甫 慕容 令狐 尉迟 东方 司徒 公孙 长孙 宇文 轩辕 钟离 闾丘 鲜于 申屠 公羊 澹台 公冶 宗政
濮阳 淳于 单于 太叔 仲孙 赫连 独孤 南宫 拓跋 呼延 端木 百里 东郭 西门 第五 万俟 司空 闻人 公治 亓官 左丘 梁丘 歐陽 司馬 諸葛
上官 慕容 令狐 尉遲 東方 公孫 淳於 澹臺 閭丘 端木 濮陽 赫連 宇文 長孫 鍾離 鮮于 單于 獨孤 南宮 聞人 東郭 西門 萬俟 軒轅
张简 張簡 张廖 張廖 范姜 太史 微生 子车 北宫 东野 即墨 斛律 南荣 漆雕 壤驷 颛孙 宰父 夹谷 羊舌 公西 公良 公乘 叔孙 完颜 耶律 纳兰 拓拔 巫马 司寇 納蘭 完顏""".split()
SURNAMES = """王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范
金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁
岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤
阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池
查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄
張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇魏呂盧鍾譚陸賈韋鄒閆龍賀顧龔萬錢嚴湯溫喬龐顏倪莊聶魯歐關蘭寧紀單塗
萧傅阎赖洪薄辜丘晋畅揭宇糜竺衣银伏习保邸禤濮暨蒯逯郏浦隗昝蔚庾殳沃夔晁滑宿扈籍茹诸钭阙逢裘钮嵇芮羿汲邴宓蓬郗仰咸池莘雍璩寿宦鱼容易慎戈居衡弘寇禄
賴蔣閻鄔鄺鮑華連遲費岑薩閔婁欒鞏饒儲傅戰陰勞繆代仉亓郄冮尧恽訾綦桓眭笪谯""".replace("\n", "")
#: compound ones of which the first character is a surname, too, or the two are a word
AMBIGUOUS = "单于 單于 东方 東方 南宫 南宮 西门 西門 东郭 東郭 百里 第五 万俟 萬俟 公孙 公孫 左丘 梁丘 太叔 钟离 鍾離 淳于 鲜于 鮮于 闻人 聞人 宗政".split()
#: the most common surnames of Japan
JAPANESE = """佐藤 鈴木 铃木 高橋 高桥 田中 伊藤 渡辺 渡邊 渡边 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 清水 山崎 池田 阿部 橋本 桥本 森田 山下 石川
中島 中岛 前田 藤田 後藤 后藤 岡田 冈田 長谷川 长谷川 村上 近藤 石井 坂本 遠藤 远藤 青木 藤井 西村 福田 太田 三浦 藤原 岡本 冈本 松田 中川 中野 原田 小川 竹内 田村 金子 和田
中山 石田 上田 小野 柴田 酒井 工藤 横山 宮崎 宫崎 宮本 宫本 内田 高木 安藤 谷口 大野 丸山 今井 河野 藤本 村田 武田 上野 杉山 増田 平野 菅原 久保 松井 野口 松尾 野村 菊地
佐野 大塚 小島 小岛 古川 水野 桜井 樱井 高田 島田 岛田 新井 木下 安倍 岸田 石原 福山 本田 豊田 丰田 小泉 麻生 鳩山 鸠山 黒田 黑田 石破 宮沢 三宅 西田 平田 川口 松下 北村 大久保 村山 福島 野田 吉川 川崎 森本 岩崎 浅野 土屋 望月 永井 松村 早川 大西 関口 服部 市川 熊谷 吉村 渡部 荒木 広瀬 尾崎
黒澤 黒沢 黑泽 星野 大島 西川 久米 佐久間 佐久间 五十嵐 五十岚 小笠原 小野寺 久保田 宇佐美 大久保 長谷部 松任谷 小野塚 岡崎 冈崎 菊池 本間 奥村 三好 平井 片山 白石 堀内 中西 浜田 滨田 上原 杉本 横田 大橋 大桥 野中 成田 鎌田 森山 安田 岩田 宮田 宫田 須藤 须藤 高野 高島 渋谷 涩谷 大川 山内 飯田 饭田 東野 东野 河合 川端 夏目 芥川 三島 三岛 太宰 織田 织田 豊臣 丰臣 徳川 德川 武者小路 宮部 堂本 草野 滝沢 綾瀬 绫濑 新垣 石垣 広末 柴咲 蒼井 苍井 上戸 小栗 福原 羽生 大谷 錦織 锦织 本庄 村瀬 大江 東山 佐佐木 小池 中谷 川上 片岡 片冈 松岡 松冈 吉岡 吉冈 馬場 水谷 荒井 小松 西山 平山 桑原 栗原 坂田 内藤 篠原 矢野 松浦 黒木 永田 関根 牧野 稲垣 植田 岩井 河村 富田 小山 竹田 大竹 小倉 田口 田辺 石橋 今村 奥田 福井 川村 古賀 杉浦 戸田 飯島 千葉 村井 金井 相沢 宇野 宇都宮 浅井 浅田 朝倉 長野 長島 香川 内村 萩原 柳田 柳沢 梶原 梅田 椎名 沢田 澤田 湯川 神田 神谷 秋元 稲葉 立花 竹中 笠原 細川 若林 荻野 菅原 角田 赤木 赤松 野沢 鈴村 長瀬 門脇 間宮 阿久津 風間 飛鳥 高村 高畑 高倉 鬼塚 鳥山 黒川 深沢 深田 石井 石塚 石野 石破 逢坂""".split()
KOREAN = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모"
KOREAN_COMPOUND = "남궁 황보 제갈 사공 선우 서문 독고".split()
VIETNAMESE = "nguyen tran pham hoang huynh phan vu vo dang bui do ho ngo duong ly le dinh truong luong trinh".split()
#: the surnames that stand first in pinyin; no given names of the West among them
FIRST_PINYIN = "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo".split()
MORE_PINYIN = """zheng liang xie song tang deng feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng su lu lv lyu ding ren yao shen zhong jia xia
fu fang zou xiong bai meng qin qiu hou shao shi wei kong qian wan yan han hao jin tan cui mao duan xue fan gu gong nie niu xi kang liao ji sheng zhan guan lian ruan""".split()
#: surnames as Hong Kong, Taiwan and Korea write them: Lee Ka-shing
ROMANIZED = """chan lee wong cheung lau chow ng kwok leung tsang tsai chen lin huang wu kim park choi jung kang cho yoon jang lim han oh seo shin kwon
hwang ahn song yoo hong jeon ko moon son yang bae baek heo nam chang chiang hsu hsieh yeh kuo lo tang yip mak lam law tse fung tam yuen siu pang poon yeung
chu chui chiu hui fong tan goh ong teo koh toh sim chua quek neo chew chia foo yeo tay low loh heng khoo ooi teoh loke chong soh sng liew thong wee phua roh noh sun soong hsiao hsiung hsiang shih tsao tso tsou tui yen yin chueh cheng chung chia chiao chien chin ching chuang feng fu hao hou hsia hsing hsueh jen kan kao ku kuan kung lei liang liao lien ling lung mei meng nieh niu ou pai pan pao peng shen sheng shih tai tao teng ti tien ting tsui tuan tzu weng wei wen yao yeh yueh ma ban li wang liu chiu lai tung tseng su pan yu chung rhee syngman jeong ryu""".split()
#: those of them that are surnames rather than parts of given names
ROMANIZED_FIRST = (
    "chan lee wong cheung lau chow ng ho kwok leung lam lai tsang tsai kim park choi jung kang cho huang yip".split()
)
#: syllables of given names as Hong Kong, Taiwan, Singapore and Korea write them
EASTERN = """ka kar wai tai man chi ming kwok wing siu yuk mei ling fai kin ho yin lok hei tsz ching yan shan hang hoi lam pui sze kit kei chun
hin yiu kwan tak shing wah hung leung keung fung chiu kwong yee lai ping sau kuen mui oi ngan yuen chung sum shun tung hon kai chak sang sing wan
yat yau yi ying yip yu yung chuen chui fan fat fu fuk fun hai han him hing hiu hok hop kam kan kau ki kim king kiu ko koon kun kwai lap lau lik lim
lin lit lo loi long luen luk lun lung mau miu mo mok mong mun nam nga ngai ngar nin ning on pak pan pang pik pok po pong sai sam sin sik sim suet sui
suk tat tin ting to tong tsui tuen wa wang wo woon yam yeuk yim yue yun bock boon cheng choon chye eng geok guan hock hoe huat hwa hwee keng kheng kiat
kuan leng lian liang loong meng mui peng poh seng siew soon swee teck thiam tiong yew hsien hao jun wei chia chih cheng chien chun hsin hsiang hui
jen jui kuang kuo mei ming shih shu te tsung tzu wen yi ying yu chieh hsiu hsueh dae jung joon hyun hyung min ji soo su yeon young yong seung seong
sung jin jae hee hye eun kyung kyoung hwan woo won wook yoon in gi gyu kyu chul cheol seok sook bum beom byung do dong geun gun ha hoon il jong joo ju
kwang mi myung rae ra ri sun tae taek uk ye yeong ah kow chee keong chok tong goh lay looi moi nee ngee peck phaik poh sek sim sok soh soo tek thye tuck wee yen yew yin yoke yuet moo na kah kee ngo hean kui khim yat sen ok sil mo ran bo kar""".split()

#: characters that stand in given names and hardly in the names of shops
GIVEN = "伟芳娜敏静丽强磊洋勇艳杰娟涛超秀霞刚桂英玉萍红娥玲芬燕彬兰凤洁梅琳雪倩婷雯琪俊峰刚军建国志明辉娜淑珍莉蓉瑶婉怡思雨欣子轩浩宇梓涵诗若晨佳颖慧斌波峥毅鹏旭晓小大文永春海冬"
GIVEN += "偉靜麗強艷傑濤剛鳳潔蘭國輝穎鵬曉"
READINGS = {
    "曾": "zeng", "仇": "qiu", "单": "shan", "單": "shan", "解": "xie", "查": "zha", "朴": "piao", "盖": "ge", "翟": "zhai",
    "乐": "yue", "樂": "yue", "覃": "qin", "区": "ou", "尉迟": "yu chi", "尉遲": "yu chi", "万俟": "mo qi", "萬俟": "mo qi",
    "单于": "chan yu", "任": "ren", "华": "hua", "宁": "ning", "黑": "he", "秘": "bi", "冼": "xian", "员": "yun", "缪": "miao",
    "召": "shao", "薄": "bo", "种": "chong", "祭": "zhai", "乜": "nie", "褚": "chu", "沈": "shen", "车": "che", "石": "shi", "贾": "jia",
    "葛": "ge", "纪": "ji", "阚": "kan", "俞": "yu", "尉": "wei", "那": "na", "宓": "mi", "卜": "bu", "柏": "bai", "郗": "xi", "折": "she", "逄": "pang", "洗": "xian", "长孙": "zhang sun", "長孫": "zhang sun", "澹台": "tan tai",
}  # fmt: skip
HONORIFICS_ZH = """董事长 总经理 副总经理 总监 总裁 经理 主任 主管 老师 教授 博士 医生 律师 工程师 先生 女士 小姐 太太 夫人 同学 师傅 老板 校长 局长 处长 科长
院长 部长 董事 董秘 书记 秘书 秘书长 市长 县长 镇长 区长 村长 厅长 司长 社长 馆长 会长 行长 厂长 所长 店长 组长 班长 队长 站长 站長 團長 團长 团长 船长 机长
理事长 理事 教练 医师 护士 护士长 法官 警官 会计 出纳 助理 顾问 讲师 院士 代表 老总 总工 大哥 大姐 师兄 师姐 师弟 师妹 学长 学姐 阿姨 叔叔 道长 法师 大师 师太 神父 牧师 修女 大夫 大人 同志 掌柜 主播 总助 特助 课长 参谋 连长 营长 军长 司令 将军 上校 专家 研究员 主编 编辑 记者 导演 制片 经纪人 主持人 议员 委员
主席 副主席 总统 首相 大厨 厨师长 領班 领班 管家 司机 保安 老板娘 合伙人 创始人 专员 设计师
架构师 客服 店主 班主任 负责人 負責人 夫妇 夫婦 小姐姐 副总 老师傅 校長 局長 處長 科長 院長 部長 會長 行長 醫師 教練 助教 秘書 書記 老闆 總裁 總監 律師 護士 會計 顧問
董事長 總經理 經理 老師 醫生 先生""".split()
SHORT_HONORIFICS_ZH = list("总總工董姐哥处局院队导叔姨嫂爷妈爸婶隊導處爺媽様太生")
#: they stand before an honorific: 销售经理
MODIFIERS_ZH = """副 总 高级 资深 首席 代理 执行 常务 销售 采购 客户 市场 技术 财务 人事 行政 项目 产品 运营 大区 区域 部门 业务 生产 质量 研发 法务 品牌 渠道 招商 售后 售前 商务 高級
資深 執行 銷售 採購 客戶 市場 技術 財務 項目 產品 業務 副總 前台 大堂 门店 工程 信息 安全 人力资源 办公室 区 省 店 主任 主治 住院""".split()
#: what a name of work ends with
WORK_ZH = """公司 集团 集團 大学 大學 学院 學院 医院 醫院 银行 銀行 中学 小学 研究院 研究所 事务所 工厂 工厂 政府 委员会 协会 中心 酒店 商店 超市 商城 商行 部 处 科 组 室 局 有限公 有限 厂
店 办 學校 学校 幼儿园 俱乐部 工作室 合作社 门诊部""".split()
TITLES = """mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend hon honourable honorable right rt herr frau fräulein
mme mlle monsieur madame mademoiselle señor señora señorita sr. sra srta dott dottoressa ing dipl.-ing sig signor signora
signorina engr capt captain col colonel gen general maj major sgt sergeant lt lieutenant cpl corporal adm admiral cmdr commander cdr brig
brigadier marshal private pvt officer gov governor president vice chancellor minister secretary senator sen congressman congresswoman
representative rep ambassador consul mayor judge justice magistrate mag sheriff chief king queen prince princess duke duchess earl count
countess baron baroness viscount emperor empress sultan sheikh sheik imam rabbi father fr. sister brother pope cardinal archbishop bishop
deacon pastor monsignor msgr excellency majesty highness his her holiness coach dean principal associate assistant supreme hr fr fru frøken
charge chargé d'affaires mag. dhr mevr pan pani cpt ssgt radm vadm cmsgt msgt tsgt lcpl gysgt
univ.-prof privatdozent h.c dkfm sig.ra dott.ssa bapak ibu datuk dato puan encik
priv.-doz komm.-rat hofrat kommerzialrat studienrat oberstudienrat medizinalrat justizrat dato' seri sri maître maitre freiherr freifrau graf gräfin sheikha emeritus emerita г-н г-жа господин госпожа пан пані
attorney solicitor deputy 1st 2nd squadron rear commandant inspector detective constable superintendent commissioner councillor councilman alderman
viscountess marquess marquis swami ayatollah begum archdeacon vicar abbot abbess chaplain lecturer instructor doctor doktor docteur dra profesor profesora lic arq
madam ministro ministre minister direktor trainer shri smt kumari ustad hajji hadji bench mgr""".split()
#: titles that are given names and surnames, too: Dean Smith, Earl Jones
TITLE_NAMES = """dean earl major imam baron duke king queen bishop prince princess judge abbot pope marshal justice deacon constable
sheikh cardinal marquis pan пан graf""".split()
#: behind them a single name is a given one
ROYAL = "king queen prince princess sir dame pope sister brother emperor empress sultan sheikh sheik excellency".split()
#: shortened given names: never a title for their full stop
SHORTENED = "wm chas jos geo thos jas robt edw alex benj danl saml jno fredk richd hy theo ed fr mohd muhd md".split()
SUFFIXES = """jr sr jnr snr junior senior ii iii iv vi vii viii phd ph.d md m.d mba esq esquire cpa dds jd rn bsc msc ba ma. llm llb llp dvm
dmd do pe ret cfp cfa clu lutc crna facs facp frcp frcs mp qc kc obe mbe cbe kbe dphil edd ed.d msw mph mfa bs ms. mscs dsc do. pmp pharmd
abd cissp msc.ed fellow psyd od dc np pa-c rph csw lcsw""".split()
#: letters behind a name that count in capitals only
POSTNOMINALS = """dbe om sj osb ofm gbs sbs bbs gbm ceo cfo cto coo cmo cio vp evp svp avp usn usa usaf usmc uscg usar usnr raf ch cmg kcmg gcmg kcb gcb cb kg kt dso dsc dfc mc gm bem mvo cvo kcvo frs fba freng frse frics mrics ceng ieng
fca aca acca cima bed med bcom mcom bds bvsc mbbs mbchb frcog mrcp dlitt lld jcd std thd th.d thm mdiv dmin bfa bba bpharm mpharm mres mphil bphil msci meng beng
btech mtech bca mca bsn msn dnp aprn fnp cnm lmft lmhc lpc lcpc ot otr pt dpt slp rd ldn csc drsc dis mls mlis cism cisa ccna mcse cams chfc ricp xiv xiii xii xv xvi xvii xviii ix fellow""".split()
#: names before marriage stand behind these
MAIDEN = "née né nee geb geborene born rozená fka".split()
#: they stand in for others, and people are called so
SUSPECTS = [
    "张三",
    "李四",
    "王五",
    "赵六",
    "張三",
    "john doe",
    "jane doe",
    "john smith",
    "max mustermann",
    "mickey mouse",
    "donald duck",
    "foo bar",
    "joe bloggs",
    "erika mustermann",
    "juan pérez",
    "mario rossi",
    "jean dupont",
]
PARTICLES = """van von de der den del della di da dos das do la le el al bin ibn bint ter ten zu zur vom san santa saint st af av du des
binti binte bte ould dei delle dello degl op aan het vander vande vanden sint a/l a/p s/o d/o
dela delos dal dalla degli de' abou بن ابن بنت آل أبو ابو abu mac freiherr freiherrin freifrau graf gräfin""".split()
#: they join the surname where they are written small: Dafydd ap Gwilym
SMALL = "ap ferch verch".split()
#: they join the surname with this mark alone: O is an initial, Ni a name
GAELIC = "Ó Ní Uí".split()
#: they open a surname and are nobody's given name
OPENING = "de dos das des".split()
#: given names that need the next word
BOUND = "abdul abdel abdal abd abu umm".split()
CONJUNCTIONS = "and & of the und et y e i".split()
LEGAL = {
    "有限责任公司": "有限责任公司", "股份有限公司": "股份有限公司", "集团有限公司": "集团有限公司", "集团股份有限公司": "集团股份有限公司", "有限公司": "有限公司",
    "集团有限责任公司": "集团有限责任公司", "集團有限公司": "集團有限公司", "集團股份有限公司": "集團股份有限公司", "集團": "集團", "集团": "集团", "集团公司": "集团公司", "集團公司": "集團公司",
    "个体户": "个体工商户", "个人独资": "个人独资", "专业合作社联合社": "专业合作社联合社", "有限責任公司": "有限責任公司", "股份公司": "股份公司", "有限合伙": "有限合伙", "公司": "公司", "合伙企业": "合伙企业", "总公司": "总公司", "股份合作公司": "股份合作公司", "股份合作制企业": "股份合作制企业", "普通合伙": "普通合伙", "特殊普通合伙": "特殊普通合伙", "个人独资企业": "个人独资企业",
    "个体工商户": "个体工商户", "合作社": "合作社", "专业合作社": "专业合作社", "事务所": "事务所", "株式会社": "株式会社", "有限会社": "有限会社",
    "合同会社": "合同会社", "株式會社": "株式会社",
}  # fmt: skip
LATIN_LEGAL = {
    "Co., Ltd.": "co ltd|company limited|company ltd|co limited|coltd", "Ltd": "ltd|limited|ltd liability co", "Inc": "inc|incorporated",
    "LLC": "llc|l l c|limited liability company", "LLP": "llp|l l p|limited liability partnership", "LP": "lp|l p|limited partnership",
    "PLC": "plc|public limited company|p l c", "Corp": "corp|corporation", "Co": "co|company|cia|& co|and co|& company|and company", "Cie": "cie|& cie|et cie",
    "GmbH": "gmbh|gesmbh|ges m b h|g m b h|mbh|gesellschaft mit beschrankter haftung", "A.O.": "ao anonim ortakligi|anonim ortakligi", "ENK": "enk|enkeltpersonforetak", "AG": "ag|aktiengesellschaft", "KG": "kg|kommanditgesellschaft", "OHG": "ohg",
    "GmbH & Co. KG": "gmbh co kg|gmbh and co kg|gmbh und co kg|gmbh & co kg|mbh & co kg", "GmbH & Co. KGaA": "gmbh & co kgaa",
    "AG & Co. KG": "ag & co kg|ag und co kg", "AG & Co. KGaA": "ag & co kgaa", "SE & Co. KG": "se & co kg", "SE & Co. KGaA": "se & co kgaa", "& Co. KG": "& co kg|und co kg",
    "EURL": "eurl", "PAO": "pao", "UG": "ug|ug haftungsbeschrankt", "gGmbH": "ggmbh", "eG": "eg", "GbR": "gbr", "PartG": "partg|partg mbb|partgmbb", "e.K.": "e k|ek", "e.V.": "e v|ev", "KGaA": "kgaa", "SE": "se|societas europaea",
    "S.A.": "s a|sa|s/a|s a u|sau|societe anonyme|sociedad anonima|sociedade anonima|spolka akcyjna", "S.A.S.": "s a s|sas|sasu", "S.A.R.L.": "s a r l|sarl|s a rl|sa rl", "S.L.": "s l|sl|s l u|slu|sociedad limitada",
    "S.r.l.": "s r l|srl|srls", "S.p.A.": "s p a|spa|societa per azioni", "S.n.c.": "s n c|snc", "S.a.s.": "s a s di", "B.V.": "b v|bv|besloten vennootschap", "N.V.": "n v|nv", "SA/NV": "sa/nv", "NV/SA": "nv/sa", "V.O.F.": "vof|v o f",
    "AB": "ab|ab publ|aktiebolag", "AS": "as|a s|aksjeselskap", "A/S": "a/s|aktieselskab", "ASA": "asa", "ApS": "aps|anpartsselskab", "I/S": "i/s", "K/S": "k/s", "HB": "hb", "Oy": "oy|osakeyhtio", "Oyj": "oyj", "Oy Ab": "oy ab",
    "K.K.": "k k|kk|kabushiki kaisha", "G.K.": "g k|gk|godo kaisha", "Pty Ltd": "pty ltd|pty limited|proprietary limited|p/l", "Pvt Ltd": "pvt ltd|private limited|pvt limited|private ltd|p ltd|p limited",
    "Ltda": "ltda|limitada", "Lda": "lda|unipessoal lda", "e.U.": "eu", "Est.": "est|establishment", "S.A.L.": "sal", "Abp": "abp", "DAC": "dac|designated activity company",
    "CLG": "clg|company limited by guarantee", "S.A.C.": "sac", "CC": "cc|close corporation", "Q.P.S.C.": "qpsc|qsc|qcsc", "SAOG": "saog|saoc", "K.S.C.": "ksc|kscp|kscc", "B.S.C.": "bsc c",
    "A.Ş.": "anonim sirketi|san ve tic as|sanayi ve ticaret as|sanayi ve ticaret anonim sirketi", "Ltd. Şti.": "ltd sti|limited sirketi|san ve tic ltd sti|sanayi ve ticaret ltd sti|tic ltd sti|sanayi ve ticaret limited sirketi", "ASBL": "asbl", "VZW": "vzw", "AISBL": "aisbl", "S.C.R.L.": "scrl",
    "CommV": "commv", "A.m.b.a.": "amba", "j.d.o.o.": "jdoo", "Ltd/Gte": "ltd/gte", "slhf.": "slhf", "ohf.": "ohf", "SOFOM ENR": "sofom enr", "SELARL": "selarl", "SCI": "sci", "SCP": "scp", "Stichting": "stichting", "ЕАД": "еад", "АТ": "ат", "ПАТ": "пат",
    "ЧП": "чп", "ОДО": "одо", "Công ty TNHH": "cong ty tnhh|cong ty trach nhiem huu han|cong ty tnhh mtv", "Công ty Cổ phần": "cong ty co phan|ctcp|cong ty cp", "S.A. de C.V.": "sa de cv|s a de c v", "S.A.B. de C.V.": "sab de cv|s a b de c v", "S. de R.L. de C.V.": "s de rl de cv|s de r l de c v",
    "S. de R.L.": "s de rl|s de r l", "S.A.P.I. de C.V.": "sapi de cv", "E.I.R.L.": "eirl|e i r l", "Sdn Bhd": "sdn bhd|sdn berhad", "Bhd": "bhd|berhad",
    "Pte Ltd": "pte ltd|pte limited|private limited company", "Kft": "kft", "Zrt": "zrt", "Nyrt": "nyrt", "Bt": "bt", "d.o.o.": "d o o|doo", "d.d.": "d d|dd", "Sp. z o.o.": "sp z o o|sp z oo|sp zoo|spolka z o o|spolka z oo",
    "Sp. k.": "sp k|spk|sp komandytowa", "Sp. j.": "sp j|spj", "a.s.": "a s|akciova spolecnost", "s.r.o.": "s r o|sro|spol s r o|spol s ro", "v.o.s.": "v o s|vos", "OOO": "ooo", "Tbk": "tbk", "PT": "pt", "CV": "cv",
    "UAB": "uab", "SIA": "sia", "OÜ": "ou", "EOOD": "eood", "OOD": "ood", "Group": "group", "Holding": "holding|holdings", "Trust": "trust",
    "W.L.L.": "wll|w l l", "FZE": "fze", "FZ-LLC": "fz-llc|fz llc|fzllc", "FZCO": "fzco", "DMCC": "dmcc", "PJSC": "pjsc", "PSC": "psc", "JSC": "jsc|joint stock company", "CJSC": "cjsc", "OJSC": "ojsc", "LLLP": "lllp",
    "PLLC": "pllc|p l l c", "P.C.": "p c|pc", "Public Company Limited": "public company limited|pcl", "ULC": "ulc", "Ltée": "ltee|limitee", "S.E.N.C.": "senc", "CIC": "cic",
    "ООО": "ооо|общество с ограниченной ответственностью", "ОАО": "оао", "ЗАО": "зао", "ПАО": "пао|публичное акционерное общество", "АО": "ао|акционерное общество", "ТОО": "тоо", "ТОВ": "тов|товариство з обмеженою відповідальністю", "ПрАТ": "прат", "ИП": "ип|индивидуальный предприниматель", "ФОП": "фоп", "ЕООД": "еоод", "ООД": "оод", "АД": "ад", "ДОО": "доо",
    "Α.Ε.": "αε|α ε|αεε|αβεε|αεβε", "Ε.Π.Ε.": "επε|ε π ε", "Ι.Κ.Ε.": "ικε|ι κ ε", "Ο.Ε.": "οε|ο ε", "주식회사": "주",
}  # fmt: skip
#: forms that are no part of a name in its middle either: Deutsche Bank AG London
MIDDLE = "gmbh ltd oy oyj pty llc inc plc ag ab oü ltda kft aps oao pvt pte llp".split()
ORG_JUNK = """本公司 我公司 贵公司 某某 某某公司 某某集团 某某有限公司 xx公司 xxx公司 xx有限公司 xxx有限公司 个体户 个体 私人 公司名称 单位名称 企业 企业名称 同上 business companyname self 个人 個人 自由职业 待业 公司 有限公司 company n/a private freelance freelancer retired student none personal home individual 学生 退休 无业 自己 单位 本人 某公司 某某公司
employer organization organisation mycompany nocompany employed unemployed housewife homemaker various""".split()
ORG_JUNK += [
    "self employed",
    "self-employed",
    "company name",
    "无公司",
    "暂无公司",
    "个人客户",
    "散客",
    "没有公司",
    "无单位",
    "无工作单位",
    "my company",
    "no company",
    "your company",
    "not applicable",
    "same as above",
]
NAME_JUNK = """微信用户 手机用户 新用户 默认用户 未命名 未命名用户 未命名联系人 顾客 匿名 某某 客户 客戶 你好 哈哈 在吗 先生 女士 管理员 无名氏 嗯嗯 用户 游客 访客 联系人 姓名 名字 admin administrator user guest name firstname lastname
您好 前台 销售 銷售 财务 財務 人事 行政 采购 採購 运营 業主 业主 买家 買家 卖家 会员 會員 学员 家长 本人 经办人 新客户 老客户 大客户 潜在客户 意向客户 潛在客戶 陌生人 默认联系人 主联系人 技术支持 甲方 乙方 系统管理员 无姓名 銷售部 測試用戶 測試人員 全体 各位
anonymous customer client contact nobody noname unknown owner mr mrs""".split()
#: they stand for nothing or for a test elsewhere, and are surnames or given names
NAMES_TOO = """foo bar guest tester blank sample dummy demo aaa fake example essai prova teste client missing owner user nul
空""".split()
NICK = """william bill will billy willy liam wilhelm|robert bob rob bobby robbie bert|richard rick dick rich ricky|james jim jimmy jamie|john jack johnny jon
jonathan jon johnny nathan|michael mike mick mickey micky|thomas tom tommy|charles charlie chuck chas|david dave davy|daniel dan danny|joseph joe joey
edward ed eddie ted ned eduardo|andrew andy drew|anthony tony|christopher chris kit topher|matthew matt|nicholas nick nicky nico|steven steve stephen
kenneth ken kenny|gregory greg|timothy tim|jeffrey jeff geoffrey geoff|ronald ron ronnie|donald don donnie|samuel sam sammy|benjamin ben benny|alexander alex al sandy xander sasha aleksandr oleksandr alejandro alexandre
francis frank|frederick fred freddy|gerald gerry jerry|lawrence larry|leonard leo len|patrick pat paddy|peter pete|philip phil phillip|raymond ray|theodore ted theo
walter walt wally|vincent vince|zachary zach zack|joshua josh|jacob jake|nathaniel nate nathan|maxwell max|maximilian max|friedrich fritz|joachim jochen achim|matthias matze|sebastian seb basti|katharina kathi katja|margarete grete gretel|ulrich uli|ulrike uli|wolfgang wolf|andreas andi|franziska franzi|susanne susi|gertrud trudi|
vladimir vova volodya|ivan vanya|nikolai kolya|konstantin kostya|evgeny yevgeny evgeniy zhenya|yuri yury yura|anastasia anastasiya nastya|natalia nataliya natalya natasha|maria masha mari|tatiana tatyana tanya|olga olya|elena yelena lena|irina ira|svetlana sveta|anna anya ania|ludmila lyudmila lyuda|galina galya|pavel pasha|andrei andrey|viktor vitya|
malgorzata gosia|katarzyna kasia|joanna asia|aleksandra ola|stanislaw staszek|jan janek|wojciech wojtek|tomasz tomek|piotr piotrek|magdalena magda lena|zofia zosia|krzysztof krzysiek|
manuel manolo|concepcion concha conchita|dolores lola|mercedes merche|rosario charo|enrique quique kike|rafael rafa|fernando nando|santiago santi|guillermo memo guille|roberto beto|luis lucho|pilar pili|isabel isa chabela|josefa pepa|jesus chucho|montserrat montse|
giovanni gianni|luigi gigi|domenico mimmo|salvatore toto|lorenzo renzo|vincenzo enzo|alessandro sandro|filippo pippo|francesco checco|
harold harry hal|henry harry hank hal|arthur art|albert al bert|eugene gene|russell russ|stuart stu|terence terry|tobias toby|emily emmy|frances fran frannie|harriet hattie|helen nell nellie|louise lou|penelope penny|philippa pippa|sarah sally|winifred winnie|caroline carrie|beatrice bea|charlotte lottie|bridget bridie|srinivas srini|venkatesh venkat|subramanian subbu|elizabeth liz beth lizzy betty eliza lisa elisabeth lisbeth elsbeth
katherine kate kathy katie kat catherine cathy|margaret maggie meg peggy marge|jennifer jen jenny|patricia pat patty trish tricia|barbara barb basia|susan sue suzy suzanne
deborah deb debbie|rebecca becky becca|victoria vicky tori|christina chris tina christine|jacqueline jackie|jessica jess jessie|kimberly kim|pamela pam|sandra sandy
amanda mandy|cynthia cindy|dorothy dot dottie|eleanor ellie nora|florence flo|gabrielle gabby|josephine jo josie|judith judy|madeline maddie|melissa mel|natalie nat
nancy nan|olivia liv livvy|rachel rach|samantha sam|stephanie steph|theresa terry tess teresa|valerie val|veronica ronnie|virginia ginny|alexandra alex sandra lexi
abigail abby|isabella bella izzy|jose pepe zeca|francisco paco pancho kiko chico|ignacio nacho|guadalupe lupe|johannes hans johann hannes|heinrich heinz|giuseppe beppe|rajesh raj|suresh sur
mohammed mohamed muhammad mohammad mohd|sergei sergey serge|alexei alexey alyosha|dmitry dmitri dima|ekaterina katya|mikhail misha|jonathan jon|antonio toni tonio
willem wim|hendrik henk|cornelis kees|jacobus koos|adriaan arie|nicolaas klaas|gerardus gerard|petrus piet""".replace(
    "\n", "|"
)
#: percent of people who bear a name in the country where it is most common, from .2 % (surnames) and .5 % (given names)
#: on: 1990 census of the United States, the Ministry of Public Security of China (2007), and the statistical offices of
#: Spain, Germany, Korea and Vietnam; in China and Korea by the sound of the name in Latin letters
COMMON = {
    "family": """smith 1.0 johnson .81 williams .70 jones .62 brown .62 davis .48 miller .42 wilson .34 moore .31 taylor .31 anderson .31
thomas .31 jackson .31 white .28 harris .28 martin .27 thompson .27 robinson .23 clark .23 lewis .23 walker .22 hall .2 allen .2
garcia 3.1 rodriguez 2.0 gonzalez 2.0 fernandez 1.9 lopez 1.8 martinez 1.8 sanchez 1.7 perez 1.7 gomez 1.0 martin 1.0 jimenez .8 ruiz .8
hernandez .8 diaz .7 moreno .7 alvarez .6 munoz .6 romero .5 alonso .4 gutierrez .4 navarro .4 torres .4 dominguez .4 vazquez .4 ramos .4
muller .95 schmidt .69 schneider .4 fischer .35 weber .3 meyer .3 wagner .27 becker .26 schulz .25 hoffmann .24
andersson 2.3 johansson 2.4 karlsson 1.9 nilsson 1.6 eriksson 1.4 larsson 1.2 olsson 1.1 jensen 4.5 nielsen 4.3 hansen 3.6 pedersen 2.7
rossi .5 russo .4 silva 5 santos 3.5 oliveira 3 souza 3 pereira 2.5 ferreira 2.4 costa 2 singh 3 kumar 2 sharma 1 patel 1 devi 2 khan 2 ivanov .5 smirnov .7
yilmaz 1.1 kaya .9 demir .9 nowak .5 kowalski .35 novak .7 nagy 2.4 kovacs 2 papadopoulos .6 bernard .25 dubois .25 jansen .5 devries .5
nguyen 31 tran 11 le 9.5 pham 7 huynh 5 hoang 5 phan 4.5 vu 3.9 vo 3.9 dang 2 bui 2 do 1.4 ho 1.3 ngo 1.3 duong 1 ly .5
kim 21 lee 15 park 8.4 choi 4.7 jung 4.3 jeong 4.3 kang 2.4 cho 2.1 yoon 2.1 jang 2 lim 1.7 han 1.6 shin 1.5 seo 1.5 kwon 1.4 hwang 1.4 ahn 1.4 song 1.4
wang 7.4 li 7.9 zhang 7.0 liu 5.5 chen 4.6 yang 3.1 huang 2.2 zhao 2.3 wu 2.4 zhou 2.1 xu 2.2 sun 1.5 ma 1.3 zhu 1.4 hu 1.3 guo 1.2 he 1.4 gao 1.2 lin 1.2
luo .9 liang .85 song .8 zheng .8 xie .8 han .7 tang .8 feng .65 yu 1.3 dong .6 xiao .6 cheng .6 cao .6 yuan .6 deng .55 fu .6 shen .5 zeng .5 peng .5 lv .5
su .5 lu 1.2 jiang 1.3 cai .5 jia .4 ding .45 wei .8 xue .4 ye .45 yan .9 pan .45 du .45 dai .35 xia .4 zhong .4 tian .45 ren .4 fan .7 fang .4 shi .8 yao .35
liao .4 zou .35 xiong .35 jin .4 hao .3 kong .25 bai .35 cui .35 kang .25 mao .25 qiu .5 qin .4 gu .4 hou .3 shao .3 meng .3 long .25 wan .25 duan .3 qian .25 yin .3""",
    "given": """james 1.7 john 1.6 robert 1.6 michael 1.3 mary 1.3 william 1.2 david 1.2 richard .85 charles .76 joseph .7 thomas .7 maria 1.5
patricia .54 linda .52 christopher .52 daniel .6 paul .5 mark .5 barbara .5 elizabeth .5 jennifer .5 jose 1.5 antonio 1.4 juan .7 manuel .7
wei .8 li .8 jing .7 yan .7 jie .6 ping .6 jun .6 ying .6 min .5 fang .5 lei .5
lars .5 peter .7 wolfgang .5 michel .6 jean .8 mohammed 1.0 ahmed .7 anna .6 andrea .6""",
}
#: characters that the source makes another word's
KEPT = "乾籲閤麽"


#: terms of the list that are ordinary words of names
ORDINARY = set("private co op nl as et esv gie is es in on bt sa de cv ao am ks ot ku".split()) - {
    "nl",
    "as",
    "sa",
    "ao",
    "ks",
    "bt",
}
MORE_FORMS = set("c.v. c.a. s.c.a. r.l. y.k. corporation|limited co.|inc.".replace("|", " ").split())
#: terms of the list that are places or words to most people
PLACES = set("uk at ok vat ent bl eu aat al mi".split())
PREFIXES = "oy ab pt cv eurl sarl ооо оао зао пао ао тоо тов ип фоп прат ooo oao zao sia uab as oü p.t. ад 주 sci scp selarl stichting ат пат чп одо ctcp".split()
PREFIXES += [
    "общество с ограниченной ответственностью",
    "публичное акционерное общество",
    "акционерное общество",
    "индивидуальный предприниматель",
    "товариство з обмеженою відповідальністю",
    "cong ty tnhh",
    "cong ty tnhh mtv",
    "cong ty trach nhiem huu han",
    "cong ty co phan",
    "cong ty cp",
]


def form_key(text: str) -> str:
    """Words without case, marks and stops."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    folded = unicodedata.normalize("NFC", folded)
    return " ".join(
        re.sub(r"[.'’]", "", w) for w in re.findall(r"[^\W_]+(?:[.'’/][^\W_]+)*|&", folded.replace("ł", "l"))
    )


def main() -> None:
    """Write `_data/names.json` and `_data/organizations.json`."""
    folder = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data"
    head = {"source": "hand-made for crmquality", "date": "2026-11-25", "licence": "MIT"}
    import opencc
    from cleanco import termdata
    from pypinyin import lazy_pinyin

    rows = (Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = {
        r[0]: r[1] for line in rows if len(r := line.split()) > 1 and len(r[0]) == len(r[1]) == 1 and r[0] not in KEPT
    }
    simplified = {"帳": "账"} | {old: new for old, new in pairs.items() if old != new and max(old, new) < "\U00010000"}
    from faker.providers.person import de_DE, en_US, es_ES, es_MX, fr_FR, hu_HU, it_IT

    near = [m.Provider for m in (de_DE, en_US, es_ES, es_MX, fr_FR, it_IT)]
    called = {n for p in near for n in p.first_names} | {"Novák"}
    spanish = {n for p in near[2:4] for n in p.last_names if " " not in n}
    given = {word for p in near[2:4] for n in p.first_names for word in n.split()}
    hungarian, elsewhere = hu_HU.Provider, called | {n for p in near for n in p.last_names}
    syllables = {lazy_pinyin(chr(c))[0].replace("ü", "v") for c in range(0x4E00, 0x9FA6)}
    odd = {"ne", "me", "a", "o", "ng", "hm", "n", "m", "hng"}
    names = {
        "long": LONG, "label": LABEL, "tibetan": TIBETAN,
        "compound": sorted(set(COMPOUND)), "surnames": "".join(sorted({*SURNAMES} | ({old for old, new in simplified.items() if new in SURNAMES} - {j[0] for j in JAPANESE}))), "readings": READINGS,
        "honorifics": sorted(set(HONORIFICS_ZH), key=lambda h: (-len(h), h)), "short_honorifics": SHORT_HONORIFICS_ZH,
        "modifiers": sorted(set(MODIFIERS_ZH)), "work": sorted(set(WORK_ZH)), "ambiguous": sorted(set(AMBIGUOUS)),
        "japanese": sorted(set(JAPANESE)), "korean": sorted({*KOREAN, *KOREAN_COMPOUND}), "vietnamese": sorted({*VIETNAMESE, *("đ" + v[1:] for v in VIETNAMESE if v[0] == "d")}), "romanized": sorted(set(ROMANIZED)),
        "first_pinyin": FIRST_PINYIN, "more_pinyin": MORE_PINYIN, "given": "".join(sorted(set(GIVEN))),
        "spanish_given": " ".join(sorted(given)), "english": " ".join(sorted({*en_US.Provider.last_names} - spanish)), "romanized_first": " ".join(ROMANIZED_FIRST), "eastern": " ".join(sorted(set(EASTERN))), "spanish": " ".join(sorted(spanish)),
        "hungarian_family": " ".join(sorted({*hungarian.last_names} - called)), "hungarian": " ".join(sorted({*hungarian.first_names})),
        "hungarian_alone": " ".join(sorted({*hungarian.first_names} - elsewhere)),
        "syllables": sorted(s for s in (syllables | {"lyu", "nyu"}) - odd if s.isascii() and s.isalpha() and set(s) & set("aeiouv")),
        "titles": sorted({t.rstrip(".") for t in TITLES}), "suffixes": sorted({s.rstrip(".") for s in SUFFIXES}),
        "postnominals": sorted(set(POSTNOMINALS)), "maiden": MAIDEN, "small": SMALL, "gaelic": GAELIC,
        "particles": sorted(set(PARTICLES)), "opening": sorted(OPENING), "bound": sorted(BOUND), "shortened": sorted(SHORTENED),
        "conjunctions": sorted(CONJUNCTIONS), "royal": sorted(ROYAL), "title_names": sorted(TITLE_NAMES), "junk": sorted(NAME_JUNK), "suspects": sorted(SUSPECTS), "names_too": sorted(NAMES_TOO), "nicknames": [g.split() for g in NICK.split("|")],
        "common": {part: dict(zip(told.split()[::2], (round(float(p) / 100, 5) for p in told.split()[1::2]), strict=True)) for part, told in COMMON.items()},
        "simplified": "".join(old + new for old, new in sorted(simplified.items())),
    }  # fmt: skip
    listed = {
        t for table in (termdata.terms_by_type, termdata.terms_by_country) for terms in table.values() for t in terms
    }
    latin: dict[str, str] = {}
    for term in sorted(listed | MORE_FORMS):
        key = form_key(term)
        if key and key not in ORDINARY | PLACES and "Ã" not in term and "Å" not in term:
            latin.setdefault(key, term.strip().upper() if len(term.strip()) <= 4 and "." not in term else term.strip())
    latin |= {k: form for form, words in LATIN_LEGAL.items() for w in words.split("|") for k in (w, form_key(w))}
    organizations = {
        "prefixes": sorted({form_key(p) for p in PREFIXES}),
        "han": LEGAL,
        "latin": latin,
        "middle": sorted(form_key(m) for m in MIDDLE),
        "junk": sorted(set(ORG_JUNK)),
    }
    head_of_names = {
        **head,
        "source": "hand-made for crmquality; Spanish, Hungarian and English names of Faker 40.63; OpenCC's characters",
    }
    head_of_names["licence"] = "MIT; Apache-2.0 (OpenCC)"
    for name, data in (("names", names), ("organizations", organizations)):
        text = json.dumps(
            {**(head_of_names if name == "names" else head), "data": data}, ensure_ascii=False, indent=1, sort_keys=True
        )
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
