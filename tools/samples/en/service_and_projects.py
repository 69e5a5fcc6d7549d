"""English words of tickets, articles, campaigns, partners and projects."""

# ruff: noqa: E501 - tables of samples read across

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
# entity -> (kind, subject, content, outcome)
DESK_TALKS = {
    "ticket": [
        (
            "call",
            "Asked what happens",
            "When the alarm comes and under which load; reset by phone, one shift to watch",
            "reached",
        ),
        ("mail", "Steps to check", "Sent the steps of the knowledge article to the engineer on site", None),
        ("call", "Agreed on a visit", "Tomorrow morning; they keep the line stopped for us", "reached"),
        ("call", "Asked how it went", "Runs well, they are satisfied", "reached"),
        ("note", "Handed to development", "The second time this happens; the logs are with development", None),
    ],
    "receivable": [
        ("call", "Asked for the payment due", "Their accounts department pays this week", "reached"),
        ("mail", "Statement sent", "With copies of the invoice and the delivery note", None),
        ("call", "Checked the invoice details", "Tax number and bank are the same", "reached"),
        ("note", "Why it is late", "They wait for their own customer; the seller knows", None),
    ],
    "campaign": [
        ("meeting", "Looked back at the event", "More visitors than expected; leads went to the regions", None),
        ("call", "Booth confirmed", "Builders come on Wednesday, the drawing is agreed", "reached"),
        ("mail", "Invitations sent", "The first batch is out, a third opened it", None),
    ],
    "purchase_order": [
        ("call", "Asked for the delivery", "The supplier promises to ship on Friday", "reached"),
        ("mail", "Drawing version confirmed", "Made to the newest drawing, signed and returned", None),
        ("visit", "Inspection at the works", "Samples are good, the report is filed", None),
        ("note", "Prices go up", "Aluminium rises next quarter; better to stock now", None),
    ],
}
