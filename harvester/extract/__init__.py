"""Text of documents, page by page; the only room that imports document libraries."""
