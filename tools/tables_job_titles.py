"""Writes the table of job titles: words that tell a level or a function. Hand-made from general knowledge.

Run: python tools/tables_job_titles.py
"""

from __future__ import annotations

import json
from pathlib import Path

LEVELS = {
    "owner": "owner founder co founder cofounder proprietor partner managing partner inhaber gründer gesellschafter propriétaire dueño|创始人 联合创始人 合伙人 老板 法人 业主 股东",
    "c_level": "ceo cto cfo coo cmo cio chro cso cpo cro ciso chief executive officer chief chairman chairwoman chairperson president "
    "managing director geschäftsführer geschäftsführerin vorstand directeur général pdg consejero delegado amministratore delegato "
    "|董事长 董事長 总裁 總裁 首席执行官 首席 总经理 總經理 总监事 行长 院长 校长 厂长 社长 主席 法定代表人",
    "vp": "vp svp evp vice president executive vice president senior vice president deputy general manager vicepresidente|副总裁 副总经理 副总 副總 副董事长 副院长 副校长 副厂长",
    "director": "director directeur direktor direktorin leiter leiterin directora direttore bereichsleiter board member|总监 董事 主任 部长 處長 处长 局长 总工程师 总工",
    "head": "head head of abteilungsleiter teamleiter jefe responsable chef|负责人 科长 课长 主管 站长 室主任 副总监 副主任",
    "manager": "manager mgr supervisor gerente responsabile projektleiter coordinator administrator gestionnaire|经理 經理 店长 项目经理 副经理 客户经理",
    "lead": "lead team lead team leader principal staff engineer foreman|组长 队长 班长 领班 带头人 主笔",
    "senior": "senior sr expert architect fachexperte consultant advisor professor attorney lawyer physician surgeon|高级 资深 专家 架构师 教授 律师 医生 顾问 工程师",
    "staff": "engineer developer analyst accountant specialist representative executive officer clerk designer buyer nurse teacher "
    "technician operator salesman salesperson sales rep agent recruiter editor writer scientist researcher programmer associate "
    "mitarbeiter sachbearbeiter sachbearbeiterin ingenieur ingenieurin verkäufer einkäufer berater employé comptable empleado "
    "|专员 职员 员工 业务员 销售员 采购员 会计 出纳 文员 设计师 程序员 教师 老师 护士 技术员 操作员 司机 编辑 研究员 讲师 分析师 开发 销售 采购 客服 代表",
    "assistant": "assistant secretary receptionist pa assistent assistentin sekretärin secrétaire asistente|助理 秘书 前台 文秘",
    "intern": "intern trainee apprentice student praktikant praktikantin werkstudent stagiaire becario|实习生 实习 学徒 见习",
}  # fmt: skip
FUNCTIONS = {
    "sales": "sales business development account key account vertrieb verkauf ventes commercial ventas vendite account executive|销售 业务 商务 大客户 客户经理 渠道 营业 市场拓展",
    "marketing": "marketing brand communications pr growth advertising content cmo|市场 营销 品牌 公关 推广 广告 传播 企划",
    "finance": "finance financial accounting accountant controller controlling treasurer audit cfo buchhaltung finanzen comptable contabilidad tax|财务 会计 审计 出纳 税务 资金 财会 金融",
    "hr": "hr human resources people talent recruiter recruiting personal personnel chro ressources humaines recursos humanos|人事 人力资源 人力 招聘 培训 薪酬",
    "it": "it information technology cio ciso systems network security devops informatik system administrator informatique|信息 网络 运维 信息化 信息技术 数据",
    "engineering": "engineer engineering developer software technical technology cto architect programmer r d entwicklung ingenieur ingeniero|工程 技术 研发 开发 程序员 架构 总工 算法 设计院",
    "operations": "operations coo logistics supply chain production manufacturing plant warehouse logistik produktion opérations operaciones|运营 生产 物流 供应链 仓储 制造 厂长 计划",
    "procurement": "procurement purchasing buyer sourcing einkauf einkäufer achats compras|采购 购买 招标",
    "legal": "legal counsel attorney lawyer compliance rechtsanwalt jurist juridique|法务 律师 合规 法律",
    "support": "support customer service customer success helpdesk service kundendienst|客服 售后 客户服务 服务 支持",
    "product": "product product manager product owner cpo produktmanager|产品 产品经理",
    "design": "design designer ux ui creative grafik|设计 美工 创意 视觉",
    "quality": "quality qa qc qualität|质量 品质 质检 品控",
    "admin": "administration administrative office reception receptionist secretary assistant verwaltung sekretärin|行政 秘书 前台 文员 办公室 助理 后勤",
    "medical": "doctor physician nurse surgeon medical pharmacist arzt ärztin|医生 护士 医师 主治 药师 医学",
    "education": "teacher professor lecturer dean education lehrer profesor|教师 老师 教授 讲师 校长 教学 教育",
    "research": "research scientist researcher forscher|研究 研究员 科研",
    "general_management": "ceo general manager managing director president chairman founder owner geschäftsführer|总经理 总裁 董事长 创始人 首席执行官 合伙人 法人",
}  # fmt: skip
TYPOS = {
    "manger": "manager", "maneger": "manager", "managr": "manager", "mananger": "manager", "enginer": "engineer", "engeneer": "engineer",
    "enginner": "engineer", "directer": "director", "dirctor": "director", "assitant": "assistant", "asistant": "assistant",
    "accountent": "accountant", "acountant": "accountant", "presidant": "president", "consultent": "consultant", "developper": "developer",
    "secretery": "secretary", "salse": "sales", "marketting": "marketing", "markting": "marketing", "specalist": "specialist",
    "经里": "经理", "径理": "经理", "总径理": "总经理", "总见": "总监", "主仼": "主任", "工呈师": "工程师", "董事张": "董事长",
}  # fmt: skip
DEPARTMENTS = """sales marketing finance accounting hr human resources it engineering operations procurement purchasing legal support
logistics production administration vertrieb einkauf buchhaltung|销售部 市场部 财务部 人事部 行政部 技术部 研发部 采购部 运营部 客服部 生产部 法务部 产品部 人力资源部"""
PHRASES = """co founder|managing partner|chief executive officer|managing director|directeur général|consejero delegado|amministratore delegato|vice president
executive vice president|senior vice president|deputy general manager|board member|head of|team lead|team leader|staff engineer|sales rep|business development
key account|account executive|human resources|ressources humaines|recursos humanos|information technology|system administrator|r d|supply chain|customer service
customer success|product manager|product owner|general manager""".replace("\n", "|").split("|")


def terms(text: str) -> list[str]:
    """Words of a row; phrases stay together."""
    western, _, chinese = text.partition("|")
    found = []
    for phrase in sorted(PHRASES, key=len, reverse=True):
        if f" {phrase} " in f" {western} ":
            found.append(phrase)
            western = f" {western} ".replace(f" {phrase} ", " ").strip()
    return found + western.split() + chinese.split()


def folded(text: str) -> str:
    """As the library folds."""
    from crmquality._pinyin import simplify
    from crmquality._text import fold

    return fold(simplify(text))


def main() -> None:
    """Write ``_data/job_titles.json``."""
    levels: dict[str, str] = {}
    for level, row in LEVELS.items():
        for term in terms(row):
            levels.setdefault(folded(term), level)
    functions: dict[str, str] = {}
    for function, row in FUNCTIONS.items():
        for term in terms(row):
            functions.setdefault(folded(term), function)
    data = {
        "levels": levels,
        "functions": functions,
        "typos": TYPOS,
        "departments": sorted({folded(d) for d in terms(DEPARTMENTS)}),
    }
    out = {"source": "hand-made for crmquality", "date": "2026-11-24", "licence": "MIT", "data": data}
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "job_titles.json"
    target.write_text(
        json.dumps(out, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
