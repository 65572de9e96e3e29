"""« Mes séances »: what somebody finds of each session that one took part in."""
