package vpceguard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.policy.Policies;

class ServiceNameTest {
    @ParameterizedTest
    @CsvSource({
        "com.amazonaws.eu-west-1.s3,                     s3",
        "com.amazonaws.eu-west-1.kms-fips,               kms",
        "com.amazonaws.us-gov-west-1.ecr.api,            ecr.api",
        "com.amazonaws.us-isob-east-1.ec2messages,       ec2messages",
        "com.amazonaws.us-gov-west-1.s3-fips,            s3",
        "com.amazonaws.us-east-1.iot-fips.credentials,   iot.credentials",
        "com.amazonaws.us-east-1.sagemaker.api-fips,     sagemaker.api",
        "com.amazonaws.us-east-1.transfer.server.c-0026, transfer.server",
        "com.amazonaws.us-east-1.s3express,              s3express",
        "com.amazonaws.cn-northwest-1.transcribe.cn,     transcribe",
        "com.amazonaws.s3-global.accesspoint,            s3-global.accesspoint",
        "com.amazonaws.iam,                              iam",
        "cn.com.amazonaws.cn-north-1.ecs,                ecs",
        "aws.sagemaker.us-east-1.notebook,               notebook",
        "aws.api.us-east-1.kendra-ranking,               kendra-ranking",
        "aws.api.global.codecatalyst,                    codecatalyst",
        "api.aws.us-east-1.cassandra-streams,            cassandra-streams",
        "gov.ic.c2s.us-iso-east-1.sqs,                   sqs",
        "gov.sgov.sc2s.us-isob-east-1.sqs,               sqs",
        "gov.ic.hci.csp.us-isof-south-1.sqs,             sqs",
        "uk.adc-e.cloud.eu-isoe-west-1.sqs,              sqs",
        "eu.amazonaws.eusc-de-east-1.sns,                sns"
    })
    void theShortNameIsWithoutPrefixRegionAndFips(String name, String shortName) {
        assertThat(new ServiceName(name).shortName()).isEqualTo(shortName);
        assertThat(new ServiceName(name).isEndpointService()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
                "cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0123456789abcdef0",
                "com.amazonaws.elasticache.serverless.us-east-1.vpce-svc-0123456789abcdef0",
                "vpce-svc-0123456789abcdef0"
            })
    void anEndpointServiceKeepsItsWholeName(String name) {
        assertThat(new ServiceName(name).isEndpointService()).isTrue();
        assertThat(new ServiceName(name).shortName()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3",
                "example.com",
                "vpce-svc-",
                "com.example.us-east-1.s3",
                "xcom.amazonaws.us-east-1.s3",
                "com.amazonaws.us-east-1.s3\n",
                "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0a"
            })
    void aFormThatIsNotKnownKeepsItsWholeName(String name) {
        assertThat(new ServiceName(name).shortName()).isEqualTo(name);
        assertThat(new ServiceName(name).isEndpointService()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "us-gov-west-1", "ap-southeast-2", "cn-northwest-1", "eusc-de-east-1"})
    void everyRegionalServiceHasItsShortName(String region) throws IOException {
        var rows = Files.readAllLines(Policies.shared("services.tsv")).stream()
                .map(row -> row.replace("<region>", region).split("\t"))
                .filter(row -> row[0].contains(region) && !row[0].contains("<"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(300);
        for (var row : rows) {
            assertThat(new ServiceName(row[0]).shortName()).as(row[0]).isEqualTo(row[1].replaceFirst("-fips$", ""));
            assertThat(new ServiceName(row[0]).region()).as(row[0]).contains(region);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "com.amazonaws.eu-west-1.s3,         aws",
        "com.amazonaws.us-gov-west-1.s3,     aws-us-gov",
        "com.amazonaws.cn-north-1.s3,        aws-cn",
        "cn.com.amazonaws.cn-north-1.ecs,    aws-cn",
        "eu.amazonaws.eusc-de-east-1.sns,    aws-eusc",
        "gov.ic.c2s.us-iso-east-1.sqs,       aws-iso",
        "gov.sgov.sc2s.us-isob-east-1.sqs,   aws-iso-b",
        "uk.adc-e.cloud.eu-isoe-west-1.sqs,  aws-iso-e",
        "gov.ic.hci.csp.us-isof-south-1.sqs, aws-iso-f",
        "com.amazonaws.iam,                  aws",
        "s3,                                 aws"
    })
    void thePartitionIsThatOfTheRegion(String name, String partition) {
        assertThat(new ServiceName(name).partition()).isEqualTo(partition);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "com.amazonaws.s3-global.accesspoint", "com.amazonaws.vpce.eu-west-1.vpce-svc-0a"})
    void notEveryNameHasARegion(String name) {
        assertThat(new ServiceName(name).region()).isEmpty();
    }

    @Test
    void itIsWrittenAsAwsSaysIt() {
        assertThat(new ServiceName("com.amazonaws.eu-west-1.s3")).hasToString("com.amazonaws.eu-west-1.s3");
    }
}
