"""Findings become files and lines: the only package that knows what a report looks like."""

from conformance.reporting.files import write_reports
from conformance.reporting.redacted import without_secrets
from conformance.reporting.report import Report, TargetShown
from conformance.reporting.terminal import summary_lines

__all__ = ["Report", "TargetShown", "summary_lines", "without_secrets", "write_reports"]
