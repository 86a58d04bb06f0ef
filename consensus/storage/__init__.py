"""The database: tables, statements and migrations."""
