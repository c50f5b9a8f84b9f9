"""What lists, searches and the home page show: row types, filters and orders, no SQL."""
