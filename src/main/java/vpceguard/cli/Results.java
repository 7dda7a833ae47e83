package vpceguard.cli;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.control.Assessment;
import vpceguard.control.Assessment.Result;
import vpceguard.notice.report.Report;

/// The results of several endpoints in one.
record Results(List<Assessment> all) {
    static Results of(Report report) {
        return new Results(
                report.endpoints().stream().map(Report.Line::assessment).toList());
    }

    /// Of none: not applicable.
    Result worst() {
        return all.stream()
                .map(Assessment::result)
                .min(Comparator.naturalOrder())
                .orElse(Result.NOT_APPLICABLE);
    }

    int exitCode() {
        return switch (worst()) {
            case NON_COMPLIANT -> 1;
            case INSUFFICIENT_DATA -> 3;
            case COMPLIANT, NOT_APPLICABLE -> 0;
        };
    }

    String counts() {
        return counts(all.size() == 1 ? "endpoint" : "endpoints");
    }

    /// How many there are of what they are called, and how many of each.
    String counts(String called) {
        var counts = new EnumMap<Result, Integer>(Result.class);
        all.forEach(one -> counts.merge(one.result(), 1, Integer::sum));
        return Stream.concat(
                        Stream.of(all.size() + " " + called),
                        counts.entrySet().stream().map(count -> count.getValue() + " " + count.getKey()))
                .collect(Collectors.joining(", "));
    }
}
