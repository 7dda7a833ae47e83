package vpceguard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vpceguard.control.Controls;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Stored;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.ReferenceEvaluator.Caller;
import vpceguard.policy.ReferenceEvaluator.Request;
import vpceguard.policy.proof.Tightening;

/// What a rehearsal must count, by the tests' plain evaluator and without the product's reader of records: each kind of
/// call comes with every request that its record may stand for, and is decided if all of these are decided alike.
///
/// Arguments: the perimeter document, endpoints as DescribeVpcEndpoints shows them, kinds of calls as JSON lines.
public final class RehearsalOracle {
    private final Map<String, List<Policy>> policies = new HashMap<>();
    private final Map<String, long[]> counts = new TreeMap<>();

    private RehearsalOracle() {}

    public static void main(String... files) throws IOException {
        var oracle = new RehearsalOracle();
        oracle.endpoints(
                perimeter(json(Files.readString(Path.of(files[0])))), Stored.of(Files.readString(Path.of(files[1]))));
        try (var lines = Files.lines(Path.of(files[2]))) {
            lines.forEach(line -> oracle.count(Stored.of(line)));
        }
        var all = Json.object();
        oracle.counts.forEach((endpoint, found) -> {
            var numbers = Json.object();
            var names = List.of("calls", "stayAllowed", "deniedAlready", "wouldBeDenied", "cannotBeTold");
            for (int i = 0; i < names.size(); i++) {
                numbers.put(names.get(i), found[i]);
            }
            all.put(endpoint, numbers.build());
        });
        System.out.println(JsonWriter.compact(all.build()));
    }

    private static Json json(String text) {
        return ok(JsonReader.read(text));
    }

    private static <T> T ok(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T> malformed -> throw new IllegalStateException(malformed.toString());
        };
    }

    private static Perimeter perimeter(Json document) {
        return ok(PerimeterReader.read(document, "bench", Controls.known())
                .then(read -> read.at(
                        new Place("aws", Optional.of("111122223333"), Optional.empty(), Optional.empty()),
                        LocalDate.EPOCH)));
    }

    private void endpoints(Perimeter perimeter, Stored snapshot) {
        for (var endpoint : snapshot.list("VpcEndpoints", Stored::of)) {
            var service = new ServiceName(endpoint.text("ServiceName"));
            var type = new EndpointType(endpoint.text("VpcEndpointType"));
            var before = ok(PolicyReader.read(endpoint.text("PolicyDocument")));
            var ceiling = Ceiling.of(perimeter, service, "us-east-1", perimeter.writtenClauses());
            if (Tightening.of(before, ceiling.bound(), ceiling.example(), type)
                    instanceof Tightening.Written(var after, var _)) {
                policies.put(endpoint.text("VpcEndpointId"), List.of(before, after));
            }
        }
    }

    private void count(Stored kind) {
        var endpoint = kind.text("endpoint");
        var both = policies.get(endpoint);
        if (both == null) {
            return;
        }
        var requests = kind.list("requests", item -> request(Stored.of(item)));
        long many = kind.integer("count");
        var found = counts.computeIfAbsent(endpoint, _ -> new long[5]);
        found[0] += many;
        var before = decided(both.getFirst(), requests);
        var after = decided(both.getLast(), requests);
        boolean wasDenied = kind.optionalBool("wasDenied").orElse(false);
        if (wasDenied || before.equals(Optional.of(false))) {
            found[2] += many;
        } else {
            found[after.map(allowed -> allowed ? 1 : 3).orElse(4)] += many;
        }
    }

    private static Optional<Boolean> decided(Policy policy, List<Request> requests) {
        var answers = requests.stream()
                .map(request -> ReferenceEvaluator.allowsBySegment(policy, request))
                .distinct()
                .toList();
        return answers.size() == 1 ? Optional.of(answers.getFirst()) : Optional.empty();
    }

    private static Request request(Stored stored) {
        var context = new HashMap<String, List<String>>();
        stored.child("context")
                .object()
                .members()
                .forEach((key, value) -> context.put(key, List.of(value.text().orElseThrow())));
        var caller = stored.text("kind").equals("Anonymous")
                ? Caller.ANONYMOUS
                : new Caller(stored.text("kind"), stored.text("caller"));
        return new Request(caller, stored.text("action"), stored.text("resource"), context);
    }
}
