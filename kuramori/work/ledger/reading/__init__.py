"""What the ledger tells pages, the API and the rooms above, part by part."""
