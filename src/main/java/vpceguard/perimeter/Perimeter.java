package vpceguard.perimeter;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who and what the organization trusts.
///
/// @param partition `aws`, `aws-cn`, `aws-us-gov`, …
/// @param organizations ids of trusted organizations; empty for an account that is in none
/// @param accounts trusted accounts beside these; where a stack runs, its own one is always among them
/// @param levels levels of controls by id, where they differ from the control's default
/// @param revision names this perimeter in records and notices
public record Perimeter(
        String partition,
        Set<String> organizations,
        Set<String> accounts,
        Map<String, Level> levels,
        ApprovedServices services,
        ApprovedNetwork network,
        String revision) {
    /// The form of an organization's id (Organizations API reference, `OrganizationId`).
    public static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");

    /// The form of an account's id.
    public static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    public Perimeter {
        organizations = Set.copyOf(organizations);
        accounts = Set.copyOf(accounts);
        levels = Map.copyOf(levels);
        if (organizations.isEmpty() && accounts.isEmpty()) {
            throw new IllegalArgumentException("a perimeter that trusts nobody would lock everyone out");
        }
    }

    public Level level(String controlId, Level byDefault) {
        return levels.getOrDefault(controlId, byDefault);
    }

    /// The same with another level for that control.
    public Perimeter with(String controlId, Level level) {
        var changed = new HashMap<>(levels);
        changed.put(controlId, level);
        return new Perimeter(partition, organizations, accounts, changed, services, network, revision);
    }

    /// The clauses whose control is at `remediate`: only these are ever written.
    public Set<Clause> writtenClauses() {
        var written = EnumSet.noneOf(Clause.class);
        if (level(Clause.IDENTITIES.controlId(), Level.REMEDIATE) == Level.REMEDIATE) {
            written.add(Clause.IDENTITIES);
        }
        if (level(Clause.RESOURCES.controlId(), Level.NOTIFY) == Level.REMEDIATE) {
            written.add(Clause.RESOURCES);
        }
        return written;
    }

    /// Endpoint services that may be connected to, beside AWS's own and those of trusted accounts.
    ///
    /// @param owners account ids, or `aws-marketplace`
    /// @param names service names
    public record ApprovedServices(Set<String> owners, Set<String> names) {
        public ApprovedServices {
            owners = Set.copyOf(owners);
            names = Set.copyOf(names);
        }
    }

    /// Network settings that an endpoint may have; an empty optional means that nothing was configured.
    public record ApprovedNetwork(
            Optional<Set<String>> securityGroups, Optional<Set<String>> subnets, Optional<Set<String>> routeTables) {}
}
