"""Question banks and quizzes in the authors' admin: forms over `courses.domain`, no page and no personal data."""
