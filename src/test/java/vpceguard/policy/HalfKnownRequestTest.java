package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.model.EndpointType;

/// What is not known of a request leaves open what depends on it, and nothing else.
class HalfKnownRequestTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Principal':'*','Action':'*','Resource':'*'                                           | ALLOWED | ALLOWED
            'Principal':{'AWS':'111122223333'},'Action':'*','Resource':'*'                        | ALLOWED | UNKNOWN
            'Principal':{'AWS':'444455556666'},'Action':'*','Resource':'*'                        | DENIED  | DENIED
            'Principal':{'AWS':'arn:aws:iam::111122223333:role/r'},'Action':'*','Resource':'*'    | UNKNOWN | UNKNOWN
            'Principal':{'AWS':'arn:aws:iam::444455556666:role/r'},'Action':'*','Resource':'*'    | DENIED  | DENIED
            'Principal':{'Service':'ec2.amazonaws.com'},'Action':'*','Resource':'*'               | DENIED  | DENIED
            'Principal':'*','Action':'s3:*','Resource':'*'                                        | ALLOWED | ALLOWED
            'Principal':'*','Action':'s3:Get*','Resource':'*'                                     | UNKNOWN | UNKNOWN
            'Principal':'*','Action':'kms:*','Resource':'*'                                       | DENIED  | DENIED
            'Principal':'*','NotAction':'kms:*','Resource':'*'                                    | ALLOWED | ALLOWED
            'Principal':'*','NotAction':'s3:Get*','Resource':'*'                                  | UNKNOWN | UNKNOWN
            'Principal':'*','Action':'*','Resource':'arn:aws:s3:::b/*'                            | UNKNOWN | UNKNOWN
            'Principal':'*','Action':'*','Resource':['arn:aws:s3:::b/*','*']                      | ALLOWED | ALLOWED
            'Principal':'*','Action':'*','NotResource':'arn:aws:s3:::b/*'                         | UNKNOWN | UNKNOWN
            'Principal':'*','Action':'*','Resource':'*','Condition':{'Null':{'aws:PrincipalArn':'false'}} | UNKNOWN | UNKNOWN
            """)
    void somebodyOfAnAccountDoesSomethingOfAServiceSomewhere(
            String statement, Decision onInterface, Decision onGateway) {
        var policy = Policies.read(Policies.document("2012-10-17", "{'Effect':'Allow'," + statement + "}"));
        var request =
                new Request("arn:aws:iam::111122223333:?", "s3:?", "?", Map.of("aws:userid", List.of("u")), false);

        assertThat(Evaluator.decide(policy, request, EndpointType.INTERFACE)).isEqualTo(onInterface);
        assertThat(Evaluator.decide(policy, request, EndpointType.GATEWAY)).isEqualTo(onGateway);
    }
}
