package vpceguard.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.control.Assessment;
import vpceguard.notice.report.Report;

/// The results of several endpoints, as one.
record Results(List<Assessment> all) {
    /// The worst first.
    private static final List<String> WORDS =
            List.of("NON_COMPLIANT", "INSUFFICIENT_DATA", "COMPLIANT", "NOT_APPLICABLE");

    static Results of(Report report) {
        return new Results(
                report.endpoints().stream().map(Report.Line::assessment).toList());
    }

    /// Of none: not applicable.
    String worst() {
        return WORDS.stream().filter(word -> count(word) > 0).findFirst().orElse(WORDS.getLast());
    }

    int exitCode() {
        return switch (worst()) {
            case "NON_COMPLIANT" -> 1;
            case "INSUFFICIENT_DATA" -> 3;
            default -> 0;
        };
    }

    /// How many there are, and how many of each.
    String counts() {
        return Stream.concat(
                        Stream.of(all.size() + (all.size() == 1 ? " endpoint" : " endpoints")),
                        WORDS.stream().filter(word -> count(word) > 0).map(word -> count(word) + " " + word))
                .collect(Collectors.joining(", "));
    }

    private long count(String word) {
        return all.stream().filter(one -> one.result().equals(word)).count();
    }
}
