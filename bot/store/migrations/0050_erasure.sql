-- An erasure looks for a person's messages by who wrote them: in a big place that must not take seconds, everybody waits behind it.
CREATE INDEX relayed_sender ON relayed (sender);
