"""Answers that are worth showing: found, kept up to date, released, searched."""
