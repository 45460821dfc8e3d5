"""English, as it is read in the Netherlands."""
