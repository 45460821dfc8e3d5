"""Comments from files of other systems: read any table, know the format by its header, keep each comment once."""
