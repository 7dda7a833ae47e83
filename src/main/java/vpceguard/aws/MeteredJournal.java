package vpceguard.aws;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vpceguard.event.Origin;
import vpceguard.flow.Journal;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// A journal that also counts its entries, as lines in CloudWatch's embedded metric format: they cost no
/// call and become metrics of the namespace `vpce-guard` (CloudWatch, "Specification: Embedded metric
/// format").
public final class MeteredJournal implements Journal {
    static final String NAMESPACE = "vpce-guard";

    private static final String FAILED = "RepairsFailed";

    private final Journal journal;
    private final String stack;
    private final PrintStream out;
    private final Clock clock;

    public MeteredJournal(Journal journal, String stack, PrintStream out, Clock clock) {
        this.journal = journal;
        this.stack = stack;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void append(List<Json.Obj> entries) {
        journal.append(entries);
        entries.forEach(this::count);
    }

    @Override
    public void mention(Json.Obj entry) {
        journal.mention(entry);
        count(entry);
    }

    private void count(Json.Obj entry) {
        switch (entry.textAt("step").orElse("")) {
            case "told" ->
                entry.get("detail")
                        .filter(detail -> detail.at("call").isPresent())
                        .ifPresent(this::told);
            case "swept" -> print(List.of(), Json.object().put("Sweeps", 1));
            case "follow-up failed" -> print(List.of(), Json.object().put("FollowUpsFailed", 1));
            default -> {}
        }
    }

    /// Of what a person asked for only what failed counts: it is no repair, and its findings were counted before.
    private void told(Json detail) {
        var result = detail.textAt("result").orElse("");
        boolean isAsked = detail.at("instruction").isPresent();
        metric(result)
                .filter(name -> !isAsked || name.equals(FAILED))
                .ifPresent(name -> print(List.of(), Json.object().put(name, 1)));
        if (isAsked) {
            return;
        }
        if (result.equals("CHANGED")) {
            seconds(detail).ifPresent(seconds -> print(List.of(), Json.object().put("RepairSeconds", seconds)));
        }
        detail.itemsAt("findings")
                .flatMap(finding -> finding.textAt("control").stream())
                .distinct()
                .forEach(control -> print(
                        List.of("Control"),
                        Json.object().put("Control", control).put("Findings", 1)));
    }

    /// Empty where somebody was faster, which leaves nobody anything to do.
    private static Optional<String> metric(String result) {
        return switch (result) {
            case "CHANGED" -> Optional.of("Repairs");
            case "WOULD_CHANGE" -> Optional.of("WouldRepair");
            case "NOT_CONFIRMED", "REFUSED" -> Optional.of(FAILED);
            case "SUPERSEDED" -> Optional.empty();
            default -> Optional.of("LeftToPeople");
        };
    }

    /// From the call to the repair, events that came late included; empty where no call led to it.
    private static Optional<Long> seconds(Json detail) {
        return detail.textAt("call", "eventName")
                .filter(Origin::isCall)
                .flatMap(_ -> detail.textAt("call", "time"))
                .flatMap(call -> detail.textAt("closedAt")
                        .map(closed -> Math.max(
                                0,
                                Duration.between(Instant.parse(call), Instant.parse(closed))
                                        .toSeconds())));
    }

    /// One line.
    ///
    /// @param more dimensions beside the stack, members of the values
    /// @param values the metrics and these dimensions
    private void print(List<String> more, Json.Builder values) {
        var line = values.put("Stack", stack).build();
        var dimensions = new ArrayList<>(List.of("Stack"));
        dimensions.addAll(more);
        var metrics = line.members().keySet().stream()
                .filter(name -> !dimensions.contains(name))
                .map(name -> Json.object()
                        .put("Name", name)
                        .put("Unit", name.endsWith("Seconds") ? "Seconds" : "Count")
                        .build())
                .toList();
        var directive = Json.object()
                .put("Namespace", NAMESPACE)
                .put("Dimensions", new Json.Arr(List.of(Json.Arr.ofTexts(dimensions))))
                .put("Metrics", new Json.Arr(metrics))
                .build();
        out.println(JsonWriter.compact(line.with(
                "_aws",
                Json.object()
                        .put("Timestamp", clock.millis())
                        .put("CloudWatchMetrics", new Json.Arr(List.of(directive)))
                        .build())));
    }
}
