"""Job titles in English, German, French, Spanish and Chinese: level, function, departments, people, slips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.normalizers._job_title import RANKS
from crmquality.validators import examine

TITLES = """
Assistenz Geschäftsführung|assistant|admin
Hoofd Verkoop|head|sales
Руководитель отдела продаж|head|sales
Главный бухгалтер|head|finance
営業部長|director|sales
Projektmanager|manager|
CRO|c_level|sales
Marketing Coordinator|staff|marketing
档案管理员|staff|admin
CEO|c_level|general_management
Chief Executive Officer|c_level|general_management
Chief Financial Officer|c_level|finance
Chief Marketing Officer (CMO)|c_level|marketing
Founder & CEO|owner|general_management
Co-Founder|owner|general_management
Owner|owner|general_management
Managing Partner|owner|
Product Owner|manager|product
Business Owner|owner|general_management
President|c_level|general_management
Vice President|vp|general_management
Senior Vice President, Sales|vp|sales
Assistant Vice President|vp|general_management
VP of Engineering|vp|engineering
V.P. Marketing|vp|marketing
Managing Director|c_level|general_management
Sales Director EMEA|director|sales
Director of Human Resources|director|hr
Non-Executive Director|director|
Board Member|director|
Head of Marketing|head|marketing
Head of IT|head|it
Global Head of Talent Acquisition|head|hr
Chief of Staff|head|
Chief Engineer|head|engineering
Chief Accountant|head|finance
Senior Sales Manager|manager|sales
Sr. Product Manager|manager|product
Account Manager|manager|sales
Key Account Manager|manager|sales
Office Manager|manager|admin
Project Manager|manager|
Customer Success Manager|manager|support
Assistant Manager|manager|
Team Lead, Backend|lead|
Tech Lead|lead|engineering
Engineering Team Leader|lead|engineering
Principal Consultant|lead|
Staff Engineer|lead|engineering
Senior Software Engineer|senior|engineering
Sr Data Scientist|senior|it
Software Architect|senior|engineering
Attorney at Law|senior|legal
Software Engineer|staff|engineering
Junior Accountant|staff|finance
Financial Analyst|staff|finance
Sales Rep|staff|sales
Account Executive|staff|sales
Buyer|staff|procurement
Graphic Designer|staff|design
Registered Nurse|staff|medical
Executive Assistant|assistant|admin
Executive Assistant to the CEO|assistant|admin
Assistant to the Managing Director|assistant|admin
Personal Assistant|assistant|admin
Sales Assistant|assistant|sales
Marketing Intern|intern|marketing
Management Trainee|intern|
Working Student HR|intern|hr
IT Manager|manager|it
QA Engineer|staff|quality
R&D Director|director|engineering
Supply Chain Manager|manager|operations
Procurement Specialist|staff|procurement
Legal Counsel|senior|legal
Receptionist|assistant|admin
Business Development Manager|manager|sales
Secretary to the Board|assistant|admin
Geschäftsführer|c_level|general_management
Geschäftsführerin|c_level|general_management
stellv. Geschäftsführer|vp|general_management
Vorstandsvorsitzender|c_level|
Mitglied des Vorstands|c_level|
Inhaber|owner|general_management
Prokurist|director|
Bereichsleiter Vertrieb|director|sales
Vertriebsleiter|head|sales
Vertriebsleiterin Süd|head|sales
Leiter Einkauf|head|procurement
Leiterin Personal|head|hr
Abteilungsleiter IT|head|it
Teamleiter Kundenservice|head|support
Einkaufsleiter|head|procurement
Projektleiter|manager|
Bauleiter|manager|
Sachbearbeiterin Buchhaltung|staff|finance
Softwareentwickler|staff|engineering
Entwicklungsingenieur|staff|engineering
Vertriebsmitarbeiter|staff|sales
Einkäufer|staff|procurement
Kaufmännischer Leiter|head|
Assistentin der Geschäftsführung|assistant|admin
Assistenz der Geschäftsleitung|assistant|admin
Vertriebsassistentin|assistant|sales
Werkstudent|intern|
Praktikant Marketing|intern|marketing
Rechtsanwältin|senior|legal
Werkleiter|head|operations
Personalreferentin|staff|hr
PDG|c_level|general_management
Directeur général|c_level|general_management
Directeur commercial|director|sales
Directrice des ressources humaines|director|hr
DRH|director|hr
Responsable marketing|head|marketing
Chef de projet|manager|
Chargée d'affaires|staff|sales
Gérant|c_level|general_management
Assistante de direction|assistant|admin
Ingénieur d'études|staff|engineering
Comptable|staff|finance
Acheteuse|staff|procurement
Stagiaire|intern|
Responsable des achats|head|procurement
Directeur des systèmes d'information|director|it
Director General|c_level|general_management
Director Comercial|director|sales
Gerente de Ventas|manager|sales
Jefe de Compras|head|procurement
Consejero Delegado|c_level|general_management
Responsable de RRHH|head|hr
Becario|intern|
Auxiliar administrativo|assistant|admin
Técnico de mantenimiento|staff|operations
Propietario|owner|
Ingeniera de software|staff|engineering
董事长|c_level|general_management
董事长兼总经理|c_level|general_management
总经理|c_level|general_management
副总经理|vp|general_management
總經理助理|assistant|admin
总经理办公室主任|director|admin
董事长秘书|assistant|admin
销售总监|director|sales
区域销售经理|manager|sales
大客户经理|manager|sales
客户经理|manager|sales
采购部经理|manager|procurement
人力资源总监|director|hr
财务负责人|head|finance
财务总监兼副总经理|vp|finance
技术总监|director|engineering
高级工程师|senior|engineering
软件工程师|staff|engineering
技术销售工程师|staff|sales
资深销售顾问|senior|sales
高级经理|manager|
总监助理|assistant|admin
副总监|head|
创始人兼CEO|owner|general_management
合伙人|owner|general_management
法定代表人|c_level|
店长|manager|operations
部门主管|head|
生产车间主任|director|operations
行政前台|assistant|admin
会计|staff|finance
业务员|staff|sales
外贸业务员|staff|sales
实习生|intern|
产品经理|manager|product
市场部部长|director|marketing
研发组长|lead|engineering
主任医师|senior|medical
护士长|head|medical
Regional Sales Manager - APAC|manager|sales
Group CFO|c_level|finance
Deputy Head of Procurement|head|procurement
Associate Director, Clinical Operations|director|medical
Global VP Supply Chain & Logistics|vp|operations
Interim CTO|c_level|engineering
Warehouse Operative|staff|operations
Field Service Technician|staff|support
Web Developer|staff|engineering
Front-End Developer (React)|staff|engineering
Executive Director|director|
Finance Business Partner|staff|finance
Partner|owner|
Payroll Clerk|staff|finance
Head Chef|head|
Area Manager North|manager|
Senior Legal Counsel|senior|legal
Compliance Officer|staff|legal
Chief Information Security Officer|c_level|it
Chairman of the Board|c_level|general_management
Leiter Controlling|head|finance
Leitung Marketing und Kommunikation|head|marketing
Gebietsverkaufsleiter|head|sales
Assistent des Vorstands|assistant|admin
Technischer Einkäufer|staff|procurement
Oberarzt|senior|medical
Geschäftsführender Gesellschafter|owner|
Systemadministrator|manager|it
Chef des ventes|head|sales
Responsable qualité|head|quality
Directeur adjoint|director|
Développeur Full Stack|staff|engineering
Technico-commercial|staff|sales
Jefa de Recursos Humanos|head|hr
Subdirector|director|
Ingeniero de Producción|staff|operations
Administrador de sistemas|manager|it
总经理秘书|assistant|admin
行政总监|director|admin
华东区销售总监|director|sales
首席财务官|c_level|finance
副厂长|vp|operations
技术部主管|head|engineering
财务主管会计|staff|finance
高级采购专员|senior|procurement
客服代表|staff|support
运营经理(上海)|manager|operations
联合创始人&CTO|owner|general_management
质检员|staff|quality
IT经理|manager|it
HR总监|director|hr
HRBP|staff|hr
采购|staff|procurement
研发工程师|staff|engineering
"""
DOUBTS = {
    "is_department": "Sales|Marketing Department|销售部|人力资源部|研发中心|Abteilung Einkauf|Vertrieb|IT|HR",
    "is_person": "王先生|Mr Smith|John Smith|王伟|李娜",
    "junk": "a|4 - 5|(2)",
    "seniority_unknown": "Ninja|Wizard|Banker|后勤|自由职业|Managed Services|Engineers",
    "wrong_field": "li@firma.de|13912345678",
}
SLIPS = {
    "Sales Manger": "Sales Manager", "Markting Direcotr": "Marketing Director", "Softwre Enginner": "Software Engineer", "销售经里": "销售经理",
    "付总经理": "副总经理", "人事精理": "人事经理", "总径理": "总经理",
}  # fmt: skip


@pytest.mark.parametrize("row", TITLES.strip().splitlines())
def test_level_and_function(row):
    """Of 220 titles; the doubts about the rest are elsewhere."""
    title, level, function = row.split("|")
    seen = examine("job_title", title)
    assert (seen.value.level, seen.value.function) == (level, function)
    assert seen.text == title


@pytest.mark.parametrize(("code", "title"), [(c, t) for c, row in DOUBTS.items() for t in row.split("|")])
def test_doubts(code, title):
    """What is no title, or tells no level."""
    assert [f.code for f in examine("job_title", title).findings] == [f"job_title.{code}"]


@pytest.mark.parametrize(("slip", "better"), SLIPS.items())
def test_slips_of_common_words_are_suggested(slip, better):
    """The suggestion has no slip, and its level is the one that is told."""
    seen = examine("job_title", slip)
    [finding] = seen.findings
    assert (finding.code, finding.suggestion) == ("job_title.typo", better)
    assert examine("job_title", better).value.level == seen.value.level


WORDS = st.sampled_from(
    "Sales Manager of the Senior Director Head IT Assistant to CEO & / - , Leiter Einkauf 销售 经理 副 总监 助理 兼 (Nord) R&D 3".split()
)


@given(st.lists(WORDS, max_size=7).map(" ".join) | st.lists(WORDS, max_size=7).map("".join) | st.text(max_size=12))
def test_any_title_has_a_known_level_or_none(text):
    """Whatever stands there."""
    value = examine("job_title", text).value
    assert value is None or value.level in ("", *RANKS)
