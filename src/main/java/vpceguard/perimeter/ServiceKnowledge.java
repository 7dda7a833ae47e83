package vpceguard.perimeter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.model.ServiceName;
import vpceguard.policy.Answers;

/// What this program knows of a service: above all the calls that a plain organization condition would break
/// on its endpoint (`docs/ceilings.md`).
///
/// @param verified whether the service was worked through for the Region; if not, its ceiling only notifies
/// @param prefixes what begins the names of its actions in IAM; empty for a service that nobody knows
/// @param anyone resources of AWS that callers reach unsigned, or signed by AWS
/// @param unsigned actions whose callers have no credentials of AWS, on resources of whoever is trusted
/// @param trusted resources of AWS that trusted callers need
/// @param withoutResourceKeys actions for which AWS documents that requests carry neither `aws:ResourceOrgID` nor
///     `aws:ResourceAccount`
/// @param example a call that writes, to picture what a policy lets through
public record ServiceKnowledge(
        String service,
        boolean verified,
        List<String> prefixes,
        List<Grant> anyone,
        List<String> unsigned,
        List<Grant> trusted,
        List<String> withoutResourceKeys,
        Optional<Grant> example) {
    /// Names what is known of all of them; a new month where a ceiling changes.
    public static final String REVISION = "2026-11";

    /// The services with a ceiling of their own, each a file `ceilings/<name>.json`. A file without the date `verified`
    /// holds what is known of a service that was not worked through.
    public static final Set<String> CEILINGS = Set.of(
            "cloudformation",
            "dynamodb",
            "ec2",
            "ec2messages",
            "ecr.api",
            "ecr.dkr",
            "elasticloadbalancing",
            "events",
            "execute-api",
            "iam",
            "imagebuilder",
            "iot",
            "kinesis-streams",
            "kms",
            "lambda",
            "logs",
            "monitoring",
            "s3",
            "secretsmanager",
            "servicecatalog",
            "servicecatalog-appregistry",
            "sns",
            "sqs",
            "ssm",
            "ssmmessages",
            "sts");

    private static final Answers<List<String>, ServiceKnowledge> READ = new Answers<>(64);

    /// Actions on resources of AWS; both are patterns.
    public record Grant(List<String> actions, List<String> resources) {}

    /// What is known of the service, with partition and Region filled in.
    public static ServiceKnowledge of(ServiceName name, String partition, String region) {
        var service = name.shortName();
        return READ.to(List.of(service, partition, region), _ -> read(service, partition, region));
    }

    private static ServiceKnowledge read(String service, String partition, String region) {
        if (!CEILINGS.contains(service)) {
            return unverified(service);
        }
        var json = JsonReader.read(document("/vpceguard/ceilings/" + service + ".json"))
                .orThrow(service + ".json");
        var place = place(json, partition, region);
        var anyone = grants(json, "anyone", place);
        var trusted = grants(json, "trusted", place);
        return new ServiceKnowledge(
                service,
                json.at("verified").isPresent() && noneIsEmpty(anyone) && noneIsEmpty(trusted),
                texts(json, "iamPrefixes"),
                named(anyone),
                texts(json, "unsigned", "actions"),
                named(trusted),
                texts(json, "withoutResourceKeys", "actions"),
                json.at("example").map(example -> grant(example, place)));
    }

    /// Of a service that was not worked through at least the calls without credentials are known.
    private static ServiceKnowledge unverified(String service) {
        var known = KnownService.of(service);
        return new ServiceKnowledge(
                service,
                false,
                known.map(KnownService::prefix).stream().toList(),
                List.of(),
                known.map(KnownService::unsignedActions).orElse(List.of()),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /// What stands for `${…}` in a resource there.
    private static Map<String, String> place(Json json, String partition, String region) {
        var place = new HashMap<String, String>();
        place.put("partition", partition);
        place.put("region", region);
        place.put("regionWithoutDashes", region.replace("-", ""));
        if (json.at("regional").orElse(new Json.Null()) instanceof Json.Obj(var regional)) {
            regional.forEach((key, byRegion) -> byRegion.at(region)
                    .or(() -> byRegion.at("*"))
                    .flatMap(Json::text)
                    .ifPresent(value -> place.put(key, value)));
        }
        return place;
    }

    private static List<Grant> grants(Json json, String name, Map<String, String> place) {
        return json.itemsAt(name).map(item -> grant(item, place)).toList();
    }

    private static List<Grant> named(List<Grant> grants) {
        return grants.stream().filter(grant -> !grant.resources().isEmpty()).toList();
    }

    /// Whether each exception has a resource there: a Region of which AWS's guides were silent was not worked through.
    private static boolean noneIsEmpty(List<Grant> grants) {
        return named(grants).size() == grants.size();
    }

    /// Resources that hold something that has no value there are left out.
    private static Grant grant(Json json, Map<String, String> place) {
        return new Grant(
                texts(json, "actions"),
                texts(json, "resources").stream()
                        .map(resource -> filled(resource, place))
                        .filter(resource -> !resource.contains("${"))
                        .toList());
    }

    private static String filled(String resource, Map<String, String> place) {
        var filled = resource;
        for (var value : place.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    private static List<String> texts(Json json, String... path) {
        return json.at(path).map(Json::texts).orElse(List.of());
    }

    /// The text of a file of this package.
    static String document(String path) {
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
