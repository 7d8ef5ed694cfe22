"""Findings become files and lines: the only package that knows what a report looks like."""

from conformance.reporting.redacted import redact_texts
from conformance.reporting.run import Report, TargetSummary
from conformance.reporting.terminal.summary import summary_lines
from conformance.reporting.write_all import write_reports

__all__ = ["Report", "TargetSummary", "redact_texts", "summary_lines", "write_reports"]
