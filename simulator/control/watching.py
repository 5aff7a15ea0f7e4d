"""Control calls on the simulator itself."""
