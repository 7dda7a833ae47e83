package vpceguard.local;

import cloud.localstack.awssdkv2.TestUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

/// One running local AWS, with or without the stack; it ends when it is closed, or with this JVM, whose end closes the
/// process's standard input.
public final class LocalAws implements AutoCloseable {
    /// What the functions of all stacks called, of local AWSs that are closed.
    private static final List<Json> CALLED = new CopyOnWriteArrayList<>();
    /// What services asked of these functions' roles.
    private static final List<Json> ASKED = new CopyOnWriteArrayList<>();

    private final Process process;
    private final String url;
    private final String key;
    private final String region;
    private final List<Json> earlier = new ArrayList<>();
    // A request over a connection that had changed to HTTP/2 stayed once without an answer; nothing is gained by it.
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private boolean isDeployed;

    private LocalAws(Process process, String url, String key, String region) {
        this.process = process;
        this.url = url;
        this.key = key;
        this.region = region;
    }

    /// The same local AWS as the administrator of another account sees it; it ends with this one.
    public LocalAws account(String id) {
        return new LocalAws(process, url, id, region);
    }

    /// The same local AWS as a session of that role sees it, which whoever may assume the role begins.
    public LocalAws role(String arn) {
        var answer = query(
                "sts",
                "Action=AssumeRole&Version=2011-06-15&RoleSessionName=somebody&RoleArn=" + LocalStacks.encoded(arn));
        return new LocalAws(process, url, LocalStacks.member(answer, "<AccessKeyId>(.*?)</AccessKeyId>"), region);
    }

    /// Starts `local/aws` on a free port and waits until it is ready.
    public static LocalAws start(String... options) {
        var command = new ArrayList<>(List.of("local/aws", "--port", "0", "--until-stdin-closes"));
        command.addAll(List.of(options));
        var log = Path.of("target", "local-aws-" + System.nanoTime() + ".log").toFile();
        try {
            var process = new ProcessBuilder(command).redirectError(log).start();
            var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            var ready = lines.readLine();
            if (ready == null) {
                throw new IllegalStateException("the local AWS did not start, see " + log);
            }
            var url = json(ready).textAt("url").orElseThrow();
            Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
            int region = command.indexOf("--region");
            return new LocalAws(process, url, "test", region < 0 ? "us-east-1" : command.get(region + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deploys the unchanged template and package as a user would, with `sam deploy`.
    public LocalAws deploy(String... parameters) {
        return deploy(Map.of(), parameters);
    }

    /// Makes the same stack without `sam`, of the template that is expanded once for all.
    public LocalAws deployExpanded(String... parameters) {
        Expanded.TEMPLATE.deploy(this, parameters);
        return this;
    }

    /// Deploys another template beside it, as a stack of that name.
    public LocalAws deployBeside(Path template, String stack, String... parameters) {
        return deploy(Map.of("VPCEGUARD_TEMPLATE", template.toString(), "VPCEGUARD_STACK", stack), parameters);
    }

    private LocalAws deploy(Map<String, String> environment, String... parameters) {
        isDeployed = true;
        var command = new ArrayList<>(List.of("local/deploy", url));
        command.addAll(List.of(parameters));
        var log = Path.of("target", "deploy-" + System.nanoTime() + ".log").toFile();
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
            builder.environment().putAll(environment);
            var deploy = builder.start();
            if (!deploy.waitFor(3, TimeUnit.MINUTES) || deploy.exitValue() != 0) {
                throw new IllegalStateException("sam deploy failed, see " + log);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return url;
    }

    public String region() {
        return region;
    }

    /// The stacks of this account.
    public LocalStacks stacks() {
        return new LocalStacks(this, key);
    }

    /// From now on functions may call.
    void deployed() {
        isDeployed = true;
    }

    /// A client of the administrator's, by localstack-utils.
    public <B extends SdkSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return TestUtils.wrapApiSyncClientV2(builder, url)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "test")))
                .build();
    }

    /// All calls since the last reset, as `local/README.md` describes them.
    public List<Json> calls() {
        return told("calls");
    }

    /// All calls since the start.
    public List<Json> allCalls() {
        var all = new ArrayList<>(earlier);
        all.addAll(calls());
        return all;
    }

    /// What services asked of functions' roles beside these calls.
    public List<Json> rights() {
        return told("rights");
    }

    /// What functions called in all tests of this JVM so far.
    public static List<Json> everCalled() {
        return List.copyOf(CALLED);
    }

    /// What services asked of their roles in all tests of this JVM so far.
    public static List<Json> everAsked() {
        return List.copyOf(ASKED);
    }

    /// Starts a new count.
    public void forgetCalls() {
        earlier.addAll(calls());
        forget("calls");
    }

    /// Hands an EventBridge event to the rules, as a redelivery would.
    public void deliver(String envelope) {
        var _ = give("events", envelope);
    }

    /// Changes what only AWS can change on an endpoint, such as `{"requesterManaged": true}`.
    public void pretend(String endpoint, String members) {
        var _ = give("endpoints/" + endpoint, members);
    }

    /// Makes endpoints at once, without calls or records, from a JSON list; returns their ids.
    public List<String> plant(String endpoints) {
        var ids = give("endpoints", endpoints).at("ids");
        return ids.orElseThrow() instanceof Json.Arr(var items)
                ? items.stream().map(id -> ((Json.Str) id).value()).toList()
                : List.of();
    }

    /// Puts faults in the way of calls, a JSON list of them, besides those that are in force.
    public void addFaults(String faults) {
        var _ = give("faults", faults);
    }

    /// The faults in force: each with how many calls matched, and which it struck.
    public List<Json> faults() {
        return told("faults");
    }

    public void clearFaults() {
        forget("faults");
    }

    /// Gives EC2 token buckets, a JSON list of them.
    public void addThrottles(String buckets) {
        var _ = give("throttles", buckets);
    }

    public void clearThrottles() {
        forget("throttles");
    }

    /// Says what befalls events from now on, such as `{"duplicate": 0.2, "seed": 7}`; `{}` for nothing.
    public void befall(String chances) {
        var _ = give("deliveries", chances);
    }

    /// What befell the events since `befall`.
    public List<Json> befallen() {
        return told("deliveries");
    }

    /// Says how late functions see changes of endpoints, such as `{"staleLooks": 2}`; `{}` for at once.
    public void consistency(String looks) {
        var _ = give("consistency", looks);
    }

    /// Lets delays take that part of their time; 1 for all of it.
    public void delayFactor(double factor) {
        var _ = give("clock", "{\"delayFactor\": " + factor + "}");
    }

    /// Fires the scheduled rules of that name or pattern now.
    public void fire(String rule) {
        var _ = give("schedules/" + rule, "{}");
    }

    /// Calls a service that speaks JSON, such as SQS, as the administrator.
    public Json call(String service, String target, Json parameters) {
        return json(send(signed(service, "/")
                .header("x-amz-target", target)
                .header("content-type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString(JsonWriter.compact(parameters)))));
    }

    /// Posts JSON to a service whose actions are paths, such as Security Hub.
    public Json rest(String service, String path, String body) {
        return json(send(signed(service, path).POST(BodyPublishers.ofString(body))));
    }

    /// Calls a service that speaks forms and XML, such as CloudFormation.
    public String query(String service, String form) {
        return send(signed(service, "/")
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /// Invokes a function and waits; returns what it said.
    public String invoke(String function, String event) {
        return send(signed("lambda", "/2015-03-31/functions/" + function + "/invocations")
                .POST(BodyPublishers.ofString(event)));
    }

    /// Changes a function's configuration, such as `{"Timeout": 90}`.
    public void configure(String function, String members) {
        var _ = send(signed("lambda", "/2015-03-31/functions/" + function + "/configuration")
                .PUT(BodyPublishers.ofString(members)));
    }

    /// Ends a function's instances, so that its next one knows nothing of before.
    public void startAnew(String function) {
        configure(function, "{\"MemorySize\": 1024}");
    }

    /// Puts an object into S3, or changes a setting of a bucket.
    ///
    /// @param headers name and value in turn
    public void put(String path, String body, String... headers) {
        var request = signed("s3", path).PUT(BodyPublishers.ofString(body));
        var _ = send(headers.length == 0 ? request : request.headers(headers));
    }

    /// Puts a file into S3.
    public void put(String path, Path file) {
        try {
            var _ = send(signed("s3", path).PUT(BodyPublishers.ofFile(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes from a function who may invoke it, its rule among them.
    public void forbidInvoking(String function) {
        var policy = "/2015-03-31/functions/" + function + "/policy";
        var shown = json(send(signed("lambda", policy).GET())).textAt("Policy").orElseThrow();
        var sids = Pattern.compile("\"Sid\": *\"(.*?)\"").matcher(shown);
        while (sids.find()) {
            var _ = send(signed("lambda", policy + "/" + sids.group(1)).DELETE());
        }
    }

    /// A setting of a function, as Lambda tells it.
    public String function(String version, String name, String setting) {
        return send(
                signed("lambda", version + "/functions/" + name + "/" + setting).GET());
    }

    /// Records network activity events into a log group, such as `{"logGroup": "trail", "resources": true}`.
    public void trail(String members) {
        var _ = give("trail", members);
    }

    /// Says whose buckets are, such as `{"vendor-files": "444455556666"}`.
    public void buckets(String owners) {
        var _ = give("buckets", owners);
    }

    /// An output of the stack.
    public String output(String name) {
        return stacks().output(name);
    }

    private HttpRequest.Builder signed(String service, String path) {
        return signed(service, path, key);
    }

    /// A request that says whose it is.
    HttpRequest.Builder signed(String service, String path, String accessKey) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey + "/20260101/" + region + "/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=0");
    }

    private Json give(String path, String body) {
        return json(send(local(path).POST(BodyPublishers.ofString(body))));
    }

    private List<Json> told(String path) {
        return json(send(local(path).GET())) instanceof Json.Arr(var items) ? items : List.of();
    }

    private void forget(String path) {
        var _ = send(local(path).DELETE());
    }

    private HttpRequest.Builder local(String path) {
        return HttpRequest.newBuilder(URI.create(url + "/_local/" + path));
    }

    private String send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Json json(String text) {
        return ((Parsed.Ok<Json>) JsonReader.read(text)).value();
    }

    @Override
    public void close() {
        if (isDeployed && process.isAlive()) {
            allCalls().stream()
                    .filter(call -> call.textAt("function").isPresent())
                    .forEach(CALLED::add);
            ASKED.addAll(rights());
        }
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
