package vpceguard.lambda;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import vpceguard.control.Controls;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.perimeter.EndpointServices;
import vpceguard.perimeter.document.PerimeterDocument;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.policy.proof.Sha256;

/// Makes a perimeter document out of the template's parameters, for a stack that names no document.
final class ParameterDocument {
    private static final List<String> SETTINGS = List.of(
            "TRUSTED_ACCOUNTS",
            "CONTROL_LEVELS",
            "APPROVED_SERVICE_OWNERS",
            "APPROVED_ENDPOINT_SERVICES",
            "APPROVED_SECURITY_GROUPS",
            "APPROVED_SUBNETS",
            "APPROVED_ROUTE_TABLES");

    private ParameterDocument() {}

    /// The document of an account; what the parameters say and is not understood is refused.
    static Json.Obj of(Environment read) {
        var document = Json.object()
                .put(
                        "accounts",
                        sorted(Stream.concat(
                                Stream.of(read.required("ACCOUNT_ID")), read.list("TRUSTED_ACCOUNTS").stream())))
                .put("controls", levels(read.list("CONTROL_LEVELS")))
                .put("endpointServices", endpointServices(read))
                .put("network", network(read))
                .build();
        if (read(document) instanceof Parsed.Malformed<PerimeterDocument> malformed) {
            throw new IllegalArgumentException("the stack's parameters make no perimeter: " + malformed);
        }
        return document;
    }

    /// Whether parameters beside the account are set.
    static boolean saysMore(Environment read) {
        return SETTINGS.stream().anyMatch(name -> !read.list(name).isEmpty());
    }

    static Parsed<PerimeterDocument> read(Json.Obj document) {
        return PerimeterReader.read(
                document, "parameters-" + Sha256.of(document).substring(0, 12), Controls.known());
    }

    private static Json.Obj levels(Set<String> entries) {
        var levels = Json.object();
        for (var entry : new TreeSet<>(entries)) {
            var parts = entry.split("=", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("CONTROL_LEVELS holds " + Quoted.of(entry)
                        + ", expected entries like subnet-not-approved=remediate");
            }
            if (levels.build().get(parts[0]).isPresent()) {
                throw new IllegalArgumentException(
                        "CONTROL_LEVELS names " + Quoted.of(parts[0]) + " twice, expected one level");
            }
            levels.put(parts[0], parts[1]);
        }
        return levels.build();
    }

    private static Json.Obj endpointServices(Environment read) {
        var approved = read.list("APPROVED_ENDPOINT_SERVICES").stream()
                .map(name -> Json.object()
                        .put("name", name)
                        .put("reason", "the stack's parameter")
                        .build())
                .toList();
        return Json.object()
                .put(
                        "ownersApproved",
                        sorted(Stream.concat(
                                EndpointServices.USUAL_OWNERS.stream(), read.list("APPROVED_SERVICE_OWNERS").stream())))
                .put("approved", new Json.Arr(approved))
                .build();
    }

    private static Json.Obj network(Environment read) {
        var network = Json.object();
        put(network, "securityGroups", read.list("APPROVED_SECURITY_GROUPS"));
        put(network, "subnets", read.list("APPROVED_SUBNETS"));
        put(network, "routeTables", read.list("APPROVED_ROUTE_TABLES"));
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
