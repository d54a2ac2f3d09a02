"""The instrument: passes commands through the port, writes everything down, and gives verdicts."""
