"""One module per user goal; each function is a use case: ports and ids in, `Changes` out."""
