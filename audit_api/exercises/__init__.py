"""Several reviewers score one audit, to see how far they agree."""
