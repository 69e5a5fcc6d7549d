"""English: the company itself, its departments and people."""

from ..table import Rows

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
