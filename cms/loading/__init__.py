"""The demo: real courses, invented people, and a story that is under way today. Loaded by `manage.py load_demo`."""
