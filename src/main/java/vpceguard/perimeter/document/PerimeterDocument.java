package vpceguard.perimeter.document;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Quoted;
import vpceguard.perimeter.CeilingCheck;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.EndpointServices;
import vpceguard.perimeter.EndpointServices.Approved;
import vpceguard.perimeter.Perimeter;

/// A perimeter document as it is written: for all accounts, rings and days.
///
/// @param partition where it is for; empty for wherever it is read
/// @param common what it says for all of them, before place and day are looked at
public record PerimeterDocument(
        Optional<String> partition, Perimeter common, Map<String, Ring> rings, Optional<Rollout> rollout) {
    /// How long a document that narrows a ceiling only reports, if it says nothing of its rollout.
    private static final Duration WAIT = Duration.ofDays(1);

    public PerimeterDocument {
        rings = Map.copyOf(rings);
    }

    /// What is in force of it at a place on a day, or why it is not for that place.
    public Parsed<Perimeter> at(Place place, LocalDate day) {
        return fault(place)
                .<Parsed<Perimeter>>map(fault -> fault.as())
                .orElseGet(() -> new Parsed.Ok<>(in(place, day)));
    }

    /// The same, refused too if a ceiling cannot be built upon in whatever ring: asked of a document that is new.
    public Parsed<Perimeter> checkedAt(Place place, LocalDate day, String region) {
        return at(place, day)
                .then(perimeter -> CeilingCheck.fault(perimeter, writtenClauses(), place.account(), region)
                        .<Parsed<Perimeter>>map(fault -> fault)
                        .orElseGet(() -> new Parsed.Ok<>(perimeter)));
    }

    /// The clauses that are written, in each ring and outside of all.
    private Set<Set<Clause>> writtenClauses() {
        return Stream.concat(Stream.of(Ring.NONE), rings.values().stream())
                .map(ring -> common.levels().under(ring.controls()).writtenClauses())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Until when a ceiling that this document narrows is not written there; empty if it is.
    ///
    /// A day that had come when the document was seen first does not speak of it, but of one before.
    ///
    /// @param seen when the stack read the document first
    public Optional<String> waitsUntil(Place place, Instant seen, Instant now) {
        if (place.ring().isPresent() && rollout.flatMap(Rollout::ring).equals(place.ring())) {
            return Optional.empty();
        }
        return Optional.of(rollout.map(plan ->
                                plan.applyAfter().atStartOfDay(ZoneOffset.UTC).toInstant())
                        .filter(seen::isBefore)
                        .orElse(seen.plus(WAIT)))
                .filter(now::isBefore)
                .map(Instant::toString);
    }

    private Optional<Malformed<Perimeter>> fault(Place place) {
        if (partition.filter(other -> !other.equals(place.partition())).isPresent()) {
            return refused("partition", "the document is for another partition than " + Quoted.of(place.partition()));
        }
        var own = place.organization();
        if (own.isPresent()
                && !common.organizations().isEmpty()
                && !common.organizations().contains(own.get())) {
            return refused("organizations", "the document is for another organization than " + Quoted.of(own.get()));
        }
        if (place.ring().filter(ring -> !rings.containsKey(ring)).isPresent()) {
            return refused(
                    "rings",
                    "there is no ring " + Quoted.of(place.ring().get()) + ", expected one of "
                            + new TreeSet<>(rings.keySet()));
        }
        return Optional.empty();
    }

    private static Optional<Malformed<Perimeter>> refused(String member, String reason) {
        return Optional.of(new Malformed<>(JsonPointer.ROOT.child(member), reason));
    }

    private Perimeter in(Place place, LocalDate day) {
        var ring = place.ring().map(rings::get).orElse(Ring.NONE);
        var accounts = new HashSet<>(common.accounts());
        place.account().ifPresent(accounts::add);
        return new Perimeter(
                place.partition(),
                common.mode(),
                common.ceilings(),
                common.organizations(),
                accounts,
                common.partners().stream()
                        .filter(partner -> Dates.inForce(partner.until(), day))
                        .toList(),
                common.services(),
                new EndpointServices(common.endpointServices().owners(), approved(place, day)),
                common.network(),
                common.centralVpcs(),
                common.required(),
                common.levels().under(ring.controls()),
                common.existing().under(ring.existing()),
                common.budgets(),
                common.exemptions().stream()
                        .filter(exemption -> Dates.inForce(Optional.of(exemption.until()), day))
                        .filter(exemption -> isOf(place, exemption.match().account()))
                        .toList(),
                common.notices(),
                common.rehearsal(),
                common.revision());
    }

    private List<Approved> approved(Place place, LocalDate day) {
        return common.endpointServices().approved().stream()
                .filter(service -> Dates.inForce(service.until(), day))
                .filter(service -> service.accounts().isEmpty()
                        || place.account().filter(service.accounts()::contains).isPresent())
                .toList();
    }

    /// Whether what names an account, or none, concerns the place.
    private static boolean isOf(Place place, Optional<String> account) {
        return account.isEmpty() || account.equals(place.account());
    }
}
