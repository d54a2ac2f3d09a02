"""The words of the field as values: terms, dates, periods, letters, and every exception of the instrument."""
