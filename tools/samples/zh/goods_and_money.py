"""Chinese words of price lists, parts, suppliers, payments and deliveries."""

# ruff: noqa: E501 - tables of samples read across

COUNTRY = "中国"
EQUIPMENT = ("冲床 26 台、伺服 12 台", "数控车床 40 台", "注塑机 32 台", "加工中心 18 台", "压铸机 9 台", "装配线 4 条")
TAGS, KEY_TAG = ["集采", "展会", "转介绍", "试点", "框架", "竞品介入", "老客户"], "重点"
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
