package vpceguard.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Ceilings;
import vpceguard.perimeter.ServiceKnowledge;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Possible;
import vpceguard.policy.proof.Tightening;

/// A list of questions to time. Policies and ceilings are read and made before; the answers hold nothing back.
///
/// @param name as `./bench proof` prints it
/// @param source what the policies are: real ones and solved pairs, or this project's own where the others are not
public record Corpus(String name, String source, List<Question> questions) {
    private static final Path SHARED = Path.of("..", "shared", "data");

    /// One question, and what it is about.
    public record Question(String about, Supplier<?> answer) {}

    static Corpus of(String name) {
        return switch (name) {
            case "real" -> contained(name, service -> !service.equals("s3"));
            case "s3" -> contained(name, "s3"::equals);
            case "assess" -> assessed(name);
            case "random", "near-miss" -> pairs(name);
            case "tighten" -> tightened(name);
            default -> throw new IllegalArgumentException("no corpus " + name);
        };
    }

    /// Real policies where they are, else the examples.
    static Map<String, String> policies() {
        return isShared("policies-corpus") ? Policies.corpus() : Policies.examples();
    }

    static String sourceOfPolicies() {
        return isShared("policies-corpus") ? "real policies" : "examples";
    }

    static List<Ceiling> ceilings(Predicate<String> services) {
        return new TreeSet<>(ServiceKnowledge.CEILINGS)
                .stream()
                        .filter(services)
                        .flatMap(service -> Ceilings.CLAUSES.stream().map(clauses -> Ceilings.of(service, clauses)))
                        .toList();
    }

    private static Corpus contained(String name, Predicate<String> services) {
        var questions = new ArrayList<Question>();
        policies().forEach((file, text) -> {
            var policy = Policies.read(text);
            for (var ceiling : ceilings(services)) {
                questions.add(question(about(file, ceiling), policy, ceiling.policy()));
            }
        });
        return new Corpus(name, sourceOfPolicies(), questions);
    }

    /// With the axioms, as assessment asks.
    private static Corpus assessed(String name) {
        return met(name, (policy, ceiling) -> Possible.of(List.of(policy), ceiling.policy(), EndpointType.INTERFACE));
    }

    private static Corpus tightened(String name) {
        return met(
                name,
                (policy, ceiling) -> Tightening.of(policy, ceiling.bound(), Optional.empty(), EndpointType.INTERFACE));
    }

    /// Each policy with each ceiling.
    private static Corpus met(String name, BiFunction<Policy, Ceiling, ?> question) {
        var questions = new ArrayList<Question>();
        policies().forEach((file, text) -> {
            var policy = Policies.read(text);
            for (var ceiling : ceilings(_ -> true)) {
                questions.add(new Question(about(file, ceiling), () -> question.apply(policy, ceiling)));
            }
        });
        return new Corpus(name, sourceOfPolicies(), questions);
    }

    private static Corpus pairs(String name) {
        var questions = new ArrayList<Question>();
        if (!isShared("containment")) {
            var examples = Policies.examples();
            examples.forEach((one, a) -> examples.forEach(
                    (other, b) -> questions.add(question(one + " in " + other, Policies.read(a), Policies.read(b)))));
            return new Corpus(name, "pairs of examples", questions);
        }
        try {
            for (var line : Files.readAllLines(SHARED.resolve("containment").resolve(name + ".jsonl"))) {
                if (JsonReader.read(line) instanceof Parsed.Ok<Json>(var pair)) {
                    questions.add(question(
                            "pair " + JsonWriter.compact(pair.at("id").orElseThrow()),
                            policy(pair, "a"),
                            policy(pair, "b")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Corpus(name, name + " pairs", questions);
    }

    private static Policy policy(Json pair, String name) {
        return switch (PolicyReader.read(pair.at(name).orElseThrow())) {
            case Parsed.Ok<Policy>(var policy) -> policy;
            case Parsed.Malformed<Policy> malformed -> throw new IllegalStateException(malformed.toString());
        };
    }

    private static Question question(String about, Policy policy, Policy within) {
        return new Question(about, () -> Containment.of(policy, within, EndpointType.INTERFACE));
    }

    private static String about(String file, Ceiling ceiling) {
        return "%s, %s, %s".formatted(file, ceiling.service().shortName(), ceiling.clauses());
    }

    private static boolean isShared(String folder) {
        return Files.exists(SHARED.resolve(folder));
    }
}
