"""What the public pages show of what was measured: figures of steps and services, ready to draw."""
