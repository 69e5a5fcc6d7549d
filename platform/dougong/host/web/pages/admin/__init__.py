"""Pages of administration: one file per page, each for administrators unless it says otherwise."""
