"""What this process counts, for GET /metrics. Labels are codes, never people or content."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

COMMANDS = Counter("codev_commands_total", "Commands, by name and outcome", ["command", "outcome"])
COMMAND_SECONDS = Histogram("codev_command_seconds", "Time to carry out a command, with its lock")
SOCKETS = Gauge("codev_sockets", "Open sockets of this process")
FRAMES = Counter("codev_frames_total", "Frames sent to sockets")
SNAPSHOT_SECONDS = Histogram("codev_snapshot_seconds", "Time to read a session's snapshot")
RENDERS = Counter("codev_region_renders_total", "Regions rendered")
