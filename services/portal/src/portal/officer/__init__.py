"""The officer's and the head's window: the inbox, what may be done now, hand-overs, alerts, the counter, its queue and the roster."""
