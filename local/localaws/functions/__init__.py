"""Lambda: deployed packages in real JVMs, the asynchronous path with its retries, and where failed events go."""
