"""Benches: measured, printed as ratios, never asserted."""
