"""People, organisations, groups, cycles, charters, links: who meets, and why."""
