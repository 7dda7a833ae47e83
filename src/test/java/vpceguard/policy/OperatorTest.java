package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorTest {
    /// The operators of the IAM user guide, without IfExists and set prefixes.
    private static final List<String> GUIDE = List.of(
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
            "Bool",
            "BinaryEquals",
            "IpAddress",
            "NotIpAddress",
            "ArnEquals",
            "ArnLike",
            "ArnNotEquals",
            "ArnNotLike");

    @Test
    void everyOperatorOfTheGuideIsKnownInEveryForm() {
        for (var name : GUIDE) {
            for (var prefix : List.of("", "ForAnyValue:", "ForAllValues:")) {
                for (var suffix : List.of("", "IfExists")) {
                    var operator = Operator.of(prefix + name + suffix).orElseThrow();
                    assertThat(operator.name()).isEqualTo(prefix + name + suffix);
                    assertThat(operator.negated()).as(name).isEqualTo(name.contains("Not"));
                    assertThat(operator.ifExists()).isEqualTo(suffix.equals("IfExists"));
                    assertThat(operator.values())
                            .isEqualTo(
                                    prefix.isEmpty()
                                            ? Operator.Values.ONE
                                            : prefix.contains("Any") ? Operator.Values.ANY : Operator.Values.ALL);
                }
            }
        }
    }

    @Test
    void eachTestIsReachedByItsNameAndItsNegation() {
        Set<Operator.Test> tests = GUIDE.stream()
                .map(name -> Operator.of(name).orElseThrow().test())
                .collect(Collectors.toCollection(TreeSet::new));
        tests.add(Operator.of("Null").orElseThrow().test());
        assertThat(tests).containsExactly(Operator.Test.values());
        assertThat(Operator.of("StringNotLike").map(Operator::test))
                .isEqualTo(Operator.of("StringLike").map(Operator::test));
    }

    @ParameterizedTest
    @CsvSource({
        "StringLike, STRING",
        "ArnEquals, ARN",
        "BinaryEquals, BINARY",
        "Bool, BOOLEAN",
        "NotIpAddress, ADDRESS",
        "NumericLessThan, NUMBER",
        "DateLessThan, DATE",
        "Null, PRESENCE"
    })
    void anOperatorKnowsWhatItCompares(String name, Operator.Type type) {
        assertThat(Operator.of(name).orElseThrow().test().type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "IfExists",
                "ForAnyValue:",
                "ForAllValues:IfExists",
                "stringEquals",
                "StringEquals ",
                "StringEqualsIfExistsIfExists",
                "StringEqualsIfexists",
                "forAnyValue:StringEquals",
                "ForAnyValue:ForAllValues:StringEquals",
                "ForAnyValues:StringEquals",
                "NotBool",
                "BoolNot",
                "BinaryNotEquals",
                "NumericNotLessThan",
                "NotNull",
                "NullIfExists",
                "ForAnyValue:Null",
                "ForAllValues:Null"
            })
    void whatTheGuideDoesNotNameIsNoOperator(String name) {
        assertThat(Operator.of(name)).isEmpty();
    }
}
