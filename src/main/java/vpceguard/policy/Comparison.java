package vpceguard.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import vpceguard.model.Arn;
import vpceguard.policy.Operator.Test;

/// Some patterns of a condition, ready to be compared with a key's values.
@FunctionalInterface
public interface Comparison {
    Pattern NUMBER = Pattern.compile("[+-]?\\d{1,40}(?:\\.\\d{1,40})?");
    Pattern TRUTH = Pattern.compile("true|false", Pattern.CASE_INSENSITIVE);
    Pattern EPOCH = Pattern.compile("-?\\d{5,12}");

    /// Whether the value passes with one of the patterns; unknown if value or pattern is not of the operator's type.
    Truth holds(String value);

    /// Patterns made ready. A value is read once for all of them, since there may be thousands.
    ///
    /// @param key whose values they are, in lower case
    /// @param patterns with tokens in place of their wildcards, if the operator has any
    static Comparison of(Test test, String key, List<String> patterns) {
        return switch (test.type()) {
            case STRING -> any(patterns, pattern -> text(test, pattern));
            case ARN -> arns(test, key, patterns);
            case BOOLEAN -> any(patterns, Comparison::truth);
            case BINARY -> ready(Comparison::bytes, Comparison::bytes, patterns, String::equals);
            case ADDRESS ->
                ready(AddressRange::of, AddressRange::of, patterns, (address, range) -> range.contains(address));
            case NUMBER ->
                ready(
                        Comparison::number,
                        Comparison::numberOfPattern,
                        patterns,
                        (one, other) -> ordered(test, one.compareTo(other)));
            case DATE ->
                ready(
                        Comparison::seconds,
                        Comparison::secondsOfPattern,
                        patterns,
                        (one, other) -> ordered(test, one.compareTo(other)));
            case PRESENCE -> throw new IllegalArgumentException("Null compares no values");
        };
    }

    private static Comparison any(List<String> patterns, Function<String, Comparison> one) {
        var all = patterns.stream().map(one).toList();
        return value -> Conditions.any(all, comparison -> comparison.holds(value));
    }

    private static Comparison text(Test test, String pattern) {
        return glob(test, pattern)
                .<Comparison>map(glob -> value -> glob.matches(value) && glob.ignoreCase() && !Glob.isAscii(value)
                        ? Truth.UNKNOWN
                        : Truth.of(glob.matches(value)))
                .orElse(_ -> Truth.UNKNOWN);
    }

    /// Unknown as well for a value that is no ARN, of a key that may have such: AWS does not say what becomes of it.
    private static Comparison arns(Test test, String key, List<String> patterns) {
        var globs = patterns.stream()
                .flatMap(pattern -> glob(test, pattern).stream())
                .toList();
        var otherwise = globs.size() == patterns.size() ? Truth.FALSE : Truth.UNKNOWN;
        var always = ConditionKeys.isAlways(key, Operator.Type.ARN);
        return value -> {
            if (globs.stream().anyMatch(glob -> glob.matches(value))) {
                return Truth.TRUE;
            }
            return always || Arn.of(value).isPresent() ? otherwise : Truth.UNKNOWN;
        };
    }

    private static Comparison truth(String pattern) {
        return value -> TRUTH.matcher(value).matches() && TRUTH.matcher(pattern).matches()
                ? Truth.of(value.equalsIgnoreCase(pattern))
                : Truth.UNKNOWN;
    }

    /// The values that pass, or may, as a pattern over texts; empty if the operator does not compare texts, or if the
    /// pattern is no ARN: "each of the six colon-delimited components of the ARN is checked separately". AWS does
    /// not say what becomes of fewer, or of others, nor which letters beyond ASCII differ in case alone.
    static Optional<Glob> glob(Test test, String pattern) {
        return switch (test) {
            case STRING_EQUALS -> Optional.of(Glob.literal(pattern));
            case STRING_EQUALS_IGNORE_CASE ->
                Optional.of(pattern).filter(Glob::isAscii).map(Glob::ignoringCase);
            case STRING_LIKE -> Optional.of(new Glob(pattern, false));
            case ARN_EQUALS, ARN_LIKE -> Arn.of(pattern).map(_ -> new Glob(pattern, false).segmented());
            case BINARY_EQUALS,
                    BOOL,
                    IP_ADDRESS,
                    NULL,
                    NUMERIC_EQUALS,
                    NUMERIC_LESS_THAN,
                    NUMERIC_LESS_THAN_EQUALS,
                    NUMERIC_GREATER_THAN,
                    NUMERIC_GREATER_THAN_EQUALS,
                    DATE_EQUALS,
                    DATE_LESS_THAN,
                    DATE_LESS_THAN_EQUALS,
                    DATE_GREATER_THAN,
                    DATE_GREATER_THAN_EQUALS -> Optional.empty();
        };
    }

    /// Whether the operator's patterns have wildcards.
    static boolean hasWildcards(Test test) {
        return test == Test.STRING_LIKE || test == Test.ARN_EQUALS || test == Test.ARN_LIKE;
    }

    static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /// Seconds since 1970: a date in ISO 8601 or that number itself.
    static Optional<BigDecimal> seconds(String text) {
        try {
            if (EPOCH.matcher(text).matches()) {
                return Optional.of(new BigDecimal(text));
            }
            var instant = text.toUpperCase(Locale.ROOT).contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            return Optional.of(
                    BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// A number that a floating point number of eight bytes holds for certain: AWS does not say how exactly it
    /// compares.
    static Optional<BigDecimal> numberOfPattern(String pattern) {
        return number(pattern).filter(number -> number.stripTrailingZeros().precision() <= 15);
    }

    /// Whole seconds: AWS does not say whether fractions count.
    static Optional<BigDecimal> secondsOfPattern(String pattern) {
        return seconds(pattern).filter(seconds -> seconds.stripTrailingZeros().scale() <= 0);
    }

    private static Optional<String> bytes(String text) {
        try {
            return Optional.of(
                    Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean ordered(Test test, int sign) {
        return switch (test) {
            case NUMERIC_EQUALS, DATE_EQUALS -> sign == 0;
            case NUMERIC_LESS_THAN, DATE_LESS_THAN -> sign < 0;
            case NUMERIC_LESS_THAN_EQUALS, DATE_LESS_THAN_EQUALS -> sign <= 0;
            case NUMERIC_GREATER_THAN, DATE_GREATER_THAN -> sign > 0;
            case NUMERIC_GREATER_THAN_EQUALS, DATE_GREATER_THAN_EQUALS -> sign >= 0;
            case STRING_EQUALS,
                    STRING_EQUALS_IGNORE_CASE,
                    STRING_LIKE,
                    ARN_EQUALS,
                    ARN_LIKE,
                    BINARY_EQUALS,
                    BOOL,
                    IP_ADDRESS,
                    NULL -> throw new IllegalArgumentException(test + " has no order");
        };
    }

    /// Unknown if the value cannot be read, or a pattern with which it might pass.
    private static <T> Comparison ready(
            Function<String, Optional<T>> read,
            Function<String, Optional<T>> readPattern,
            List<String> patterns,
            BiPredicate<T, T> passes) {
        var wanted = patterns.stream()
                .flatMap(pattern -> readPattern.apply(pattern).stream())
                .toList();
        var otherwise = wanted.size() == patterns.size() ? Truth.FALSE : Truth.UNKNOWN;
        return value -> read.apply(value)
                .map(one -> wanted.stream().anyMatch(other -> passes.test(one, other)) ? Truth.TRUE : otherwise)
                .orElse(Truth.UNKNOWN);
    }
}
