"""The roof: command line, settings, site loader, the fleet, politeness and the ledger; imported by nobody."""
