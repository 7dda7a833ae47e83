package vpceguard.perimeter;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import vpceguard.model.Endpoint;
import vpceguard.model.ServiceDetail;

/// Who and what the organization trusts, and what follows: a perimeter document as it is in force for one account, in
/// its ring, on one day (`docs/perimeter.md`).
///
/// @param partition `aws`, `aws-cn`, `aws-us-gov`, …
/// @param mode what the document says; the more careful of this and the stack's counts
/// @param ceilings the revision of the built-in ceilings that the document was written for, if it names one
/// @param organizations ids of trusted organizations; empty for an account that is in none
/// @param accounts trusted accounts beside these; where a stack runs, its own one is always among them
/// @param partners accounts that are trusted in one direction
/// @param services by the service's short name
/// @param exemptions of this account, in force on this day
/// @param revision names this perimeter in records and notices
public record Perimeter(
        String partition,
        Optional<Mode> mode,
        Optional<String> ceilings,
        Set<String> organizations,
        Set<String> accounts,
        List<Partner> partners,
        Map<String, ServiceRule> services,
        EndpointServices endpointServices,
        Network network,
        List<CentralVpc> centralVpcs,
        Required required,
        Levels levels,
        Existing existing,
        Budgets budgets,
        List<Exemption> exemptions,
        NoticeRules notices,
        RehearsalRules rehearsal,
        String revision) {
    /// The form of an organization's id (Organizations API reference, `OrganizationId`).
    public static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");

    /// The form of an account's id.
    public static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    public Perimeter {
        organizations = Set.copyOf(organizations);
        accounts = Set.copyOf(accounts);
        partners = List.copyOf(partners);
        services = Map.copyOf(services);
        centralVpcs = List.copyOf(centralVpcs);
        exemptions = List.copyOf(exemptions);
        if (organizations.isEmpty() && accounts.isEmpty()) {
            throw new IllegalArgumentException("a perimeter that trusts nobody would lock everyone out");
        }
    }

    /// Whether what a call left, and is not critical, is told by the next look at all that stands.
    public boolean isToldLater() {
        return notices.waits() && existing.isTold();
    }

    public Level level(String controlId, Level byDefault) {
        return levels.of(controlId, byDefault);
    }

    /// What exempts an endpoint from a control; of several the one that holds longest.
    public Optional<Exemption> exemption(String controlId, Endpoint endpoint) {
        return exemption(controlId, match -> match.fits(endpoint));
    }

    /// The same for what a VPC has of a service, or has not.
    ///
    /// @param service its short name
    public Optional<Exemption> exemption(String controlId, String vpc, String service) {
        return exemption(controlId, match -> match.fits(vpc, service));
    }

    private Optional<Exemption> exemption(String controlId, Predicate<Exemption.Match> fits) {
        return exemptions.stream()
                .filter(exemption -> exemption.controls().contains(controlId))
                .filter(exemption -> fits.test(exemption.match()))
                .max(Comparator.comparing(Exemption::until));
    }

    /// Whether endpoint services of an owner may be connected to. Those of AWS always may: what goes through them is
    /// for their policies to say, and a list of others' does not mean to quarantine every endpoint of S3.
    ///
    /// @param owner `amazon`, `aws-marketplace` or an account
    public boolean isApprovedOwner(String owner) {
        var owners = endpointServices.owners();
        return owner.equals(ServiceDetail.AMAZON)
                || owners.contains(owner)
                || (owners.contains(EndpointServices.ORGANIZATION) && accounts.contains(owner));
    }

    /// What the perimeter says of a service.
    ///
    /// @param service its short name
    public ServiceRule rule(String service) {
        return services.getOrDefault(service, ServiceRule.NONE);
    }

    /// The same for built-in ceilings of any revision.
    public Perimeter withAnyCeilings() {
        return with(this, Optional.empty(), levels);
    }

    /// The same with another level for that control.
    public Perimeter with(String controlId, Level level) {
        return with(this, ceilings, levels.with(controlId, level));
    }

    /// The same with what another's ceilings are made of.
    public Perimeter trustingLike(Perimeter other) {
        return with(other, other.ceilings, levels);
    }

    private Perimeter with(Perimeter trust, Optional<String> ceilings, Levels levels) {
        return new Perimeter(
                partition,
                mode,
                ceilings,
                trust.organizations,
                trust.accounts,
                trust.partners,
                trust.services,
                endpointServices,
                network,
                centralVpcs,
                required,
                levels,
                existing,
                budgets,
                exemptions,
                notices,
                rehearsal,
                revision);
    }

    /// The clauses whose control is at `remediate`: only these are ever written.
    public Set<Clause> writtenClauses() {
        return levels.writtenClauses();
    }
}
