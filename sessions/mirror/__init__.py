"""The mirror: what a closed session shows whoever facilitated it. Times and counts; no person, no order of turns."""
