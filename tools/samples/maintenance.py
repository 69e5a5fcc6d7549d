"""Samples of the maintenance template: three works, their machines, a quarter of work orders."""

# ruff: noqa: E501 - tables of samples read across

import random

from .people import person_rows
from .table import Row, Rows, day, moment, seeded, write

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


def make() -> None:
    """Writes every table of `apps/maintenance/samples`."""
    chance = seeded(31)
    equipment = _equipment(chance)
    orders, lines = _orders(chance, equipment)
    for entity, rows in {
        "department": DEPARTMENTS,
        "person": person_rows(PEOPLE),
        "site": [
            {"ref": ref, "name": name, "region": region, "address": address, "keeper": keeper, "phone": f"0512-6600{n}188", "opens_at": "08:00", "closes_at": "20:00"}
            for n, ((ref, name, region, address), keeper) in enumerate(zip(SITES, ("顾伟", "蒋慧", "潘国庆"), strict=True), 1)
        ],
        "equipment": equipment,
        "spare_part": [
            {"ref": code, "name": name, "code": code, "unit": unit, "price": price, "stock": stock, "stock_minimum": least, "lead_time": days, "supplier": "华工备件商城"}
            for code, name, unit, price, stock, least, days in PARTS
        ],
        "work_order": orders,
        "work_order_line": lines,
        "inspection": _inspections(chance, equipment),
    }.items():  # fmt: skip
        write("maintenance", entity, rows)


def _equipment(chance: random.Random) -> Rows:
    rows: Rows = []
    for number, (name, model, maker, trades, power, value) in enumerate(MACHINES, 1):
        state = {4: "limited", 8: "down", 14: "limited"}.get(number, "running")
        rows.append({
            "ref": f"e{number}", "name": name, "serial": f"{model}-{20190 + number * 37}", "site": SITES[number % 3][0], "part_of": "e4" if number == 13 else None, "model": model,
            "maker": maker, "state": state, "health": {"running": 100 - number % 4 * 4, "limited": 66, "down": 38}[state], "installed_on": day(-chance.randint(200, 1500)),
            "warranty_until": day(chance.randint(-200, 500)), "value": value, "power": power, "interval_days": chance.choice((30, 60, 90, 180)), "trades": trades, "owner": CREW[number % 3],
        })  # fmt: skip
    return rows


def _orders(chance: random.Random, equipment: Rows) -> tuple[Rows, Rows]:
    rows, lines = list[Row](), list[Row]()
    for number in range(1, 41):
        machine = equipment[number * 5 % len(equipment)]
        _, subject, symptom, cause = chance.choice([one for one in FAULTS if one[0] in machine["trades"]])
        status = "closed" if number <= 26 else ("reported", "assigned", "working", "checking")[number % 4]
        ago = chance.randint(12, 160) if status == "closed" else chance.randint(0, 6)
        urgency = "planned" if subject == "季度保养" else chance.choice(("critical", "urgent", "normal", "normal"))
        row: Row = {
            "ref": f"w{number}", "title": f"{machine['name']} {subject}", "equipment": machine["ref"], "status": status, "kind": "service" if subject == "季度保养" else "repair",
            "urgency": urgency, "trades": machine["trades"], "symptom": symptom, "cause": cause if status in ("checking", "closed") else None,
            "reported_at": moment(ago, chance.randint(8, 16), 15), "due_on": day(-ago + chance.choice((1, 3, 5))), "owner": None if status == "reported" else chance.choice(CREW),
        }  # fmt: skip
        if status in ("checking", "closed"):
            row |= {"downtime": f"{chance.randint(1, 16)}h", "labour": f"{chance.randint(1, 10)}h"}
            for code, _, _, price, *_ in chance.sample(PARTS, chance.randint(1, 3)):
                lines.append(
                    {
                        "work_order": row["ref"],
                        "part": code,
                        "quantity": chance.randint(1, 4),
                        "price": price,
                        "under_warranty": chance.random() < 0.15,
                    }
                )
        if status == "closed":
            row |= {"finished_on": day(-ago + chance.randint(0, 4)), "satisfaction": chance.choice((3, 4, 4, 5, 5))}
        rows.append(row)
    return rows, lines


def _inspections(chance: random.Random, equipment: Rows) -> Rows:
    rows: Rows = []
    for number in range(60):
        machine, planned = equipment[number % len(equipment)], -int(number * 1.4) + 8
        row: Row = {
            "title": POINTS[number % len(POINTS)],
            "equipment": machine["ref"],
            "planned_on": day(planned),
            "owner": machine["owner"],
        }
        if planned < -1:
            result = chance.choices(("good", "watch", "bad"), (8, 3, 1))[0]
            row |= {
                "done_at": moment(-planned, chance.randint(8, 17), 30), "result": result, "score": {"good": 95, "watch": 74, "bad": 45}[result] + chance.randint(-4, 4),
                "temperature": chance.randint(280, 620) / 10, "vibration": chance.randint(60, 420) / 100,
                "findings": None if result == "good" else chance.sample(["漏油", "异响", "松动", "积尘", "磨损"], 2), "note": "<p>已报修，见工单</p>" if result == "bad" else None,
            }  # fmt: skip
        rows.append(row)
    return rows
