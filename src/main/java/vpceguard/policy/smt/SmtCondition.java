package vpceguard.policy.smt;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import vpceguard.json.Quoted;
import vpceguard.model.Arn;
import vpceguard.policy.AddressRange;
import vpceguard.policy.Comparison;
import vpceguard.policy.Condition;
import vpceguard.policy.Operator;
import vpceguard.policy.Policy;
import vpceguard.policy.smt.Smt.Unwritable;

/// That a condition line holds.
record SmtCondition(Policy policy, Condition condition, SmtKeys.Key key) {

    String term() {
        var operator = condition.operator();
        if (condition.patterns().isEmpty()) {
            throw new Unwritable("a condition on " + key.name() + " without values");
        }
        if (condition.respelled()) {
            throw new Unwritable("a number without quotes under " + operator.name());
        }
        var present = SmtText.any(key.presences());
        if (operator.test().type() == Operator.Type.PRESENCE) {
            return SmtText.any(condition.patterns().stream()
                    .map(pattern -> switch (pattern.toLowerCase(Locale.ROOT)) {
                        case "true" -> "(not " + present + ")";
                        case "false" -> present;
                        default -> throw malformed(pattern);
                    })
                    .toList());
        }
        return switch (operator.values()) {
            case ALL -> SmtText.all(each("(=> %s %s)"));
            case ANY -> {
                if (operator.ifExists()) {
                    throw new Unwritable(operator.name() + ", of which AWS does not say what an absent key is");
                }
                yield SmtText.any(each("(and %s %s)"));
            }
            case ONE -> SmtText.all(each(operator.negated() || operator.ifExists() ? "(=> %s %s)" : "(and %s %s)"));
        };
    }

    /// For each of the key's values, with the constant of its presence.
    private List<String> each(String form) {
        return IntStream.range(0, key.values())
                .mapToObj(i -> form.formatted(key.present(i), passes(key.value(i))))
                .toList();
    }

    private String passes(String value) {
        var patterns = condition.patterns().stream();
        var found = key.type() == Operator.Type.STRING
                ? SmtText.in(value, patterns.map(this::language).toList())
                : SmtText.any(patterns.map(pattern -> compares(value, pattern)).toList());
        return condition.operator().negated() ? "(not " + found + ")" : found;
    }

    /// The texts that pass with a pattern.
    private String language(String pattern) {
        var test = condition.operator().test();
        var tokens = SmtText.tokens(policy, pattern, Comparison.hasWildcards(test));
        return switch (test) {
            case STRING_EQUALS_IGNORE_CASE -> SmtText.languageIgnoringCase(tokens);
            case STRING_LIKE, STRING_EQUALS -> SmtText.language(tokens);
            default -> {
                if (Arn.of(tokens).isEmpty()) {
                    throw new Unwritable(
                            "the pattern " + Quoted.of(pattern) + ", which has not the six parts of an ARN");
                }
                yield SmtText.languageByComponent(tokens);
            }
        };
    }

    private String compares(String value, String pattern) {
        return switch (condition.operator().test()) {
            case STRING_EQUALS, STRING_EQUALS_IGNORE_CASE, STRING_LIKE, ARN_EQUALS, ARN_LIKE ->
                SmtText.in(value, List.of(language(pattern)));
            case BINARY_EQUALS -> "(= %s %s)".formatted(value, SmtText.literal(bytes(pattern)));
            case BOOL -> {
                var truth = pattern.toLowerCase(Locale.ROOT);
                if (!truth.equals("true") && !truth.equals("false")) {
                    throw malformed(pattern);
                }
                yield "(= %s \"%s\")".formatted(value, truth);
            }
            case IP_ADDRESS -> {
                var range = AddressRange.of(pattern).orElseThrow(() -> malformed(pattern));
                yield "(<= %s %s %s)"
                        .formatted(
                                SmtKeys.number(range.bits(), range.first()),
                                value,
                                SmtKeys.number(range.bits(), range.last()));
            }
            case NUMERIC_EQUALS -> ordered("=", value, pattern, Comparison.numberOfPattern(pattern));
            case NUMERIC_LESS_THAN -> ordered("<", value, pattern, Comparison.numberOfPattern(pattern));
            case NUMERIC_LESS_THAN_EQUALS -> ordered("<=", value, pattern, Comparison.numberOfPattern(pattern));
            case NUMERIC_GREATER_THAN -> ordered(">", value, pattern, Comparison.numberOfPattern(pattern));
            case NUMERIC_GREATER_THAN_EQUALS -> ordered(">=", value, pattern, Comparison.numberOfPattern(pattern));
            case DATE_EQUALS -> ordered("=", value, pattern, Comparison.secondsOfPattern(pattern));
            case DATE_LESS_THAN -> ordered("<", value, pattern, Comparison.secondsOfPattern(pattern));
            case DATE_LESS_THAN_EQUALS -> ordered("<=", value, pattern, Comparison.secondsOfPattern(pattern));
            case DATE_GREATER_THAN -> ordered(">", value, pattern, Comparison.secondsOfPattern(pattern));
            case DATE_GREATER_THAN_EQUALS -> ordered(">=", value, pattern, Comparison.secondsOfPattern(pattern));
            case NULL -> throw new IllegalArgumentException("Null compares no values");
        };
    }

    private String ordered(String relation, String value, String pattern, Optional<BigDecimal> read) {
        var number = read.orElseThrow(() -> malformed(pattern));
        var digits = number.abs().setScale(Math.max(number.scale(), 1)).toPlainString();
        return "(%s %s %s)".formatted(relation, value, number.signum() < 0 ? "(- " + digits + ")" : digits);
    }

    private String bytes(String pattern) {
        try {
            return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(pattern));
        } catch (IllegalArgumentException e) {
            throw malformed(pattern);
        }
    }

    private Unwritable malformed(String pattern) {
        return new Unwritable("%s with %s, which it does not compare"
                .formatted(condition.operator().name(), Quoted.of(pattern)));
    }
}
