"""What happens to one mention: one step a file, the pure function or class first, the thin Scrapy adapter last."""
