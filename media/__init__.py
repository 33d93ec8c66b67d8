"""Photos as evidence: taken in, verified, stripped, shrunk and stored. Imports nothing else of ours."""
