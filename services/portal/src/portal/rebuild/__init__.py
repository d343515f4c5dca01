"""Pictures, inboxes' lines and figures made once more from the ledger, and what differs put right."""
