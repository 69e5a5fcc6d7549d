"""Hues of parts that the definition gives none: from the nearest to the farthest, never red, which means trouble."""

PALETTE = ("blue", "teal", "violet", "amber", "green", "gray")
