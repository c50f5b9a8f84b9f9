"""What the office does: rules, cases, papers, merging. No Qt, no SQL, no network."""
