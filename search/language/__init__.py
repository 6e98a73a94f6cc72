"""Norwegian text: tokens, folding, stems.

Documents and queries go through the same :class:`Analyzer`, so that a word typed in one form, or in one of
the two written standards, meets the others in the index.
"""

from search.language.analyzer import Analyzer, default_analyzer
from search.language.fold import fold
from search.language.spelling import letter_variants
from search.language.tokens import Token

__all__ = ["Analyzer", "Token", "default_analyzer", "fold", "letter_variants"]
