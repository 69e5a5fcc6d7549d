"""English words the samples are made of: the same business in another country, with its own people, firms and amounts."""

# ruff: noqa: E501 - tables of samples read across

import random

from .table import Rows

FIRST = [
    "Daniel",
    "Emma",
    "Marcus",
    "Olivia",
    "Peter",
    "Hannah",
    "Samuel",
    "Grace",
    "Victor",
    "Nora",
    "Julian",
    "Claire",
    "Martin",
    "Alice",
    "Robert",
    "Diana",
    "Oscar",
    "Laura",
    "Henry",
    "Monica",
    "Felix",
    "Irene",
    "Simon",
    "Teresa",
    "Adam",
    "Judith",
    "Philip",
    "Sandra",
    "George",
    "Paula",
    "Edgar",
    "Ruth",
    "Leon",
    "Vera",
    "Howard",
    "Celia",
    "Bruno",
    "Joyce",
    "Walter",
    "Elaine",
    "Tobias",
    "Miriam",
    "Conrad",
    "Sylvia",
    "Nathan",
    "Greta",
    "Arthur",
    "Helen",
    "Ivan",
    "Louise",
]
LAST = [
    "Abbott",
    "Barker",
    "Caldwell",
    "Dawson",
    "Ellison",
    "Fletcher",
    "Garrison",
    "Hobbs",
    "Ingram",
    "Jarvis",
    "Keller",
    "Langford",
    "Mercer",
    "Norwood",
    "Osborne",
    "Prescott",
    "Quincy",
    "Radford",
    "Sawyer",
    "Thornton",
    "Underhill",
    "Vaughn",
    "Whitaker",
    "Yates",
    "Ashby",
    "Bellamy",
    "Crandall",
    "Draper",
    "Everett",
    "Fenwick",
    "Goddard",
    "Hartman",
    "Ives",
    "Kendrick",
    "Lockwood",
    "Mayhew",
    "Newell",
    "Pratt",
    "Rowland",
    "Stafford",
    "Tilden",
    "Warner",
]

# brand|ref|kind of business|suffix|industry|city|region
COMPANIES = """
Harlow|harlow|Precision|Inc.|Automotive parts|Detroit|Michigan/Detroit
Bridgeport|bridgeport|Auto Components|LLC|Automotive parts|Toledo|Ohio/Toledo
Sunridge|sunridge|New Energy|Inc.|New energy|Austin|Texas/Austin
Kestrel|kestrel|Electronics|Corp.|Consumer electronics|San Jose|California/San Jose
Clearwater|clearwater|Equipment|Inc.|Special machinery|Milwaukee|Wisconsin/Milwaukee
Northgate|northgate|Robotics|Inc.|Robotics|Pittsburgh|Pennsylvania/Pittsburgh
Ironvale|ironvale|Foundry|LLC|Foundry|Birmingham|Alabama/Birmingham
Stellmark|stellmark|Heavy Industries|Corp.|Special machinery|Chicago|Illinois/Chicago
Pathway|pathway|Body Systems|Inc.|Automotive parts|Louisville|Kentucky/Louisville
Everstone|everstone|Machine Tools|LLC|Machine tools|Rockford|Illinois/Rockford
Beacon|beacon|Bearings|Inc.|Bearings|Canton|Ohio/Canton
Weaver|weaver|Textile Machinery|LLC|Textile machinery|Charlotte|North Carolina/Charlotte
Lumina|lumina|Photonics|Inc.|Optics|Rochester|New York/Rochester
Harborline|harborline|Marine Systems|Inc.|Shipbuilding|Norfolk|Virginia/Norfolk
Sterling|sterling|Plastics|LLC|Plastics|Fort Worth|Texas/Fort Worth
Cobalt|cobalt|Sheet Metal|Inc.|Metal products|Indianapolis|Indiana/Indianapolis
Lakeshore|lakeshore|Electric|Corp.|Electrical equipment|Cleveland|Ohio/Cleveland
Maple Ridge|mapleridge|Die Casting|Inc.|Foundry|Grand Rapids|Michigan/Grand Rapids
Volterra|volterra|Power|Inc.|New energy|San Diego|California/San Diego
Meridian|meridian|Medical Devices|Inc.|Medical devices|Minneapolis|Minnesota/Minneapolis
Greenfield|greenfield|Environmental|LLC|Environment|Denver|Colorado/Denver
Packwell|packwell|Packaging|Inc.|Packaging|Atlanta|Georgia/Atlanta
Skylark|skylark|Aero Parts|Inc.|Aviation|Wichita|Kansas/Wichita
Homestead|homestead|Appliances|Corp.|Appliances|Nashville|Tennessee/Nashville
Granite|granite|Construction Machinery|Inc.|Construction machinery|Peoria|Illinois/Peoria
Quanta Ridge|quantaridge|Semiconductor|Inc.|Semiconductors|Phoenix|Arizona/Phoenix
Longview|longview|Gear Drives|LLC|Machine tools|Syracuse|New York/Syracuse
Victory|victory|Hardware|Inc.|Metal products|Rockville|Connecticut/Rockville
Bluewater|bluewater|Food Machinery|LLC|Food machinery|Portland|Oregon/Portland
Crossroads|crossroads|Logistics Systems|Inc.|Logistics|Memphis|Tennessee/Memphis
Emberline|emberline|Batteries|Inc.|New energy|Reno|Nevada/Reno
Redwood|redwood|Rubber|LLC|Rubber|Akron|Ohio/Akron
Visionary|visionary|Optics|Inc.|Optics|Tucson|Arizona/Tucson
Foundation|foundation|Tool and Die|Inc.|Moulds|Dayton|Ohio/Dayton
Keystone|keystone|Ceramics|LLC|Building materials|Allentown|Pennsylvania/Allentown
Trackside|trackside|Rail Systems|Inc.|Rail|Erie|Pennsylvania/Erie
Prairie|prairie|Farm Equipment|Inc.|Farm machinery|Des Moines|Iowa/Des Moines
Cogwheel|cogwheel|Precision Gears|LLC|Gears|Buffalo|New York/Buffalo
Sentry|sentry|Sensors|Inc.|Instruments|Boston|Massachusetts/Boston
Windward|windward|Injection Moulding|LLC|Plastics|Tampa|Florida/Tampa
Hearthside|hearthside|Heat Treatment|Inc.|Metal products|Flint|Michigan/Flint
Conductor|conductor|Cable|Corp.|Electrical equipment|Providence|Rhode Island/Providence
Summit|summit|Valves|Inc.|Valves|Tulsa|Oklahoma/Tulsa
Riverbend|riverbend|Chassis|LLC|Automotive parts|Chattanooga|Tennessee/Chattanooga
Oceanic|oceanic|Pumps|Inc.|Pumps|Houston|Texas/Houston
Cloudmark|cloudmark|CNC|Inc.|Machine tools|Hartford|Connecticut/Hartford
Galaxy|galaxy|Displays|Inc.|Optics|San Antonio|Texas/San Antonio
Evergreen|evergreen|Furniture|LLC|Furniture|High Point|North Carolina/High Point
Sprint|sprint|Sporting Goods|Inc.|Sporting goods|Seattle|Washington/Seattle
Anvil|anvil|Steel Structures|Corp.|Building materials|Gary|Indiana/Gary
Osprey|osprey|Pharmaceuticals|Inc.|Pharmaceuticals|Newark|New Jersey/Newark
Dynamo|dynamo|Motors|Inc.|Electrical equipment|St. Louis|Missouri/St. Louis
Unity|unity|Hydraulics|LLC|Hydraulics|Omaha|Nebraska/Omaha
Arcwell|arcwell|Welding|Inc.|Welding|Green Bay|Wisconsin/Green Bay
Fastline|fastline|Fasteners|Inc.|Metal products|Fort Wayne|Indiana/Fort Wayne
Springs|springs|Water Treatment|LLC|Environment|Orlando|Florida/Orlando
Dairyland|dairyland|Foods|Inc.|Food|Madison|Wisconsin/Madison
Daybreak|daybreak|Glass|Inc.|Glass|Corning|New York/Corning
Hammerfall|hammerfall|Forge|LLC|Forging|Youngstown|Ohio/Youngstown
Silverton|silverton|Electronic Materials|Inc.|Electronic materials|Boise|Idaho/Boise
""".strip().splitlines()
PARENTS = (("mapleridge", "bridgeport"), ("riverbend", "pathway"), ("cloudmark", "stellmark"), ("unity", "stellmark"))

# SKU|name|series|category|unit|list price in yuan, as in Chinese|cost share|description
PRODUCTS = """
SJ-P200-S|Servo press 200 t|Presses|press|set|318000|62|Direct servo drive, 200 t, for structural car parts
SJ-P400-S|Servo press 400 t|Presses|press|set|586000|64|400 t, with quick die change
SJ-DC-L|Decoiler and straightener|Presses|press|kit|486000|60|Decoiling, straightening and feeding in one
SJ-TR03|Transfer manipulator|Presses|robot|kit|268000|58|Feeds parts between stations of a die
SJ-TR06|Three-axis gantry robot|Gantries|robot|kit|96000|55|Loads and unloads, 20 kg
SJ-TR12|Heavy gantry robot|Gantries|robot|kit|158000|57|80 kg, double gripper
SJ-RB10|Six-axis robot cell|Robots|robot|kit|236000|61|With fixture and fence
SJ-RB20|Welding robot cell|Robots|robot|kit|342000|63|Two stations, with positioner
SJ-CB05|Collaborative assembly desk|Robots|robot|kit|128000|54|5 kg, works beside people
SJ-VS08|Off-line inspection desk|Vision|vision|kit|98000|48|Samples size and surface
SJ-VS12|In-line inspection station|Vision|vision|kit|168000|50|1.2 seconds a part, sorts defects
SJ-VS3D|3D guidance|Vision|vision|kit|142000|52|Picks from the bin
SJ-AGV6|Carrier 600 kg|Logistics|logistics|set|66000|59|Laser navigation, charges itself
SJ-AGV15|Fork carrier 1.5 t|Logistics|logistics|set|138000|61|Carries pallets
SJ-WH01|High-bay rack and crane|Logistics|logistics|kit|1160000|66|One aisle, with dispatching
SJ-MES1|Manufacturing execution system (50 points)|Software|software|kit|280000|35|Reporting, tracing, boards
SJ-IOT1|Machine gateway pack|Software|software|kit|42000|40|Collects from 10 machines
SJ-EMS1|Energy monitoring|Software|software|kit|156000|38|Meters power, air and water
SJ-SP-3Y|Three years' wear parts|Spare parts|part|kit|128000|45|For one machine
SV-INST|Installation and training|Service|service|manday|2400|50|On site
""".strip().splitlines()
PROJECTS = {
    "press": [
        "Press line 2 extension",
        "Press renewal",
        "Press shop automation",
        "Servo press purchase",
        "Progressive die line",
        "New stamping site",
    ],
    "robot": [
        "Flexible assembly line",
        "Welding fixtures",
        "Machine tool loading",
        "Second welding cell",
        "Die-casting extraction",
        "Grinding cell",
    ],
    "vision": [
        "Inspection pilot",
        "Housing inspection",
        "In-line defect detection",
        "Full size inspection",
        "Bin picking",
    ],
    "logistics": [
        "High-bay warehouse, phase 1",
        "Carrier system",
        "Line-side logistics",
        "Finished goods warehouse",
        "More carriers",
    ],
    "software": [
        "Machine data and MES",
        "Quality tracing",
        "Moulding machines online",
        "Energy monitoring",
        "Tool management",
        "Line boards",
    ],
    "part": ["Yearly spare parts frame", "Wear parts refill", "Spare parts on consignment"],
    "service": ["Three-year service pack", "Move and recommissioning", "Operator training"],
}
POSITIONS = [
    ("Purchasing director", "Purchasing", "decides"), ("Managing director", "Management", "decides"), ("VP production", "Management", "decides"), ("Process manager", "Process", "vets"),
    ("Maintenance lead", "Maintenance", "vets"), ("Automation engineer", "Maintenance", "vets"), ("Purchasing manager", "Purchasing", "buys"), ("Buyer", "Purchasing", "buys"),
    ("Shop manager", "Production", "uses"), ("Quality manager", "Quality", "uses"), ("IT manager", "IT", "vets"), ("Finance manager", "Finance", "pays"),
]  # fmt: skip
NEXT_STEPS = [
    "Confirm the budget by phone", "Survey the site", "Review the technical concept", "Hand in the tender", "Second offer", "Send the final offer", "Test lighting on samples",
    "Talk to the users", "Check the price", "Show the tracing board", "Calculate cycle times", "Get the contract back signed", "Meet the purchasing director again", "Agree the scope of service",
]  # fmt: skip
NEEDS = [
    "Manual loading cannot keep up; two lines to be rebuilt next quarter", "Their customer asks for full inspection, today it is sampling by hand", "The new hall opens next year and needs a complete line", "Die change takes too long, it has to be below ten minutes",
    "Parts are hard to find in the warehouse; a first phase is wanted", "Machine data is written down by hand, utilisation should be visible", "Grinding jobs stay open, robots are wanted", "The present supplier delivers too late, two others are asked",
]  # fmt: skip
TALKS = {
    "call": [
        ("Cycle time and floor space", "They have seen the concept; 18 parts a minute, one metre less floor space.", "reached"),
        ("How the machine is doing", "Runs well; operators want a simpler change-over page.", "reached"),
        ("Date of the site survey", "Wednesday morning, the shop manager comes along.", "reached"),
        ("State of the budget", "It is with the group, an answer by the end of the month.", "lukewarm"),
        ("What they think of the offer", "Purchasing finds it high and wants spare parts included.", "lukewarm"),
        ("No answer", "Called twice, wrote a message instead.", "missed"),
        ("Terms of payment", "30-40-20-10 is fine; retention should be five percent.", "keen"),
    ],
    "visit": [
        ("Visit and survey", "Measured line two: 7.5 m between columns, the gantry fits.", "keen"),
        ("Tour of the reference site", "They looked at die change and error proofing.", "keen"),
        ("Visit to maintenance", "Worried about wear parts; left the list.", "lukewarm"),
    ],
    "meeting": [
        ("Technical review", "Passed, with three remarks: fence height, emergency stop, data interface.", "keen"),
        ("Negotiation", "Price agreed, the acceptance clause is still open.", "keen"),
        ("Kick-off", "Contacts named; the detailed plan follows next week.", "keen"),
    ],
    "mail": [
        ("Sent the revised agreement", "Clause 4.2 now says 18 parts a minute; acceptance as in phase one.", None),
        ("Sent the offer", "With spare parts and training, valid for 30 days.", None),
        ("Received drawings", "Three parts, samples wanted within two months.", None),
    ],
    "note": [
        ("About a competitor", "Rapid Automation offers 6 % less, but delivers in 150 days.", None),
        ("Internal", "Make in-line inspection an option and begin with the gantry.", None),
        ("Change at the customer", "A new purchasing director from the car industry who looks at delivery records.", None),
    ],
}  # fmt: skip
TASKS = [
    "Send the final offer with spare parts", "Prepare the technical talk", "Write up the survey", "Get the signed contract back", "Check the spare parts list", "Arrange the sample test", "Update the project plan",
    "Meet the purchasing manager", "Answer the technical questions", "Ask for a special price", "Prepare the tender", "Reconcile and remind", "Book the yearly inspection", "Send season's greetings", "Enter business cards",
]  # fmt: skip
RIVALS = [
    ("Rapid Automation", 4, "Low price, many service points", "Slow delivery, weak software"),
    ("Cobio Robotics", 5, "Strong brand, own robots", "Slow with anything special"),
    ("Mindful Vision", 3, "Good algorithms", "Inspection only, no lines"),
    ("Deacon Logistics Equipment", 3, "Many warehouses built", "Takes no small projects"),
    ("Unified Makers", 2, "Flexible prices", "New team, few references"),
]


def cash(yuan: float) -> int:
    """An amount in dollars: such machines cost more over there than the rate of exchange says."""
    return int(round(yuan / 3, -2)) if yuan >= 3000 else max(round(yuan / 3), 1)


def person(chance: random.Random) -> str:
    """A name nobody in particular has."""
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"


def mobile(chance: random.Random) -> str:
    """A number from the block kept for stories."""
    return f"+1{chance.choice((212, 312, 415, 617, 713, 206))}55501{chance.randint(10, 99)}"


def telephone(chance: random.Random) -> str:
    """A firm's number."""
    return mobile(chance)


def street(chance: random.Random, region: str) -> str:
    """An address in a region."""
    return f"{chance.randint(8, 899)} {chance.choice(('Industrial', 'Commerce', 'Foundry', 'Lake', 'Railroad'))} Avenue, {region.rsplit('/', maxsplit=1)[-1]}"


def company(brand: str, trade: str, suffix: str, city: str) -> tuple[str, str]:
    """Name and short name."""
    return f"{brand} {trade} {suffix}", brand


def newcomer(chance: random.Random, city: str, trade: str) -> str:
    """A firm nobody knows yet."""
    return f"{chance.choice(('Apex', 'Bolton', 'Cedar', 'Delta', 'Fairway', 'Gannet', 'Hollow', 'Juniper', 'Lantern', 'Orchard'))} {trade} of {city}"


def bank(chance: random.Random, city: str) -> str:
    """A branch."""
    return f"First Bank of {city}, {chance.choice(('Main Street', 'Riverside', 'Westside', 'Downtown'))}"


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
TICKETS = [
    ("repair", "{} stops with an alarm", "Two or three stops a shift, alarm E-217, runs again after a reset", "Encoder cable replaced and connectors tightened; eight hours without an alarm", "wear"),
    ("repair", "{} feeds off centre", "Three parts in a row 0.5 mm off, the line stands still", "Guide roller set and worn parts replaced, measured again", "wear"),
    ("repair", "{}: touch panel dead", "No reaction to touch, not after a restart either", "Calibration did not help, panel replaced on site", "defect"),
    ("question", "{}: how to switch recipes", "New product, operators do not know how to copy a recipe", "Explained by phone, sent the video", "operation"),
    ("question", "{}: spare parts and prices", "They prepare next year's budget and want the list of wear parts", "Sent list and offer", "other"),
    ("question", "{}: fields of the MES interface", "IT wants output and alarms", "Sent the data dictionary and held a call", "setting"),
    ("complaint", "{}: delivery put off again", "Two weeks late, their own customer is waiting", "Speeded up with production; one service for free", "delivery"),
    ("complaint", "{}: service came late", "Three days until somebody was on site", "Another engineer in the region, eight hours promised", "delivery"),
    ("install", "{}: date of commissioning", "The machine has arrived, the base is ready", "Two engineers for three days, commissioned and trained", "other"),
    ("install", "{}: calibration after a move", "The shop moved, accuracy has to be set again", "Calibrated, report filed", "setting"),
    ("return", "{}: wrong part sent", "The gearbox is not the one that was ordered", "Replaced, freight paid", "delivery"),
    ("repair", "{} out of tolerance", "Samples are 0.03 mm too large", "Parameters corrected, three shifts within limits", "setting"),
]  # fmt: skip
PRAISE, BLAME = (
    ("Quick answer, very competent", "Solved, thank you", "Explained clearly"),
    ("Waited too long", "The same trouble a second time", "Hard to reach anybody"),
)
ARTICLES = [
    ("Alarm E-217 step by step", "fault", "First the encoder cable, then the grounding", "<p>1. Switch off and check the encoder plug.</p><p>2. Measure the shield, below 4 ohms.</p><p>3. Replace the cable and home the axis.</p>"),
    ("Setting the feed", "fault", "0.1 mm at the guide roller", "<p>Loosen the lock nut, set both sides with a feeler gauge, run three parts.</p>"),
    ("Touch panel: calibrate or replace", "fault", "Hold the lower right corner for five seconds", "<p>If that does not help, replace it; recipes come back from the controller.</p>"),
    ("Copying recipes", "usage", "Choose it on the recipe page and press copy", "<p>Rename, check speed and force, send it to the machine.</p>"),
    ("Die change in ten minutes", "usage", "Prepare the die, clamp quickly", "<p>Seven moves by the card; newcomers watch the video first.</p>"),
    ("Checklist for the first start", "setup", "Twelve points, one by one", "<p>Phases, air, emergency stop, doors, lubrication, home position.</p>"),
    ("Calibration after a move", "setup", "Level, home, accuracy", "<p>Level first, then home, then measure with the standard part.</p>"),
    ("Data dictionary for MES", "setup", "Output, alarms, energy", "<p>OPC UA; the nodes are in the attachment.</p>"),
    ("What the warranty covers", "policy", "One year, wear parts three months", "<p>Damage by people and own changes are not covered.</p>"),
    ("How quickly we are on site", "policy", "Answer in 4 hours, on site in 24", "<p>Holidays count after; remote places by agreement.</p>"),
    ("Returning goods", "policy", "Seven days, freight by fault", "<p>Open a ticket with photos; three days after arrival it is settled.</p>"),
    ("Choosing a gearbox", "parts", "By torque and flange", "<p>Keep 1.3 times in reserve; upright mounting wants a seal.</p>"),
    ("When to change wear parts", "parts", "By shifts and material", "<p>Two shifts: every quarter; hard material: half of that.</p>"),
    ("Wrong verdicts of inspection", "fault", "Clean the lens, then the light", "<p>Replace the light below 80 % and set the limits again.</p>"),
    ("A carrier has lost its way", "fault", "Push it back to the code", "<p>Clean the scanner cover and check the map.</p>"),
    ("Safe speed beside people", "usage", "At most 250 mm/s", "<p>Only engineers change it; assess the risk again.</p>"),
    ("Figures of the energy board", "usage", "By shift, machine and product", "<p>More than 30 % idle: look at the schedule.</p>"),
    ("New controller version (draft)", "setup", "In batches from next month", ""),
]  # fmt: skip
KEYWORDS = ("Alarm", "Maintenance", "Vision", "Robot", "Calibration", "Spare parts", "Training")
CAMPAIGNS = """
Midwest Automation Fair|exhibition|offline|-330|3|Chicago|180000|60|done
Servo press seminar|seminar|offline|-250|1|Detroit|36000|25|done
Webinar: inspection that works|webinar|social|-215|1|Online|12000|40|done
Search advertising, first half|ads|search|-200|120|Online|90000|80|done
New Energy Expo|exhibition|offline|-150|3|Austin|150000|50|done
Open day at the reference site|visit|offline|-118|1|Toledo|28000|15|done
White paper: rebuilding a line|content|site|-100|60|Online|20000|50|done
West Coast Industry Fair|exhibition|offline|-62|4|San Diego|220000|70|done
Webinar: choosing carriers|webinar|social|-34|1|Online|12000|40|done
Search advertising, second half|ads|search|-45|90|Online|80000|70|running
Mails to long-standing customers|content|mail|-20|40|Online|6000|20|running
Machine Tool Show|exhibition|offline|16|4|Atlanta|260000|80|planned
Winter robot evening|seminar|offline|33|1|San Jose|40000|30|planned
Open day in Texas|visit|offline|48|1|Austin|30000|15|planned
Interview in the trade press|content|media|-160|5|Online|45000|20|cancelled
""".strip().splitlines()
AUDIENCES = ("Production and process", "Maintenance and purchasing", "Car suppliers", "New energy", "Customers")
COSTS = {
    "booth": (("Booth", "Fair Services Inc."), ("Stand building", "Stand Builders LLC")), "ads": (("Search budget", "Search platform"), ("Display budget", "Ad network")), "travel": (("Travel to the fair", "Staff"), ("Hospitality", "Hotel")),
    "gifts": (("Give-aways", "Gift Company"), ("Printed catalogues", "Print Shop")), "production": (("Film", "Film Studio"), ("Panels", "Design Studio")), "service": (("Streaming platform", "Streaming Inc."), ("Speaker", "Trade Association")),
}  # fmt: skip
SITE_COST = "Website operation"
BEHAVIOURS = {
    "visit": (("Looked at servo presses", "/products/press"), ("Read the automotive case", "/cases/auto"), ("Looked at prices", "/pricing")), "download": (("Downloaded the white paper", "whitepaper.pdf"), ("Downloaded the catalogue", "catalogue.pdf")),
    "form": (("Asked for a concept", "/contact"), ("Booked a site visit", "/visit")), "mail": (("Opened the news mail", "mail/new"), ("Opened the care mail", "mail/care")), "webinar": (("Watched: inspection that works", "live/vision"), ("Watched: choosing carriers", "live/agv")),
    "fair": (("Left a card at the booth", "booth"), ("Watched the demonstration", "booth")), "price": (("Opened version 2 of the offer", "quotation"), ("Forwarded the offer", "quotation")),
}  # fmt: skip
PARTNERS = """
Bonnard Automation Engineering|integrator|gold|Michigan/Ann Arbor|Hal Quimby|active
Central Design Associates|design|signed|Illinois/Chicago|Lena Joyce|active
Linkwise Integration|integrator|silver|Ohio/Columbus|Ian Shore|active
Southern Equipment Agency|dealer|gold|Georgia/Atlanta|Kevin Lang|active
Excel Smart Technologies|integrator|signed|California/Fremont|Mina Lee|active
Great Lakes Machinery|dealer|silver|Wisconsin/Madison|Jon Sund|active
Cornerstone General Contractors|contractor|signed|New York/Albany|Gail Young|active
Craft Technical Services|service|signed|Texas/Waco|Wanda King|active
Valley Vision Consulting|consultant|prospect|Oregon/Salem|Toby Yew|active
Western Equipment Sales|dealer|signed|Colorado/Denver|Tim Jordan|paused
Fine Works Dealers|dealer|prospect|Arizona/Mesa|Gwen Hall|active
Aerobuild Engineering|design|silver|Kansas/Wichita|Dan West|ended
""".strip().splitlines()
STRENGTHS = ("Automotive", "New energy", "Food", "Vision", "Logistics", "Service")
MILESTONES = (
    "Kick-off",
    "Drawings approved",
    "Machines built",
    "Delivered and installed",
    "Commissioned",
    "Final acceptance",
)
TEAM = ("Project manager", "Commercial lead", "Site engineer", "Electrical design", "Service contact")
DUTIES = {
    "client": "Site, base and acceptance",
    "contractor": "Schedule and building",
    "design": "Process and drawings",
    "integrator": "Electrics and control",
    "supervisor": "Quality and safety",
    "supplier": "Key equipment",
}
PHASES = ("phase 1", "phase 2")
APPOINTMENTS = (
    "Morning meeting",
    "Concept review",
    "Customer visit",
    "Check the offer",
    "Video call",
    "Contract terms",
    "Project meeting",
    "Payment call",
    "Supplier talk",
    "Check the figures",
)
TARGET = "{}, this year"
TARGET_NOTE = "By quarter; may be changed in the middle of the year"
DEPARTMENTS: Rows = [
    {"ref": "company", "name": "Tenon Works", "parent": None, "head": "olivia_hart"},
    {"ref": "sales", "name": "Sales", "parent": "company", "head": "olivia_hart"},
    {"ref": "east", "name": "Sales Midwest", "parent": "sales", "head": "james_porter"},
    {"ref": "south", "name": "Sales South and West", "parent": "sales", "head": "rachel_stone"},
    {"ref": "north", "name": "Sales Northeast", "parent": "sales", "head": "nina_frost"},
    {"ref": "finance", "name": "Finance", "parent": "company", "head": "edith_moore"},
    {"ref": "service", "name": "Service", "parent": "company", "head": "simon_clarke"},
    {"ref": "marketing", "name": "Marketing", "parent": "company", "head": "julia_west"},
    {"ref": "purchasing", "name": "Purchasing", "parent": "company", "head": "victor_graham"},
]
# login|name|position|manager|department|office|roles
PEOPLE = """
olivia_hart|Olivia Hart|Sales director||sales|Chicago|sales_director
james_porter|James Porter|Sales manager Midwest|olivia_hart|east|Detroit|sales_manager;sales
ethan_cole|Ethan Cole|Senior account manager|james_porter|east|Detroit|sales
grace_lin|Grace Lin|Account manager|james_porter|east|Chicago|sales
rachel_stone|Rachel Stone|Sales manager South and West|olivia_hart|south|Austin|sales_manager;sales
noah_bennett|Noah Bennett|Senior account manager|rachel_stone|south|Austin|sales
lucas_rivera|Lucas Rivera|Account manager|rachel_stone|south|San Diego|sales
nina_frost|Nina Frost|Account manager|olivia_hart|north|Boston|sales
edith_moore|Edith Moore|Finance manager||finance|Chicago|finance
simon_clarke|Simon Clarke|Service manager||service|Chicago|service_manager;service
owen_reed|Owen Reed|Service engineer|simon_clarke|service|Detroit|service
mia_brooks|Mia Brooks|Service agent|simon_clarke|service|Chicago|service
julia_west|Julia West|Marketing manager||marketing|Chicago|marketing
victor_graham|Victor Graham|Purchasing manager||purchasing|Detroit|purchasing
""".strip().splitlines()
SELLERS = {
    "ethan_cole": ("Michigan", "Ohio", "Kentucky"),
    "grace_lin": ("Illinois", "Indiana", "Wisconsin", "Missouri"),
    "james_porter": ("Minnesota", "Iowa", "Nebraska", "Ohio"),
    "noah_bennett": ("Texas", "Oklahoma", "Tennessee", "Alabama"),
    "lucas_rivera": ("California", "Arizona", "Nevada", "Oregon", "Washington", "Idaho"),
    "rachel_stone": ("Georgia", "Florida", "North Carolina", "Colorado", "Kansas"),
    "nina_frost": (
        "New York",
        "Pennsylvania",
        "Massachusetts",
        "Connecticut",
        "Rhode Island",
        "New Jersey",
        "Virginia",
    ),
}
"""Who sells in which states."""
CHIEF, FINANCE, MARKETER, BUYER = "olivia_hart", "edith_moore", "julia_west", "victor_graham"
AGENTS = ("owen_reed", "mia_brooks", "simon_clarke")
MAIL = "tenonworks.example"
