"""Qt on the left: screens, models, widgets."""
