"""Findings: what a scan says, in tables, in sentences and in canonical JSON."""
