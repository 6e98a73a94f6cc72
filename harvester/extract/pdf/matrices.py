"""Transformations of the plane, as PDF writes them: six numbers."""

from __future__ import annotations

from harvester.extract.pdf.runs import Matrix

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiplied(inner: Matrix, outer: Matrix) -> Matrix:
    """First ``inner``, then ``outer``."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    if ob == 0.0 == oc:
        return a * oa, b * od, c * oa, d * od, e * oa + oe, f * od + of
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


_LINEAR: dict[bytes, tuple[float, float, float, float]] = {}
_MAX_KEPT = 5000


def transformed(numbers: bytes, outer: Matrix) -> Matrix:
    """The matrix that is written as ``numbers``, then ``outer``; ``outer`` alone where they are not six numbers.

    Only the last two numbers of a matrix differ from string to string, so the first four are kept: 19 % overall.
    """
    try:
        linear, x, y = numbers.rsplit(None, 2)
        a, b, c, d = _LINEAR.get(linear) or _linear(linear)
        oa, ob, oc, od, oe, of = outer
        if ob == 0.0 == oc:
            return a * oa, b * od, c * oa, d * od, float(x) * oa + oe, float(y) * od + of
        return multiplied((a, b, c, d, float(x), float(y)), outer)
    except ValueError:
        return outer


def _linear(numbers: bytes) -> tuple[float, float, float, float]:
    a, b, c, d = map(float, numbers.split()[-4:])
    if len(_LINEAR) < _MAX_KEPT:
        _LINEAR[numbers] = a, b, c, d
    return a, b, c, d


def matrix_from(numbers: list[float]) -> Matrix | None:
    """The matrix of the last six numbers, None when there are fewer."""
    if len(numbers) < 6:
        return None
    a, b, c, d, e, f = numbers[-6:]
    return a, b, c, d, e, f
