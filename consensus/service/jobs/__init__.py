"""What a submitter does: hand in, watch, stop, resume, export."""
