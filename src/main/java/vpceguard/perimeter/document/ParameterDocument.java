package vpceguard.perimeter.document;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.perimeter.EndpointServices;
import vpceguard.perimeter.KnownControls;

/// Makes a perimeter document out of the template's parameters, for a stack that names no document.
///
/// @param parameter the text of one by its name, empty if nothing is given
public record ParameterDocument(Function<String, String> parameter) {
    /// The document of an account; malformed if something that the parameters say is not understood.
    public Parsed<Json.Obj> of(String account, KnownControls known) {
        return levels().then(levels -> {
            var document = Json.object()
                    .put("accounts", sorted(Stream.concat(Stream.of(account), list("TrustedAccounts").stream())))
                    .put("controls", levels)
                    .put("endpointServices", endpointServices())
                    .put("network", network())
                    .build();
            return PerimeterReader.read(document, "parameters", known).map(_ -> document);
        });
    }

    /// The items of a comma-separated list; none if the text is empty.
    public static Set<String> items(String text) {
        var items = new LinkedHashSet<String>();
        Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(items::add);
        return items;
    }

    private Set<String> list(String name) {
        return items(parameter.apply(name));
    }

    private Parsed<Json.Obj> levels() {
        var levels = Json.object();
        for (var entry : new TreeSet<>(list("ControlLevels"))) {
            var parts = entry.split("=", -1);
            if (parts.length != 2) {
                return malformed("ControlLevels holds " + Quoted.of(entry)
                        + ", expected entries like subnet-not-approved=remediate");
            }
            if (levels.build().get(parts[0]).isPresent()) {
                return malformed("ControlLevels names " + Quoted.of(parts[0]) + " twice, expected one level");
            }
            levels.put(parts[0], parts[1]);
        }
        return new Parsed.Ok<>(levels.build());
    }

    private static Parsed<Json.Obj> malformed(String reason) {
        return new Parsed.Malformed<>(JsonPointer.ROOT.child("controls"), reason);
    }

    private Json.Obj endpointServices() {
        var approved = list("ApprovedEndpointServices").stream()
                .map(name -> Json.object()
                        .put("name", name)
                        .put("reason", "the stack's parameter")
                        .build())
                .toList();
        return Json.object()
                .put(
                        "ownersApproved",
                        sorted(Stream.concat(
                                EndpointServices.USUAL_OWNERS.stream(), list("ApprovedServiceOwners").stream())))
                .put("approved", new Json.Arr(approved))
                .build();
    }

    private Json.Obj network() {
        var network = Json.object();
        put(network, "securityGroups", list("ApprovedSecurityGroups"));
        put(network, "subnets", list("ApprovedSubnets"));
        put(network, "routeTables", list("ApprovedRouteTables"));
        return network.build();
    }

    private static void put(Json.Builder network, String name, Set<String> ids) {
        if (!ids.isEmpty()) {
            network.put(name, sorted(ids.stream()));
        }
    }

    private static List<String> sorted(Stream<String> texts) {
        return List.copyOf(new TreeSet<>(texts.toList()));
    }
}
