package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import vpceguard.json.Json;

/// Where calls go, for which Region they are signed, as AWS lists it by partition, and how often they are made.
class SignedCallsTest {
    @ParameterizedTest
    @CsvSource({
        "sqs, eu-west-1, sqs.eu-west-1.amazonaws.com, eu-west-1",
        "sqs, cn-north-1, sqs.cn-north-1.amazonaws.com.cn, cn-north-1",
        "ssm, eusc-de-east-1, ssm.eusc-de-east-1.amazonaws.eu, eusc-de-east-1",
        "organizations, eu-west-1, organizations.us-east-1.amazonaws.com, us-east-1",
        "organizations, cn-north-1, organizations.cn-northwest-1.amazonaws.com.cn, cn-northwest-1",
        "organizations, us-gov-east-1, organizations.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "organizations, eusc-de-east-1, organizations.eusc-de-east-1.amazonaws.eu, eusc-de-east-1",
        "iam, eu-west-1, iam.amazonaws.com, us-east-1",
        "iam, cn-northwest-1, iam.cn-north-1.amazonaws.com.cn, cn-north-1",
        "iam, us-gov-east-1, iam.us-gov.amazonaws.com, us-gov-west-1",
        "iam, eusc-de-east-1, iam.eusc-de-east-1.amazonaws.eu, eusc-de-east-1"
    })
    void aServiceIsFoundAndAskedInItsPartition(String service, String region, String host, String signedFor)
            throws IOException {
        var aws = Scripted.always(200, "{}");
        var calls = aws.calls().in(region);

        calls.send(calls.form(service).build(), "{}", service, 1000);
        calls.open(calls.to(service, "/").method(SdkHttpMethod.GET).build(), service)
                .close();

        assertThat(aws.asked)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.host()).isEqualTo(host))
                .allSatisfy(request -> assertThat(request.firstMatchingHeader("Authorization"))
                        .hasValueSatisfying(
                                text -> assertThat(text).contains("/" + signedFor + "/" + service + "/aws4_request")));
    }

    /// JSON protocols answer 400 to a call too many.
    @ParameterizedTest
    @CsvSource({
        "200, {}, 1",
        "400, ValidationException, 1",
        "403, AccessDenied, 1",
        "400, ThrottlingException, 3",
        "429, TooManyRequestsException, 3",
        "500, InternalFailure, 3",
        "503, '', 3"
    })
    void whatMayPassIsTriedThreeTimes(int status, String body, int tries) throws IOException {
        var aws = Scripted.always(status, body);
        var calls = aws.calls();

        var answer = calls.json(JsonService.SQS, "SendMessage", Json.object().build(), 1000);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(aws.asked).hasSize(tries);
    }
}
