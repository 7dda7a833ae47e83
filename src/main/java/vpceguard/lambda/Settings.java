package vpceguard.lambda;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vpceguard.aws.DocumentPlace;
import vpceguard.control.Controls;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.json.Sha256;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.ParameterDocument;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;

/// The stack's parameters, as the template hands them over in the environment.
///
/// @param document where the perimeter document lies; if none is given, the parameters make one
/// @param ring the ring of the document that the account is in
/// @param parameters the perimeter document that they make, but for the organization, which AWS confirms
/// @param topics who gets notices: the stack's own topic, and the security account's
/// @param kept how long records are kept
/// @param roles the ARNs of the roles that the functions run in
/// @param recordedCalls the log group with recorded calls through endpoints, if there is one
/// @param name of the stack
/// @param securityHub whether notices go there too
/// @param eventBus ARN of a bus that notices go to, too
/// @param metrics whether what is journalled becomes metrics
public record Settings(
        Mode mode,
        OrganizationClaim organization,
        String account,
        String partition,
        String region,
        Optional<DocumentPlace> document,
        Optional<String> ring,
        Json.Obj parameters,
        Optional<String> recordedCalls,
        String name,
        Set<String> roles,
        String table,
        List<String> topics,
        Duration kept,
        String journalGroup,
        String journalStream,
        String followUpQueue,
        boolean securityHub,
        Optional<String> eventBus,
        boolean metrics) {
    private static final Map<String, String> PARAMETERS = Map.of(
            "TrustedAccounts", "TRUSTED_ACCOUNTS",
            "ControlLevels", "CONTROL_LEVELS",
            "ApprovedServiceOwners", "APPROVED_SERVICE_OWNERS",
            "ApprovedEndpointServices", "APPROVED_ENDPOINT_SERVICES",
            "ApprovedSecurityGroups", "APPROVED_SECURITY_GROUPS",
            "ApprovedSubnets", "APPROVED_SUBNETS",
            "ApprovedRouteTables", "APPROVED_ROUTE_TABLES");
    private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{2,3}");

    /// Reads the environment, and refuses what it does not understand: a guard that runs on a guess is worse than one
    /// that does not start.
    public static Settings from(Map<String, String> environment) {
        var read = new Environment(environment);
        var settings = new Settings(
                read.choice("MODE", Mode.class),
                organization(read.optional("ORGANIZATION_ID")),
                read.matching("ACCOUNT_ID", Perimeter.ACCOUNT),
                read.required("PARTITION"),
                read.required("AWS_REGION"),
                read.given("PERIMETER_DOCUMENT").map(Settings::place),
                read.given("RING"),
                parameters(read),
                read.given("RECORDED_CALLS_GROUP"),
                read.required("STACK_NAME"),
                roles(read),
                read.required("TABLE"),
                Stream.concat(Stream.of(read.required("TOPIC_ARN")), read.given("SECURITY_TOPIC_ARN").stream())
                        .toList(),
                kept(read),
                read.required("JOURNAL_GROUP"),
                read.required("JOURNAL_STREAM"),
                read.required("FOLLOW_UP_QUEUE"),
                read.optional("SECURITY_HUB").equals("on"),
                read.given("EVENT_BUS_ARN"),
                read.optional("DASHBOARD").equals("on"));
        if (settings.mode() == Mode.ENFORCE && settings.organization() instanceof OrganizationClaim.Unsaid) {
            throw new IllegalArgumentException("ORGANIZATION_ID is empty, but MODE enforce needs it in writing:"
                    + " give the organization's id, or none for an account that is in no organization");
        }
        if (settings.document().isPresent()
                && PARAMETERS.values().stream()
                        .anyMatch(name -> !read.list(name).isEmpty())) {
            throw new IllegalArgumentException("PERIMETER_DOCUMENT is set, and trusted accounts, levels or approved"
                    + " settings beside it: expected these in the document alone");
        }
        return settings;
    }

    /// Where this stack is, for a document; its organization is not confirmed yet.
    public Place place() {
        return new Place(partition, Optional.of(account), Optional.empty(), ring);
    }

    /// The perimeter that the parameters make, for the organization that AWS confirmed.
    public Perimeter perimeter(Optional<String> organization) {
        var document = parameters.with(
                "organizations", Json.Arr.ofTexts(organization.stream().toList()));
        var version = "parameters-" + Sha256.of(document).substring(0, 12);
        return PerimeterReader.read(document, version, Controls.known())
                .then(read -> read.at(place(), LocalDate.EPOCH))
                .orThrow("own document");
    }

    private static Json.Obj parameters(Environment read) {
        var parameters = new ParameterDocument(name -> read.optional(PARAMETERS.getOrDefault(name, name)));
        return switch (parameters.of(read.required("ACCOUNT_ID"), Controls.known())) {
            case Parsed.Ok<Json.Obj>(var document) -> document;
            case Parsed.Malformed<Json.Obj> malformed ->
                throw new IllegalArgumentException("the stack's parameters make no perimeter: " + malformed);
        };
    }

    private static DocumentPlace place(String text) {
        return DocumentPlace.of(text)
                .orElseThrow(() -> new IllegalArgumentException("PERIMETER_DOCUMENT is " + Quoted.of(text)
                        + ", expected s3://bucket/key, ssm:/name or nothing"));
    }

    private static Duration kept(Environment read) {
        return Duration.ofDays(Long.parseLong(read.matching("RETENTION_DAYS", DAYS)));
    }

    private static Set<String> roles(Environment read) {
        var _ = read.required("ROLE_ARNS");
        return read.list("ROLE_ARNS");
    }

    private static OrganizationClaim organization(String text) {
        return OrganizationClaim.of(text)
                .orElseThrow(() -> new IllegalArgumentException("ORGANIZATION_ID is " + Quoted.of(text)
                        + ", expected an id like o-a1b2c3d4e5, none, or nothing"));
    }
}
