"""Verdicts, findings, and the expectations that lead to them."""
