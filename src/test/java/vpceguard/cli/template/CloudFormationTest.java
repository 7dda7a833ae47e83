package vpceguard.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.cli.template.Declared.Written;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;

class CloudFormationTest {
    private static final Given NOTHING = new Given(Optional.empty(), Optional.empty(), Optional.empty());
    private static final Given IRELAND =
            new Given(Optional.of("111122223333"), Optional.of("eu-west-1"), Optional.of("aws"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"com.amazonaws.eu-west-1.s3\"                                          | com.amazonaws.eu-west-1.s3",
                "{\"Fn::Sub\":\"com.amazonaws.${AWS::Region}.s3\"}                       | s3",
                "{\"Fn::Sub\":[\"com.amazonaws.${R}.${S}\",{\"R\":{\"Ref\":\"AWS::Region\"},\"S\":\"ecr.api\"}]} | ecr.api",
                "{\"Fn::Join\":[\".\",[\"com.amazonaws\",{\"Ref\":\"AWS::Region\"},\"sqs\"]]} | sqs",
            })
    void theServiceIsKnownWithoutTheRegion(String name, String service) {
        assertThat(one(properties("\"ServiceName\":" + name), NOTHING).service())
                .contains(new ServiceName(service));
    }

    @Test
    void theRegionGivenIsPartOfIt() {
        assertThat(one(properties("\"ServiceName\":{\"Fn::Sub\":\"com.amazonaws.${AWS::Region}.s3\"}"), IRELAND)
                        .service())
                .contains(new ServiceName("com.amazonaws.eu-west-1.s3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Ref\":\"Service\"}",
                "{\"Fn::Sub\":\"com.amazonaws.${Where}.s3\"}",
                "{\"Fn::If\":[\"A\",\"com.amazonaws.eu-west-1.s3\",\"com.amazonaws.eu-west-1.sqs\"]}",
                "{\"Fn::Join\":[\".\",[\"com.amazonaws\",{\"Ref\":\"Where\"},\"sqs\"]]}",
            })
    void aServiceThatIsChosenLaterIsNotKnown(String name) {
        var declared = one(properties("\"ServiceName\":" + name + ",\"PolicyDocument\":{\"Statement\":[]}"), IRELAND);

        assertThat(declared.service()).isEmpty();
        assertThat(declared.policy()).isEqualTo(new Written.NotKnown("its service is not known before it is deployed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Fn::Sub\":\"arn:aws:s3:::${Bucket}\"}",
                "{\"Ref\":\"Bucket\"}",
                "[\"arn:aws:s3:::a\",{\"Fn::GetAtt\":[\"Bucket\",\"Arn\"]}]",
                "{\"Fn::Sub\":\"arn:aws:s3:::b-${AWS::StackName}\"}",
                "{\"Fn::Made::Up\":\"later\"}",
            })
    void aPolicyThatDependsOnAnythingElseIsNotKnown(String resource) {
        var policy = policy("{\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":" + resource + "}]}", IRELAND);

        assertThat(policy)
                .isInstanceOfSatisfying(
                        Written.NotKnown.class,
                        open -> assertThat(open.reason())
                                .startsWith("the policy is not known before it is deployed: ")
                                .contains(" at /Statement/0/Resource"));
    }

    @Test
    void accountRegionAndPartitionAreKnownIfGiven() {
        var document = "{\"Resource\":{\"Fn::Sub\":"
                + "\"arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${!x}\"},\"Sid\":{\"Ref\":\"AWS::NoValue\"}}";

        assertThat(policy(document, IRELAND))
                .isEqualTo(new Written.Text("{\"Resource\":\"arn:aws:kms:eu-west-1:111122223333:key/${x}\"}"));
        assertThat(policy(document, NOTHING)).isInstanceOf(Written.NotKnown.class);
    }

    @Test
    void aPolicyMayBeText() {
        assertThat(policy("\"{\\\"Statement\\\":[]}\"", NOTHING)).isEqualTo(new Written.Text("{\"Statement\":[]}"));
    }

    @Test
    void whatIsNoTextInAPolicyIsHandedOnAsOne() {
        assertThat(policy("{\"Principal\":{\"AWS\":[111122223333]},\"Condition\":{\"Bool\":{\"a\":true}}}", NOTHING))
                .isEqualTo(new Written.Text(
                        "{\"Principal\":{\"AWS\":[\"111122223333\"]},\"Condition\":{\"Bool\":{\"a\":\"true\"}}}"));
    }

    /// Some read it as an octal number.
    @Test
    void anAccountIdThatBeginsWithAZeroAndHasNoQuotesInYamlIsNotKnown() {
        var declared = read("""
                Resources:
                  E:
                    Type: AWS::EC2::VPCEndpoint
                    Properties:
                      ServiceName: com.amazonaws.eu-west-1.s3
                      PolicyDocument: {Principal: {AWS: 012345678901}}
                """, NOTHING);

        assertThat(declared.getFirst().policy())
                .isEqualTo(
                        new Written.NotKnown(
                                "the policy is not known before it is deployed: Fn::Number \"012345678901\" at /Principal/AWS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"PolicyDocument\":{\"Ref\":\"AWS::NoValue\"}"})
    void noPolicyIsAwssDefault(String nothing) {
        var declared = one(properties("\"ServiceName\":\"com.amazonaws.eu-west-1.s3\"" + nothing), NOTHING);

        assertThat(declared.policy()).isEqualTo(new Written.Nothing());
        assertThat(declared.type()).contains(EndpointType.GATEWAY);
    }

    @Test
    void whatMayHideAnEndpointIsNoneThatIsKnown() {
        var loop = read("""
                {"Resources": {"Fn::ForEach::Services": ["S", ["s3"], {"E${S}": {"Type": "AWS::EC2::VPCEndpoint"}}]}}""", IRELAND);
        assertThat(loop)
                .singleElement()
                .satisfies(declared -> assertThat(declared.policy())
                        .isEqualTo(new Written.NotKnown(
                                "what \"Fn::ForEach::Services\" makes is not known before it is deployed")));

        var chosen = one("{\"Fn::If\":[\"A\",{\"ServiceName\":\"s3\"},{\"ServiceName\":\"s3\"}]}", IRELAND);
        assertThat(chosen.policy()).isInstanceOf(Written.NotKnown.class);
        var typed = one(properties("\"ServiceName\":\"s3\",\"VpcEndpointType\":{\"Ref\":\"T\"}"), IRELAND);
        assertThat(typed.policy()).isEqualTo(new Written.NotKnown("its type is not known before it is deployed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Fn::Transform\":{\"Name\":\"AWS::Include\"}}",
                "{\"Fn::Transform\":{\"Name\":\"AWS::Include\"},\"DependsOn\":\"B\"}",
                "{\"Type\":{\"Ref\":\"T\"},\"Properties\":{}}",
            })
    void aResourceThatAMacroMakesMayBeAnEndpoint(String resource) {
        assertThat(read("{\"Resources\":{\"E\":" + resource + "}}", IRELAND))
                .singleElement()
                .satisfies(declared -> assertThat(declared.policy())
                        .isEqualTo(
                                new Written.NotKnown("whether it is an endpoint is not known before it is deployed")));
    }

    @Test
    void whatAMacroAddsToAnEndpointIsNotKnown() {
        var macro = "\"Fn::Transform\":{\"Name\":\"AWS::Include\"}";
        var service = "\"ServiceName\":\"com.amazonaws.eu-west-1.s3\"";

        assertThat(one(properties(service + "," + macro), IRELAND).policy())
                .isEqualTo(new Written.NotKnown("its properties are not known before it is deployed"));
        assertThat(read(
                        "{\"Resources\":{\"E\":{\"Type\":\"AWS::EC2::VPCEndpoint\",\"Properties\":{" + service + "},"
                                + macro + "}}}",
                        IRELAND))
                .singleElement()
                .satisfies(declared -> assertThat(declared.policy())
                        .isEqualTo(new Written.NotKnown("its properties are not known before it is deployed")));
        assertThat(policy("{\"Statement\":[{\"Effect\":\"Allow\"," + macro + "}]}", IRELAND))
                .isEqualTo(new Written.NotKnown(
                        "the policy is not known before it is deployed: Fn::Transform at /Statement/0"));
    }

    @Test
    void otherResourcesAreNone() {
        assertThat(read("{\"Resources\":{\"B\":{\"Type\":\"AWS::S3::Bucket\"}}}", NOTHING))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoTemplate() {
        assertThat(Template.read("{\"Statement\": []}", NOTHING))
                .hasToString(
                        "expected a CloudFormation template with \"Resources\", or what terraform show -json prints, with"
                                + " \"planned_values\" or \"values\" at the whole document");
    }

    private static String properties(String members) {
        return "{" + members + "}";
    }

    private static Written policy(String document, Given given) {
        return one(properties("\"ServiceName\":\"com.amazonaws.eu-west-1.s3\",\"PolicyDocument\":" + document), given)
                .policy();
    }

    private static Declared one(String properties, Given given) {
        var all = read(
                "{\"Resources\":{\"E\":{\"Type\":\"AWS::EC2::VPCEndpoint\",\"Properties\":" + properties + "}}}",
                given);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static List<Declared> read(String text, Given given) {
        return ((Parsed.Ok<List<Declared>>) Template.read(text, given)).value();
    }
}
