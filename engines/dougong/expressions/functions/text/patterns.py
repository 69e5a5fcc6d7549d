"""Tests of text by a pattern in JavaScript: the pattern of the other back ends, as a constant."""

import json


def javascript_test(pattern: str) -> str:
    """The function that says whether a text fits."""
    return f"((shape) => (text) => shape.test(text))(new RegExp({json.dumps(pattern)}, 'u'))"
