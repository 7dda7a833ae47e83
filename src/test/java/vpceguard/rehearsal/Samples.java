package vpceguard.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.perimeter.Ceilings;

/// Network activity events to try things on: the published shapes, and richer ones made from them.
public final class Samples {
    public static final String OWN = Ceilings.OWN;
    public static final String STRANGER = "777788889999";
    static final Path PUBLISHED = Path.of("src/test/resources/network-activity");
    static final Accounts ACCOUNTS = new Accounts(Set.of(Ceilings.ORGANIZATION), Set.of(OWN), false);
    static final Accounts ALL_ACCOUNTS = new Accounts(Set.of(Ceilings.ORGANIZATION), Set.of(OWN, "222233334444"), true);

    private Samples() {}

    public static Json published(String name) {
        try {
            return json(Files.readString(PUBLISHED.resolve(name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Json json(String text) {
        return switch (JsonReader.read(text)) {
            case Parsed.Ok<Json>(var json) -> json;
            case Parsed.Malformed<Json> malformed -> throw new AssertionError(malformed.toString());
        };
    }

    /// A call of a role of the own account, with all that a record could hold.
    ///
    /// @param owner the account that owns the resource; empty leaves `resources` out
    public static Json call(String name, String arn, String owner, Instant at) {
        var resources = owner.isEmpty()
                ? ""
                : ", \"resources\": [{\"ARN\": \"%s\", \"accountId\": \"%s\"}]".formatted(arn, owner);
        return json("""
                {"eventVersion": "1.11", "eventType": "AwsVpceEvent", "eventCategory": "NetworkActivity",
                 "userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::%1$s:assumed-role/app/i-0",
                   "accountId": "%1$s", "sessionContext": {"sessionIssuer": {"arn": "arn:aws:iam::%1$s:role/app"}}},
                 "eventTime": "%2$s", "eventSource": "s3.amazonaws.com", "eventName": "%3$s", "awsRegion": "us-east-1",
                 "sourceIPAddress": "10.0.1.7", "vpcEndpointId": "vpce-0123456789abcdef0",
                 "vpcEndpointAccountId": "%1$s", "recipientAccountId": "%1$s"%4$s}
                """.formatted(OWN, at, name, resources));
    }

    static RecordedCall read(Json record, Accounts accounts) {
        return switch (new CallReader(accounts).read(record)) {
            case CallReader.Reading.Call(var call) -> call;
            case CallReader.Reading reading -> throw new AssertionError(reading.toString());
        };
    }

    static Optional<String> one(RecordedCall call, String key) {
        var values = call.request().context().get(key);
        return values == null ? Optional.empty() : Optional.of(String.join(",", values));
    }
}
