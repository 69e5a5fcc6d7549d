"""Chinese words the samples are made of: invented companies and products, common names, what people write down."""

# ruff: noqa: E501 - tables of samples read across

import random

from .table import Rows

SURNAMES = "王李张刘陈杨赵黄吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = [
    "建平",
    "启明",
    "敏",
    "志强",
    "海涛",
    "晓东",
    "国华",
    "丽娟",
    "文博",
    "春燕",
    "立新",
    "俊杰",
    "佳慧",
    "振宇",
    "雪梅",
    "永刚",
    "思远",
    "明辉",
    "静怡",
    "学军",
    "子涵",
    "少峰",
    "玉兰",
    "天宇",
    "宏伟",
    "秀英",
    "泽洋",
    "梦琪",
    "保国",
    "艳红",
    "鹏程",
    "嘉怡",
    "卫东",
    "欣然",
    "光明",
    "慧敏",
    "伟民",
    "若曦",
    "长春",
    "亚楠",
    "庆丰",
    "婷婷",
    "世杰",
    "红梅",
    "一鸣",
    "青松",
    "晓彤",
    "德胜",
    "雅静",
    "继业",
    "海燕",
    "凯",
    "书豪",
    "倩",
    "昊然",
    "桂芳",
    "向阳",
    "诗雨",
    "家豪",
    "淑珍",
]

# brand|pinyin|kind of business|suffix|industry|city|region
COMPANIES = """
恒锐|hengrui|精密机械|有限公司|汽车零部件|苏州|江苏/苏州市/吴中区
海拓|haituo|汽车配件|有限公司|汽车零部件|宁波|浙江/宁波市/北仑区
曜能|yaoneng|新能源科技|有限公司|新能源|合肥|安徽/合肥市/蜀山区
立诚|licheng|电子|有限公司|消费电子|东莞|广东/东莞市/长安镇
澄江|chengjiang|装备|股份有限公司|专用设备|无锡|江苏/无锡市/江阴市
博远|boyuan|机器人|有限公司|机器人|常州|江苏/常州市/武进区
渝川|yuchuan|铸造|有限公司|铸造|重庆|重庆/重庆市/璧山区
申拓|shentuo|重工|股份有限公司|专用设备|上海|上海/上海市/松江区
启航|qihang|车身制造|有限公司|汽车零部件|芜湖|安徽/芜湖市/鸠江区
永固|yonggu|机床|有限公司|机床|台州|浙江/台州市/温岭市
北邙|beimang|轴承|有限公司|轴承|洛阳|河南/洛阳市/涧西区
众合|zhonghe|纺织机械|有限公司|纺织机械|嘉兴|浙江/嘉兴市/海宁市
鹭岛|ludao|光电|有限公司|光电|厦门|福建/厦门市/集美区
海岳|haiyue|船舶配套|有限公司|船舶|青岛|山东/青岛市/黄岛区
顺泰|shuntai|塑业|有限公司|塑料制品|佛山|广东/佛山市/顺德区
铂锐|borui|钣金|有限公司|金属制品|济南|山东/济南市/历城区
临安|linan|电气|有限公司|电气设备|杭州|浙江/杭州市/临安区
锦程|jincheng|压铸|有限公司|铸造|宁波|浙江/宁波市/鄞州区
汇禾|huihe|动力|有限公司|新能源|深圳|广东/深圳市/龙岗区
安信达|anxinda|医疗器械|有限公司|医疗器械|苏州|江苏/苏州市/工业园区
格润|gerun|环保设备|有限公司|环保|南京|江苏/南京市/江宁区
正德|zhengde|包装|有限公司|包装|温州|浙江/温州市/龙湾区
天枢|tianshu|航空部件|有限公司|航空|西安|陕西/西安市/阎良区
沃禾|wohe|家电|有限公司|家电|佛山|广东/佛山市/南海区
盛唐|shengtang|工程机械|有限公司|工程机械|徐州|江苏/徐州市/铜山区
智联芯|zhilianxin|半导体|有限公司|半导体|无锡|江苏/无锡市/新吴区
长风|changfeng|减速机|有限公司|机床|杭州|浙江/杭州市/萧山区
凯旋|kaixuan|五金|有限公司|金属制品|中山|广东/中山市/小榄镇
蓝湾|lanwan|食品机械|有限公司|食品机械|烟台|山东/烟台市/福山区
九州通达|jiuzhoutongda|物流装备|有限公司|物流|郑州|河南/郑州市/中牟县
星火|xinghuo|电池|有限公司|新能源|宁德|福建/宁德市/蕉城区
瑞丰|ruifeng|橡胶|有限公司|橡胶|青岛|山东/青岛市/城阳区
微视|weishi|光学|有限公司|光电|武汉|湖北/武汉市/洪山区
宏图|hongtu|模具|有限公司|模具|东莞|广东/东莞市/横沥镇
金石|jinshi|陶瓷|有限公司|建材|佛山|广东/佛山市/三水区
远景轨道|yuanjing|交通装备|有限公司|轨道交通|株洲|湖南/株洲市/石峰区
新禾|xinhe|农机|有限公司|农业机械|潍坊|山东/潍坊市/坊子区
宇同精工|yutonggear|齿轮|有限公司|齿轮|常州|江苏/常州市/新北区
华睿|huarui|传感|有限公司|仪器仪表|深圳|广东/深圳市/宝安区
千帆|qianfan|注塑|有限公司|塑料制品|宁波|浙江/宁波市/余姚市
鼎新|dingxin|热处理|有限公司|金属制品|无锡|江苏/无锡市/惠山区
国泰|guotai|电缆|有限公司|电气设备|天津|天津/天津市/北辰区
卓越|zhuoyue|阀门|有限公司|阀门|温州|浙江/温州市/永嘉县
川渝|chuanyu|汽车底盘|有限公司|汽车零部件|成都|四川/成都市/龙泉驿区
大洋|dayang|泵业|有限公司|泵|台州|浙江/台州市/温岭市
云帆|yunfan|数控|有限公司|机床|大连|辽宁/大连市/金州区
银河|yinhe|显示|有限公司|光电|合肥|安徽/合肥市/新站区
松柏|songbai|家居|有限公司|家居|赣州|江西/赣州市/南康区
腾跃|tengyue|运动器材|有限公司|体育用品|泉州|福建/泉州市/晋江市
恒昌|hengchang|钢构|有限公司|建材|唐山|河北/唐山市/丰润区
奥翔|aoxiang|制药|股份有限公司|制药|石家庄|河北/石家庄市/高新区
冀北|jibei|电机|有限公司|电气设备|北京|北京/北京市/大兴区
华北联创|lianchuang|液压|有限公司|液压|太原|山西/太原市/小店区
津工|jingong|焊接|有限公司|焊接设备|天津|天津/天津市/西青区
鸿运|hongyun|紧固件|有限公司|金属制品|嘉兴|浙江/嘉兴市/海盐县
百川|baichuan|水处理|有限公司|环保|广州|广东/广州市/黄埔区
东篱|dongli|乳业|股份有限公司|食品|呼和浩特|内蒙古/呼和浩特市/和林格尔县
晨曦|chenxi|玻璃|有限公司|玻璃|漳州|福建/漳州市/东山县
鲁中|luzhong|锻造|有限公司|锻造|淄博|山东/淄博市/博山区
湘江|xiangjiang|电子材料|有限公司|电子材料|长沙|湖南/长沙市/望城区
""".strip().splitlines()

# SKU|name|series|category|unit|list price|cost share|description
PRODUCTS = """
SJ-P200-S|伺服压力机 200T|冲压|press|set|318000|62|伺服直驱，200 吨，适合汽车结构件
SJ-P400-S|伺服压力机 400T|冲压|press|set|586000|64|400 吨，带快速换模
SJ-DC-L|卷料开卷校平线|冲压|press|kit|486000|60|开卷、校平、送料一体
SJ-TR03|三次元多工位机械手|冲压|robot|kit|268000|58|多工位模具间送料
SJ-TR06|三轴桁架机械手|桁架|robot|kit|96000|55|上下料，负载 20 kg
SJ-TR12|重载桁架机械手|桁架|robot|kit|158000|57|负载 80 kg，双抓手
SJ-RB10|六轴机器人工作站|机器人|robot|kit|236000|61|含夹具与围栏
SJ-RB20|焊接机器人单元|机器人|robot|kit|342000|63|双工位，含变位机
SJ-CB05|协作机器人装配台|机器人|robot|kit|128000|54|负载 5 kg，人机协作
SJ-VS08|离线视觉检测台|视觉|vision|kit|98000|48|抽检尺寸与外观
SJ-VS12|在线视觉检测站|视觉|vision|kit|168000|50|节拍 1.2 秒，缺陷分类
SJ-VS3D|三维引导系统|视觉|vision|kit|142000|52|无序抓取定位
SJ-AGV6|潜伏式搬运车 600 kg|物流|logistics|set|66000|59|激光导航，自动充电
SJ-AGV15|叉取式搬运车 1.5T|物流|logistics|set|138000|61|托盘搬运
SJ-WH01|立体库货架与堆垛机|物流|logistics|kit|1160000|66|单巷道，含调度
SJ-MES1|制造执行系统(50 点)|软件|software|kit|280000|35|报工、追溯、看板
SJ-IOT1|设备联网网关包|软件|software|kit|42000|40|10 台设备采集
SJ-EMS1|能耗监测系统|软件|software|kit|156000|38|电、气、水计量与分析
SJ-SP-3Y|三年易损件包|备件|part|kit|128000|45|按台配置
SV-INST|安装调试与培训|服务|service|manday|2400|50|现场服务
""".strip().splitlines()

PROJECTS = {
    "press": ["精密冲压线二期扩产", "压力机更新", "冲压车间自动化", "伺服压力机采购", "连续模产线改造", "冲压件新基地"],
    "robot": [
        "柔性装配线整线集成",
        "焊装夹具国产替代",
        "机床上下料自动化",
        "焊接单元增购",
        "压铸取件自动化",
        "打磨工位改造",
    ],
    "vision": ["视觉质检试点项目", "外壳检测工站", "在线缺陷检测", "尺寸全检改造", "无序抓取项目"],
    "logistics": ["立体仓储改造（一期）", "AGV 搬运系统", "线边物流升级", "成品库自动化", "厂内搬运车增购"],
    "software": [
        "设备联网与 MES 一体化",
        "质量追溯模块实施",
        "注塑机联网改造",
        "能耗监测项目",
        "数控刀具管理系统",
        "产线看板项目",
    ],
    "part": ["年度备件框架协议", "易损件补货", "备件寄售协议"],
    "service": ["售后运维三年服务包", "搬迁与调试服务", "操作员培训"],
}
POSITIONS = [
    ("采购总监", "采购部", "decides"), ("总经理", "总经办", "decides"), ("生产副总", "总经办", "decides"), ("工艺经理", "工艺部", "vets"),
    ("设备主管", "设备部", "vets"), ("自动化工程师", "设备部", "vets"), ("采购经理", "采购部", "buys"), ("采购专员", "采购部", "buys"),
    ("车间主任", "生产部", "uses"), ("质量经理", "质量部", "uses"), ("信息部经理", "信息部", "vets"), ("财务经理", "财务部", "pays"),
]  # fmt: skip
NEXT_STEPS = [
    "电话确认预算", "现场勘测", "技术方案评审会", "提交投标文件", "二轮报价", "发送终版报价", "样件打光测试", "需求访谈", "价格复核",
    "演示追溯看板", "补充节拍测算", "法务回签合同", "约采购总监复谈", "确认服务范围",
]  # fmt: skip
NEEDS = [
    "现有人工上下料节拍跟不上，计划下季度改造两条线", "客户审核要求全检，现在靠人工抽检", "新厂房明年投产，需要整线方案", "换型时间太长，想把换模控制在十分钟内",
    "仓库找料慢，账实不符，想先做一期", "设备数据靠手抄，想先联网看稼动率", "招工难，打磨工位想用机器人", "现有供应商交期太长，备选两家",
]  # fmt: skip

TALKS = {
    "call": [
        ("确认方案节拍与占地", "对方工艺已看过方案，节拍要求 18 件/分钟，占地还要再压缩一米。", "reached"),
        ("回访设备使用情况", "设备运行稳定，操作员反馈换型界面可以再简化。", "reached"),
        ("约现场勘测时间", "约在下周三上午，车间主任陪同。", "reached"),
        ("询问预算进度", "预算在集团走流程，预计月底有结果。", "lukewarm"),
        ("跟进报价反馈", "采购说价格偏高，备件希望打包进来。", "lukewarm"),
        ("电话未接通", "连打两次未接，改发微信。", "missed"),
        ("确认付款方式", "同意 3-4-2-1，质保金比例想降到 5%。", "keen"),
    ],
    "visit": [
        ("拜访并勘测现场", "测了冲压车间二线，立柱间距 7.5 米，桁架可以直接落位。", "keen"),
        ("参观样板工厂", "带客户看了同类产线，重点看了换模和防错。", "keen"),
        ("拜访设备部", "设备主管关心易损件寿命，留了备件清单。", "lukewarm"),
    ],
    "meeting": [
        ("技术方案评审会", "评审通过，三条意见：护栏高度、急停位置、数据接口。", "keen"),
        ("商务谈判", "价格基本谈定，合同条款还剩验收标准一条。", "keen"),
        ("项目启动会", "明确双方接口人，下周提交详细计划。", "keen"),
    ],
    "mail": [
        ("发送技术协议修订稿", "第 4.2 条节拍指标按 18 件/分钟写入，验收方式同一期。", None),
        ("发送报价单", "含备件清单与培训，报价有效期 30 天。", None),
        ("收到图纸与节拍要求", "三个零件的图纸，两个月内要样件。", None),
    ],
    "note": [
        ("竞品动态", "锐驰自动化报价低 6%，但交期 150 天。", None),
        ("内部讨论", "建议把在线检测拆成选配，首期先上桁架。", None),
        ("客户内部变动", "采购总监换人，新人来自主机厂，重视交付记录。", None),
    ],
}  # fmt: skip
TASKS = [
    "发送终版报价（含备件清单）", "准备技术交流材料", "整理现场勘测报告", "催回合同扫描件", "核对备件清单", "安排样件测试", "更新项目计划",
    "约采购经理面谈", "回复技术协议疑问", "申请特价审批", "准备投标文件", "对账并催款", "预约设备年检", "发送节日问候", "补录名片",
]  # fmt: skip
RIVALS = [
    ("锐驰自动化", 4, "价格低，本地服务网点多", "交期长，软件能力弱"),
    ("科比奥机器人", 5, "品牌强，机器人自产", "非标响应慢"),
    ("明睿视觉", 3, "算法积累多", "只做检测，不做整线"),
    ("德仓物流装备", 3, "立体库案例多", "小项目不接"),
    ("联创智造", 2, "价格灵活", "团队新，案例少"),
]


def cash(yuan: float) -> int:
    """An amount as the country counts it."""
    return round(yuan)


def person(chance: random.Random) -> str:
    """A name nobody in particular has."""
    return chance.choice(SURNAMES) + chance.choice(GIVEN)


def mobile(chance: random.Random) -> str:
    """A mobile number that is nobody's."""
    return f"1{chance.choice(('38', '39', '86', '77', '99'))}0000{chance.randint(1000, 9999)}"


def telephone(chance: random.Random) -> str:
    """A firm's number."""
    return f"0{chance.randint(21, 29)}-8{chance.randint(100, 999)}{chance.randint(1000, 9999)}"


def street(chance: random.Random, region: str) -> str:
    """An address in a region."""
    return f"{region.rsplit('/', maxsplit=1)[-1]}{chance.choice(('科技', '工业', '创新', '兴业', '长江'))}路 {chance.randint(8, 899)} 号"


def company(brand: str, trade: str, suffix: str, city: str) -> tuple[str, str]:
    """Name and short name."""
    return f"{city}{brand}{trade}{suffix}", f"{city}{brand}"


def newcomer(chance: random.Random, city: str, trade: str) -> str:
    """A firm nobody knows yet."""
    return f"{city}{chance.choice('恒华瑞盛联创宏远兴达智诚')}{chance.choice('泰立科源强信益明')}{trade}有限公司"


COUNTRY = "中国"
EQUIPMENT = ("冲床 26 台、伺服 12 台", "数控车床 40 台", "注塑机 32 台", "加工中心 18 台", "压铸机 9 台", "装配线 4 条")
TAGS, KEY_TAG = ["集采", "展会", "转介绍", "试点", "框架", "竞品介入", "老客户"], "重点"
BRANCHES = ("开发区", "城西", "越溪", "滨江")
NEW_TRADES = (
    ("精密", "汽车零部件"),
    ("电子", "消费电子"),
    ("机械", "专用设备"),
    ("新材料", "电子材料"),
    ("包装", "包装"),
    ("食品", "食品机械"),
)
FIRST_CONTACT = ("王建平", "采购总监", "采购部", "decides")
PRICE_LISTS = (("标准价格表", "目录价，含一年质保"), ("框架客户价格表", "年度框架客户适用"), ("上年度价格表", ""))
LOST_NOTE, DISCOUNT_REASON = "对方选择了报价更低的供应商", "年度框架客户，竞品报价低 6%"
QUOTATION, CONTRACT, ORDER, PURCHASE, DELIVERY_PROJECT = "{}报价", "{}合同", "{}订单", "{}采购", "{}交付"
STORE_BIN = "{}-{:02}-{:02}"
INSTALMENTS = {
    "stages_3421": (("首付款", 30, "signing", 7), ("发货款", 40, "delivery", 10), ("验收款", 20, "acceptance", 15), ("质保金", 10, "acceptance", 365)),
    "stages_361": (("首付款", 30, "signing", 7), ("到货款", 60, "delivery", 15), ("质保金", 10, "acceptance", 365)),
    "net_60": (("货款", 100, "invoice", 60),), "net_30": (("货款", 100, "invoice", 30),), "prepaid": (("全款", 100, "signing", 3),),
}  # fmt: skip
CARRIERS = ("德邦重货", "顺丰大件", "安能物流", "公司自运")
COLLECTION = (
    "已电话催款，对方说走完付款流程",
    "对方要求先补开发票",
    "财务已排款，月底付",
    "对验收有异议，等现场复核",
    "",
)
# name|category|region|contact|lead days|terms|status
SUPPLIERS = """
苏州华工传动件有限公司|mechanical|江苏/苏州市/相城区|陆志明|12|net_30|approved
宁波精创铸件有限公司|mechanical|浙江/宁波市/镇海区|方文军|25|net_60|approved
上海科睿伺服系统有限公司|electrical|上海/上海市/闵行区|潘晓峰|30|net_60|approved
深圳锐感传感技术有限公司|sensor|广东/深圳市/南山区|邓佳|15|net_30|approved
南京埃维机器人有限公司|robot|江苏/南京市/江宁区|史伟|45|net_60|approved
无锡恒通钢材有限公司|material|江苏/无锡市/惠山区|钱国良|7|prepaid|approved
昆山佳诚精密加工厂|outsourced|江苏/苏州市/昆山市|朱建华|10|net_30|watched
常州力源电气有限公司|electrical|江苏/常州市/武进区|蒋明|18|net_30|approved
杭州视达光学有限公司|sensor|浙江/杭州市/滨江区|何静|21|net_30|approved
东莞顺辉模组有限公司|mechanical|广东/东莞市/长安镇|罗振|20|net_60|approved
青岛海川电缆有限公司|electrical|山东/青岛市/黄岛区|宫海|9|net_30|approved
嘉兴永利标准件有限公司|mechanical|浙江/嘉兴市/海宁市|姚丽|5|net_30|approved
合肥智驱电机有限公司|electrical|安徽/合肥市/蜀山区|丁亮|28|net_60|candidate
天津中铝型材有限公司|material|天津/天津市/西青区|魏强|14|prepaid|stopped
""".strip().splitlines()
# code|name|kind|unit|price|supplier number|lead days|safety
PARTS = """
M-SRV-75|伺服电机 7.5 kW|part|set|5200|3|30|8
M-DRV-75|伺服驱动器 7.5 kW|part|set|4600|3|30|8
M-PLC-S7|可编程控制器|part|set|3900|8|18|6
M-HMI-12|12 寸触摸屏|part|set|1850|8|18|6
M-RED-90|行星减速机|part|set|2400|1|12|10
M-RAIL-45|直线导轨 45|part|piece|960|10|20|20
M-SCREW-40|滚珠丝杠 40|part|piece|1380|10|20|12
M-ROB-20|六轴机器人本体 20 kg|part|set|86000|5|45|2
M-ROB-05|协作机器人本体 5 kg|part|set|52000|5|45|2
M-CAM-12|工业相机 1200 万像素|part|set|6800|4|15|6
M-LENS-25|工业镜头 25 mm|part|piece|1200|9|21|8
M-LIGHT|环形光源|part|piece|680|9|21|10
M-SENS-IN|接近传感器|part|piece|85|4|15|60
M-CAB-20|高柔电缆（20 米）|part|piece|320|11|9|30
M-GRIP-2|双爪气动夹具|part|set|2600|7|10|6
M-FRAME|机架焊接件|part|set|7800|2|25|3
M-BOLT-12|高强度螺栓 M12（百只）|part|kit|140|12|5|25
M-STEEL-20|20 mm 钢板|material|piece|1650|6|7|15
M-ALU-80|铝型材 8080|material|piece|420|6|7|40
M-LASER|激光导航雷达|part|set|9200|4|15|4
""".strip().splitlines()
FINISHED = "{}"
# kind, subject, description, resolution, cause
TICKETS = [
    ("repair", "{}运行中报警停机", "产线反馈每班停机两三次，报警代码 E-217，复位后可继续", "更换编码器电缆并重新紧固接头，连续运行 8 小时无报警", "wear"),
    ("repair", "{}送料偏移", "连续三件偏移超过 0.5 mm，已停线", "校正导向轮并更换磨损件，复测合格", "wear"),
    ("repair", "{}触摸屏无法操作", "屏幕点击无反应，重启后仍然如此", "远程校准无效，上门更换触摸屏", "defect"),
    ("question", "{}如何切换产品配方", "新产品上线，操作员不清楚配方怎么复制", "电话指导复制配方并下发，已发操作视频", "operation"),
    ("question", "{}的备件清单与价格", "准备年度备件预算，需要易损件清单", "已发送清单与报价", "other"),
    ("question", "{}与 MES 的接口字段", "信息部要对接产量与报警数据", "提供接口文档，并安排一次线上答疑", "setting"),
    ("complaint", "{}交期一再推迟", "合同交期已过两周，影响客户量产", "与生产协调加急，补偿一次免费保养", "delivery"),
    ("complaint", "{}现场服务响应慢", "报修后三天才有人到现场", "区域增派工程师，承诺 8 小时到场", "delivery"),
    ("install", "{}安装调试预约", "设备已到货，基础完成，请安排调试人员", "两名工程师到场三天，完成调试与培训", "other"),
    ("install", "{}搬迁后重新标定", "车间搬迁，需要重新标定精度", "完成标定，精度报告已归档", "setting"),
    ("return", "{}备件型号发错", "收到的减速机与订单型号不符", "更换正确型号并承担运费", "delivery"),
    ("repair", "{}精度超差", "抽检尺寸偏大 0.03 mm", "补偿参数后复测三班合格", "setting"),
]  # fmt: skip
PRAISE, BLAME = (
    ("响应快，工程师很专业", "问题解决了，谢谢", "讲得很清楚"),
    ("等得太久", "同样的问题第二次出现", "沟通不顺畅"),
)
# title, category, summary, body
ARTICLES = [
    ("报警 E-217 的排查步骤", "fault", "先查编码器电缆，再查接地", "<p>1. 断电后检查编码器插头是否松动。</p><p>2. 测量屏蔽层接地电阻，应小于 4 欧。</p><p>3. 更换电缆后重新回零。</p>"),
    ("送料偏移的调整方法", "fault", "导向轮间隙控制在 0.1 mm", "<p>松开锁紧螺母，用塞尺调整两侧间隙，再次试冲三件确认。</p>"),
    ("触摸屏校准与更换", "fault", "长按右下角 5 秒进入校准", "<p>校准无效时更换整屏，配方会从控制器自动恢复。</p>"),
    ("配方的复制与下发", "usage", "在“配方”页选中后点复制", "<p>复制后改名，检查速度与压力两项，再下发到设备。</p>"),
    ("换模十分钟操作卡", "usage", "提前备模，快换夹紧", "<p>按操作卡的七个动作执行，新员工先看视频。</p>"),
    ("首次开机检查表", "setup", "十二项逐项打勾", "<p>电源相序、气压、急停、安全门、润滑、原点……全部合格方可自动运行。</p>"),
    ("设备搬迁后的标定流程", "setup", "水平、原点、精度三步", "<p>先调水平，再找原点，最后用标准件复测精度。</p>"),
    ("与 MES 对接的数据字典", "setup", "产量、报警、能耗三类接口", "<p>接口为 OPC UA，节点表见附件。</p>"),
    ("质保范围与收费标准", "policy", "主机一年，易损件三个月", "<p>人为损坏与自行改装不在质保范围内。</p>"),
    ("上门服务时效承诺", "policy", "紧急 4 小时响应，24 小时到场", "<p>节假日顺延，偏远地区另行约定。</p>"),
    ("退换货办理流程", "policy", "七天内无理由，运费按责任承担", "<p>先建工单，附照片；仓库收到后三天内处理。</p>"),
    ("减速机选型对照表", "parts", "按输出扭矩与法兰选", "<p>选型时留 1.3 倍余量，垂直安装需加油封。</p>"),
    ("易损件更换周期建议", "parts", "按班次与材料查表", "<p>双班生产每季度检查一次，冲硬料减半。</p>"),
    ("视觉检测误判的处理", "fault", "先清洁镜头，再查光源亮度", "<p>亮度下降超过 20% 时更换光源，重新标定阈值。</p>"),
    ("AGV 丢失定位怎么办", "fault", "手动推回二维码重新定位", "<p>检查激光雷达外罩是否脏污，地图是否为最新。</p>"),
    ("协作机器人安全速度设置", "usage", "协作模式不超过 250 mm/s", "<p>修改速度需要工程师权限，改后复核安全评估。</p>"),
    ("能耗看板指标说明", "usage", "按班次、设备、产品三个口径", "<p>空载率高于 30% 时提示优化排程。</p>"),
    ("新版控制器升级公告（草稿）", "setup", "下月起分批升级", ""),
]  # fmt: skip
KEYWORDS = ("报警", "保养", "视觉", "机器人", "标定", "备件", "培训")
# name|kind|channel|days from today|length|place|budget|leads wanted|status
CAMPAIGNS = """
苏州国际工业自动化展|exhibition|offline|-330|3|苏州国际博览中心|180000|60|done
春季伺服压力机技术研讨会|seminar|offline|-250|1|宁波|36000|25|done
“视觉质检怎么落地”直播|webinar|social|-215|1|线上|12000|40|done
搜索投放（上半年）|ads|search|-200|120|线上|90000|80|done
合肥新能源装备展|exhibition|offline|-150|3|合肥滨湖会展中心|150000|50|done
样板工厂开放日（苏州）|visit|offline|-118|1|苏州工厂|28000|15|done
《产线改造白皮书》|content|site|-100|60|线上|20000|50|done
深圳工业展|exhibition|offline|-62|4|深圳国际会展中心|220000|70|done
“AGV 选型”直播|webinar|social|-34|1|线上|12000|40|done
搜索投放（下半年）|ads|search|-45|90|线上|80000|70|running
老客户回访邮件季|content|mail|-20|40|线上|6000|20|running
上海机床展|exhibition|offline|16|4|上海新国际博览中心|260000|80|planned
冬季机器人应用沙龙|seminar|offline|33|1|东莞|40000|30|planned
样板工厂开放日（合肥）|visit|offline|48|1|合肥工厂|30000|15|planned
行业媒体专访|content|media|-160|5|线上|45000|20|cancelled
""".strip().splitlines()
COSTS = {
    "booth": (("展位费", "会展服务有限公司"), ("展台搭建", "展示工程有限公司")), "ads": (("搜索投放充值", "搜索平台"), ("信息流投放", "广告平台")), "travel": (("参展差旅", "员工报销"), ("客户接待", "酒店")),
    "gifts": (("伴手礼", "礼品公司"), ("样册印刷", "印务公司")), "production": (("宣传片制作", "影视公司"), ("展板设计", "设计工作室")), "service": (("直播平台服务费", "直播平台"), ("讲师费", "行业协会")),
}  # fmt: skip
SITE_COST = "官网运维"
BEHAVIOURS = {
    "visit": (("浏览产品页：伺服压力机", "/products/press"), ("浏览案例：汽车零部件产线", "/cases/auto"), ("浏览价格说明", "/pricing")), "download": (("下载《产线改造白皮书》", "whitepaper.pdf"), ("下载选型手册", "catalogue.pdf")),
    "form": (("提交“获取方案”表单", "/contact"), ("预约样板工厂参观", "/visit")), "mail": (("打开新品邮件", "mail/new"), ("打开保养提醒邮件", "mail/care")), "webinar": (("观看“视觉质检怎么落地”直播", "live/vision"), ("观看“AGV 选型”直播", "live/agv")),
    "fair": (("到访展台并留资", "展台"), ("观看展台演示", "展台")), "price": (("查看报价单第 2 版", "quotation"), ("转发报价单给同事", "quotation")),
}  # fmt: skip
# name|kind|level|region|contact|status
PARTNERS = """
苏州博纳自动化工程有限公司|integrator|gold|江苏/苏州市/吴江区|秦昊|active
上海中建机电设计院|design|signed|上海/上海市/杨浦区|乔磊|active
宁波联智系统集成有限公司|integrator|silver|浙江/宁波市/鄞州区|沈岩|active
广州南方装备代理有限公司|dealer|gold|广东/广州市/黄埔区|梁启文|active
深圳卓科智能技术有限公司|integrator|signed|广东/深圳市/宝安区|黎敏|active
青岛鲁海机械经销有限公司|dealer|silver|山东/青岛市/城阳区|孙建|active
北京华筑工程总承包有限公司|contractor|signed|北京/北京市/丰台区|高远|active
合肥徽匠技术服务有限公司|service|signed|安徽/合肥市/包河区|汪琴|active
武汉光谷视觉咨询有限公司|consultant|prospect|湖北/武汉市/洪山区|余涛|active
成都西部装备销售有限公司|dealer|signed|四川/成都市/双流区|唐军|paused
佛山精工设备经销部|dealer|prospect|广东/佛山市/禅城区|关华|active
西安航建工程设计有限公司|design|silver|陕西/西安市/高新区|党伟|ended
""".strip().splitlines()
STRENGTHS = ("汽车零部件", "新能源", "食品包装", "视觉", "物流", "售后")
MILESTONES = ("项目启动会", "方案与图纸确认", "设备生产完成", "到货与安装", "调试与试生产", "终验收")
TEAM = ("项目经理", "商务负责", "现场工程师", "电气设计", "售后接口")
DUTIES = {
    "client": "场地、基础与验收",
    "contractor": "总体进度与土建",
    "design": "工艺与图纸",
    "integrator": "电气与控制集成",
    "supervisor": "质量与安全监督",
    "supplier": "关键设备供货",
}
SUPERVISION = "工程监理部"
PHASES = ("一期", "二期")
APPOINTMENTS = (
    "部门晨会",
    "方案评审",
    "客户来访接待",
    "报价复核",
    "视频会议",
    "合同条款确认",
    "项目周会",
    "回款沟通",
    "供应商洽谈",
    "数据核对",
)
TARGET = "{}年度目标"
TARGET_NOTE = "按季度分解，年中可调整"
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
PARENTS = (("jincheng", "haituo"), ("chuanyu", "qihang"), ("yunfan", "shentuo"), ("lianchuang", "shentuo"))
AUDIENCES = ("生产与工艺负责人", "设备与采购", "汽车零部件企业", "新能源企业", "老客户")


def bank(chance: random.Random, city: str) -> str:
    """A branch."""
    return f"{city}银行{chance.choice(BRANCHES)}支行"
