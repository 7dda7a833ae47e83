package vpceguard.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import vpceguard.json.Quoted;

/// A rehearsal in words.
public record RehearsalText(Rehearsal rehearsal) {
    private static final long DAY = 24;

    /// One line for a notice.
    public String sentence() {
        var of = calls(rehearsal.calls()) + " in " + time();
        return switch (rehearsal.verdict()) {
            case NO_EVIDENCE -> "no evidence: " + lack(of) + unread() + cut();
            case NONE_DENIED -> "would have denied none of " + of + untold() + records() + cut();
            case WOULD_DENY ->
                "would have denied " + count(rehearsal.denied()) + " of " + of + ", " + from() + untold() + unread()
                        + cut();
        };
    }

    /// Why there is no evidence.
    private String lack(String of) {
        if (rehearsal.calls() == 0) {
            return "no calls through this endpoint are recorded in " + time();
        }
        if (rehearsal.calls() == rehearsal.already()) {
            return "of " + of + ", all are denied already";
        }
        return rehearsal.isMostlyTold()
                ? "none of " + of + " would have been denied" + untold()
                : "of " + of + ", " + already() + count(rehearsal.untold())
                        + " cannot be told, since their records leave out what decides";
    }

    private String already() {
        long denied = rehearsal.already();
        return denied == 0 ? "" : count(denied) + (denied == 1 ? " is" : " are") + " denied already and ";
    }

    /// All of it, a line each.
    ///
    /// @param most so many groups at most
    public List<String> lines(int most) {
        var lines = new ArrayList<>(List.of(sentence()));
        lines.add("calls seen " + count(rehearsal.calls()) + ": stay allowed " + count(rehearsal.stay())
                + ", would be denied " + count(rehearsal.denied()) + ", denied already " + count(rehearsal.already())
                + ", cannot be told " + count(rehearsal.untold()));
        if (rehearsal.since() > 0) {
            lines.add(calls(rehearsal.since())
                    + (rehearsal.since() == 1 ? " of those denied already is" : " of those denied already are")
                    + " recorded without a denial: the policy that stands is not the one that stood then");
        }
        rehearsal.denials().stream().limit(most).map(Denials::sentence).forEach(lines::add);
        long rest = rehearsal.others()
                + rehearsal.denials().stream()
                        .skip(most)
                        .mapToLong(Denials::calls)
                        .sum();
        if (rest > 0) {
            lines.add("and " + calls(rest) + (rest == 1 ? " of another kind" : " of other kinds"));
        }
        rehearsal
                .why()
                .forEach((reason, calls) -> lines.add(calls(calls) + " cannot be told for " + Quoted.of(reason)));
        var coverage = rehearsal.coverage();
        lines.add("records in " + coverage.hoursWithRecords() + " of " + coverage.hours() + " hours"
                + coverage.first().map(first -> ", the first at " + first).orElse("")
                + coverage.last().map(last -> ", the last at " + last).orElse(""));
        return lines;
    }

    private String from() {
        var callers = rehearsal.denials().stream()
                .map(Denials::caller)
                .distinct()
                .limit(4)
                .toList();
        if (callers.size() == 1 && rehearsal.others() == 0) {
            return "all from " + Quoted.of(callers.getFirst());
        }
        return "from " + callers.stream().limit(3).map(Quoted::of).collect(Collectors.joining(", "))
                + (callers.size() > 3 || rehearsal.others() > 0 ? " and others" : "");
    }

    private String untold() {
        if (rehearsal.untold() == 0) {
            return "";
        }
        return "; " + count(rehearsal.untold()) + " cannot be told"
                + (rehearsal.isMostlyTold()
                        ? ""
                        : ", more than half of what is not denied already, so of the others there is no evidence");
    }

    private String unread() {
        long events = rehearsal.unreadable();
        return events == 0
                ? ""
                : "; " + count(events) + (events == 1 ? " network activity event" : " network activity events")
                        + " could not be read";
    }

    private String records() {
        return "; there are records for " + rehearsal.coverage().percent() + " % of the hours";
    }

    private String cut() {
        return rehearsal
                .cutOff()
                .map(reason -> "; not all records were read: " + reason)
                .orElse("");
    }

    private String time() {
        long hours = rehearsal.coverage().hours();
        long days = (hours + DAY / 2) / DAY;
        return hours < 2 * DAY ? hours == 1 ? "1 hour" : hours + " hours" : days + " days";
    }

    private static String calls(long number) {
        return count(number) + (number == 1 ? " call" : " calls");
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
