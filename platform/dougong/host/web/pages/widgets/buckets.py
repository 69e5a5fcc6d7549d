"""Dates made into days, months, quarters or years: the expression that groups, the names, the gaps, the span of each."""

from datetime import date, timedelta
from typing import Literal

from .ask import Ask
from .span import Span, span_of

Bucket = Literal["day", "month", "quarter", "year"]
_MOST = 400
_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def bucket_expression(ask: Ask, path: str, bucket: Bucket) -> str:
    """Text that is equal for the dates of one bucket and sorts as they do: `2026-05`, `2026Q2`."""
    day = f"DATE({path})" if ask.field(path).value_type.name == "datetime" else path
    if bucket == "quarter":
        return f'YEAR({day}) & "Q" & QUARTER({day})'
    form = {"day": "yyyy-MM-dd", "month": "yyyy-MM", "year": "yyyy"}[bucket]
    return f'FORMATDATE({day}, "{form}")'


def bucket_key(day: date, bucket: Bucket) -> str:
    """The key of the bucket a day lies in."""
    match bucket:
        case "day":
            return day.isoformat()
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year:04}Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year:04}"


def bucket_span(key: str, bucket: Bucket) -> Span:
    """The days of a bucket."""
    if bucket == "day":
        day = date.fromisoformat(key)
        return Span("month", day, day + timedelta(days=1))
    month = 1
    if bucket == "month":
        month = int(key[5:7])
    elif bucket == "quarter":
        month = int(key[5]) * 3 - 2
    return span_of(bucket, date(int(key[:4]), month, 1))


def buckets(start: date, end: date, bucket: Bucket) -> list[str]:
    """Keys of all buckets from a day on, before another; at most 400."""
    found: list[str] = []
    while start < end and len(found) < _MOST:
        found.append(bucket_key(start, bucket))
        start = bucket_span(found[-1], bucket).end
    return found


def bucket_label(key: str, bucket: Bucket, language: str, short: bool = False, year: bool = False) -> str:
    """`5 月`, `May`; `year` puts the year before it, `short` leaves the word for month out."""
    chinese = language.startswith("zh")
    match bucket:
        case "day":
            return key if year else key[5:]
        case "month":
            month = int(key[5:7])
            name = (f"{month}" if short else f"{month} 月") if chinese else _EN[month - 1]
            return (f"{key[:4]} 年 {month} 月" if chinese else f"{name} {key[:4]}") if year else name
        case "quarter":
            return f"{key[:4]} {key[4:]}" if year else key[4:]
        case "year":
            return key
