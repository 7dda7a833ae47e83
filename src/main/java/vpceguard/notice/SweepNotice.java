package vpceguard.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import vpceguard.control.Assessment;
import vpceguard.control.Finding;
import vpceguard.event.Origin;
import vpceguard.event.OriginJson;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointJson;
import vpceguard.model.Severity;
import vpceguard.remediation.Due;

/// What a sweep found, in one notice about all endpoints.
public final class SweepNotice {
    /// With two lines for each a notice has under 60.
    private static final int MOST = 24;

    private SweepNotice() {}

    /// One endpoint that is not compliant, or could not be judged.
    ///
    /// @param due when it will be repaired, or would be if the stack did not observe; empty if it is not
    /// @param held that a person undid something on it, for people
    /// @param call after which the worst of it was found; empty if none is known
    public record Line(
            Endpoint endpoint, Assessment assessment, Optional<Due> due, Optional<String> held, Optional<Origin> call) {
        private Optional<Instant> repaired() {
            return due.flatMap(Due::expected);
        }
    }

    /// What people do not know yet, in notices that each have a length to be read.
    ///
    /// @param vpcs what VPCs lack
    public static List<Notice> of(Sender sender, List<Line> lines, List<Finding> vpcs, Instant at) {
        return Stream.concat(
                        whole(lines, some -> ofEndpoints(sender, some, lines, at)),
                        whole(vpcs, some -> ofVpcs(sender, some, at)))
                .toList();
    }

    /// Of so many that none is cut out of it: each is taken for told.
    static <T> Stream<Notice> whole(List<T> all, Function<List<T>, Notice> notice) {
        return all.stream().gather(Gatherers.windowFixed(MOST)).flatMap(some -> halved(some, notice));
    }

    private static <T> Stream<Notice> halved(List<T> some, Function<List<T>, Notice> notice) {
        var one = notice.apply(some);
        int half = some.size() / 2;
        return half == 0 || !one.isShortened()
                ? Stream.of(one)
                : Stream.concat(halved(some.subList(0, half), notice), halved(some.subList(half, some.size()), notice));
    }

    private static Notice ofEndpoints(Sender sender, List<Line> lines, List<Line> all, Instant at) {
        var worst = lines.stream()
                .map(line -> line.assessment().severity())
                .max(Severity::compareTo)
                .orElse(Severity.LOW);
        var text = new ArrayList<String>();
        text.add("NOT CHANGED. " + urgency(lines, at) + ": " + sentence(all));
        if (lines.size() < all.size()) {
            text.add("These are " + lines.size() + " of them; the others are in notices beside this one.");
        }
        long dated = lines.stream().filter(line -> line.repaired().isPresent()).count();
        if (dated > 0 && dated < lines.size()) {
            text.add("Of these " + dated + (dated == 1 ? " is" : " are")
                    + " repaired after the date beside it; the others need a person.");
        }
        if (lines.stream().flatMap(line -> line.due().stream()).anyMatch(due -> !due.isMade())) {
            text.add("Nothing is repaired while the mode is observe; once it is enforce, a date is told anew.");
            text.add(sender.explain() + " shows what would be written, once the date is over.");
        }
        text.add("");
        lines.stream().flatMap(SweepNotice::line).forEach(text::add);
        text.add("");
        if (lines.stream().anyMatch(line -> line.call().isEmpty())) {
            text.add("No call is named where the endpoint was open before vpce-guard came, the perimeter changed, or no"
                    + " event of a call arrived.");
        }
        if (lines.stream().anyMatch(line -> line.call().isPresent())) {
            text.add(sender.explain() + " shows all that is recorded of one.");
        }
        text.add("The perimeter document says whether and when what a sweep finds is repaired (existing).");
        text.add("./vpce-guard sweep --perimeter=FILE --region=" + sender.region()
                + " --report=report.html shows the policy for each.");
        text.add("");
        text.add("Account " + sender.place() + ", swept at " + at + ".");
        var found = lines.stream().map(SweepNotice::json).toList();
        return AccountNotice.of("SWEPT", worst, sender, at, text, headline(all), found);
    }

    /// Of what AWS does not tell enough nobody says that it is not compliant.
    private static String sentence(List<Line> all) {
        long unjudged = unjudged(all);
        long found = all.size() - unjudged;
        var judged = endpoints(found) + (found == 1 ? " is" : " are") + " not compliant";
        if (found > 0 && unjudged > 0) {
            return judged + ", " + unjudged + " could not be judged; all are left as they are.";
        }
        return (found > 0 ? judged : endpoints(unjudged) + " could not be judged")
                + (all.size() == 1 ? ", and is left as it is." : ", and are left as they are.");
    }

    private static String headline(List<Line> all) {
        long unjudged = unjudged(all);
        return unjudged == all.size()
                ? endpoints(unjudged) + " not judged"
                : endpoints(all.size() - unjudged) + " not compliant";
    }

    private static long unjudged(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.assessment().findings().isEmpty())
                .count();
    }

    private static String endpoints(long count) {
        return count + (count == 1 ? " endpoint" : " endpoints");
    }

    /// By when the first of them needs a person, or is repaired.
    private static String urgency(List<Line> lines, Instant at) {
        var repaired = lines.stream().flatMap(line -> line.repaired().stream()).min(Comparator.naturalOrder());
        var left = lines.stream()
                .filter(line -> line.repaired().isEmpty())
                .map(line -> line.assessment().severity())
                .max(Comparator.naturalOrder());
        return repaired.filter(date -> left.filter(severity ->
                                Urgency.day(severity, at).isBefore(LocalDate.ofInstant(date, ZoneOffset.UTC)))
                        .isEmpty())
                .map(date -> "Act by " + date + ", or endpoints are repaired")
                .orElseGet(() -> Urgency.of(left.orElse(Severity.LOW), at));
    }

    private static Notice ofVpcs(Sender sender, List<Finding> findings, Instant at) {
        var text = new ArrayList<>(List.of(
                "NOT CHANGED. " + Urgency.of(Severity.LOW, at) + ": VPCs lack endpoints that are required.", ""));
        findings.forEach(finding -> text.add(finding.severity() + ", " + finding.message()));
        text.add("");
        text.add("Account " + sender.place() + ", swept at " + at + ".");
        var found = findings.stream().map(Finding::json).toList();
        return AccountNotice.of("SWEPT", Severity.LOW, sender, at, text, "VPCs lack endpoints", found);
    }

    private static Stream<String> line(Line line) {
        var worst = line.assessment().findings().stream()
                .limit(1)
                .map(finding -> "          "
                        + line.call()
                                .map(call -> "after " + Ascii.of(call.eventName()) + " at " + call.time() + " by "
                                        + Ascii.cut(call.actor().name()) + ": ")
                                .orElse("")
                        + Ascii.cut(finding.message()));
        return Stream.concat(Stream.of(endpoint(line)), worst);
    }

    private static String endpoint(Line line) {
        var what = line.assessment().findings().stream()
                .map(Finding::controlId)
                .distinct()
                .toList();
        return about(line.assessment().severity(), line.endpoint())
                + (what.isEmpty()
                        ? "not known, " + Ascii.of(line.assessment().open().getFirst())
                        : String.join(", ", what))
                + line.due().map(due -> ", " + Ascii.cut(due.sentence())).orElse("")
                + line.held().map(held -> "; " + Ascii.of(held)).orElse("");
    }

    /// How a line begins: how bad it is, the endpoint, and where it leads.
    static String about(Severity severity, Endpoint endpoint) {
        return "%-9s %s%s (%s): "
                .formatted(
                        severity,
                        endpoint.id(),
                        EndpointJson.name(endpoint)
                                .map(name -> " " + Quoted.of(name))
                                .orElse(""),
                        Ascii.of(endpoint.service().shortName()));
    }

    private static Json.Obj json(Line line) {
        var json = Json.object()
                .put("endpoint", EndpointJson.write(line.endpoint().withPolicy(Optional.empty())))
                .put("assessment", line.assessment().json())
                .put("held", line.held());
        line.due().ifPresent(due -> due.write(json));
        line.call().ifPresent(call -> json.put("call", OriginJson.write(call)));
        return json.build();
    }
}
