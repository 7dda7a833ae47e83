package vpceguard.perimeter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.ServiceName;

/// What a plain organization condition would break on a service's endpoint, as worked through in `docs/ceilings.md`.
///
/// @param verified whether the service was worked through; if not, its ceiling only notifies
/// @param anyone resources of AWS that callers reach unsigned, or signed by AWS
/// @param trusted resources of AWS that trusted callers need
/// @param withoutResourceKeys actions for which AWS documents that requests carry neither `aws:ResourceOrgID` nor
///     `aws:ResourceAccount`
/// @param example a call that writes, to picture what a policy lets through
public record ServiceKnowledge(
        String service,
        boolean verified,
        List<Grant> anyone,
        List<Grant> trusted,
        List<String> withoutResourceKeys,
        Optional<Grant> example) {
    /// The services that were worked through, each a file `ceilings/<name>.json`.
    public static final Set<String> VERIFIED = Set.of(
            "s3",
            "dynamodb",
            "logs",
            "ec2",
            "kinesis-streams",
            "sns",
            "kms",
            "servicecatalog",
            "servicecatalog-appregistry",
            "ssm",
            "ssmmessages",
            "ec2messages",
            "elasticloadbalancing");

    /// Actions on resources of AWS; both are patterns.
    public record Grant(List<String> actions, List<String> resources) {}

    /// What is known of the service, with partition and Region filled in.
    public static ServiceKnowledge of(ServiceName name, String partition, String region) {
        var service = name.shortName();
        if (!VERIFIED.contains(service)) {
            return new ServiceKnowledge(service, false, List.of(), List.of(), List.of(), Optional.empty());
        }
        var document = document("/vpceguard/ceilings/" + service + ".json")
                .replace("${partition}", partition)
                .replace("${regionWithoutDashes}", region.replace("-", ""))
                .replace("${region}", region);
        return switch (JsonReader.read(document)) {
            case Parsed.Ok<Json>(var json) ->
                new ServiceKnowledge(
                        service,
                        true,
                        grants(json, "anyone"),
                        grants(json, "trusted"),
                        texts(json, "withoutResourceKeys", "actions"),
                        json.at("example").map(ServiceKnowledge::grant));
            case Parsed.Malformed<Json> malformed -> throw new IllegalStateException(service + ".json: " + malformed);
        };
    }

    private static List<Grant> grants(Json json, String name) {
        var found = new ArrayList<Grant>();
        if (json.at(name).orElse(new Json.Null()) instanceof Json.Arr(var items)) {
            items.forEach(item -> found.add(grant(item)));
        }
        return found;
    }

    private static Grant grant(Json json) {
        return new Grant(texts(json, "actions"), texts(json, "resources"));
    }

    private static List<String> texts(Json json, String... path) {
        return json.at(path).orElse(new Json.Null()) instanceof Json.Arr(var items)
                ? items.stream().flatMap(item -> item.text().stream()).toList()
                : List.of();
    }

    private static String document(String path) {
        try (var in = ServiceKnowledge.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("not in this package: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
