"""The frame: configuration, routing and the doorbell; no domain."""
