"""The screens for employees: analyses, themes, pain points, answers."""
