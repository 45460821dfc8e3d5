"""The demo municipality: an invented place whose figures all follow from the comments in content/."""
