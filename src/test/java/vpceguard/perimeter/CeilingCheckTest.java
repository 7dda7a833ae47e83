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
    private static Optional<Malformed<Perimeter>> fault(String list, String operator) {
        var perimeter = Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333'],
                 'services': {'sts': {'%s': [
                   {'Effect': 'Allow', 'Principal': '*', 'Action': 'sts:AssumeRoleWithWebIdentity',
                    'Resource': 'arn:aws:iam::444455556666:role/app',
                    'Condition': {'%s': {'cognito-identity.amazonaws.com:amr': 'authenticated'}}}]}}}""".formatted(list, operator));
        return CeilingCheck.fault(perimeter, Set.of(), Optional.of(Ceilings.OWN), "us-east-1");
    }

    @ParameterizedTest
    @CsvSource({"also, StringEquals", "only, StringLikeIfExists"})
    void aKeyOfSeveralValuesUnderAnOperatorForOneIsNamed(String list, String operator) {
        assertThat(fault(list, operator))
                .hasValue(new Malformed<>(
                        JsonPointer.ROOT.child("services").child("sts"),
                        "the ceiling of sts cannot be shown to mean the same as Allow and as Deny statements, since "
                                + operator + " asks for one value of \"cognito-identity.amazonaws.com:amr\", which may"
                                + " have several; write ForAnyValue:" + operator + " or ForAllValues:" + operator));
    }

    @ParameterizedTest
    @CsvSource({"also, ForAnyValue:StringEquals", "only, ForAnyValue:StringEquals", "also, ForAllValues:StringEquals"})
    void withASetOperatorItCanBeBuiltUpon(String list, String operator) {
        assertThat(fault(list, operator)).isEmpty();
    }
}
