"""Actors of our own: correct ones first; mutants and variations depart from them by name."""
