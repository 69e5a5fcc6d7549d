"""English words of price lists, parts, suppliers, payments and deliveries."""

# ruff: noqa: E501 - tables of samples read across

COUNTRY = "United States"
EQUIPMENT = (
    "26 presses, 12 servo presses",
    "40 CNC lathes",
    "32 moulding machines",
    "18 machining centres",
    "9 die-casting machines",
    "4 assembly lines",
)
TAGS, KEY_TAG = ["Group purchase", "Trade fair", "Referral", "Pilot", "Frame", "Competitor", "Long-standing"], "Key"
NEW_TRADES = (
    ("Precision", "Automotive parts"),
    ("Electronics", "Consumer electronics"),
    ("Machinery", "Special machinery"),
    ("Materials", "Electronic materials"),
    ("Packaging", "Packaging"),
    ("Foods", "Food machinery"),
)
FIRST_CONTACT = ("Gerald Whitmore", "Purchasing director", "Purchasing", "decides")
PRICE_LISTS = (
    ("Standard prices", "List prices with one year's warranty"),
    ("Frame customers", "For customers with a yearly frame"),
    ("Last year's prices", ""),
)
LOST_NOTE, DISCOUNT_REASON = "They chose a cheaper supplier", "Yearly frame customer; a competitor offers 6 % less"
QUOTATION, CONTRACT, ORDER, PURCHASE, DELIVERY_PROJECT = (
    "Offer: {}",
    "Contract: {}",
    "Order: {}",
    "Purchase: {}",
    "Delivery: {}",
)
STORE_BIN = "{}-{:02}-{:02}"
INSTALMENTS = {
    "stages_3421": (("Down payment", 30, "signing", 7), ("On delivery", 40, "delivery", 10), ("On acceptance", 20, "acceptance", 15), ("Retention", 10, "acceptance", 365)),
    "stages_361": (("Down payment", 30, "signing", 7), ("On delivery", 60, "delivery", 15), ("Retention", 10, "acceptance", 365)),
    "net_60": (("Goods", 100, "invoice", 60),), "net_30": (("Goods", 100, "invoice", 30),), "prepaid": (("In full", 100, "signing", 3),),
}  # fmt: skip
CARRIERS = ("Interstate Freight", "Blue Line Cargo", "Harbor Express", "Own truck")
COLLECTION = (
    "Called; payment is in their approval",
    "They want the invoice first",
    "Scheduled for the end of the month",
    "They question the acceptance, a visit is planned",
    "",
)
# name|category|region|contact|lead days|terms|status
SUPPLIERS = """
Lakeside Drives LLC|mechanical|Michigan/Lansing|Luke Manning|12|net_30|approved
Prime Castings Inc.|mechanical|Ohio/Lima|Frank Weber|25|net_60|approved
Coreline Servo Systems|electrical|Illinois/Aurora|Paul Frey|30|net_60|approved
Sharp Edge Sensors|sensor|Massachusetts/Lowell|Dora Jensen|15|net_30|approved
Avalon Robotics Inc.|robot|Michigan/Troy|Steve Wilder|45|net_60|approved
Heartland Steel|material|Indiana/Gary|Carl Quinn|7|prepaid|approved
Fine Cut Machining|outsourced|Ohio/Dayton|Jim Carver|10|net_30|watched
Powerstream Electric|electrical|Wisconsin/Racine|Mark Jensen|18|net_30|approved
Viewpoint Optics|sensor|New York/Rochester|Jean Holt|21|net_30|approved
Smoothway Modules|mechanical|Illinois/Elgin|Ross Lund|20|net_60|approved
Seaboard Cable|electrical|Virginia/Norfolk|Harry Gong|9|net_30|approved
Standard Fasteners Co.|mechanical|Indiana/Muncie|Lily Yates|5|net_30|approved
Smartdrive Motors|electrical|Texas/Dallas|Leo Dunn|28|net_60|candidate
Midwest Aluminum|material|Missouri/St. Louis|Quentin Ward|14|prepaid|stopped
""".strip().splitlines()
# code|name|kind|unit|price in yuan|supplier number|lead days|safety
PARTS = """
M-SRV-75|Servo motor 7.5 kW|part|set|5200|3|30|8
M-DRV-75|Servo drive 7.5 kW|part|set|4600|3|30|8
M-PLC-S7|Programmable controller|part|set|3900|8|18|6
M-HMI-12|Touch panel 12 inch|part|set|1850|8|18|6
M-RED-90|Planetary gearbox|part|set|2400|1|12|10
M-RAIL-45|Linear rail 45|part|piece|960|10|20|20
M-SCREW-40|Ball screw 40|part|piece|1380|10|20|12
M-ROB-20|Six-axis robot arm 20 kg|part|set|86000|5|45|2
M-ROB-05|Collaborative arm 5 kg|part|set|52000|5|45|2
M-CAM-12|Industrial camera 12 MP|part|set|6800|4|15|6
M-LENS-25|Industrial lens 25 mm|part|piece|1200|9|21|8
M-LIGHT|Ring light|part|piece|680|9|21|10
M-SENS-IN|Proximity sensor|part|piece|85|4|15|60
M-CAB-20|Flexible cable, 20 m|part|piece|320|11|9|30
M-GRIP-2|Double pneumatic gripper|part|set|2600|7|10|6
M-FRAME|Welded frame|part|set|7800|2|25|3
M-BOLT-12|High-strength bolts M12 (100)|part|kit|140|12|5|25
M-STEEL-20|Steel plate 20 mm|material|piece|1650|6|7|15
M-ALU-80|Aluminium profile 8080|material|piece|420|6|7|40
M-LASER|Laser scanner|part|set|9200|4|15|4
""".strip().splitlines()
FINISHED = "{}"
