"""The text of a formula before parsing: full-width punctuation made plain, Unicode made NFC, comments and strings untouched.

It changes nothing that has a meaning; what is merely wrong (`==`, single quotes) is told by the parser, not rewritten.
"""

import re
import unicodedata

LIMIT = 10_000
_PLAIN = str.maketrans(
    "（）＝＞＜，；＋－＊／＆．［］｛｝＾？＄０１２３４５６７８９　", "()=><,,+-*/&.[]{}^?$0123456789 "
)
_PIECE = re.compile(r'"(?:[^"]|"")*"|//[^\n]*|\{[^{}\n]*\}|[^"/{]+|.', re.DOTALL)
_WIDE_STRING = re.compile(r'[“”„‟＂]([^"“”„‟＂]*)[“”„‟＂]')
_SIGNS = {"≠": "<>", "≤": "<=", "≥": ">=", "×": "*", "÷": "/"}


def normalise_source(text: str) -> str:
    """The text as it is stored: full-width signs and curly quotes outside strings become ASCII, NFC, no outer blanks."""
    text = unicodedata.normalize("NFC", text).strip()
    return "".join(_plain(piece) for piece in _pieces(text))


def has_comments(text: str) -> bool:
    """Whether a text has comments, which its tree does not keep."""
    return any(piece.startswith("//") for piece in _pieces(normalise_source(text)))


def _pieces(text: str) -> list[str]:
    """Curly-quoted strings are made plain first, wherever they do not stand inside a plain string."""
    parts: list[str] = []
    for piece in _PIECE.findall(text):
        if piece.startswith(('"', "//")) and len(piece) > 1:
            parts.append(piece)
            continue
        position = 0
        for match in _WIDE_STRING.finditer(piece):
            parts += [piece[position : match.start()], f'"{match[1]}"']
            position = match.end()
        parts.append(piece[position:])
    return parts


def _plain(piece: str) -> str:
    if len(piece) > 1 and piece.startswith(('"', "//", "{")):
        return piece
    piece = piece.translate(_PLAIN)
    for wide, plain in _SIGNS.items():
        piece = piece.replace(wide, plain)
    return piece
