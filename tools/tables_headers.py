"""Make the tables of column headers, picklist words and calling codes.

Headers were collected by hand from the export dialogues and import templates that HubSpot, Salesforce,
Zoho CRM, Freshsales, Pipedrive, Dynamics 365, 纷享销客 and 知客CRM document, from hand-made sheets and from
the data sets of record linkage. The first header of a list is preferred where a table has several.

Run: ``python tools/tables_headers.py 2026-11-24``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import phonenumbers

OUT = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data"

ANY = {
    "record_id": "Record ID | Contact ID | Lead ID | Person ID | Person - ID | Record Id | (Do Not Modify) Contact |"
    "(Do Not Modify) Lead | ID | _id | UID | UUID | GUID | Contact key | Customer ID | Customer number | Customer no |"
    "Client ID | rec_id | unique_id | Record number | Row ID | External ID | 记录ID | 数据ID | 唯一性ID | 编号 | "
    "客户编号 |"
    "联系人编号 | 联系人ID | 客户ID | 线索编号 | 线索ID | 客户号 | 会员号 | 会员编号 | 客户代码 | 用户ID | 主键",
    "full_name": "Full Name | Name | Contact Name | Contact | Person - Name | Person Name | Customer Name | "
    "Lead Name |"
    "Client Name | Contact person | Contact full name | Display name | your name | Lead - Name | 姓名 | 联系人姓名 |"
    "客户姓名 | 联系人 | 联系人名称 | 全名 | 名字 | 称呼姓名 | 线索姓名 | 收件人 | 收货人 | 真实姓名",
    "first_name": "First Name | Given Name | Forename | Person - First name | firstname | fname | Contact First Name |"
    "Lead First Name | Christian name | Given names | first | 名",
    "last_name": "Last Name | Surname | Family Name | Person - Last name | lastname | lname | Contact Last Name |"
    "Lead Last Name | last | 姓 | 姓氏",
    "email": "Email | E-mail | Email Address | Emails | Mail | Primary Email | Work Email | Business Email |"
    "Person - Email - Work | Person - Email | Email 1 | Contact Email | Email - Work | E-mail address | Lead - Email |"
    "Company email | Corporate email | Customer email | Work e-mail | 邮箱 | 电子邮箱 | 电子邮件 | 邮件 | "
    "邮箱地址 | Email地址 |"
    "邮件地址 | 电子邮件地址 | 工作邮箱 | 公司邮箱 | 联系邮箱 | 联系人邮箱 | 企业邮箱 | E-mail邮箱",
    "email2": "Secondary Email | Additional email addresses | Other email | Person - Email - Home | Personal Email |"
    "Email 2 | Alternate email | Private email | Email - Home | Home email | Person - Email - Other | "
    "Email Address 2 |"
    "备用邮箱 | 其他邮箱 | 个人邮箱 | 第二邮箱 | 私人邮箱",
    "phone": "Phone | Phone Number | Business Phone | Work Phone | Telephone | Telephone number | Tel | Tel. | "
    "Work number |"
    "Person - Phone - Work | Person - Phone | Direct phone | Office phone | Main phone | Contact phone | "
    "Phone - Work |"
    "Contact number | Phone no | Tel no | Landline | Company phone | Direct line | Phone 1 | Work | "
    "Lead - Phone | phonenumber |"
    "电话 | 电话号码 | 联系电话 | 座机 | 固定电话 | 固话 | 办公电话 | 公司电话 | 工作电话 | 联系方式 | 电话1 | "
    "座机号码 | 单位电话",
    "mobile": "Mobile | Mobile Phone Number | Mobile Phone | Mobile Number | Cell | Cell Phone | Cellphone | "
    "Cellular |"
    "Person - Phone - Mobile | Phone - Mobile | Mobile no | Mobile tel | Handy | WhatsApp phone number | Cell number |"
    "手机 | 手机号 | 手机号码 | 移动电话 | 手机1 | 联系手机 | 联系人手机 | 移动手机 | 本人手机 | 客户手机",
    "phone2": "Other Phone | Home Phone | Secondary phone | Person - Phone - Home | Alternate phone | Phone 2 |"
    "Additional phone | Asst. Phone | Assistant phone | Other phone number | Phone - Home | Person - Phone - Other |"
    "备用电话 | 其他电话 | 家庭电话 | 电话2 | 手机2 | 备用手机 | 其它电话 | 第二电话",
    "company": "Company | Company Name | Account Name | Accounts | Account | Organization | Organisation | Organization - Name |"
    "Person - Organization | Associated Company | Primary company | Sales accounts | Sales account | Employer |"
    "Organization name | Organisation name | Associated Company Name | Primary Associated Company | Firm | "
    "Business name |"
    "Company / Account | Company/Account | Parent customer | Lead - Organization | Works at |"
    "公司 | 公司名称 | 企业名称 | 客户名称 | 单位 | 单位名称 | 所属公司 | 所属客户 | 企业 | 工作单位 | 客户公司 | "
    "公司全称 | 机构名称 | "
    "客户公司名称 | 所在公司",
    "job_title": "Job Title | Title | Position | Job position | Person - Job title | Designation | Job | Role title |"
    "职务 | 职位 | 头衔 | 岗位 | 职称 | 职务名称",
    "website": "Website | Website URL | Web site | Web | URL | Homepage | Company website | Site | Company URL | "
    "Webpage |"
    "网址 | 网站 | 公司网址 | 官网 | 公司网站 | 主页",
    "street": "Street Address | Street | Mailing Street | Address | Address 1: Street 1 | Address 1 | Address line 1 |"
    "Billing Street | Business Street | Person - Postal address | Organization - Address | Mailing Address | "
    "Postal address |"
    "Home address | address_line_1 | street address 1 | Street 1 | street_name | Lead - Address | Work address |"
    "地址 | 详细地址 | 街道 | 联系地址 | 通讯地址 | 街道地址 | 公司地址 | 办公地址 | 收货地址 | 邮寄地址 | 客户地址",
    "city": "City | Mailing City | Address 1: City | Town | Billing City | City/Town | Suburb | Business City | "
    "Locality |"
    "Birth place | 城市 | 市 | 所在城市 | 地市 | 所在市",
    "region": "State/Region | State | Province | Region | Mailing State | Address 1: State/Province | State/Province |"
    "Mailing State/Province | Billing State | Billing State/Province | County | Business State | State or province |"
    "省份 | 省 | 州/省 | 省/州 | 省市 | 所在省 | 所在省份 | 州",
    "postal_code": "Postal Code | Zip | Zip Code | Postcode | Zipcode | Mailing Zip | Mailing Zip/Postal Code |"
    "Address 1: ZIP/Postal Code | Zip/Postal Code | Billing Zip | Billing Zip/Postal Code | Post code | Mailing Code |"
    "Billing Code | Postal/Zip code | 邮编 | 邮政编码 | 邮政编号",
    "country": "Country/Region | Country | Mailing Country | Address 1: Country/Region | Billing Country | "
    "Country Code |"
    "Nation | Country name | Mailing Country/Territory | Business Country | IP Country |"
    "国家 | 国家/地区 | 国家地区 | 国别 | 所在国家 | 所属国家",
    "birth_date": "Date of Birth | Birthdate | Birth Date | Birthday | DOB | Date of birth (dob) | Birth day |"
    "生日 | 出生日期 | 出生年月 | 出生年月日",
    "tax_id": "Tax ID | VAT ID | VAT number | VAT Registration Number | soc_sec_id | SSN | National ID | Tax number |"
    "Taxpayer ID | ID number | Registration number | Personal ID | Government ID |"
    "税号 | 统一社会信用代码 | 纳税人识别号 | 身份证号 | 身份证 | 身份证号码 | 证件号码 | 证件号 | 社会信用代码",
    "industry": "Industry | Sector | Line of business | Vertical | Organization - Industry | 行业 | 所属行业 | "
    "客户行业 | 行业类别",
    "employees": "Number of Employees | Employees | No. of Employees | Employee count | Company size | Headcount |"
    "Organization - Employee count | 员工人数 | 人数 | 公司规模 | 员工数 | 企业规模 | 人员规模",
    "owner": "Contact owner | Owner | Record owner | Account Owner | Lead Owner | Person - Owner | Sales owner | "
    "OwnerId |"
    "Company owner | HubSpot Owner | Owner name | Organization - Owner | Assigned to | Sales rep | Account manager |"
    "负责人 | 所有人 | 归属人 | 客户负责人 | 业务员 | 销售 | 跟进人 | 客户经理 | 所属销售 | 归属销售 | "
    "销售负责人 | 所有者",
    "source": "Original Source | Lead Source | Source | Contact source | Original Traffic Source | Lead - Source |"
    "Acquisition channel | Person - Source | Origin | 来源 | 客户来源 | 线索来源 | 来源渠道 | 渠道 | 获客渠道 | "
    "渠道来源",
    "lifecycle_stage": "Lifecycle Stage | Stage | Life cycle stage | Customer stage | Funnel stage | 客户阶段 | "
    "生命周期 |"
    "生命周期阶段 | 客户生命周期 | 阶段",
    "lead_status": "Lead Status | Status | Contact status | Status reason | Contact lead status | 线索状态 | "
    "跟进状态 | 状态 |"
    "联系状态",
    "created_at": "Create Date | Created At | Created Date | Created Time | Created On | Created | Date created |"
    "Creation date | Person - Person created | Person created | Organization created | Created time | "
    "Date added | Added on |"
    "Organization - Organization created | Entry date | 创建时间 | 加入日期 | 登记日期 | 录入日期 | 创建日期 | 录入时间 | 建立时间 | 添加时间 | "
    "注册时间 | 录入日期 | 建档日期",
    "updated_at": "Last Modified Date | Updated At | Last Modified | Modified Time | Modified On | "
    "(Do Not Modify) Modified On | Update time | "
    "Updated |"
    "Last updated | Person - Update time | Modified | Modified date | Last modified time | Last Modified On | "
    "Last update |"
    "最后修改时间 | 修改时间 | 更新时间 | 最近更新时间 | 更新日期 | 最后更新时间 | 最后修改日期",
    "last_activity_at": "Last Activity Date | Last Activity | Last Activity Time | Last engagement date |"
    "Person - Last activity date | Last seen | Recent activity | Last active | Last Engagement |"
    "最后活动时间 | 最近活动时间 | 最近活动日期 | 最后活跃时间 | 最近互动时间",
    "last_contacted_at": "Last Contacted | Last Contacted time | Last contact date | Last contact | "
    "Last contacted at |"
    "Last Contacted Date | Date last contacted | 最后联系时间 | 最近联系时间 | 最后跟进时间 | 最近跟进时间 | "
    "最后跟进日期 | 最近联系日期 | "
    "上次联系时间 | 上次跟进时间",
    "contact_attempts": "Number of times contacted | Contact attempts | Times contacted | Touches | Attempts |"
    "Number of attempts | Call attempts | 联系次数 | 跟进次数 | 拜访次数 | 沟通次数",
    "replied_at": "Recent Sales Email Replied Date | Replied at | Last reply date | Last replied | Reply date | "
    "Last reply |"
    "最近回复时间 | 回复时间 | 最后回复时间",
    "unsubscribed": "Unsubscribed from all email | Email Opt Out | Unsubscribed | Opt out | HasOptedOutOfEmail |"
    "Opted out of email | Do not email | Do not allow Emails | Do not contact | Opted out | "
    "Marketing status unsubscribed |"
    "是否退订 | 退订 | 已退订 | 取消订阅 | 拒收邮件 | 退订邮件",
    "bounced": "Email hard bounced | Bounced | Hard bounced | IsEmailBounced | Email bounced | Bounced email |"
    "邮箱退信 | 退信 | 邮件退信 | 是否退信 | 邮箱无效",
    "open_deals": "Number of Associated Open Deals | Open deals | Person - Open deals | Number of open deals | "
    "Open deals count |"
    "Open opportunities | Organization - Open deals | 进行中的商机数 | 商机数 | 未完成商机数 | 进行中商机 | "
    "在谈商机数",
    "amount": "Amount | Total Revenue | Recent Deal Amount | Deal amount | Deal value | Total sales | "
    "Lifetime value | Revenue |"
    "金额 | 成交金额 | 累计金额 | 交易金额 | 合同金额 | 消费金额 | 累计消费",
    "preferred_channel": "Preferred channel | Preferred method of contact | Preferred contact method | "
    "Preferred contact |"
    "首选联系方式 | 偏好渠道 | 首选渠道 | 偏好联系方式",
    "notes": "Notes | Note | Description | Comments | Comment | Remarks | Remark | Message | 备注 | 描述 | 说明 | "
    "留言 | 备注信息 | 客户备注",
    "account_number": "Account number | Customer account | Username | User name | Login | 账号 | 用户名 | 会员账号 | 登录名 | 客户账号",
    "social": "LinkedIn | LinkedIn URL | LinkedIn Profile | LinkedIn Profile URL | LinkedIn Bio | Twitter | "
    "Twitter Username | Twitter handle | Twitter profile | Social profile | Social media | Social handle | 领英 | 微博 | "
    "社交账号 | 社交媒体",
    "wechat": "WeChat | WeChat ID | WeChat number | Weixin | Weixin ID | 微信 | 微信号 | 微信号码 | 微信ID | 微信账号",
    "qq": "QQ | QQ ID | QQ number | QQ号 | QQ号码 | QQ账号",
    "education": "Education | Education level | Level of education | Degree | 学历 | 教育程度 | 最高学历 | 受教育程度",
    "household": "Marital status | Relationship status | Children | Household | 婚姻状况 | 婚姻 | 家庭状况 | "
    "家庭情况 | 子女",
    "lifestyle": "Lifestyle | Hobbies | Interests | Hobbies and interests | 生活方式 | 兴趣 | 爱好 | 兴趣爱好",
    "purchases": "Purchases | Number of purchases | Orders | Number of orders | Total orders | Order count | "
    "Orders count | Purchase count | 购买次数 | 订单数 | 订单数量 | 消费次数 | 下单次数",
    "average_order_value": "Average order value | AOV | Avg order value | Average purchase value | 客单价 | 平均客单价 | "
    "平均订单金额 | 平均消费金额",
    "visits": "Visits | Number of visits | Website visits | Site visits | Number of Sessions | Sessions | 访问次数 | "
    "来访次数 | 浏览次数 | 到访次数",
    "tickets": "Tickets | Number of tickets | Support tickets | Number of Associated Tickets | Service tickets | "
    "工单数 | 工单数量 | 服务工单数 | 投诉次数",
    "social_interactions": "Social interactions | Social engagements | Broadcast clicks | 社交互动次数 | 互动次数",
    "service_rating": "Service rating | Service score | Support rating | 服务评分 | 服务评价 | 服务质量评分",
    "satisfaction": "Satisfaction | CSAT | CSAT score | Customer satisfaction | Satisfaction score | 满意度 | 客户满意度 | "
    "满意度评分",
    "reason_to_buy": "Reason to buy | Reason for buying | Purchase reason | Reason for purchase | 购买原因 | 购买理由",
    "reason_to_choose": "Reason to choose | Reason for choosing us | Why us | Why did you choose us | 选择原因 | 选择理由 | "
    "选择我们的原因",
}  # fmt: skip
COMPANY = {
    "record_id": "Company ID | Account ID | Organization ID | Organization - ID | (Do Not Modify) Account | Org ID |"
    "Organisation ID | 公司编号 | 企业编号 | 公司ID",
    "company": "Name | Company domain owner name | Customer Name | Client Name | 名称 | 客户全称 | 企业全称 | 客户简称",
    "website": "Company Domain Name | Domain | Domain name | 域名",
}
#: header words that only a table of these records has
TELLING = {
    "lead": "Lead ID | Lead Name | Lead Owner | Lead First Name | Lead Last Name | (Do Not Modify) Lead | Lead - Name |"
    "线索编号 | 线索ID | 线索姓名 | 线索名称 | 线索负责人 | Honeypot | Form name | Form ID | 表单名称",
    "company": "Company ID | Account ID | Organization ID | Organization - ID | (Do Not Modify) Account | "
    "Company owner |"
    "Account Owner | Number of Employees | Industry | Organization - Name | Company Domain Name | 公司编号 | "
    "企业编号 |"
    "企业规模 | 公司规模 | 所属行业 | 统一社会信用代码 | 员工人数 | Annual Revenue | Parent Account",
}
#: ``~`` marks what other lists say and these eight and seven do not: the choice is merely the nearest, never written.
#: "new" is one of them: HubSpot keeps New beside Open, Salesforce has one value for both (Open - Not Contacted)
LIFECYCLE = {
    "subscriber": "subscribers | newsletter subscriber | 订阅者 | 订阅用户 | 订阅 | 订阅客户 | 訂閱者",
    "lead": "leads | new lead | 线索 | 潜在客户 | 销售线索 | 潜客 | 潛在客戶 | ~prospect | ~suspect | ~意向线索",
    "marketing_qualified_lead": "mql | marketing qualified lead | marketingqualifiedlead | marketing qualified | "
    "市场合格线索 | 市场认可线索 | 营销合格线索 | 市场确认线索 | 市场验证线索 | 营销合格潜在客户 | 市场合格潜在客户",
    "sales_qualified_lead": "sql | sales qualified lead | salesqualifiedlead | sales qualified | 销售合格线索 | "
    "销售认可线索 | 销售确认线索 | 销售合格潜在客户 | ~sal | ~sales accepted lead | ~合格线索",
    "opportunity": "opportunities | 商机 | 机会 | 销售机会 | 机会客户 | 商機 | ~意向客户 | ~in negotiation",
    "customer": "customers | client | 客户 | 成交客户 | 已成交 | 正式客户 | 签约客户 | 已成交客户 | 客戶 | ~won | ~老客户 | "
    "~closed won | ~existing customer",
    "evangelist": "evangelists | promoter | advocate | 推荐者 | 传播者 | 品牌拥护者 | 布道者 | 推广者 | 拥护者 | "
    "~ambassador | ~忠实客户",
    "other": "others | misc | 其他 | 其它",
}
LEAD_STATUS = {
    "open": "not contacted | open - not contacted | open - uncontacted | 未处理 | 待跟进 | 未联系 | 未跟进 | 开放 | "
    "打开 | 待联系 | 待处理 | 未聯絡 | ~new | ~新 | ~新建 | ~新线索 | ~unassigned | ~未分配",
    "in_progress": "in progress | working | 进行中 | 跟进中 | 处理中 | 联系中 | 進行中 | ~working - contacted | ~pre-qualified | "
    "~under review",
    "open_deal": "open deal | deal open | 商机进行中 | 有商机 | 交易进行中 | 未结交易 | ~qualified | ~converted | "
    "~closed - converted | ~已转商机 | ~已转化 | ~已转换",
    "unqualified": "not qualified | disqualified | 不合格 | 不符合条件 | 无效 | 无效线索 | 未达标 | ~junk lead | ~junk | ~lost lead | "
    "~lost | ~closed - not converted | ~no longer interested | ~无意向 | ~不感兴趣",
    "attempted_to_contact": "attempted to contact | attempted | contact attempted | attempting to contact | 尝试联系 | "
    "已尝试联系 | 联系未果 | 未接通 | 尝试联系中 | ~cannot contact | ~no answer",
    "connected": "reached | 已接通 | 已连接 | 联系上 | 已建立联系 | ~contacted | ~已联系 | ~interested",
    "bad_timing": "bad timing | not now | 时机不对 | 时机不合适 | 时机不成熟 | 时机不佳 | ~contact in future | "
    "~nurture | ~nurturing | ~暂不考虑 | ~以后再联系",
}
CHANNELS = {
    "email": "e-mail | mail | 邮件 | 邮箱 | 电子邮件",
    "phone": "telephone | call | 电话 | 座机",
    "mobile": "sms | text | cell | cell phone | 手机 | 短信",
    "wechat": "we chat | weixin | 微信 | 企业微信",
    "post": "letter | postal mail | 信件 | 邮寄",
    "any": "no preference | 任意 | 不限",
}

#: columns of tables that hang on the records, and of ids of accounts, in small letters
RELATED = {
    "status": "status | stage | state | deal stage | dealstage | 阶段 | 状态 | 销售阶段 | 商机阶段 | 订单状态 | 工单状态",
    "amount": "amount | deal amount | value | deal value | total | order total | 金额 | 商机金额 | 订单金额 | 预计金额",
    "date": "date | close date | closedate | expected close date | activity date | created at | due date | 日期 | "
    "预计成交日期 | 活动日期 | 跟进时间 | 创建时间",
    "id": "id | record id | deal id | order id | ticket id | 编号 | 商机编号 | 订单编号 | 工单编号",
    "account": "account id | accountid | company id | companyid | associated company id | "
    "primary associated company id | organization id | organisation id | organization - id | org id | "
    "客户编号 | 客户id | 公司编号 | 公司id | 企业编号 | 所属客户",
    "registered": "registration id | registration number | company registration number | company number | reg no | "
    "duns | duns number | d-u-n-s number | lei | 注册号 | 工商注册号 | 企业注册号",
}


def words(table: dict[str, str]) -> dict[str, list[str]]:
    """Lists from the lines above, each word once."""
    return {k: list(dict.fromkeys(w.strip() for w in v.split("|") if w.strip())) for k, v in table.items()}


def calling_codes() -> dict[str, str]:
    """Calling code of each region phonenumbers knows."""
    return {r: str(phonenumbers.country_code_for_region(r)) for r in sorted(phonenumbers.SUPPORTED_REGIONS)}


def write(name: str, source: str, licence: str, day: str, data: object) -> None:
    """Write one packaged table."""
    table = {"source": source, "date": day, "licence": licence, "data": data}
    (OUT / f"{name}.json").write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(day: str) -> None:
    """Write the three tables."""
    hand = "hand-made for crmquality, from the documented headers and picklists of eight CRMs"
    headers = {"any": words(ANY), "company": words(COMPANY), "telling": words(TELLING), "related": words(RELATED)}
    write("headers", hand, "MIT", day, headers)
    lists = {"lifecycle_stage": LIFECYCLE, "lead_status": LEAD_STATUS, "preferred_channel": CHANNELS}
    write("picklists", hand, "MIT", day, {k: words(v) for k, v in lists.items()})
    source = f"phonenumbers {phonenumbers.__version__}, metadata of libphonenumber"
    write("calling_codes", source, "Apache-2.0", day, calling_codes())


if __name__ == "__main__":
    main(sys.argv[1])
