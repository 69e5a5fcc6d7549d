"""Chinese words of the maintenance template's samples: works, machines, what breaks and what is checked."""

# ruff: noqa: E501 - tables of samples read across

from ..table import Rows

DEPARTMENTS: Rows = [{"ref": "upkeep", "name": "设备保障部", "head": "meng_xianglin"}]
PEOPLE = """
meng_xianglin|孟祥林|维保主管||upkeep|苏州|maintenance_lead
tan_zhiyong|谭志勇|电气工程师|meng_xianglin|upkeep|苏州|technician
luo_haisheng|罗海生|机械工程师|meng_xianglin|upkeep|合肥|technician
ding_yuqing|丁雨晴|自控工程师|meng_xianglin|upkeep|苏州|technician
pan_guoqing|潘国庆|车间主任|meng_xianglin|upkeep|合肥|reporter
""".strip().splitlines()
CREW = ("tan_zhiyong", "luo_haisheng", "ding_yuqing")
SITES = [
    ("suzhou", "苏州一厂", "江苏/苏州市/吴中区", "越溪路 88 号"),
    ("suzhou2", "苏州二厂", "江苏/苏州市/相城区", "澄阳路 19 号"),
    ("hefei", "合肥工厂", "安徽/合肥市/蜀山区", "长江西路 560 号"),
]
# name, model, maker, trades, power, value
MACHINES = [
    ("1 号伺服压力机", "SP-200", "榫卯智造", "electric;hydraulic", 55, 318000), ("2 号伺服压力机", "SP-200", "榫卯智造", "electric;hydraulic", 55, 318000),
    ("3 号冲床", "JH21-160", "扬锻机械", "mechanic", 18.5, 126000), ("开卷校平线", "DC-L", "榫卯智造", "mechanic;control", 30, 486000),
    ("空压机 A", "GA37", "北空动力", "electric", 37, 92000), ("空压机 B", "GA37", "北空动力", "electric", 37, 92000),
    ("焊接机器人 1", "RB20", "榫卯智造", "control;electric", 12, 342000), ("焊接机器人 2", "RB20", "榫卯智造", "control;electric", 12, 342000),
    ("加工中心 1", "VMC850", "云岭数控", "mechanic;control", 22, 420000), ("加工中心 2", "VMC850", "云岭数控", "mechanic;control", 22, 420000),
    ("注塑机 1", "HT250", "海田塑机", "hydraulic;control", 28, 260000), ("立体库堆垛机", "WH01", "榫卯智造", "control;safety", 15, 560000),
    ("桁架机械手", "TR06", "榫卯智造", "control", 6.5, 96000), ("冷却塔", "LT-100", "清源冷却", "mechanic", 11, 58000),
    ("桥式起重机", "LD-10", "中重起重", "safety;electric", 13, 145000), ("在线视觉站", "VS12", "榫卯智造", "control", 3, 168000),
]  # fmt: skip
PARTS = [
    ("SP-BRG-6310", "深沟球轴承 6310", "piece", 168, 24, 10, 7), ("SP-SEAL-80", "油封 80×100", "piece", 36, 40, 20, 5), ("SP-OIL-46", "抗磨液压油 46#", "litre", 22, 380, 200, 3),
    ("SP-SRV-3K", "伺服驱动器 3 kW", "piece", 4600, 1, 2, 30), ("SP-ENC-17", "绝对值编码器", "piece", 1350, 4, 2, 21), ("SP-FLT-AIR", "空压机三滤", "set", 860, 6, 4, 10),
    ("SP-BELT-B", "三角带 B-2240", "piece", 58, 18, 12, 4), ("SP-CNT-65", "接触器 65 A", "piece", 320, 7, 5, 7), ("SP-VLV-10", "电磁换向阀", "piece", 980, 3, 4, 14),
    ("SP-NOZ-12", "焊枪喷嘴", "piece", 28, 120, 60, 5), ("SP-CAB-M12", "M12 传感器电缆", "metre", 18, 85, 50, 6), ("SP-LIM-01", "安全限位开关", "piece", 240, 9, 4, 9),
]  # fmt: skip
FAULTS = [
    ("control", "送料偏移报警", "连续三件偏移超过 0.5 mm，停线", "导向轮磨损，编码器松动"), ("hydraulic", "液压站压力不稳", "压力在 12 到 15 MPa 之间摆动", "换向阀阀芯卡滞"),
    ("electric", "主电机过热", "运行两小时后温升报警", "风扇滤网堵塞"), ("control", "原点丢失", "上电后提示需要回零", "编码器电池耗尽"), ("mechanic", "异响", "低速时有周期性异响", "轴承保持架磨损"),
    ("hydraulic", "漏油", "主缸下方有油迹", "油封老化"), ("safety", "急停回路断开", "无法复位", "限位开关接线松脱"), ("", "季度保养", "按保养卡执行", "例行保养"),
]  # fmt: skip
POINTS = ["轴承温度与振动", "液压油位与油温", "安全装置有效性", "电柜除尘与紧固", "钢丝绳与制动", "导轨润滑"]
# The last of the faults.
SERVICE = "季度保养"
FINDINGS = ["漏油", "异响", "松动", "积尘", "磨损"]
KEEPERS = ("顾伟", "蒋慧", "潘国庆")
SUPPLIER, REPORTED, PHONE, MAIL = "华工备件商城", "<p>已报修，见工单</p>", "0512-6600{}188", "sunmao.example"
