"""Norwegian text: tokens, folding, stems."""
