"""What each command answers: an engine that works it out, a view that lays it out."""
