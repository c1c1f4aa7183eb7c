"""The pages of the ledger, part by part."""
