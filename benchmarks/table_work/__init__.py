"""The work that every engine is given: what is asked of a row, and the rows. Knows no engine."""
