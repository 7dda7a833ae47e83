package vpceguard.notice;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import vpceguard.control.Assessment;
import vpceguard.control.Exempt;
import vpceguard.control.Finding;
import vpceguard.event.Origin;
import vpceguard.event.OriginJson;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointJson;
import vpceguard.model.Severity;
import vpceguard.notice.ComplianceFinding.State;
import vpceguard.remediation.Due;

/// What a sweep found, in one notice for all endpoints.
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
    public static List<Notice> of(
            String account, String region, Sender sender, List<Line> lines, List<Finding> vpcs, Instant at) {
        return Stream.concat(
                        whole(lines, some -> ofEndpoints(account, region, sender, some, lines, at)),
                        whole(vpcs, some -> ofVpcs(account, region, some, at)))
                .toList();
    }

    /// Of so many that none is cut out of it: each is taken for told.
    private static <T> Stream<Notice> whole(List<T> all, Function<List<T>, Notice> notice) {
        return all.stream().gather(Gatherers.windowFixed(MOST)).flatMap(some -> halved(some, notice));
    }

    private static <T> Stream<Notice> halved(List<T> some, Function<List<T>, Notice> notice) {
        var one = notice.apply(some);
        int half = some.size() / 2;
        return half == 0 || !one.isShortened()
                ? Stream.of(one)
                : Stream.concat(halved(some.subList(0, half), notice), halved(some.subList(half, some.size()), notice));
    }

    private static Notice ofEndpoints(
            String account, String region, Sender sender, List<Line> lines, List<Line> all, Instant at) {
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
            text.add(sender.explain(region) + " shows what would be written, once the date is over.");
        }
        text.add("");
        lines.stream().flatMap(SweepNotice::line).forEach(text::add);
        text.add("");
        if (lines.stream().anyMatch(line -> line.call().isEmpty())) {
            text.add("Where no call is named, none is known: it stood before, the perimeter changed, or no event of a"
                    + " call came.");
        }
        if (lines.stream().anyMatch(line -> line.call().isPresent())) {
            text.add(sender.explain(region) + " shows all that is recorded of one.");
        }
        text.add("The perimeter document says whether and when what a sweep finds is repaired (existing).");
        text.add("./vpce-guard sweep --perimeter=FILE --region=" + region
                + " --report=report.html shows the policy for each.");
        text.add("");
        text.add("Account " + account + ", " + region + ", swept at " + at + ".");
        var found = lines.stream().map(SweepNotice::json).toList();
        return notice("SWEPT", worst, account, region, at, text, headline(all), found);
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

    private static Notice ofVpcs(String account, String region, List<Finding> findings, Instant at) {
        var text = new ArrayList<>(List.of(
                "NOT CHANGED. " + Urgency.of(Severity.LOW, at) + ": VPCs lack endpoints that are required.", ""));
        findings.forEach(finding -> text.add(finding.severity() + ", " + finding.message()));
        text.add("");
        text.add("Account " + account + ", " + region + ", swept at " + at + ".");
        var found = findings.stream().map(Finding::json).toList();
        return notice("SWEPT", Severity.LOW, account, region, at, text, "VPCs lack endpoints", found);
    }

    /// An endpoint of which people were told more than follows today.
    ///
    /// @param met the ids of controls that find nothing any more
    /// @param exempt the controls that it is exempt from by now, by id
    public record Mended(Endpoint endpoint, Set<String> met, Map<String, Exempt> exempt) {
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

    /// What is over without a repair, for places that keep findings; people are not told of it.
    public static List<Notice> ofMended(String account, String region, List<Mended> mended, Instant at) {
        return Stream.concat(
                        ended("MENDED", "over", SweepNotice::met, account, region, mended, at),
                        ended("EXEMPT", "exempt", SweepNotice::exempt, account, region, mended, at))
                .toList();
    }

    private static Stream<Notice> ended(
            String result,
            String how,
            Function<Mended, List<Json>> findings,
            String account,
            String region,
            List<Mended> mended,
            Instant at) {
        var lines = mended.stream()
                .filter(some -> !findings.apply(some).isEmpty())
                .map(some -> Json.object()
                        .put("endpoint", EndpointJson.write(some.endpoint().withPolicy(Optional.empty())))
                        .put(
                                "assessment",
                                Json.object()
                                        .put("findings", new Json.Arr(findings.apply(some)))
                                        .build())
                        .build())
                .toList();
        return whole(
                lines,
                some -> notice(
                        result,
                        Severity.LOW,
                        account,
                        region,
                        at,
                        List.of("NOT CHANGED. Nothing to do: findings of " + some.size() + " endpoints are " + how
                                + "."),
                        "findings are " + how,
                        some));
    }

    private static List<Json> met(Mended mended) {
        return mended.met().stream()
                .sorted()
                .<Json>map(control ->
                        ended(control, "found no more").put("repaired", true).build())
                .toList();
    }

    private static List<Json> exempt(Mended mended) {
        return mended.exempt().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .<Json>map(entry -> ended(
                                entry.getKey(), "exempt " + entry.getValue().sentence())
                        .put("exempt", entry.getValue().json())
                        .build())
                .toList();
    }

    private static Json.Builder ended(String control, String message) {
        return Json.object()
                .put("control", control)
                .put("severity", Severity.LOW.toString())
                .put("message", message);
    }

    /// Changes are seen whose events do not come.
    public static Notice unheard(String account, String region, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: events of endpoint changes do not arrive here, so only the daily sweep looks.",
                "",
                "Why       endpoints were made or changed, and no event came within the time that it takes",
                "To do     look for a CloudTrail trail that records management events of this Region, with logging",
                "          on, and for the rules of this stack: both must be enabled",
                "Account   " + account + ", " + region + ", at " + at);
        return notice("NOT_CHANGED", Severity.HIGH, account, region, at, text, "events do not arrive", List.of());
    }

    /// Another deployment changes the same endpoints.
    ///
    /// @param caller its role's session, not escaped
    public static Notice otherStack(String account, String region, String caller, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: a second vpce-guard changes endpoints of this account and Region.",
                "",
                "Who       " + Ascii.of(caller),
                "Why       with two perimeters an endpoint lets through only what both admit, and two notices come of",
                "          each change",
                "To do     delete one of the two stacks, or give both the same perimeter document; if there is no",
                "          second stack, somebody calls EC2 under this guard's name: look at CloudTrail",
                "Account   " + account + ", " + region + ", at " + at);
        return notice("NOT_CHANGED", Severity.HIGH, account, region, at, text, "a second vpce-guard", List.of());
    }

    /// The sweep could not even begin.
    public static Notice unconfirmed(String account, String region, String reason, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: nothing is repaired in this account until the perimeter is confirmed.",
                "",
                "Why       " + Ascii.of(reason),
                "Account   " + account + ", " + region + ", at " + at);
        return notice("NOT_CHANGED", Severity.HIGH, account, region, at, text, "perimeter not confirmed", List.of());
    }

    static Notice notice(
            String result,
            Severity severity,
            String account,
            String region,
            Instant at,
            List<String> lines,
            String headline,
            List<Json.Obj> endpoints) {
        var text = String.join("\n", lines) + "\n";
        var details = Json.object()
                .put("closedAt", at.toString())
                .put("endpoints", new Json.Arr(List.copyOf(endpoints)))
                .build();
        var title = "NOT CHANGED, %s: %s in %s %s".formatted(severity, headline, account, region);
        var controls = endpoints.stream()
                .flatMap(SweepNotice::findings)
                .filter(finding ->
                        result.equals("EXEMPT") || finding.at("exempt").isEmpty())
                .sorted(Comparator.comparing(SweepNotice::severity).reversed())
                .flatMap(finding -> finding.textAt("control").stream())
                .distinct()
                .toList();
        var ids = endpoints.stream()
                .flatMap(found -> found.textAt("endpoint", "id").stream())
                .toList();
        var resources = ids.stream()
                .map(id -> ComplianceFinding.resource(Links.arn(new EndpointId(id), region, account), region))
                .toList();
        var finding = new ComplianceFinding(
                "vpce-guard/" + account + "/" + region + "/"
                        + ids.stream()
                                .findFirst()
                                .map(id -> result.toLowerCase(Locale.ROOT) + "/" + id)
                                .orElse(headline.replaceAll("[^a-z]+", "-")),
                title,
                lines.getFirst(),
                switch (result) {
                    case "MENDED" -> State.REPAIRED;
                    case "EXEMPT" -> State.SUPPRESSED;
                    default -> controls.isEmpty() ? State.NOT_KNOWN : State.FOUND;
                },
                severity,
                account,
                region,
                at,
                controls,
                resources);
        return Notice.of(result, text, finding, details, Map.of());
    }

    /// The findings of a line, or of what a VPC lacks.
    private static Stream<Json> findings(Json.Obj found) {
        return found.at("assessment", "findings").orElse(new Json.Arr(List.of(found))) instanceof Json.Arr(var items)
                ? items.stream()
                : Stream.empty();
    }

    private static Severity severity(Json finding) {
        return finding.textAt("severity")
                .map(word -> Severity.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Severity.LOW);
    }

    private static Stream<String> line(Line line) {
        var worst = line.assessment().findings().stream()
                .limit(1)
                .map(finding -> "          "
                        + line.call()
                                .map(call -> "after " + Ascii.of(call.eventName()) + " at " + call.time() + " by "
                                        + Difference.cut(Ascii.of(call.actor().name())) + ": ")
                                .orElse("")
                        + Difference.cut(Ascii.of(finding.message())));
        return Stream.concat(Stream.of(endpoint(line)), worst);
    }

    private static String endpoint(Line line) {
        var what = line.assessment().findings().stream()
                .map(Finding::controlId)
                .distinct()
                .toList();
        return "%-9s %s%s (%s): %s%s"
                .formatted(
                        line.assessment().severity(),
                        line.endpoint().id(),
                        EndpointJson.name(line.endpoint())
                                .map(name -> " " + Quoted.of(name))
                                .orElse(""),
                        Ascii.of(line.endpoint().service().shortName()),
                        what.isEmpty()
                                ? "not known, "
                                        + Ascii.of(line.assessment().open().getFirst())
                                : String.join(", ", what),
                        line.due()
                                        .map(due -> ", " + Difference.cut(Ascii.of(due.sentence())))
                                        .orElse("")
                                + line.held().map(held -> "; " + Ascii.of(held)).orElse(""));
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
