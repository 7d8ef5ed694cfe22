"""Allure's page, made by Allure's own command through Node."""
