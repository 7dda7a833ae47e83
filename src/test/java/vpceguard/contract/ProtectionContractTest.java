package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// How the template protects what the guard stands on, and that people know what to do when it fails.
class ProtectionContractTest {
    private static final Template TEMPLATE = Template.read();

    @Test
    void theTableComesBackWhateverHappens() {
        assertThat(TEMPLATE.at("Resources", "Ledger", "DeletionPolicy")).isEqualTo("Retain");
        assertThat(TEMPLATE.at("Resources", "Ledger", "Properties", "DeletionProtectionEnabled"))
                .isEqualTo(true);
        assertThat(TEMPLATE.at(
                        "Resources",
                        "Ledger",
                        "Properties",
                        "PointInTimeRecoverySpecification",
                        "PointInTimeRecoveryEnabled"))
                .isEqualTo(true);
    }

    @Test
    void allThatHoldsSomethingMayBeUnderAKeyOfOnesOwn() {
        assertKey("AWS::Logs::LogGroup", "KmsKeyId");
        assertKey("AWS::SNS::Topic", "KmsMasterKeyId");
        assertKey("AWS::SQS::Queue", "KmsMasterKeyId");
        assertKey("AWS::DynamoDB::Table", "SSESpecification");
    }

    private static void assertKey(String type, String member) {
        assertThat(TEMPLATE.resources(type))
                .isNotEmpty()
                .allSatisfy(resource -> assertThat(TEMPLATE.at("Resources", resource, "Properties", member))
                        .isNotNull());
    }

    @Test
    void everyFunctionMayBeSignedAndHaveConcurrencyOfItsOwn() {
        assertThat(TEMPLATE.at("Globals", "Function", "ReservedConcurrentExecutions"))
                .isNotNull();
        assertThat(TEMPLATE.resources("AWS::Serverless::Function"))
                .allSatisfy(
                        function -> assertThat(TEMPLATE.at("Resources", function, "Properties", "CodeSigningConfigArn"))
                                .isNotNull());
    }

    @Test
    void recordsAndJournalAreKeptForFourHundredDaysAtLeast() {
        assertThat((List<?>) TEMPLATE.at("Parameters", "RetentionDays", "AllowedValues"))
                .isNotEmpty()
                .allSatisfy(days -> assertThat((Integer) days).isGreaterThanOrEqualTo(400));
        assertThat(TEMPLATE.at("Resources", "Journal", "Properties", "RetentionInDays"))
                .isEqualTo("RetentionDays");
        assertThat(((Map<?, ?>) TEMPLATE.at("Globals", "Function", "Environment", "Variables")).get("RETENTION_DAYS"))
                .isEqualTo("RetentionDays");
    }

    /// Names that CloudFormation makes are cut to 64 characters, the stack's name in them: rules are known by nothing
    /// else.
    @Test
    void theQueueOfUndeliveredEventsLetsInTheRulesThatHaveItAndNoOther() {
        var ofFunctions = TEMPLATE.resources("AWS::Serverless::Function").stream()
                .flatMap(function -> events(function)
                        .filter(event -> event.getValue().toString().contains("DeadLetterConfig"))
                        .map(event -> function + event.getKey()));
        var rules = Stream.concat(TEMPLATE.resources("AWS::Events::Rule").stream(), ofFunctions)
                .map(rule -> rule + ".Arn")
                .toList();

        assertThat(Right.statements(TEMPLATE, "UndeliveredQueuePolicy"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.at("Condition", "ArnEquals", "aws:SourceArn"))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .containsExactlyInAnyOrderElementsOf(rules));
    }

    private static Stream<? extends Map.Entry<?, ?>> events(String function) {
        var properties = (Map<?, ?>) TEMPLATE.at("Resources", function, "Properties");
        return properties.get("Events") instanceof Map<?, ?> events ? events.entrySet().stream() : Stream.empty();
    }

    @Test
    void everyAlarmHasARunbook() throws IOException {
        var page = Files.readString(Path.of("docs", "operations.md"));
        assertThat(TEMPLATE.resources("AWS::CloudWatch::Alarm"))
                .isNotEmpty()
                .allSatisfy(alarm -> assertThat(page).containsPattern("\n###+ " + alarm + ": "));
    }
}
