package vpceguard.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Lambda's Runtime API on loopback: hands out events and takes what became of them.
final class RuntimeApi implements AutoCloseable {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger restored = new AtomicInteger();
    private final HttpServer server;

    /// What the function posted.
    ///
    /// @param kind `response` or `error`
    record Answer(String kind, String body) {}

    RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/2018-06-01/runtime/", this::exchange);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Hands over an event and waits for its answer; null if none came within 30 seconds.
    @Nullable
    Answer invoke(String event) throws InterruptedException {
        events.add(event);
        return answers.poll(30, TimeUnit.SECONDS);
    }

    /// How often a function was ready for a snapshot, and went on from one.
    int restored() {
        return restored.get();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (path.endsWith("/invocation/next")) {
                var event = events.take().getBytes(StandardCharsets.UTF_8);
                var headers = exchange.getResponseHeaders();
                headers.set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
                headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 30_000));
                headers.set(
                        "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:111122223333:function:guard");
                headers.set("Content-Type", "application/json");
                send(exchange, 200, event);
            } else if (path.endsWith("/restore/next")) {
                restored.incrementAndGet();
                send(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
            } else {
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                answers.add(new Answer(path.substring(path.lastIndexOf('/') + 1), body));
                // The runtime client's native half dies on an answer without a body.
                send(exchange, 202, "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
