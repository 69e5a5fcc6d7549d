"""AES-256-GCM over short texts: encrypted fields and stored secrets. The key comes from the settings or the key file.

Losing the key loses the texts; it is in no backup.
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dougong.host.settings import Settings, derive_key

_NONCE = 12
_MARK = "v1:"


class AesCipher:
    """`seal` and `open` are inverse; `open` raises ValueError for what was sealed with another key or changed."""

    def __init__(self, key: bytes) -> None:
        self._key = AESGCM(key)

    def seal(self, words: str) -> str:
        nonce = os.urandom(_NONCE)
        return _MARK + base64.b64encode(nonce + self._key.encrypt(nonce, words.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        if not sealed.startswith(_MARK):
            raise ValueError("not sealed by us")
        raw = base64.b64decode(sealed.removeprefix(_MARK))
        try:
            return self._key.decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
        except InvalidTag:
            raise ValueError("sealed with another key") from None


def cipher_of(settings: Settings, workspace: str) -> AesCipher:
    """Each workspace has a key of its own."""
    return AesCipher(derive_key(settings, f"fields:{workspace}"))
