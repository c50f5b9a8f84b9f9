"""Parts without domain words."""
