package vpceguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.aws.Clients;
import vpceguard.aws.Services;

/// What is run before a snapshot: all of a repair, and nobody else hears of it.
class PrimingTest {
    private static final Map<String, String> DEPLOYED = Map.ofEntries(
            Map.entry("AWS_REGION", "eu-west-1"),
            Map.entry("MODE", "observe"),
            Map.entry("ACCOUNT_ID", "444455556666"),
            Map.entry("PARTITION", "aws"),
            Map.entry("STACK_NAME", "vpce-guard"),
            Map.entry("ROLE_ARNS", "arn:aws:iam::444455556666:role/guard"),
            Map.entry("TABLE", "table"),
            Map.entry("RETENTION_DAYS", "400"),
            Map.entry("TOPIC_ARN", "arn:aws:sns:eu-west-1:444455556666:notices"),
            Map.entry("JOURNAL_GROUP", "group"),
            Map.entry("JOURNAL_STREAM", "journal"),
            Map.entry("FOLLOW_UP_QUEUE", "https://queue"));

    /// Fewer than before a snapshot, but of both kinds.
    private static final int ROUNDS = 6;

    /// The clients' own, which Lambda sets in the environment.
    @BeforeAll
    static void thereIsARegion() {
        System.setProperty("aws.region", "eu-west-1");
    }

    @AfterAll
    static void thereIsNone() {
        System.clearProperty("aws.region");
    }

    @Test
    void theSampleIsRepairedWhateverTheStackMayDo() {
        assertThat(Priming.run(DEPLOYED, services(), ROUNDS)).isEqualTo("{\"result\":\"CHANGED\"}");
    }

    /// A document in S3, a bus and metrics would be asked for or written, if priming took them over.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PERIMETER_DOCUMENT=s3://bucket/key",
                "EVENT_BUS_ARN=arn:aws:events:eu-west-1:444455556666:event-bus/central",
                "SECURITY_HUB=on",
                "DASHBOARD=on",
                "RECORDED_CALLS_GROUP=trail",
                "MODE=enforce"
            })
    void noSettingLetsItReachOut(String setting) {
        var environment = new HashMap<>(DEPLOYED);
        environment.put("ORGANIZATION_ID", "o-zzzzzzzzzz");
        environment.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);

        assertThat(Priming.run(environment, services(), ROUNDS)).isEqualTo("{\"result\":\"CHANGED\"}");
    }

    private static Services services() {
        return Services.of(Clients.ofEnvironment());
    }

    @Test
    void onlyAnInstanceThatASnapshotIsTakenOfIsPrimed() {
        assertThat(Snapshot.of(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"), services()))
                .isEmpty();
        assertThat(Snapshot.of(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"), services()))
                .isPresent();
    }
}
