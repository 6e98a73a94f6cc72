"""Which pages are pictures of text."""

from __future__ import annotations

_FEW_CHARACTERS = 50  # a stamp such as "Saksnr. 24/123 side 1 av 3" on a scanned page
_COVERED = 0.6  # of the page: a scan fills it, a photo in a report does not


def is_scan(text: str, image_area: float, page: tuple[float, float, float, float]) -> bool:
    """Whether a page has almost no text but pictures that cover it, so that only OCR can read it.

    Args:
        text: what was read of the page.
        image_area: area of all pictures in square points; scanners often cut a page into strips.
        page: the corners of the page.
    """
    left, bottom, right, top = page
    area = abs((right - left) * (top - bottom))
    return image_area > _COVERED * area and len("".join(text.split())) < _FEW_CHARACTERS
