"""What the pages, the API and the reports are shown of a check, as frozen values; `checks.read` is the front of it."""
