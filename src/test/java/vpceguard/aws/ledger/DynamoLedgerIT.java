package vpceguard.aws.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import vpceguard.flow.Ledger;
import vpceguard.flow.LedgerCases;
import vpceguard.local.LocalAws;

/// The ledger in a table on the local AWS, a new one for each test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before each
class DynamoLedgerIT extends LedgerCases {
    private LocalAws aws;
    private DynamoDbClient dynamo;
    private DynamoLedger ledger;
    private int tables;

    @BeforeAll
    void start() {
        aws = LocalAws.start();
        dynamo = aws.client(DynamoDbClient.builder());
    }

    @BeforeEach
    void createTable() {
        tables++;
        var name = "ledger-" + tables;
        dynamo.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(List.of(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)))
                .attributeDefinitions(text("pk"), text("sk")));
        ledger = new DynamoLedger(dynamo, name, Clock.systemUTC(), Duration.ofDays(400));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @AfterAll
    void end() {
        aws.close();
    }
}
