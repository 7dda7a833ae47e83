package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import vpceguard.local.LocalAws;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.Records;
import vpceguard.remediation.RemediationRecord;

/// `explain` and `audit` of a ledger on the local AWS.
class LedgerCommandsIT {
    private static final LocalAws AWS = LocalAws.start("--port", "0");
    private static final RemediationRecord FULL = Records.full();
    private static final RemediationRecord BARE = Records.bare();

    @TempDir
    private Path folder;

    @BeforeAll
    static void ledger() {
        var dynamo = AWS.client(DynamoDbClient.builder());
        dynamo.createTable(request -> request.tableName("ledger")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        AttributeDefinition.builder()
                                .attributeName("pk")
                                .attributeType(ScalarAttributeType.S)
                                .build(),
                        AttributeDefinition.builder()
                                .attributeName("sk")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                .keySchema(
                        KeySchemaElement.builder()
                                .attributeName("pk")
                                .keyType(KeyType.HASH)
                                .build(),
                        KeySchemaElement.builder()
                                .attributeName("sk")
                                .keyType(KeyType.RANGE)
                                .build()));
        for (var record : List.of(FULL, BARE)) {
            put(
                    dynamo,
                    Map.of(
                            "pk", record.endpoint().id().value(),
                            "sk", "change#" + record.cause(),
                            "record", RecordJson.text(record)));
        }
        put(dynamo, Map.of("pk", "state", "sk", FULL.endpoint().id().value(), "policy", "{}"));
    }

    private static void put(DynamoDbClient dynamo, Map<String, String> members) {
        var item = new HashMap<String, AttributeValue>();
        members.forEach((name, text) -> item.put(name, AttributeValue.fromS(text)));
        dynamo.putItem(request -> request.tableName("ledger").item(item));
    }

    @AfterAll
    static void stop() {
        AWS.close();
    }

    @Test
    void explainsTheRecordsOfAnEndpoint() throws Exception {
        var all = run("explain --table=ledger --endpoint=" + FULL.endpoint().id());

        assertThat(all.err()).isEmpty();
        assertThat(all.code()).isZero();
        assertThat(all.out()).startsWith("NOT CHANGED. ").contains("explain --table=ledger");
        assertThat(run("explain --table=ledger --endpoint=" + FULL.endpoint().id() + " --cause=" + FULL.cause()))
                .isEqualTo(all);
        assertThat(run("explain --table=ledger --endpoint=" + FULL.endpoint().id() + " --cause=other"))
                .isEqualTo(new Run(1, "", "vpce-guard: the ledger has no such record\n"));
    }

    @Test
    void listsWhatWasDoneFromDayToDay() throws Exception {
        var all = run("audit --table=ledger");

        assertThat(all.err()).isEmpty();
        assertThat(all.out()).isEqualTo(AuditLine.HEADING + AuditLine.of(BARE) + AuditLine.of(FULL));
        assertThat(run("audit --table=ledger --from=2026-11-24 --to=2026-11-24")
                        .out()
                        .lines())
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("2026-11-24T");
        assertThat(run("audit --table=ledger --to=2026-11-23 --json").out()).isEqualTo(RecordJson.text(BARE) + "\n");
    }

    @Test
    void aTableThatIsNotThereIsTold() throws Exception {
        assertThat(run("audit --table=none")).satisfies(run -> {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("vpce-guard: there is no such table in this account and Region, expected the output");
        });
    }

    private Run run(String words) throws Exception {
        return Launcher.ask(folder, AWS, words);
    }
}
