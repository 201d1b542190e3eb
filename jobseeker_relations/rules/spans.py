"""Half-open stretches of time ``[start, end)``: cut holes out of one, join those that touch."""

from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]


def without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """Return what is left of `span` once every hole is cut out; an empty or reversed hole cuts nothing."""
    pieces = [span] if span[0] < span[1] else []
    for hole_start, hole_end in holes:
        if hole_start < hole_end:
            pieces = [
                piece
                for start, end in pieces
                for piece in ((start, min(end, hole_start)), (max(start, hole_end), end))
                if piece[0] < piece[1]
            ]
    return pieces


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return `spans` sorted, without the empty ones, overlapping and touching ones made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)
