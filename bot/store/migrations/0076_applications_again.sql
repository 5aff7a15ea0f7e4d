-- Applications that wait without a clock get one: they are shown again at once, and then every day.
INSERT INTO timers (id, kind, subject, due_at) SELECT -id, 'expire', id, 0 FROM conversations WHERE flow = 'application';
