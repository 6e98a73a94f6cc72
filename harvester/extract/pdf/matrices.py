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


def matrix_from(numbers: list[float]) -> Matrix | None:
    """The matrix of the last six numbers, None when there are fewer."""
    if len(numbers) < 6:
        return None
    a, b, c, d, e, f = numbers[-6:]
    return a, b, c, d, e, f
