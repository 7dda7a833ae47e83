package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Glob;
import vpceguard.policy.Operator.Test;
import vpceguard.policy.Operator.Values;
import vpceguard.policy.Patterns.Reading;
import vpceguard.policy.Policy;

/// One way to read what AWS's documentation leaves open. Containment must hold in each of them.
///
/// @param front how far a wildcard in the front of an ARN reaches
/// @param ipv6 whether callers may have IPv6 addresses where only IPv4 ranges are named
/// @param several how many values must pass an operator without set prefix, on a key that has several
/// @param negated the same for the negation of an operator
record Readings(Reading front, boolean ipv6, Values several, Values negated) {
    static final Readings USUAL = new Readings(Reading.SEGMENT, false, Values.ANY, Values.ANY);

    /// All that could give these policies different meanings, the usual one first.
    static List<Readings> of(List<Policy> policies) {
        var starsAtEnds = false;
        var otherFronts = false;
        var hasAddresses = false;
        var inSets = new HashSet<String>();
        var bare = new HashSet<String>();
        for (var policy : policies) {
            for (var statement : policy.statements()) {
                for (var pattern : statement.resources().patterns()) {
                    if (Glob.hasFrontWildcard(pattern)) {
                        var whole = Glob.of(pattern);
                        var open = whole.segmentedButStarsAtEnds();
                        starsAtEnds |= !open.equals(whole.segmented());
                        otherFronts |= !open.equals(whole);
                    }
                }
                for (var condition : statement.conditions()) {
                    hasAddresses |= condition.operator().test() == Test.IP_ADDRESS;
                    if (condition.operator().isForOneValue()) {
                        bare.add(condition.name());
                    }
                    if (mayAskSets(condition)) {
                        inSets.add(condition.name());
                    }
                }
            }
        }
        var readings = new ArrayList<Readings>();
        var fronts = new ArrayList<>(List.of(Reading.SEGMENT));
        if (starsAtEnds && otherFronts) {
            fronts.add(Reading.STAR_AT_END);
        }
        if (starsAtEnds || otherFronts) {
            fronts.add(Reading.WHOLE);
        }
        var counts = Collections.disjoint(bare, inSets) ? List.of(Values.ANY) : List.of(Values.ANY, Values.ALL);
        for (var front : fronts) {
            for (var ipv6 : hasAddresses ? List.of(false, true) : List.of(false)) {
                for (var several : counts) {
                    for (var negated : counts) {
                        readings.add(new Readings(front, ipv6, several, negated));
                    }
                }
            }
        }
        return readings;
    }

    /// Whether the key has to be taken as one of several values.
    static boolean mayAskSets(Condition condition) {
        return ConditionKeys.isMultivalued(condition.name())
                || (condition.operator().values() != Values.ONE && !ConditionKeys.isSingleValued(condition.name()));
    }

    /// In which way others differ from the usual one.
    String difference() {
        var differences = new ArrayList<String>();
        if (front != USUAL.front) {
            differences.add("a wildcard in the front of an ARN crosses a colon");
        }
        if (ipv6 != USUAL.ipv6) {
            differences.add("callers have IPv6 addresses, and only IPv4 ranges are named");
        }
        if (several != USUAL.several || negated != USUAL.negated) {
            differences.add("an operator without a set prefix asks all of several values");
        }
        return String.join(", and ", differences);
    }
}
