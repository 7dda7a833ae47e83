package vpceguard.perimeter;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Quoted;
import vpceguard.policy.Glob;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;

/// Finds entries of a perimeter that have no effect in a Region, and may have been meant for another service
/// or Region. They are no errors: one document serves all Regions.
public final class IdleEntries {
    private final Perimeter perimeter;
    private final String region;

    private IdleEntries(Perimeter perimeter, String region) {
        this.perimeter = perimeter;
        this.region = region;
    }

    /// One text each.
    public static List<String> of(Perimeter perimeter, String region) {
        var entries = new IdleEntries(perimeter, region);
        return Stream.concat(
                        perimeter.partners().stream().flatMap(entries::actions),
                        new TreeMap<>(perimeter.services())
                                .entrySet().stream()
                                        .flatMap(entry -> entries.only(
                                                entry.getKey(), entry.getValue().only())))
                .toList();
    }

    private Stream<String> actions(Partner partner) {
        var services = new TreeSet<>(partner.services());
        return services.isEmpty()
                ? Stream.empty()
                : partner.actions().stream()
                        .filter(action -> services.stream()
                                .allMatch(service -> calls(service).areKeptOutBy(List.of(any(action)))))
                        .map(action -> "of the partner " + partner.account() + " the action " + Quoted.of(action)
                                + " is no call of " + String.join(", ", services));
    }

    private static Statement any(String action) {
        return PolicyReader.own(List.of(AllowForm.statement(
                        "Any", List.of(action), List.of("*"), Json.object().build())))
                .statements()
                .getFirst();
    }

    private Stream<String> only(String service, List<Statement> only) {
        var calls = calls(service);
        var place = JsonPointer.ROOT.child("services").child(service).child("only");
        var idle = IntStream.range(0, only.size())
                .filter(i -> calls.areKeptOutBy(List.of(only.get(i))))
                .mapToObj(i -> place.child(i).text() + " lets no call through that is " + calls)
                .toList();
        var here = only.stream().filter(this::isHere).toList();
        return Stream.concat(
                idle.stream(),
                !only.isEmpty() && calls.areKeptOutBy(here)
                        ? Stream.of(place.text() + " lets nothing through in " + region)
                        : Stream.empty());
    }

    private ServiceCalls calls(String service) {
        return ServiceCalls.of(service, perimeter.partition(), region);
    }

    /// Whether it speaks of resources of the Region, or of such as have none. Resources of others do not come here.
    private boolean isHere(Statement statement) {
        return switch (statement.resources()) {
            case Resources.Only(var patterns) -> patterns.stream().anyMatch(this::isHere);
            case Resources.AllExcept _, Resources.Absent _ -> true;
        };
    }

    private boolean isHere(String resource) {
        var parts = resource.split(":", 5);
        return parts.length < 5 || parts[3].isEmpty() || Glob.of(parts[3]).matches(region);
    }
}
