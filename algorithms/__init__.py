"""The tools of the Processing provider: declare, read, call the core, write, style."""
