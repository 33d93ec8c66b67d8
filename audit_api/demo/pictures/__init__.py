"""Photos as a phone would take them, drawn: pure functions of a subject and a source of chance."""
