"""English names: of people, of the firms one sells to and of what is sold to them."""

# ruff: noqa: E501 - tables of samples read across

import random

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
