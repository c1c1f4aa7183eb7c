"""One folder per report. Each has a `report.py` with a `REPORT`; see `kuramori.across.reports.report`."""
