"""Exporting lists as CSV or XLSX, through the same door as the list itself."""
