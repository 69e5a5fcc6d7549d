"""Chinese: the company itself, its departments and people."""

from ..table import Rows

DEPARTMENTS: Rows = [
    {"ref": "company", "name": "榫卯智造", "parent": None, "head": "lin_zhixia"},
    {"ref": "sales", "name": "销售中心", "parent": "company", "head": "lin_zhixia"},
    {"ref": "east", "name": "华东销售部", "parent": "sales", "head": "zhou_yanqiu"},
    {"ref": "south", "name": "华南销售部", "parent": "sales", "head": "han_shuyao"},
    {"ref": "north", "name": "华北销售部", "parent": "sales", "head": "fang_ruoning"},
    {"ref": "finance", "name": "财务部", "parent": "company", "head": "jiang_wanqing"},
    {"ref": "service", "name": "客户服务部", "parent": "company", "head": "su_mingyuan"},
    {"ref": "marketing", "name": "市场部", "parent": "company", "head": "ye_wenxi"},
    {"ref": "purchasing", "name": "采购部", "parent": "company", "head": "gu_beichen"},
]
# login|name|position|manager|department|office|roles
PEOPLE = """
lin_zhixia|林知夏|销售总监||sales|上海|sales_director
zhou_yanqiu|周砚秋|华东销售主管|lin_zhixia|east|苏州|sales_manager;sales
chen_muye|陈牧野|高级销售|zhou_yanqiu|east|苏州|sales
xu_nanqiao|许南乔|销售|zhou_yanqiu|east|上海|sales
han_shuyao|韩书瑶|华南销售主管|lin_zhixia|south|深圳|sales_manager;sales
shen_yizhou|沈亦舟|高级销售|han_shuyao|south|深圳|sales
liang_jingxing|梁景行|销售|han_shuyao|south|厦门|sales
fang_ruoning|方若宁|销售|lin_zhixia|north|北京|sales
jiang_wanqing|江晚晴|财务经理||finance|上海|finance
su_mingyuan|苏明远|客服主管||service|上海|service_manager;service
he_qingyang|何青杨|客服工程师|su_mingyuan|service|苏州|service
ji_anran|纪安然|客服专员|su_mingyuan|service|上海|service
ye_wenxi|叶闻溪|市场经理||marketing|上海|marketing
gu_beichen|顾北辰|采购经理||purchasing|苏州|purchasing
""".strip().splitlines()
SELLERS = {
    "chen_muye": ("江苏", "安徽", "浙江"),
    "xu_nanqiao": ("上海", "江苏", "湖北", "浙江"),
    "zhou_yanqiu": ("浙江", "安徽"),
    "shen_yizhou": ("广东", "湖南"),
    "liang_jingxing": ("福建", "江西", "重庆"),
    "han_shuyao": ("广东", "四川"),
    "fang_ruoning": ("山东", "北京", "河北", "天津", "山西", "辽宁", "内蒙古", "陕西", "河南"),
}
"""Who sells in which provinces."""
CHIEF, FINANCE, MARKETER, BUYER = "lin_zhixia", "jiang_wanqing", "ye_wenxi", "gu_beichen"
AGENTS = ("he_qingyang", "ji_anran", "su_mingyuan")
MAIL = "sunmao.example"
