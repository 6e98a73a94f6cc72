"""Fetches pages and documents politely; the only room that imports Scrapy."""
