"""Names leave texts and faces leave pictures before anything is shown to trainers."""
