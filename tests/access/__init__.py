"""Who may come to which address, send which command and see which region: asserted, and written into docs/access.md."""
