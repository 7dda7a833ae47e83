package vpceguard.lambda;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Place;

/// The stack's parameters, as the template hands them over in the environment.
///
/// @param parameters the perimeter document that they make, but for the organization, which AWS confirms
/// @param role the ARN of the role that the functions run in
public record Settings(
        Mode mode,
        OrganizationClaim organization,
        String account,
        String partition,
        String region,
        Json.Obj parameters,
        String role,
        String table,
        String topic,
        String journalGroup,
        String journalStream) {
    /// Reads the environment, and refuses what it does not understand: a guard that runs on a guess is worse than one
    /// that does not start.
    public static Settings from(Map<String, String> environment) {
        var read = new Variables(environment);
        var settings = new Settings(
                read.choice("MODE", Mode.class),
                organization(read.optional("ORGANIZATION_ID")),
                read.matching("ACCOUNT_ID", Perimeter.ACCOUNT),
                read.required("PARTITION"),
                read.required("AWS_REGION"),
                ParameterDocument.of(read),
                read.required("ROLE_ARN"),
                read.required("TABLE"),
                read.required("TOPIC_ARN"),
                read.required("JOURNAL_GROUP"),
                read.required("JOURNAL_STREAM"));
        if (settings.mode() == Mode.ENFORCE && settings.organization() instanceof OrganizationClaim.Unsaid) {
            throw new IllegalArgumentException("ORGANIZATION_ID is empty, but MODE enforce needs it in writing:"
                    + " give the organization's id, or none for an account that is in no organization");
        }
        return settings;
    }

    /// The perimeter that the parameters make, for the organizations that AWS confirmed.
    public Perimeter perimeter(Set<String> organizations) {
        var document = parameters.with("organizations", Json.Arr.ofTexts(new TreeSet<>(organizations)));
        var here = new Place(partition, Optional.of(account), Optional.empty(), Optional.empty());
        return switch (ParameterDocument.read(document).then(read -> read.at(here, LocalDate.EPOCH))) {
            case Parsed.Ok<Perimeter>(var perimeter) -> perimeter;
            case Parsed.Malformed<Perimeter> malformed -> throw new IllegalStateException("own document: " + malformed);
        };
    }

    private static OrganizationClaim organization(String text) {
        if (text.isEmpty()) {
            return new OrganizationClaim.Unsaid();
        }
        if (text.equals("none")) {
            return new OrganizationClaim.BelongsToNone();
        }
        if (Perimeter.ORGANIZATION.matcher(text).matches()) {
            return new OrganizationClaim.Belongs(text);
        }
        throw new IllegalArgumentException(
                "ORGANIZATION_ID is " + Quoted.of(text) + ", expected an id like o-a1b2c3d4e5, none, or nothing");
    }
}
