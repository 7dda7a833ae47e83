package vpceguard.notice;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import vpceguard.control.Assessment;
import vpceguard.control.Exempt;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.model.Severity;

/// The notice that findings are over without a repair, for Security Hub and other places that keep findings;
/// people do not get it.
public final class MendedNotice {
    private MendedNotice() {}

    /// An endpoint of which people were told more than follows today.
    ///
    /// @param met the ids of controls that find nothing any more
    /// @param exempt the controls that it is exempt from by now, by id
    public record Mended(Endpoint endpoint, Set<String> met, Map<String, Exempt> exempt) {
        /// The ids of all of these controls.
        public Set<String> controls() {
            return Stream.concat(met.stream(), exempt.keySet().stream()).collect(toSet());
        }

        /// Empty if nothing is over.
        ///
        /// @param told the ids of controls that people were told of
        public static Optional<Mended> of(Endpoint endpoint, Set<String> told, Assessment assessment) {
            var met = told.stream().filter(assessment::isMet).collect(toSet());
            var exempt = new HashMap<>(assessment.exempt());
            exempt.keySet().retainAll(told);
            exempt.keySet().removeAll(met);
            return met.isEmpty() && exempt.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Mended(endpoint, met, exempt));
        }
    }

    /// Notices of what is met, and of what is exempt by now.
    public static List<Notice> of(Sender sender, List<Mended> mended, Instant at) {
        return Stream.concat(
                        ended(AccountNotice.MENDED, "over", MendedNotice::met, sender, mended, at),
                        ended(AccountNotice.EXEMPT, "exempt", MendedNotice::exempt, sender, mended, at))
                .toList();
    }

    private static Stream<Notice> ended(
            String result,
            String how,
            Function<Mended, List<Json>> findings,
            Sender sender,
            List<Mended> mended,
            Instant at) {
        var lines = mended.stream()
                .filter(some -> !findings.apply(some).isEmpty())
                .map(some -> AccountNotice.line(some.endpoint(), findings.apply(some))
                        .build())
                .toList();
        return SweepNotice.whole(
                lines,
                some -> AccountNotice.of(
                        result,
                        Severity.LOW,
                        sender,
                        at,
                        List.of("NOT CHANGED. Nothing to do: findings of " + some.size() + " endpoints are " + how
                                + "."),
                        "findings are " + how,
                        some));
    }

    private static List<Json> met(Mended mended) {
        return mended.met().stream()
                .sorted()
                .<Json>map(control -> AccountNotice.ended(control, "found no more")
                        .put("repaired", true)
                        .build())
                .toList();
    }

    private static List<Json> exempt(Mended mended) {
        return mended.exempt().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .<Json>map(entry -> AccountNotice.ended(
                                entry.getKey(), "exempt " + entry.getValue().sentence())
                        .put("exempt", entry.getValue().json())
                        .build())
                .toList();
    }
}
