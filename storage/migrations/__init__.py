"""Alembic's environment: one file a change of the tables, in `versions/`, in order."""
