package vpceguard.rehearsal;

import static java.util.stream.Collectors.toSet;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.Request;

/// Reads a network activity event of CloudTrail. What the record leaves out or hides is unknown, never absent;
/// what is so in every request through an endpoint is known (CloudTrail user guide, "CloudTrail record
/// contents"; IAM user guide, "AWS global condition context keys").
///
/// @param accounts what is known of accounts beside the records
public record CallReader(Accounts accounts) {
    private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
    private static final Set<Json> EMPTY = Set.of(
            new Json.Null(),
            new Json.Str(""),
            new Json.Arr(List.of()),
            Json.object().build());
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /// What a record is.
    public sealed interface Reading {
        record Call(RecordedCall call) implements Reading {}

        /// A record of another kind.
        record Other() implements Reading {}

        /// Of this kind, and without what every one has.
        record Unreadable(String reason) implements Reading {}
    }

    public Reading read(Json event) {
        // The user guide's examples and its table of fields differ in one letter.
        var type = event.textAt("eventType").orElse("");
        if (!type.equals("AwsVpceEvent") && !type.equals("AwsVpceEvents")) {
            return new Reading.Other();
        }
        var endpoint = text(event, "vpcEndpointId");
        var source = text(event, "eventSource");
        var name = text(event, "eventName");
        var time = text(event, "eventTime");
        if (endpoint.isEmpty() || source.isEmpty() || name.isEmpty() || time.isEmpty()) {
            return new Reading.Unreadable(
                    "a network activity event without one of vpcEndpointId, eventSource, eventName, eventTime");
        }
        try {
            return new Reading.Call(call(event, endpoint.get(), source.get(), name.get(), Instant.parse(time.get())));
        } catch (DateTimeException _) {
            return new Reading.Unreadable("eventTime is " + Quoted.of(time.get()) + ", expected a time");
        }
    }

    private RecordedCall call(Json event, String endpoint, String source, String name, Instant at) {
        var context = new HashMap<String, List<String>>();
        put(context, "aws:SourceVpce", Optional.of(endpoint));
        put(context, "aws:VpceAccount", text(event, "vpcEndpointAccountId"));
        put(
                context,
                "aws:VpcSourceIp",
                text(event, "sourceIPAddress").filter(ip -> ADDRESS.matcher(ip).matches()));
        put(context, "aws:RequestedRegion", text(event, "awsRegion"));
        put(context, "aws:UserAgent", text(event, "userAgent"));
        put(context, "aws:SecureTransport", event.at("tlsDetails").map(_ -> "true"));
        context.put("aws:CurrentTime", List.of(at.toString()));
        context.put("aws:EpochTime", List.of(Long.toString(at.getEpochSecond())));
        context.put("aws:SourceIp", List.of());
        var caller = Caller.of(event);
        caller.describe(context);
        var resource = new Resource(event, source, name);
        var owner = resource.owner();
        put(context, "aws:ResourceAccount", owner);
        var contexts = alternatives(
                alternatives(List.of(context), "aws:PrincipalOrgID", caller.account()), "aws:ResourceOrgID", owner);
        var arn = resource.arn();
        var readings = CallNames.ways(source, name, parameters(event)).stream()
                .flatMap(actions -> contexts.stream()
                        .map(one -> actions.stream()
                                .map(action -> new Request(caller.principal(), action, arn, one, false))
                                .toList()))
                .toList();
        return new RecordedCall(
                endpoint,
                at,
                readings,
                caller.name(),
                owner,
                event.textAt("errorCode").filter("VpceAccessDenied"::equals).isPresent());
    }

    /// The names of those that the call has, and that say something; empty if none are recorded.
    private static Optional<Set<String>> parameters(Json event) {
        return event.at("requestParameters")
                .flatMap(given -> given instanceof Json.Obj(var members)
                        ? Optional.of(members.entrySet().stream()
                                .filter(parameter -> !EMPTY.contains(parameter.getValue()))
                                .map(Map.Entry::getKey)
                                .collect(toSet()))
                        : Optional.empty());
    }

    /// The contexts with each organization that an account may be in.
    private List<Map<String, List<String>>> alternatives(
            List<? extends Map<String, List<String>>> contexts, String key, Optional<String> account) {
        var organizations = account.map(accounts::organization).orElse(List.of());
        var all = new ArrayList<Map<String, List<String>>>();
        for (var context : contexts) {
            if (organizations.isEmpty()) {
                all.add(new HashMap<>(context));
            }
            for (var organization : organizations) {
                var one = new HashMap<>(context);
                one.put(key, organization);
                all.add(one);
            }
        }
        return all;
    }

    private static void put(Map<String, List<String>> context, String key, Optional<String> value) {
        value.ifPresent(text -> context.put(key, List.of(text)));
    }

    /// A text that says something.
    static Optional<String> text(Json event, String... names) {
        return event.textAt(names).filter(text -> !text.isBlank() && !text.equals(HIDDEN));
    }

    /// Twelve digits.
    static Optional<String> account(Json event, String... names) {
        return text(event, names).filter(text -> Perimeter.ACCOUNT.matcher(text).matches());
    }
}
