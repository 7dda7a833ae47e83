package vpceguard.policy;

import java.util.Optional;

/// A condition operator of the IAM user guide ("IAM JSON policy elements: Condition operators"), taken apart.
///
/// @param test what is asked of one value and one pattern
/// @param negated whether the value must pass with none of the patterns
/// @param ifExists whether an absent key satisfies it
/// @param values how many of a key's values must pass
public record Operator(Test test, boolean negated, boolean ifExists, Values values) {
    private static final String IF_EXISTS = "IfExists";

    /// How many of a key's values must pass.
    public enum Values {
        /// No prefix: the key has one value.
        ONE(""),
        /// At least one, so an absent key fails.
        ANY("ForAnyValue:"),
        /// Each, so an absent key passes.
        ALL("ForAllValues:");

        private final String prefix;

        Values(String prefix) {
            this.prefix = prefix;
        }
    }

    /// What a key's values and the patterns are read as.
    public enum Type {
        STRING,
        ARN,
        BINARY,
        BOOLEAN,
        ADDRESS,
        NUMBER,
        DATE,
        PRESENCE;

        /// Whether patterns may hold variables: the IAM user guide lists these for strings and ARNs alone.
        public boolean isText() {
            return this == STRING || this == ARN;
        }
    }

    /// What is asked of one value and one pattern.
    public enum Test {
        STRING_EQUALS("StringEquals", "StringNotEquals", Type.STRING),
        STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", Type.STRING),
        STRING_LIKE("StringLike", "StringNotLike", Type.STRING),
        ARN_EQUALS("ArnEquals", "ArnNotEquals", Type.ARN),
        ARN_LIKE("ArnLike", "ArnNotLike", Type.ARN),
        BINARY_EQUALS("BinaryEquals", "", Type.BINARY),
        BOOL("Bool", "", Type.BOOLEAN),
        IP_ADDRESS("IpAddress", "NotIpAddress", Type.ADDRESS),
        NULL("Null", "", Type.PRESENCE),
        NUMERIC_EQUALS("NumericEquals", "NumericNotEquals", Type.NUMBER),
        NUMERIC_LESS_THAN("NumericLessThan", "", Type.NUMBER),
        NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", "", Type.NUMBER),
        NUMERIC_GREATER_THAN("NumericGreaterThan", "", Type.NUMBER),
        NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", "", Type.NUMBER),
        DATE_EQUALS("DateEquals", "DateNotEquals", Type.DATE),
        DATE_LESS_THAN("DateLessThan", "", Type.DATE),
        DATE_LESS_THAN_EQUALS("DateLessThanEquals", "", Type.DATE),
        DATE_GREATER_THAN("DateGreaterThan", "", Type.DATE),
        DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", "", Type.DATE);

        private final String name;
        private final String negation;
        private final Type type;

        Test(String name, String negation, Type type) {
            this.name = name;
            this.negation = negation;
            this.type = type;
        }

        public Type type() {
            return type;
        }
    }

    /// The operator of that name, or empty if AWS documents none.
    public static Optional<Operator> of(String name) {
        var values = name.startsWith(Values.ANY.prefix)
                ? Values.ANY
                : name.startsWith(Values.ALL.prefix) ? Values.ALL : Values.ONE;
        var ifExists = name.endsWith(IF_EXISTS);
        var bare = name.substring(values.prefix.length(), name.length() - (ifExists ? IF_EXISTS.length() : 0));
        for (var test : Test.values()) {
            if (bare.equals(test.name) || (!bare.isEmpty() && bare.equals(test.negation))) {
                return test == Test.NULL && !bare.equals(name)
                        ? Optional.empty()
                        : Optional.of(new Operator(test, bare.equals(test.negation), ifExists, values));
            }
        }
        return Optional.empty();
    }

    /// Whether it compares the one value that a key has.
    public boolean isForOneValue() {
        return values == Values.ONE && test != Test.NULL;
    }

    /// The same test of a key that may have several values, or none.
    public Operator of(Values several) {
        return new Operator(test, negated, false, several);
    }

    /// As a policy has it.
    public String name() {
        return values.prefix + (negated ? test.negation : test.name) + (ifExists ? IF_EXISTS : "");
    }
}
