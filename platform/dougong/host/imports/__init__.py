"""Importing tables (CSV, XLSX) into any entity: read, guess the mapping, dry run, run in the background, undo.

Every write goes through the records engine's one write path; nothing here builds SQL for user data.
"""
