package vpceguard.policy.proof;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vpceguard.policy.AddressRange;
import vpceguard.policy.Callers;
import vpceguard.policy.Comparison;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Conditions;
import vpceguard.policy.Glob;
import vpceguard.policy.Operator;
import vpceguard.policy.Operator.Test;
import vpceguard.policy.Principals.Principal;
import vpceguard.policy.Request;
import vpceguard.policy.Variables;

/// Finitely many values that stand for all possible ones: for each value there is a representative that
/// passes and fails the same tests, those of the principals or conditions given.
final class Representatives {
    private Representatives() {}

    /// Callers: nobody known, a stranger, an AWS service; each principal named; of each account its root user, another
    /// user and another role's session; of each role another session.
    static List<String> callers(Collection<Principal> principals) {
        Set<String> named = new TreeSet<>();
        Set<String> accounts = new TreeSet<>();
        for (var principal : principals) {
            named.add(principal.id());
            Callers.account(principal).or(() -> Callers.account(principal.id())).ifPresent(accounts::add);
        }
        long stranger = 999_999_999_999L;
        while (accounts.contains(Long.toString(stranger))) {
            stranger--;
        }
        Set<String> callers = new LinkedHashSet<>();
        callers.add(Request.ANONYMOUS);
        callers.add("arn:aws:iam::" + stranger + ":user/anybody");
        callers.add(unlike(named, "any-service.amazonaws.com"));
        var role = "any-role";
        while (String.join(" ", named).contains(role)) {
            role += "x";
        }
        for (var account : accounts) {
            callers.add("arn:aws:iam::" + account + ":root");
            callers.add(unlike(named, "arn:aws:iam::" + account + ":user/anybody"));
            callers.add("arn:aws:sts::" + account + ":assumed-role/" + role + "/session");
        }
        for (var principal : principals) {
            Callers.sessions(principal).ifPresent(sessions -> callers.add(unlike(named, sessions + "any-session")));
            if (Callers.account(principal).isEmpty() && !principal.isAnyone()) {
                callers.add(principal.id());
            }
        }
        return List.copyOf(callers);
    }

    /// Single values of a key; empty if there are too many cases.
    ///
    /// @param ipv6 whether an address may be an IPv6 one though only IPv4 ranges are named
    /// @param apart whether all patterns are told apart, and not only conditions
    /// @param most states of a walk
    static Optional<List<String>> values(
            String name, Collection<Condition> conditions, boolean ipv6, boolean apart, int most) {
        if (ConditionKeys.isAlways(name, Operator.Type.BOOLEAN)) {
            return Optional.of(List.of("true", "false"));
        }
        Set<String> values = new LinkedHashSet<>();
        var lists = new ArrayList<List<Glob>>();
        Set<BigDecimal> numbers = new TreeSet<>();
        Set<BigDecimal> dates = new TreeSet<>();
        Set<String> binaries = new TreeSet<>();
        Set<AddressRange> ranges = new LinkedHashSet<>();
        var isTyped = true;
        for (var condition : conditions) {
            var test = condition.operator().test();
            isTyped &= ConditionKeys.isAlways(name, test.type());
            // As a document without variables has them, and with `${*}` and its like filled in.
            var plain = new ArrayList<Glob>();
            var filled = new ArrayList<Glob>();
            for (var pattern : condition.patterns()) {
                if (Glob.clashes(pattern)) {
                    continue;
                }
                switch (test.type()) {
                    case STRING, ARN -> {
                        var wildcards = Comparison.hasWildcards(test);
                        var glob = Comparison.glob(
                                test, wildcards ? Glob.of(pattern).tokens() : pattern);
                        glob.ifPresent(plain::add);
                        (pattern.contains("${")
                                        ? Variables.tokens(pattern, wildcards)
                                                .flatMap(tokens -> Comparison.glob(test, tokens))
                                        : glob)
                                .ifPresent(filled::add);
                    }
                    case BOOLEAN -> values.addAll(List.of("true", "false"));
                    case BINARY -> binaries.add(pattern);
                    case ADDRESS -> AddressRange.of(pattern).ifPresent(ranges::add);
                    case NUMBER -> Comparison.number(pattern).ifPresent(numbers::add);
                    case DATE -> Comparison.seconds(pattern).ifPresent(dates::add);
                    case PRESENCE -> {}
                }
            }
            if (!plain.isEmpty()) {
                lists.add(plain);
                if (!filled.equals(plain)) {
                    lists.add(filled);
                }
            }
        }
        for (var number : around(numbers)) {
            values.add(number.toPlainString());
        }
        for (var date : around(dates)) {
            values.add(instant(date));
        }
        values.addAll(addresses(ranges, ipv6));
        if (!binaries.isEmpty()) {
            values.addAll(binaries);
            values.add(unlike(binaries, "YW55", "YW55"));
        }
        // What is no number, say, may be any text.
        if (!lists.isEmpty() || values.isEmpty() || !isTyped) {
            var told =
                    apart ? lists.stream().flatMap(List::stream).map(List::of).toList() : lists;
            var texts = Texts.representatives(told, Shape.ANY, most);
            if (texts.isEmpty()) {
                return Optional.empty();
            }
            values.addAll(texts.get());
            if (texts.get().stream().noneMatch(text -> areAlike(text, "", told))) {
                values.add("");
            }
        }
        if (conditions.stream().anyMatch(Conditions::mayTakeForNone)) {
            values.add("");
        }
        return Optional.of(List.copyOf(values));
    }

    /// Values that conditions name literally, so that each is told apart from all others; empty if one of them does not
    /// compare texts.
    static Optional<Set<String>> named(Collection<Condition> conditions) {
        Set<String> named = new TreeSet<>();
        for (var condition : conditions) {
            var test = condition.operator().test();
            if (!test.type().isText() && test.type() != Operator.Type.PRESENCE) {
                return Optional.empty();
            }
            if (test == Test.STRING_EQUALS) {
                named.addAll(condition.patterns());
            }
        }
        return Optional.of(named);
    }

    private static boolean areAlike(String one, String other, List<List<Glob>> lists) {
        return lists.stream()
                .allMatch(globs -> globs.stream().anyMatch(glob -> glob.matches(one))
                        == globs.stream().anyMatch(glob -> glob.matches(other)));
    }

    /// Each number named, one between each two, one below and one above all.
    private static List<BigDecimal> around(Set<BigDecimal> named) {
        var numbers = new ArrayList<BigDecimal>();
        for (var number : named) {
            numbers.add(
                    numbers.isEmpty()
                            ? number.subtract(BigDecimal.ONE)
                            : number.add(numbers.getLast()).divide(BigDecimal.TWO));
            numbers.add(number);
        }
        if (!numbers.isEmpty()) {
            numbers.add(numbers.getLast().add(BigDecimal.ONE));
        }
        return numbers;
    }

    /// In ISO 8601, which has fractions of a second, as seconds since 1970 have not.
    private static String instant(BigDecimal seconds) {
        var whole = seconds.setScale(0, RoundingMode.FLOOR);
        var nanos = seconds.subtract(whole).movePointRight(9).longValue();
        return Instant.ofEpochSecond(whole.longValueExact(), nanos).toString();
    }

    /// The first address of all, of each range, and behind each range.
    private static List<String> addresses(Set<AddressRange> ranges, boolean ipv6) {
        Set<Integer> bits = new TreeSet<>();
        for (var range : ranges) {
            bits.add(range.bits());
        }
        if (ipv6 && !ranges.isEmpty()) {
            bits.addAll(List.of(32, 128));
        }
        Set<String> addresses = new LinkedHashSet<>();
        for (var size : bits) {
            AddressRange.address(size, BigInteger.ZERO).ifPresent(addresses::add);
        }
        for (var range : ranges) {
            AddressRange.address(range.bits(), range.first()).ifPresent(addresses::add);
            AddressRange.address(range.bits(), range.last().add(BigInteger.ONE)).ifPresent(addresses::add);
        }
        return List.copyOf(addresses);
    }

    private static String unlike(Set<String> taken, String text) {
        return unlike(taken, text, "x");
    }

    private static String unlike(Set<String> taken, String text, String more) {
        var unlike = text;
        while (taken.contains(unlike)) {
            unlike += more;
        }
        return unlike;
    }
}
