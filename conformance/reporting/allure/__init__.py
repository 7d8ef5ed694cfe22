"""Allure results, written from a run's findings."""
