"""The JavaScript back end: source generated from the typed core, for forms that answer while somebody types."""

from .compile import RUNTIME, ServerOnly, Source, compile_js, compile_js_many
from .env import env_to_json
from .values import to_plain

__all__ = ["RUNTIME", "ServerOnly", "Source", "compile_js", "compile_js_many", "env_to_json", "to_plain"]
