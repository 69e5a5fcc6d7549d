"""What two peers did with the same requests on this kind of machine (PostgreSQL, 8 connections), and our bars.

Figures: requests per second of NocoBase 2.2.15 and Directus 12.4.0, the better of the two; `bulk` is rows per second.
"""

BETTER_PEER = {
    "get": 179, "list": 46, "list_join": 35, "deep": 65, "create": 175, "update": 117, "aggregate": 39, "bulk": 245,
}  # fmt: skip
BARS = {"get": 4, "list": 10, "list_join": 10, "create": 4, "update": 4, "aggregate": 10, "bulk": 10}
"""Times the better peer's figure."""
COLD_START = 9.3  # seconds
MEMORY = 264  # MB
