"""The shell: engine, store, telegram, effects, each on its own."""
