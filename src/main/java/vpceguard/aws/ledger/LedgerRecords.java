package vpceguard.aws.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import vpceguard.aws.AwsAccount;
import vpceguard.model.EndpointId;

/// Reads the records in a ledger's table as their stored texts, for people. It writes nothing.
public final class LedgerRecords {
    private static final String RECORDS = "begins_with(sk, :change)";
    private static final AttributeValue CHANGE = Attributes.text(LedgerKeys.RECORD);

    private final DynamoDbClient dynamo;
    private final String table;

    private LedgerRecords(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// Those of a table in an account's Region.
    public static LedgerRecords in(AwsAccount account, String region, String table) {
        return new LedgerRecords(account.clients().of(DynamoDbClient.builder().region(Region.of(region))), table);
    }

    /// The record of a cause on an endpoint.
    public Optional<String> find(EndpointId endpoint, String cause) {
        return Attributes.text(
                dynamo.getItem(request -> request.tableName(table).key(LedgerKeys.record(endpoint, cause)))
                        .item(),
                "record");
    }

    /// All records of an endpoint.
    public Stream<String> of(EndpointId endpoint) {
        return dynamo
                .queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("pk = :endpoint AND " + RECORDS)
                        .expressionAttributeValues(
                                Map.of(":endpoint", Attributes.text(endpoint.value()), ":change", CHANGE)))
                .items()
                .stream()
                .flatMap(item -> Attributes.text(item, "record").stream());
    }

    /// All records; reads the whole table.
    public Stream<String> all() {
        return dynamo
                .scanPaginator(request -> request.tableName(table)
                        .filterExpression(RECORDS)
                        .expressionAttributeValues(Map.of(":change", CHANGE)))
                .items()
                .stream()
                .flatMap(item -> Attributes.text(item, "record").stream());
    }
}
