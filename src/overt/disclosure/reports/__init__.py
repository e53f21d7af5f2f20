"""Report formats: one file for each, which parses what a reporter publishes and emits the same form."""
