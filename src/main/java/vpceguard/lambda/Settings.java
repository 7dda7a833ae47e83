package vpceguard.lambda;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import vpceguard.control.Control;
import vpceguard.control.Controls;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.Perimeter.ApprovedNetwork;
import vpceguard.perimeter.Perimeter.ApprovedServices;
import vpceguard.policy.proof.Digest;

/// The stack's parameters, as the template hands them over in the environment.
///
/// @param accounts trusted accounts beside the own one
/// @param levels levels of controls that differ from the defaults
/// @param role the ARN of the role that the functions run in
public record Settings(
        Mode mode,
        OrganizationClaim organization,
        String account,
        String partition,
        String region,
        Set<String> accounts,
        Map<String, Level> levels,
        ApprovedServices services,
        ApprovedNetwork network,
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
                accounts(read.list("TRUSTED_ACCOUNTS")),
                levels(read.list("CONTROL_LEVELS")),
                new ApprovedServices(read.list("APPROVED_SERVICE_OWNERS"), read.list("APPROVED_ENDPOINT_SERVICES")),
                new ApprovedNetwork(
                        configured(read.list("APPROVED_SECURITY_GROUPS")),
                        configured(read.list("APPROVED_SUBNETS")),
                        configured(read.list("APPROVED_ROUTE_TABLES"))),
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

    /// The perimeter that these parameters make, for the organizations that AWS confirmed.
    public Perimeter perimeter(Set<String> organizations) {
        var trusted = new TreeSet<>(accounts);
        trusted.add(account);
        var content = Json.object()
                .put("partition", partition)
                .put("organizations", new TreeSet<>(organizations))
                .put("accounts", trusted)
                .put("levels", new TreeMap<>(levels).toString())
                .put("owners", new TreeSet<>(services.owners()))
                .put("services", new TreeSet<>(services.names()))
                .put("securityGroups", new TreeSet<>(network.securityGroups().orElse(Set.of())))
                .put("subnets", new TreeSet<>(network.subnets().orElse(Set.of())))
                .put("routeTables", new TreeSet<>(network.routeTables().orElse(Set.of())))
                .build();
        return new Perimeter(
                partition,
                organizations,
                trusted,
                levels,
                services,
                network,
                "parameters-" + Digest.of(content).substring(0, 12));
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

    private static Set<String> accounts(Set<String> ids) {
        for (var id : ids) {
            if (!Perimeter.ACCOUNT.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "TRUSTED_ACCOUNTS holds " + Quoted.of(id) + ", expected account ids of 12 digits");
            }
        }
        return ids;
    }

    private static Map<String, Level> levels(Set<String> entries) {
        var levels = new HashMap<String, Level>();
        for (var entry : entries) {
            var parts = entry.split("=", 2);
            Supplier<IllegalArgumentException> refused = () -> new IllegalArgumentException("CONTROL_LEVELS holds "
                    + Quoted.of(entry) + ", expected entries like subnet-not-approved=remediate");
            if (parts.length != 2 || known().noneMatch(control -> control.id().equals(parts[0]))) {
                throw refused.get();
            }
            var level = Variables.constant(parts[1], Level.class).orElseThrow(refused);
            if (levels.put(parts[0], level) != null) {
                throw new IllegalArgumentException("CONTROL_LEVELS names " + parts[0] + " twice, expected one level");
            }
        }
        return levels;
    }

    private static java.util.stream.Stream<Control> known() {
        return Controls.ALL.stream();
    }

    private static Optional<Set<String>> configured(Set<String> ids) {
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids);
    }
}
