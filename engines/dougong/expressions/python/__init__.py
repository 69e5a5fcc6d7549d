"""The Python back end: source generated from the typed core, one function for a whole set of formulas."""

from .compile import Compiled, compile_python, compile_python_many

__all__ = ["Compiled", "compile_python", "compile_python_many"]
