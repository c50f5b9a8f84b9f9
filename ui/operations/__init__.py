"""One function per user action: use case, lane, what to say afterwards."""
