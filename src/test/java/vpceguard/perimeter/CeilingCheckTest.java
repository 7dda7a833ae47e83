package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed.Malformed;
import vpceguard.perimeter.document.Documents;

/// What a ceiling that cannot be built upon is told to lack.
class CeilingCheckTest {
    private static final String KEY = "cognito-identity.amazonaws.com:amr";

    private static Optional<Malformed<Perimeter>> fault(String list, String operator) {
        return faultUnder(list, "{'%s': {'%s': 'authenticated'}}".formatted(operator, KEY));
    }

    private static Optional<Malformed<Perimeter>> faultUnder(String list, String condition) {
        var perimeter = Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333'],
                 'services': {'sts': {'%s': [
                   {'Effect': 'Allow', 'Principal': '*', 'Action': 'sts:AssumeRoleWithWebIdentity',
                    'Resource': 'arn:aws:iam::444455556666:role/app',
                    'Condition': %s}]}}}""".formatted(list, condition));
        return CeilingCheck.fault(perimeter, Set.of(), Optional.of(Ceilings.OWN), "us-east-1");
    }

    /// What also lets in whoever has no such key is never advised.
    @ParameterizedTest
    @CsvSource({
        "also, StringEquals, ForAnyValue:StringEquals",
        "only, StringLikeIfExists, ForAnyValue:StringLike",
        "also, StringNotEquals, 'ForAllValues:StringNotEquals together with \"Null\": {\"KEY\": \"false\"}'",
        "only, StringNotLikeIfExists, 'ForAllValues:StringNotLike together with \"Null\": {\"KEY\": \"false\"}'"
    })
    void aKeyOfSeveralValuesUnderAnOperatorForOneIsNamed(String list, String operator, String instead) {
        assertThat(fault(list, operator))
                .hasValue(new Malformed<>(
                        JsonPointer.ROOT.child("services").child("sts"),
                        "the ceiling of sts cannot be shown to mean the same as Allow and as Deny statements, since "
                                + operator + " asks for one value of \"" + KEY + "\", which may have several; write "
                                + instead.replace("KEY", KEY)));
    }

    @ParameterizedTest
    @CsvSource({"also, ForAnyValue:StringEquals", "only, ForAnyValue:StringEquals", "also, ForAllValues:StringEquals"})
    void withASetOperatorItCanBeBuiltUpon(String list, String operator) {
        assertThat(fault(list, operator)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"also, " + KEY, "only, " + KEY, "also, glue:VpcIds", "only, glue:VpcIds"})
    void withAllValuesOfAKeyThatIsThereItCanBeBuiltUpon(String list, String key) {
        assertThat(faultUnder(
                        list,
                        "{'ForAllValues:StringNotEquals': {'%1$s': 'authenticated'}, 'Null': {'%1$s': 'false'}}"
                                .formatted(key)))
                .isEmpty();
    }
}
