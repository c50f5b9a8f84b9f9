"""The screens, one package per navigation entry."""
