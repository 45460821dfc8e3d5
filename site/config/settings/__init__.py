"""Settings by place: dev (nothing set), test, production (everything set or it refuses to start)."""
