"""Short dates in English name the month: 5/2 is in May for one reader and in February for another."""

SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
