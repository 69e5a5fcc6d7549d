"""English words of the maintenance template's samples: works, machines, what breaks and what is checked."""

# ruff: noqa: E501 - tables of samples read across

from ..table import Rows

DEPARTMENTS: Rows = [{"ref": "upkeep", "name": "Maintenance", "head": "martin_hale"}]
PEOPLE = """
martin_hale|Martin Hale|Maintenance supervisor||upkeep|Cleveland|maintenance_lead
thomas_reid|Thomas Reid|Electrical engineer|martin_hale|upkeep|Cleveland|technician
henry_walsh|Henry Walsh|Mechanical engineer|martin_hale|upkeep|Dayton|technician
amy_doyle|Amy Doyle|Control engineer|martin_hale|upkeep|Cleveland|technician
paul_garrett|Paul Garrett|Shop manager|martin_hale|upkeep|Dayton|reporter
""".strip().splitlines()
CREW = ("thomas_reid", "henry_walsh", "amy_doyle")
SITES = [
    ("cleveland", "Cleveland Works 1", "Ohio/Cleveland", "88 Harbor Street"),
    ("cleveland2", "Cleveland Works 2", "Ohio/Cleveland", "19 Foundry Road"),
    ("dayton", "Dayton Works", "Ohio/Dayton", "560 Mill Road"),
]
# name, model, maker, trades, power, value
MACHINES = [
    ("Servo press 1", "SP-200", "Mortise Machinery", "electric;hydraulic", 55, 318000), ("Servo press 2", "SP-200", "Mortise Machinery", "electric;hydraulic", 55, 318000),
    ("Punch press 3", "JH21-160", "Stanwick Presses", "mechanic", 18.5, 126000), ("Uncoiler and leveller", "DC-L", "Mortise Machinery", "mechanic;control", 30, 486000),
    ("Air compressor A", "GA37", "Northair Power", "electric", 37, 92000), ("Air compressor B", "GA37", "Northair Power", "electric", 37, 92000),
    ("Welding robot 1", "RB20", "Mortise Machinery", "control;electric", 12, 342000), ("Welding robot 2", "RB20", "Mortise Machinery", "control;electric", 12, 342000),
    ("Machining centre 1", "VMC850", "Cloudridge CNC", "mechanic;control", 22, 420000), ("Machining centre 2", "VMC850", "Cloudridge CNC", "mechanic;control", 22, 420000),
    ("Injection press 1", "HT250", "Seafield Plastics", "hydraulic;control", 28, 260000), ("Stacker crane", "WH01", "Mortise Machinery", "control;safety", 15, 560000),
    ("Gantry loader", "TR06", "Mortise Machinery", "control", 6.5, 96000), ("Cooling tower", "LT-100", "Clearspring Cooling", "mechanic", 11, 58000),
    ("Overhead crane", "LD-10", "Midland Hoists", "safety;electric", 13, 145000), ("Inline vision station", "VS12", "Mortise Machinery", "control", 3, 168000),
]  # fmt: skip
PARTS = [
    ("SP-BRG-6310", "Ball bearing 6310", "piece", 168, 24, 10, 7), ("SP-SEAL-80", "Oil seal 80 x 100", "piece", 36, 40, 20, 5), ("SP-OIL-46", "Hydraulic oil 46", "litre", 22, 380, 200, 3),
    ("SP-SRV-3K", "Servo drive 3 kW", "piece", 4600, 1, 2, 30), ("SP-ENC-17", "Absolute encoder", "piece", 1350, 4, 2, 21), ("SP-FLT-AIR", "Compressor filter set", "set", 860, 6, 4, 10),
    ("SP-BELT-B", "V-belt B-2240", "piece", 58, 18, 12, 4), ("SP-CNT-65", "Contactor 65 A", "piece", 320, 7, 5, 7), ("SP-VLV-10", "Directional valve", "piece", 980, 3, 4, 14),
    ("SP-NOZ-12", "Welding nozzle", "piece", 28, 120, 60, 5), ("SP-CAB-M12", "Sensor cable M12", "metre", 18, 85, 50, 6), ("SP-LIM-01", "Safety limit switch", "piece", 240, 9, 4, 9),
]  # fmt: skip
FAULTS = [
    ("control", "feed offset alarm", "Three parts in a row more than 0.5 mm off, line stopped", "Guide wheel worn, encoder loose"), ("hydraulic", "unsteady pressure", "Pressure swings between 12 and 15 MPa", "Valve spool sticks"),
    ("electric", "main motor too hot", "Temperature alarm after two hours", "Fan filter clogged"), ("control", "home position lost", "Asks to be homed after power on", "Encoder battery empty"), ("mechanic", "strange noise", "A regular noise at low speed", "Bearing cage worn"),
    ("hydraulic", "oil leak", "Oil under the main cylinder", "Oil seal aged"), ("safety", "emergency stop open", "Cannot be reset", "Limit switch wire loose"), ("", "quarterly service", "By the service card", "Routine service"),
]  # fmt: skip
POINTS = [
    "Bearing temperature and vibration",
    "Oil level and temperature",
    "Safety devices work",
    "Cabinet cleaned, terminals tight",
    "Rope and brake",
    "Guides lubricated",
]
# The last of the faults.
SERVICE = "quarterly service"
FINDINGS = ["oil leak", "noise", "loose", "dust", "wear"]
KEEPERS = ("George Webb", "Hannah Price", "Paul Garrett")
SUPPLIER, REPORTED, PHONE, MAIL = (
    "Hallmark Spares",
    "<p>Reported, see the work order</p>",
    "+1 216 600 {}188",
    "mortise.example",
)
