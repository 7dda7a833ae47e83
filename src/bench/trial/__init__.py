"""What the cold and warm measurements of whole processes share: a canned AWS over TLS, Lambda's Runtime API, processes."""
