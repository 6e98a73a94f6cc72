"""Norwegian text: tokens, folding, stems, compounds, and what a query may be widened to.

Documents and queries go through the same :class:`Analyzer`, so that a word typed in one form, or in one of
the two written standards, meets the others in the index.
"""

from search.language.analyzer import Analyzer, default_analyzer
from search.language.compounds import CompoundSplitter, seed_splitter
from search.language.domain import Concept, concepts, related_terms
from search.language.fold import fold
from search.language.keys import word_key
from search.language.lexicon import Lexicon, seed_lexicon, words_of
from search.language.spelling import letter_variants, suggestions
from search.language.tokens import Token
from search.language.word_counts import WordCounts, count_words, read_counts

__all__ = [
    "Analyzer",
    "CompoundSplitter",
    "Concept",
    "Lexicon",
    "Token",
    "WordCounts",
    "concepts",
    "count_words",
    "default_analyzer",
    "fold",
    "letter_variants",
    "read_counts",
    "related_terms",
    "seed_lexicon",
    "seed_splitter",
    "suggestions",
    "word_key",
    "words_of",
]
