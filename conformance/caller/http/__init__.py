"""One HTTP exchange: the connection, its deadline, its budget, and what goes wrong on the way."""
