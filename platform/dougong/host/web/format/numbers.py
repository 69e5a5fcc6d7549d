"""Numbers, money and percentages: exact in tables, short (万, 亿, K, M) in sums and chips."""

from decimal import ROUND_HALF_UP, Decimal

SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$", "TWD": "NT$", "KRW": "₩"}
_STEPS = {
    True: ((Decimal(100_000_000), Decimal(100_000_000), "亿"), (Decimal(10_000), Decimal(10_000), "万")),
    False: (
        (Decimal(1_000_000_000), Decimal(1_000_000_000), "B"),
        (Decimal(1_000_000), Decimal(1_000_000), "M"),
        (Decimal(10_000), Decimal(1_000), "K"),
    ),
}
"""Chinese or not -> (from this size on, unit's size, unit)."""


def symbol(currency: str) -> str:
    """The sign before an amount; an unknown currency shows its code."""
    return SYMBOLS.get(currency or "CNY", f"{currency} ")


def number(value: Decimal | int, scale: int | None = None) -> str:
    """Thousands separated; trailing zeros go unless `scale` fixes the digits."""
    exact = Decimal(value)
    if scale is not None:
        return f"{exact.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP):,f}".replace("-", "−")
    words = f"{exact:,f}"
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return words.replace("-", "−")


def money(value: Decimal | int, currency: str = "CNY", scale: int = 2) -> str:
    """`¥2,860,000` or `¥1,280.50`: cents only where there are any."""
    exact = Decimal(value)
    digits = 0 if exact == exact.to_integral_value() else scale
    sign = "−" if exact < 0 else ""
    return f"{sign}{symbol(currency)}{number(abs(exact), digits)}"


def short(value: Decimal | int, language: str) -> str:
    """Three or four figures with a unit: `1,598万`, `920.2万`, `12.3M`."""
    exact = Decimal(value)
    for least, step, unit in _STEPS[language.startswith("zh")]:
        if abs(exact) >= least:
            parts = exact / step
            digits = 0 if abs(parts) >= 1000 or parts == parts.to_integral_value() else 1
            return number(parts, digits) + unit
    return number(exact.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize())


def short_money(value: Decimal | int, currency: str, language: str) -> str:
    """A short amount with its currency."""
    sign = "−" if value < 0 else ""
    return f"{sign}{symbol(currency)}{short(abs(Decimal(value)), language)}"


def percent(value: Decimal | int) -> str:
    """`17.2%`; the value is in hundredths already: 17.2 is 17.2 %."""
    return f"{number(value)}%"


def size(octets: int) -> str:
    """A file's size: `1.2 MB`."""
    amount = float(octets)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"
