package vpceguard.notice.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

/// A real browser without a window, spoken to by the Chrome DevTools Protocol on 127.0.0.1.
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Json>> waiting = new ConcurrentHashMap<>();
    private final List<Json> events = new CopyOnWriteArrayList<>();

    private Chromium(Process process, String url) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), new Listener())
                .join();
        List.of("Page", "Runtime", "Log", "Network").forEach(domain -> call(domain + ".enable"));
    }

    /// The browser of this machine, if it has one.
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path browser, Path profile) {
        try {
            var process = new ProcessBuilder(
                            browser.toString(),
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--no-first-run",
                            "--disable-extensions",
                            "--disable-background-networking",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "about:blank")
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("log").toFile())
                    .start();
            return new Chromium(process, pageOf(process, profile.resolve("DevToolsActivePort")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pageOf(Process process, Path file) throws IOException {
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            if (Files.exists(file) && Files.readAllLines(file).size() > 1) {
                var port = Files.readAllLines(file).getFirst();
                try (var in = URI.create("http://127.0.0.1:" + port + "/json/list")
                        .toURL()
                        .openStream()) {
                    var pages = ((Json.Arr) json(new String(in.readAllBytes(), StandardCharsets.UTF_8))).items();
                    var page = pages.stream()
                            .filter(target ->
                                    target.textAt("type").filter("page"::equals).isPresent())
                            .findFirst();
                    if (page.isPresent()) {
                        return page.get().textAt("webSocketDebuggerUrl").orElseThrow();
                    }
                }
            }
            pause(100);
        }
        throw new IllegalStateException("the browser did not start, see " + file.resolveSibling("log"));
    }

    /// Opens a page in a window of that size; returns the milliseconds until it was loaded and painted.
    double open(Path page, int width, int height, String scheme) {
        call(
                "Emulation.setDeviceMetricsOverride",
                "width",
                Json.Num.of(width),
                "height",
                Json.Num.of(height),
                "deviceScaleFactor",
                Json.Num.of(1),
                "mobile",
                new Json.Bool(false));
        call(
                "Emulation.setEmulatedMedia",
                "features",
                new Json.Arr(List.of(Json.object()
                        .put("name", "prefers-color-scheme")
                        .put("value", scheme)
                        .build())));
        events.clear();
        var began = System.nanoTime();
        call("Page.navigate", "url", new Json.Str(page.toUri().toString()));
        for (int i = 0;
                i < 2000
                        && events.stream()
                                .noneMatch(event -> event.textAt("method")
                                        .filter("Page.loadEventFired"::equals)
                                        .isPresent());
                i++) {
            pause(5);
        }
        evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
        return (System.nanoTime() - began) / 1e6;
    }

    /// What a JavaScript expression gives, once it is settled.
    Json evaluate(String expression) {
        var result = call(
                "Runtime.evaluate",
                "expression",
                new Json.Str(expression),
                "awaitPromise",
                new Json.Bool(true),
                "returnByValue",
                new Json.Bool(true),
                "userGesture",
                new Json.Bool(true));
        if (result.at("exceptionDetails").isPresent()) {
            throw new IllegalStateException(JsonWriter.compact(result));
        }
        return result.at("result", "value").orElse(new Json.Null());
    }

    String text(String expression) {
        return evaluate(expression).text().orElseThrow();
    }

    /// Presses and releases a key, such as `Enter`.
    void press(String key, int code) {
        for (var type : List.of("rawKeyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    "type",
                    new Json.Str(type),
                    "key",
                    new Json.Str(key),
                    "code",
                    new Json.Str(key),
                    "windowsVirtualKeyCode",
                    Json.Num.of(code));
        }
        if (key.equals("Enter")) {
            call("Input.dispatchKeyEvent", "type", new Json.Str("char"), "text", new Json.Str("\r"));
        }
    }

    /// Errors, warnings and uncaught exceptions since the page was opened, and requests to anywhere but the page.
    List<String> complaints() {
        var complaints = new ArrayList<String>();
        for (var event : events) {
            var method = event.textAt("method").orElse("");
            var ownPage = event.textAt("params", "request", "url")
                    .filter(url -> url.startsWith("file:"))
                    .isPresent();
            if (List.of("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
                            .contains(method)
                    || (method.equals("Network.requestWillBeSent") && !ownPage)
                    || method.equals("Page.javascriptDialogOpening")) {
                complaints.add(JsonWriter.compact(event));
            }
        }
        return complaints;
    }

    /// Buttons and fields without a name that a screen reader could say.
    List<String> namelessControls() {
        var nodes = ((Json.Arr) call("Accessibility.getFullAXTree").at("nodes").orElseThrow()).items();
        return nodes.stream()
                .filter(node -> List.of("button", "combobox", "searchbox", "textbox", "link")
                        .contains(node.textAt("role", "value").orElse("")))
                .filter(node -> node.textAt("name", "value").orElse("").isBlank())
                .map(JsonWriter::compact)
                .toList();
    }

    void screenshot(Path file, boolean whole) {
        picture(file, call("Page.captureScreenshot", "captureBeyondViewport", new Json.Bool(whole)));
    }

    void print(Path file) {
        picture(file, call("Page.printToPDF"));
    }

    private static void picture(Path file, Json answer) {
        try {
            Files.write(file, Base64.getDecoder().decode(answer.textAt("data").orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A command with its parameters, names and values by turns.
    private Json call(String method, Object... parameters) {
        var params = Json.object();
        for (int i = 0; i < parameters.length; i += 2) {
            params.put((String) parameters[i], (Json) parameters[i + 1]);
        }
        int id = last.incrementAndGet();
        var answer = new CompletableFuture<Json>();
        waiting.put(id, answer);
        socket.sendText(
                        JsonWriter.compact(Json.object()
                                .put("id", id)
                                .put("method", method)
                                .put("params", params.build())
                                .build()),
                        true)
                .join();
        var whole = answer.orTimeout(60, TimeUnit.SECONDS).join();
        if (whole.at("error").isPresent()) {
            throw new IllegalStateException(method + ": " + JsonWriter.compact(whole));
        }
        return whole.at("result").orElseThrow();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                var message = json(text.toString());
                text.setLength(0);
                var id = message.at("id").map(JsonWriter::compact).map(Integer::valueOf);
                id.ifPresentOrElse(
                        known -> Optional.ofNullable(waiting.remove(known))
                                .ifPresent(answer -> answer.complete(message)),
                        () -> events.add(message));
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private static Json json(String text) {
        return ((Parsed.Ok<Json>) JsonReader.read(text)).value();
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
