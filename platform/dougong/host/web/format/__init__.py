"""Figures, dates and times as people read them, in both languages. Text only: no HTML, no database."""
