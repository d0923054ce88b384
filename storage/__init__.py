"""Where mentions are kept: all SQL of the project, SQLite by default, PostgreSQL by URL."""
