"""Writes the table of job titles: words that tell a level or a function. Hand-made from general knowledge.

Phrases are joined by underscores. Run: python tools/tables_job_titles.py
"""

from __future__ import annotations

import json
from pathlib import Path

LEVELS = {
    "owner": """eigenaar собственник владелец учредитель owner founder founders co_founder cofounder co_owner proprietor proprietress partner managing_partner business_owner sole_trader
inhaber inhaberin gründer gründerin gesellschafter gesellschafterin unternehmer propriétaire fondateur fondatrice associé associée co_fondateur
dueño dueña propietario propietaria fundador fundadora cofundador socio socia socio_fundador autónomo empresario titolare fondatore
创始人 联合创始人 合伙人 老板 老板娘 法人 法人代表 业主 股东 店主 个体户 投资人 创办人 东家""",
    "c_level": """ceo cto cfo coo cmo cio chro cso cpo cro ciso cdo cco cxo chief_executive_officer chief_executive chairman chairwoman chairperson chair
president managing_director geschäftsführer geschäftsführerin geschäftsführung geschäftsleitung hauptgeschäftsführer vorstand vorständin vorstandsvorsitzender
vorstandsmitglied vorstands aufsichtsrat directeur_général directrice_générale directeur_exécutif pdg président présidente président_directeur_général dg gérant gérante
general_manager bestuurder zaakvoerder algemeen_directeur генеральный_директор исполнительный_директор 代表取締役 代表取締役社長 社長 会長 director_general directora_general consejero_delegado consejera_delegada director_ejecutivo presidente presidenta gerente_general administrador_único director_gerente
amministratore_delegato amministratore_unico direttore_generale
董事长 总裁 首席执行官 首席 总经理 首席技术官 首席财务官 首席运营官 首席信息官 首席市场官 首席产品官 总监事 监事长 行长 院长 校长 厂长 社长 主席 法定代表人 执行董事 董事总经理 总编辑 总编 馆长 台长 理事长 会长 秘书长 书记 一把手""",
    "vp": """vp svp evp avp vice_president executive_vice_president senior_vice_president assistant_vice_president deputy_general_manager vicepresidente vicepresidenta
deputy_managing_director vice_chairman deputy_ceo vice_président directeur_général_adjoint dga stellvertretender_geschäftsführer stellv_geschäftsführer
subdirector_general 副总裁 副总经理 副总 副董事长 副院长 副校长 副厂长 副行长 高级副总裁 副主席 副会长 副社长 执行副总裁 副理事长""",
    "director": """директор технический_директор 取締役 director directors directeur directrice direktor direktorin directora direttore direttrice bereichsleiter bereichsleiterin hauptabteilungsleiter
prokurist prokuristin board_member dirección drh daf dsi dircom subdirector subdirectora dean
总监 董事 主任 部长 处长 局长 总工程师 总工 总会计师 总设计师 总建筑师 监事 司长 所长 办公室主任 区总 大区经理 事业部总经理 合规官""",
    "head": """hoofd руководитель начальник главный_бухгалтер заведующий head head_of leiter leiterin abteilungsleiter abteilungsleiterin teamleiter teamleiterin gruppenleiter gruppenleiterin leitung jefe jefa responsable
chef cheffe chief encargado encargada responsabile capo global_head chief_of_staff superintendent principal_of chef_de_service chef_d_équipe jefe_de
负责人 科长 课长 主管 站长 室主任 副总监 副主任 副部长 副处长 系主任 护士长 主办 厨师长 行政总厨 片区经理""",
    "manager": """manager manageress managers mgr mngr supervisor gerente responsabile_di projektleiter projektleiterin marktleiter filialleiter bauleiter administrator gestionnaire chef_de_projet chef_de_produit менеджер управляющий product_owner scrum_master
gestor gestora administrador jefe_de_proyecto deputy_manager assistant_manager 经理 店长 项目经理 副经理 客户经理 产品经理 大堂经理 区域经理 业务经理 副店长 管家""",
    "lead": """lead team_lead tech_lead team_leader teamlead leader principal staff_engineer foreman forewoman vorarbeiter vorarbeiterin meister polier chefingenieur
lider líder capataz 组长 队长 班长 领班 带头人 主笔 工长 班组长 小组长 拉长 线长 领队 项目负责人""",
    "senior": """senior sr snr expert experte expertin architect architekt architektin fachexperte consultant advisor adviser professor attorney lawyer solicitor barrister
counsel physician surgeon doctor spezialist spezialistin expert_comptable architecte avocat avocate médecin arquitecto arquitecta abogado abogada médico médica consultor consultora
rechtsanwalt rechtsanwältin arzt ärztin 高级 资深 专家 架构师 教授 律师 医生 顾问 医师 副教授 高工 首席专家 研究员 主治 主任医师 主管护师 大师 讲师 注册会计师 总助""",
    "staff": """coordinator koordinator koordinatorin coordinateur coordinatrice coordinador coordinadora coordinatore medewerker verkoper инженер бухгалтер специалист продавец 管理员 保管员 engineer developer analyst accountant specialist representative rep operative executive officer finance_business_partner business_partner hr_business_partner hrbp clerk designer buyer nurse teacher technician operator salesman
saleswoman salesperson agent recruiter editor writer scientist researcher programmer associate planner merchandiser cashier driver broker trader controller auditor
bookkeeper translator journalist photographer pharmacist therapist chemist electrician mechanic carpenter plumber chef_de_partie barista cook waiter waitress driver
mitarbeiter mitarbeiterin sachbearbeiter sachbearbeiterin ingenieur ingenieurin verkäufer verkäuferin einkäufer einkäuferin berater beraterin buchhalter buchhalterin
entwickler entwicklerin referent referentin techniker technikerin kaufmann kauffrau redakteur redakteurin angestellter angestellte disponent außendienst außendienstmitarbeiter
vertriebler monteur elektriker fahrer pfleger krankenschwester lehrer lehrerin junior jr
employé employée comptable commercial commerciale technico_commercial ingénieur ingénieure technicien technicienne chargé chargée chargé_d_affaires chargée_d_affaires vendeur vendeuse
acheteur acheteuse développeur développeuse infirmier infirmière professeur conseiller conseillère juriste rédacteur
empleado empleada contable comercial vendedor vendedora técnico técnica ingeniero ingeniera desarrollador desarrolladora comprador compradora enfermero profesor profesora
diseñador ejecutivo asesor asesora oficial impiegato impiegata ingegnere venditore
专员 职员 员工 业务员 销售员 采购员 会计 出纳 文员 设计师 程序员 教师 老师 护士 技术员 操作员 司机 编辑 分析师 客服 代表 工程师 业务代表 销售代表 置业顾问 美工 保安 保洁 仓管
营业员 收银员 导购 厨师 服务员 快递员 记者 翻译 质检员 跟单 跟单员 单证员 业务 经办人 办事员 科员 普工 工人 技师 药师 会计师 审计师 策划 运营 采购员 理财顾问 客户代表 测试员 摄影师 培训师 干事 开发 采购 销售 研发""",
    "assistant": """ассистент помощник секретарь assistant secretary receptionist pa assistent assistentin assistenz sekretär sekretärin empfang empfangsmitarbeiter bürokraft secrétaire assistante
asistente auxiliar secretario secretaria recepcionista assistente segretaria executive_assistant personal_assistant administrative_assistant hôtesse_d_accueil standardiste
ea 助理 秘书 前台 文秘 特助 接待 特别助理 行政助理 总经理助理 董事长助理 董秘助理""",
    "intern": """intern trainee apprentice student praktikant praktikantin werkstudent werkstudentin azubi auszubildender auszubildende volontär stagiaire alternant alternante
apprenti apprentie becario becaria prácticas aprendiz tirocinante stagista graduate_trainee 实习生 实习 学徒 见习 管培生 应届生 学生 在校生""",
}  # fmt: skip
FUNCTIONS = {
    "sales": """revenue chief_revenue_officer cro verkoop verkoper коммерческий продаж продажам 営業 售前 sales business_development account key_account vertrieb vertriebs verkauf verkaufs vertriebler verkäufer verkäuferin außendienst außendienstmitarbeiter innendienst ventes
commercial commerciale technico_commercial chargé_d_affaires chargée_d_affaires vendeur vendeuse ventas vendedor vendedora comercial vendite venditore account_executive bdm kam salesman saleswoman
salesperson salesforce presales pre_sales export crm channel 销售 业务 商务 大客户 客户经理 渠道 营业 市场拓展 招商 业务员 置业顾问 导购 外贸 跟单 大区 销售代表 客户代表 营销总监 拓展""",
    "marketing": """marketing mktg brand branding communications communication communications_manager pr public_relations growth advertising content seo social_media cmo kommunikation werbung publicité
mercadeo comunicación events event dircom digital_marketing 市场 营销 品牌 公关 推广 广告 传播 企划 策划 新媒体 媒介 宣传 文案""",
    "finance": """финансовый бухгалтер главный_бухгалтер finance finances financial accounting accountant controller controlling treasurer treasury audit auditor cfo buchhaltung buchhalter buchhalterin finanzen finanz comptable comptabilité daf
contabilidad contable finanzas financiero financiera financier financière tax steuer bookkeeper payroll rechnungswesen expert_comptable investor_relations 财务 会计 审计 出纳 税务 资金 财会 金融 投资 财务官 风控 融资 成本 总会计师 注册会计师""",
    "hr": """hr human_resources people talent recruiter recruiting recruitment personal personnel chro ressources_humaines recursos_humanos rrhh rh drh personalleiter personalwesen personalreferent hrbp
learning 人事 人力资源 人力 招聘 培训 薪酬 绩效 员工关系 党群 组织""",
    "it": """it information_technology cio ciso systems system information_security network cybersecurity infrastructure edv devops informatik informatique sistemas system_administrator systemadministrator sysadmin data database
dba cloud dsi systèmes_d_information systèmes cdo informática 信息 网络 运维 信息化 信息技术 数据 信息安全 系统 首席信息官""",
    "engineering": """инженер технический engineer engineering developer software technical technology cto architect programmer r_d rd entwicklung entwickler entwicklerin ingenieur ingenieurin konstruktion konstrukteur ingénieur ingénieure
technique développeur développeuse ingeniero ingeniera desarrollador desarrolladora ingeniería técnico tech technik techniker technician technicien electrician mechanic
工程 技术 研发 开发 程序员 架构 架构师 总工 算法 设计院 工艺 自动化 机械 电气 测试 前端 后端 首席技术官 总工程师""",
    "operations": """operations operation operational coo logistics supply_chain production manufacturing plant warehouse logistik produktion produktions fertigung lager betrieb betriebs werk werks instandhaltung mantenimiento entretien
opérations logistique logística producción operaciones fabrication shipping transport disponent foreman store facilities maintenance exploitation
运营 生产 物流 供应链 仓储 制造 厂长 计划 车间 仓库 仓管 调度 设备 安全 基建 船务 单证 首席运营官 门店 店长""",
    "procurement": """inkoop закупкам закупок procurement purchasing purchase buyer sourcing einkauf einkaufs einkäufer einkäuferin beschaffung achats achat acheteur acheteuse compras comprador compradora acquisti merchandiser
采购 购买 招标 招采""",
    "legal": """legal counsel attorney lawyer solicitor compliance rechtsanwalt rechtsanwältin recht jurist juristin juridique juriste avocat abogado abogada notar datenschutz dpo 法务 律师 合规 法律 知识产权""",
    "support": """technical_support support customer_service customer_success customer_care customer_support helpdesk help_desk service kundendienst kundenservice kundenbetreuung kundenberater service_client atención_al_cliente client_service
client_services 客服 售后 客户服务 服务 支持 客户成功 呼叫中心 大堂""",
    "product": """product product_manager product_owner product_management cpo produktmanager produktmanagerin produkt produit producto chef_de_produit 产品 产品经理 首席产品官""",
    "design": """design designer ux ui creative grafik graphic gestaltung diseñador art_director art 设计 美工 创意 视觉 设计师 平面 摄影 艺术""",
    "quality": """qualitätsmanagement qualitätsmanager quality qa qc qualität qualitäts qualitätssicherung qualité calidad qhse hse ehs qm 质量 品质 质检 品控 品管 质检员""",
    "admin": """administration administrative admin office reception receptionist secretary assistant assistent assistentin assistenz verwaltung sekretärin sekretariat assistante_de_direction
secrétaire secretaria administratif administrative auxiliar_administrativo executive_assistant personal_assistant pa office_manager büro direction 行政 秘书 前台 文员 办公室 助理 后勤 总务 文秘 综合 档案 机要""",
    "medical": """doctor physician nurse nursing surgeon medical pharmacist pharmacy clinical dentist arzt ärztin oberarzt chefarzt pflege médecin infirmier infirmière médico enfermero
医生 护士 医师 主治 药师 医学 医疗 护士长 临床 药剂""",
    "education": """teacher professor lecturer dean education lehrer lehrerin profesor profesora professeur tutor school instructor 教师 老师 教授 讲师 校长 教学 教育 班主任 教务""",
    "research": """research scientist researcher science forscher forschung wissenschaftlicher recherche investigación investigador laboratory lab 研究 研究员 科研 实验室 科学家""",
    "general_management": """amministratore_delegato algemeen_directeur генеральный_директор исполнительный_директор 代表取締役 代表取締役社長 社長 ceo general_manager managing_director president chairman chairwoman founder co_founder cofounder owner geschäftsführer geschäftsführerin geschäftsführung geschäftsleitung vorstand pdg
directeur_général directrice_générale gérant gérante director_general directora_general gerente_general consejero_delegado strategy strategie corporate chief_executive_officer chief_executive inhaber gründer
总经理 总裁 董事长 创始人 联合创始人 首席执行官 合伙人 法人 老板 执行董事 副总经理 副总裁 副总 董事总经理 战略 总经办""",
}  # fmt: skip
#: words behind which whoever is served or what is led stands
PREPOSITIONS = """to of for at in on with de du des d del der des dem von für im zum zur bei la le les y pour en"""
#: ends of German compounds, each with its level
ENDINGS = {
    "manager": "manager managerin administrator projektleiter filialleiter marktleiter bauleiter",
    "head": "leiter leiterin leitung chef chefin", "director": "direktor direktorin bereichsleiter",
    "senior": "arzt ärztin anwalt anwältin architekt", "owner": "inhaber inhaberin gesellschafter",
    "staff": "mitarbeiter mitarbeiterin sachbearbeiter ingenieur ingenieurin entwickler entwicklerin berater beraterin kaufmann kauffrau techniker technikerin referent referentin verkäufer "
             "einkäufer spezialist spezialistin betreuer betreuerin fahrer assistenz_arzt fachkraft",
    "assistant": "assistent assistentin assistenz sekretär sekretärin", "c_level": "geschäftsführer geschäftsführerin vorstand",
    "intern": "praktikant praktikantin student", "lead": "meister führer",
}  # fmt: skip
TYPOS = {
    "经里": "经理", "径理": "经理", "总径理": "总经理", "总见": "总监", "主仼": "主任", "工呈师": "工程师", "董事张": "董事长", "总经里": "总经理", "付总": "副总", "付总经理": "副总经理",
    "付经理": "副经理", "采够": "采购", "业物": "业务", "消售": "销售", "会记": "会计", "财物经理": "财务经理", "财物总监": "财务总监", "人事精理": "人事经理", "销瘦": "销售",
    "mananger": "manager", "managr": "manager", "maneger": "manager", "manger": "manager", "enginner": "engineer", "dirctor": "director", "salse": "sales",
}  # fmt: skip
OFTEN_MISTYPED = """manager director engineer senior software analyst assistant accountant president consultant developer secretary marketing
specialist supervisor executive coordinator administrator representative technician business financial operations procurement purchasing
development technology controller designer receptionist recruiter programmer professor scientist researcher architect geschäftsführer
abteilungsleiter sachbearbeiter projektleiter vertriebsleiter directeur responsable commercial ingeniero gerente"""
#: words of one slip that are words themselves
NO_TYPOS = """direktor directora directeur asistente asistent assistent assistant inginer ingenier architekt specialista specialiste comercial commercial consultor consultora
presidente president producer partnership marketer counselor counsellor technical technically accounting operator operations commerciale organizer organiser dispatcher"""
DEPARTMENTS = """sales marketing finance accounting hr human_resources it engineering operations procurement purchasing legal support logistics production administration
customer_service r_d research quality compliance design vertrieb einkauf buchhaltung verwaltung geschäftsleitung personalabteilung entwicklung ventas compras contabilidad
recursos_humanos ressources_humaines achats ventes comptabilité administración marketing_and_sales sales_and_marketing front_desk back_office
销售部 市场部 财务部 人事部 行政部 技术部 研发部 采购部 运营部 客服部 生产部 法务部 产品部 人力资源部 工程部 质量部 信息部 商务部 办公室 总经办 财务处 后勤处 仓库 车间 事业部 外贸部 业务部"""
#: marks of a department around a function
DEPARTMENT_MARKS = """department dept team division unit abteilung bereich referat service département departamento área equipo reparto
部 部门 处 科 科室 组 中心 办 室 股 分部"""
GIVEN = """james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark paul steven andrew joshua kenneth kevin brian george
mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa emily anna maria laura julia sophie emma peter hans klaus jürgen wolfgang stefan andreas
sabine petra monika ursula claudia pierre jean michel philippe nathalie isabelle marie françois josé juan carlos antonio manuel luis miguel carmen ana pedro giuseppe marco
giovanni ahmed mohammed fatima ali ivan olga dmitri anders lars erik"""


def folded(text: str) -> str:
    """As the library folds."""
    from crmquality._pinyin import simplify
    from crmquality._text import fold

    return fold(simplify(text.replace("_", " ")))


def table(rows: dict[str, str]) -> dict[str, str]:
    """Word or phrase to row; the first row that has a word keeps it."""
    out: dict[str, str] = {}
    for name, row in rows.items():
        for word in row.split():
            out.setdefault(folded(word), name)
    return out


def meaning(term: str, levels: dict[str, str], functions: dict[str, str], endings: dict[str, str]) -> list[str]:
    """Level and function of a term; what a phrase or compound does not say itself, its parts do."""
    level, function = levels.get(term, ""), functions.get(term, "")
    words = term.split(" ")
    if not term.isascii() and len(words) == 1 and term[0] >= "\u4e00":
        parts = [term[i:] for i in range(1, len(term) - 1)] + [term[:i] for i in range(len(term) - 1, 1, -1)]
        found = (f for p in parts if (f := functions.get(p)) and f != "general_management")
    else:
        ends = [next((endings[w[i:]] for i in range(len(w) - 3) if w[i:] in endings), "") for w in words]
        level = level or next((x for w, e in zip(words, ends, strict=True) if (x := levels.get(w, "") or e)), "")
        found = (f for w in words if (f := functions.get(w)) and (f != "admin" or level == "assistant"))
    return [level, function or next(found, "")]


def slips(word: str) -> set[str]:
    """What a slow finger makes of a word: two letters swapped, one lost or doubled, a vowel changed; never the first or the last."""
    out = set()
    for i in range(1, len(word) - 1):
        out |= {word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:]}
        if i < len(word) - 2:
            out.add(word[:i] + word[i + 1] + word[i] + word[i + 2 :])
        if word[i] in "aeiou":
            out |= {word[:i] + v + word[i + 1 :] for v in "aeiou"}
    return out - {word}


#: what stands between two offices, and what only stands beside a person
PATTERNS = {
    "offices": r"[,/&|;+·()（）、]+| (?:and|und|et|y|e) | [-–—] |兼任?|暨|和",
    "personal": r"(?i)(?:mr|mrs|ms|miss|herr|frau|monsieur|madame|señora?)\.?\s|.{1,3}(?:先生|女士|小姐)$",
}  # fmt: skip


def main() -> None:
    """Write ``_data/job_titles.json``."""
    levels, functions = table(LEVELS), table(FUNCTIONS)
    endings = table(ENDINGS)
    terms = {term: meaning(term, levels, functions, endings) for term in sorted({*levels, *functions})}
    known = {w for phrase in (*levels, *functions) for w in phrase.split()}
    idle = {folded(w) for w in (*NO_TYPOS.split(), *GIVEN.split(), *PREPOSITIONS.split())}
    typos = {folded(k): folded(v) for k, v in TYPOS.items()}
    for word in map(folded, OFTEN_MISTYPED.split()):
        for slip in sorted(slips(word)):
            if slip not in known and slip not in idle and len(slip) > 5:
                typos.setdefault(slip, word)
    han = {slip: word for slip, word in typos.items() if not slip.isascii() and not any(slip in term for term in terms)}
    longest: dict[str, int] = {}
    for term in terms:
        first, size = (term.partition(" ")[0], term.count(" ") + 1) if term[0] < "\u2e80" else (term[-1], len(term))
        longest[first] = max(longest.get(first, 0), size)
    marks = sorted({folded(m) for m in DEPARTMENT_MARKS.split()})
    data = {
        "patterns": PATTERNS,
        "terms": terms,
        "longest": longest,
        "endings": endings,
        "typos": {slip: word for slip, word in typos.items() if slip not in han and slip not in terms},
        "han_typos": han,
        "departments": dict.fromkeys(sorted({folded(d) for d in DEPARTMENTS.split()}), 1),
        "marks": dict.fromkeys(marks, 1),
        "han_marks": [m for m in marks if not m.isascii()],
        "prepositions": dict.fromkeys(sorted({folded(p) for p in PREPOSITIONS.split()}), 1),
        "given": dict.fromkeys(sorted({folded(g) for g in GIVEN.split()}), 1),
    }
    out = {"source": "hand-made for crmquality", "date": "2026-11-25", "licence": "MIT", "data": data}
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "job_titles.json"
    target.write_text(
        json.dumps(out, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
