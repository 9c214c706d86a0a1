"""What several rooms of tests share: sets of tables in text, packages made of them, cases."""
