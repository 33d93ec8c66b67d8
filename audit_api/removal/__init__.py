"""How an audit stops counting, becomes anonymous, or goes; and what is swept because nothing needs it."""
